"""What commitments hear of: promises that a session's field entry brought along, and a companion who died."""

import re
from datetime import date

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from academy.core import audit, record
from academy.core.ids import event_id, parse
from academy.core.models import AuditEntry
from academy.members import notices
from academy.members.rules import name_key
from academy.members.signals import woman_gone, woman_returned

from ..models import Commitment
from ..signals import promises_noted
from ..spaces.directory import split_who
from . import payloads, services
from .services import BLANK

notices.register_action("exchange.place_freed", gettext_lazy("Un compromiso que seguías quedó libre."))
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
WITHOUT = ("sin fecha", "no dijo", "no dijeron", "nunca dijo")


def day_said(text, *, after):
    """``(day or None, words)``: what a woman typed as «by when». «30/11» is the next such day after ``after``.

    Words that are no day stay as they were said; «sin fecha» is no day. Pure.
    """
    text = " ".join(str(text).split())
    iso, said = _ISO.fullmatch(text), _DAY.fullmatch(text)
    try:
        if iso:
            return date(*map(int, iso.groups())), ""
        if said:
            number, month, year = said.groups()
            if year:
                return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number)), ""
            found = date(after.year, int(month), int(number))
            return (found if found >= after else found.replace(year=after.year + 1)), ""
    except ValueError:
        pass
    return None, "" if name_key(text) in WITHOUT else text[: payloads.SAID_LIMIT]


@receiver(promises_noted, dispatch_uid="peer_exchange.commitments.of_session")
def of_session(sender, session, promises, event, **kwargs):
    """Each as an event of its own, by whoever noted the session, with the id that the phone gave it."""
    for promise in promises:
        institution, post, official = split_who(promise.get("who") or "")
        due_on, said = day_said(promise.get("due") or "", after=session.held_on)
        payload = {
            **BLANK,
            "commitment": str(promise["id"]),
            "organisation": session.organisation_id,
            "session": str(session.pk),
            "space": str(session.space_id or ""),
            "cycle": str(session.cycle_id or ""),
            "institution_said": institution[: payloads.WHO_LIMIT],
            "post_said": post[: payloads.POST_LIMIT],
            "official_said": official[: payloads.POST_LIMIT],
            "words": promise["what"][: payloads.WORDS_LIMIT],
            "made_on": session.held_on.isoformat(),
            "due_on": due_on.isoformat() if due_on else "",
            "due_said": said,
            "reserve": session.reserve,
        }
        record.record(
            kind="exchange.commitment_noted",
            subject=parse(promise["id"]),
            by=event.by,
            payload=payload,
            id=event_id(promise["id"], payload),
            happened_at=event.happened_at,
            device=event.device,
            keep=True,
        )


@receiver(woman_gone, dispatch_uid="peer_exchange.commitments.gone")
def her_place_is_free(sender, member, by, **kwargs):
    """She died: no promise waits for her to ask. The other woman, or whoever wrote it down, is seen to go on."""
    for commitment in Commitment.objects.filter(Q(follower_one=member) | Q(follower_two=member)):
        others = [one for one in (commitment.follower_one_id, commitment.follower_two_id) if one and one != member]
        services.pass_on(commitment=commitment, gone=member, by=by or next(iter(others), commitment.noted_by_id))
        audit.note("exchange.place_freed", by=by, about=member, commitment=str(commitment.pk))


@receiver(woman_returned, dispatch_uid="peer_exchange.commitments.returned")
def her_place_is_hers_again(sender, member, by, since, **kwargs):
    """It was an error: she follows up again what she did, where the place is still free and the promise still waits."""
    freed = AuditEntry.objects.filter(action="exchange.place_freed", about=member, at__gte=since)
    wanted = {entry.detail["commitment"] for entry in freed}
    for commitment in Commitment.objects.filter(pk__in=wanted):
        services.take_back_up(commitment=commitment, back=member, by=by or commitment.noted_by_id)
