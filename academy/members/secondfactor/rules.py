"""Pure decisions about the second step."""

from datetime import timedelta

import pyotp
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

#: Steps of 30 seconds by which her phone's clock may be wrong, either way.
CLOCK_OFF = 1


def demanded(*, holds_role, is_demo):
    """Must she have one? Invented people of a trial site are not asked: their passwords are printed at start."""
    return holds_role and not is_demo


def due_on(*, told_on, days):
    """The first day on which nothing opens without it. ``told_on``: when she was first told."""
    return told_on + timedelta(days=days)


def may_set_up(*, has_one, shown, by_code, is_demo):
    """May this session set up a second step, or print its codes? A password that somebody stole must not be enough.

    ``shown``: this session has shown the one she has. ``by_code``: it began with a code that somebody who knows her
    gave her, and with which she chose her password. The passwords of invented people are printed at start.
    """
    if shown or is_demo or (by_code and not has_one):
        return Allowed()
    if has_one:
        return Denied(_("Sal y entra otra vez, con tu segundo paso."), "not_shown")
    return Denied(_("Para ponerlo hace falta un código de quien te conoce."), "needs_code")


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
