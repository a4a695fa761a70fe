"""Her next meetings as a calendar that her phone reads by itself. No names, no topic: "Encuentro" and the day."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from icalendar import Calendar, Event

from academy.core import audit
from academy.members import notices

from ..models import CalendarFeed, Pairing
from . import rules, services

#: 192 bits: nobody guesses it, and no list of them is kept.
TOKEN_BYTES = 24
#: How many meetings ahead.
AHEAD = 4

notices.register_action("mentoring.feed_made", gettext_lazy("%(who)s hizo una dirección para su calendario."))


def digest(token):
    return hashlib.sha256(f"relevo mentoring feed {token}".encode()).hexdigest()


def standing_of(member):
    return CalendarFeed.objects.filter(member=member, revoked_at=None).first()


def make(*, member, at=None):
    """A new secret address; the one before it ends. The token is known only here and now."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        revoke(member=member, at=at)
        CalendarFeed.objects.create(member=member, digest=digest(token))
        audit.note("mentoring.feed_made", by=member, about=member)
    return token


def revoke(*, member, at=None):
    """End her address. True where there was one."""
    ended = CalendarFeed.objects.filter(member=member, revoked_at=None).update(revoked_at=at or timezone.now())
    return bool(ended)


def member_of(token):
    """Whose calendar this is, or None."""
    feed = CalendarFeed.objects.filter(digest=digest(token), revoked_at=None).select_related("member").first()
    return feed.member if feed and feed.member.is_active else None


def days_of(pairing, agreement, *, today):
    """The days on which the rhythm of this pair brings the next meetings."""
    every = agreement.every_days if agreement else rules.EVERY_DAYS
    first = rules.next_meeting_on(
        state=pairing.state,
        every_days=every,
        last_contact_on=pairing.last_contact_on,
        agreed_on=timezone.localdate(pairing.agreed_at) if pairing.agreed_at else None,
        today=today,
    )
    return [first + timedelta(days=every * n) for n in range(AHEAD)] if first else []


def calendar(member, *, at=None):
    """The feed as bytes (RFC 5545). Ids tell nothing and stay the same, so that a phone replaces what it has."""
    at = at or timezone.now()
    with override(member.language):
        title = _("Encuentro")
    found = Calendar()
    found.add("prodid", "-//relevo//calendar//")
    found.add("version", "2.0")
    found.add("x-wr-calname", title)
    for pairing in Pairing.objects.of(member).filter(state=rules.ACTIVE):
        standing, _waiting = services.wordings_of(pairing)
        for n, day in enumerate(days_of(pairing, standing, today=timezone.localdate(at))):
            entry = Event()
            entry.add("uid", f"{hashlib.sha256(f'{pairing.pk}/{member.pk}/{n}'.encode()).hexdigest()[:32]}@relevo")
            entry.add("dtstamp", at)
            entry.add("dtstart", day)
            entry.add("dtend", day + timedelta(days=1))
            entry.add("summary", title)
            entry.add("class", "PRIVATE")
            entry.add("transp", "TRANSPARENT")
            found.add_component(entry)
    return found.to_ical()
