"""A woman is no longer there: she left, or she died, or that was an error. Pairs close with dignity, companions are not
alone."""

from django.db import transaction
from django.utils import timezone

from academy.core import audit
from academy.members.models import Member, Notice
from academy.members.services.access import Refused

from .circles.services import leave
from .models import CircleSeat, MentoringProfile, Pairing
from .profiles.services import empty_profile
from .proposals.services import Way, open_proposal
from .proposals.suggesting import suggestions_for


def is_gone(*, member, by=None, at=None):
    """Close her pairs and proposals, without asking why; who learned with her is offered another companion at once.

    Who finds nobody stands first where waiting women are shown, and goes first in the next round. Idempotent. Returns
    how many pairs closed. ``by``: who said so (a coordinator), or None for the site.
    """
    at = at or timezone.now()
    with transaction.atomic():
        # Her row is the lock: two who say it at once close each pair once.
        Member.objects.select_for_update().get(pk=member.pk)
        pairs = list(Pairing.objects.living().of(member).select_for_update(of=("self",)))
        for pairing in pairs:
            _close(pairing, member, at)
        empty_profile(member=member, at=at)
        for seat in CircleSeat.objects.filter(member=member, left_at=None):
            # A circle whose last companion is gone ends, and the others are told.
            leave(seat=seat, by=by, at=at)
        left_alone = [pairing.mentee for pairing in pairs if pairing.mentor_id == member.pk]
        waiting = MentoringProfile.objects.filter(member__in=left_alone, taking_part=True)
        waiting.update(goes_first=True, first_wanted_at=at)
        audit.note("mentoring.member_gone", by=by, about=member, pairs=len(pairs))
    for mentee in left_alone:
        offer_another(mentee=mentee, but={member.pk}, at=at)
    return len(pairs)


def _close(pairing, member, at):
    pairing.state, pairing.ending, pairing.ended_at = Pairing.State.CLOSED, Pairing.Ending.LEFT, at
    pairing.save(update_fields=["state", "ending", "ended_at"])
    other = pairing.mentor_id if pairing.mentee_id == member.pk else pairing.mentee_id
    Notice.objects.create(member_id=other, kind="mentoring_companion_gone", data={"name": member.display_name})


def is_back(*, member, since, by=None):
    """It was an error that she died: pairs that closed with it from ``since`` on go on. Returns how many.

    Not where the other found another companion meanwhile, or left herself. What she had said of herself for matching
    is gone and hers to say again.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        closed = Pairing.objects.of(member).filter(
            state=Pairing.State.CLOSED, ending=Pairing.Ending.LEFT, ended_at__gte=since
        )
        back = 0
        for pairing in closed.select_for_update(of=("self",)).select_related("mentee", "mentor"):
            other = pairing.mentor if pairing.mentee_id == member.pk else pairing.mentee
            taken = Pairing.objects.living().filter(mentee=pairing.mentee_id).exclude(pk=pairing.pk)
            if not other.is_active or taken.exists():
                continue
            pairing.state = Pairing.State.ACTIVE if pairing.agreed_at else Pairing.State.AGREEING
            pairing.ending, pairing.ended_at = "", None
            pairing.save(update_fields=["state", "ending", "ended_at"])
            Notice.objects.create(member=other, kind="mentoring_companion_back", data={"name": member.display_name})
            back += 1
        audit.note("mentoring.member_back", by=by, about=member, pairs=back)
    return back


def offer_another(*, mentee, but=(), at=None):
    """Open a proposal with the first who fits and has room now. Returns it, or None where nobody fits."""
    for suggested in suggestions_for(mentee, but=but, at=at):
        try:
            return open_proposal(
                mentee=mentee,
                mentor=suggested.mentor,
                way=Way.SUGGESTED,
                by=None,
                reasons=suggested.reasons,
                caution=suggested.caution,
                at=at,
            )
        except Refused:
            # Somebody took the last place between the question and the answer: the next one, then.
            continue
    return None
