"""Pure decisions about the second step."""

from datetime import timedelta

import pyotp
from django.utils.crypto import constant_time_compare

#: Steps of 30 seconds by which her phone's clock may be wrong, either way.
CLOCK_OFF = 1


def demanded(*, holds_role, is_demo):
    """Must she have one? Invented people of a trial site are not asked: their passwords are printed at start."""
    return holds_role and not is_demo


def due_on(*, told_on, days):
    """The first day on which nothing opens without it. ``told_on``: when she was first told."""
    return told_on + timedelta(days=days)


def step_of(*, secret, code, at, last):
    """The step (of 30 s, since 1970) that ``code`` belongs to, if it is a right one of now and none that was used;
    else None. ``secret`` is base32, ``last`` the step of the last code that she used."""
    totp = pyotp.TOTP(secret)
    now = totp.timecode(at)
    for step in range(now - CLOCK_OFF, now + CLOCK_OFF + 1):
        if step > last and constant_time_compare(totp.generate_otp(step), code):
            return step
    return None


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_words(agent):
    """«Android · Chrome» of what the browser says of itself: enough to know a phone again, no more."""
    found = [next((word for mark, word in known if mark in agent), "") for known in (_SYSTEMS, _BROWSERS)]
    return " · ".join(filter(None, found))
