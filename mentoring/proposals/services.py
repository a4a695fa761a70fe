"""Opening, answering and closing proposals. Verbs are one transaction; capacity is counted under a lock.

The lock is the profile row of each of the two women, taken in the order of their ids: PostgreSQL waits there, SQLite
waits at the beginning of the transaction. Who comes second counts what the first has done.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Allowed, Denied
from academy.members.models import Notice
from academy.members.services.access import Refused

from .. import rules
from ..gates import may_begin
from ..matching import Block
from ..models import MentoringProfile, Pairing, Proposal, Unmatched
from ..signals import pair_began

State, Way = Proposal.State, Proposal.Way
MENTEE, MENTOR = "mentee", "mentor"
#: Women asked for in one statement.
STEP = 500


def side_of(proposal, member):
    """Which of the two she is. The queryset has shown that she is one of them."""
    return MENTEE if proposal.mentee_id == member.pk else MENTOR


def locked(*members):
    """Their profile rows, locked, by member id. In the order of ids, so that two transactions never cross."""
    members, rows = sorted(set(members)), {}
    for start in range(0, len(members), STEP):
        some = members[start : start + STEP]
        there = set(MentoringProfile.objects.filter(member__in=some).values_list("member", flat=True))
        missing = [MentoringProfile(member_id=member) for member in some if member not in there]
        MentoringProfile.objects.bulk_create(missing, ignore_conflicts=True)
        found = MentoringProfile.objects.select_for_update().filter(member__in=some).order_by("member_id")
        rows |= {row.member_id: row for row in found}
    return rows


def open_count(member, at):
    return Proposal.objects.of(member).open(at).count()


def may_be_opened(*, mentee, mentor, profiles, at):
    """May these two be asked now? ``profiles`` by member id, locked. Some four queries."""
    decision = rules.may_want_another(
        living=Pairing.objects.living().filter(mentee=mentee).count(), open_proposals=open_count(mentee, at)
    )
    if not decision:
        return decision
    room = rules.has_room(
        capacity=profiles[mentor].capacity, living=Pairing.objects.living().filter(mentor=mentor).count()
    )
    if not room or open_count(mentor, at) >= rules.MOST_OPEN:
        return Denied(_("Ella no tiene cupo ahora. Elige a otra compañera o espera la próxima ronda."), "mentor_full")
    twins = Proposal.objects.filter(mentee=mentee, mentor=mentor, state=State.OPEN)
    if twins.filter(expires_at__gt=at).exists():
        return Denied(_("Ya hay una propuesta abierta entre ustedes dos."), "already_open")
    # One that ran out and was not written down yet stands in the way of no new one.
    twins.update(state=State.EXPIRED, closed_at=at, closed_because="time")
    # What a round would have proposed later is proposed now.
    Proposal.objects.filter(mentee=mentee, mentor=mentor, state=State.DRAFT).delete()
    return Allowed()


def open_proposal(*, mentee, mentor, way, by, reasons=(), caution=None, acta="", accepted_by=None, round=None, at=None):
    """Ask two women. ``accepted_by``: the one of them who asked herself, and so has said yes. Raises Refused."""
    at = at or timezone.now()
    with transaction.atomic():
        profiles = locked(mentee.pk, mentor.pk)
        decision = may_be_opened(mentee=mentee.pk, mentor=mentor.pk, profiles=profiles, at=at)
        if not decision:
            raise Refused(decision)
        proposal = Proposal.objects.create(
            mentee=mentee,
            mentor=mentor,
            round=round,
            way=way,
            state=State.OPEN,
            reasons=list(reasons),
            caution=caution,
            acta=acta,
            made_by=by,
            created_at=at,
            opened_at=at,
            expires_at=at + rules.PROPOSAL_LASTS,
            mentee_accepted_at=at if accepted_by == mentee else None,
            mentor_accepted_at=at if accepted_by == mentor else None,
        )
        tell_opened(proposal, but=accepted_by)
    return proposal


def tell_opened(proposal, *, but=None):
    for member in (proposal.mentee_id, proposal.mentor_id):
        if but is None or member != but.pk:
            Notice.objects.create(member_id=member, kind="mentoring_proposed")


def accept(*, proposal, by, at=None):
    """She says yes. Returns the Pairing where that makes a pair, else None. Raises Refused, with what to do.

    Saying yes twice is saying it once. A full mentor's other proposals close with the pair, calmly.
    """
    at = at or timezone.now()
    with transaction.atomic():
        profiles = locked(proposal.mentee_id, proposal.mentor_id)
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        side = side_of(proposal, by)
        if proposal.state == State.PAIRED:
            return Pairing.objects.filter(proposal=proposal).first()
        decision = rules.may_answer(state=proposal.state, expires_at=proposal.expires_at, at=at)
        decision = decision and _may_say_yes(proposal, side, by, profiles)
        if not decision:
            raise Refused(decision)
        field = f"{side}_accepted_at"
        if getattr(proposal, field) is None:
            setattr(proposal, field, at)
            proposal.save(update_fields=[field])
        if proposal.mentee_accepted_at is None or proposal.mentor_accepted_at is None:
            return None
        return _pair(proposal, profiles, at)


def _may_say_yes(proposal, side, by, profiles):
    """Capacity is looked at for both: a yes that could become no pair is refused while she is there to hear why."""
    decision = may_begin(by, side)
    if not decision:
        return decision
    living_mentee = Pairing.objects.living().filter(mentee=proposal.mentee_id).count()
    living_mentor = Pairing.objects.living().filter(mentor=proposal.mentor_id).count()
    hers = rules.may_want_another(living=living_mentee, open_proposals=0)
    room = rules.has_room(capacity=profiles[proposal.mentor_id].capacity, living=living_mentor)
    if (side == MENTEE and not hers) or (side == MENTOR and not room):
        return hers if side == MENTEE else room
    if not (hers and room):
        return Denied(_("Ella ya no tiene cupo en este momento. No pasa nada: habrá otras."), "other_full")
    return Allowed()


def _pair(proposal, profiles, at):
    proposal.state, proposal.closed_at = State.PAIRED, at
    proposal.save(update_fields=["state", "closed_at"])
    mine = profiles[proposal.mentee_id]
    pairing = Pairing.objects.create(
        proposal=proposal,
        mentee_id=proposal.mentee_id,
        mentor_id=proposal.mentor_id,
        began_at=at,
        waited_since=mine.first_wanted_at,
    )
    mine.first_wanted_at, mine.goes_first = None, False
    mine.save(update_fields=["first_wanted_at", "goes_first"])
    _close_what_has_no_room(proposal, profiles, at)
    for member, other in ((proposal.mentee, proposal.mentor), (proposal.mentor, proposal.mentee)):
        Notice.objects.create(member=member, kind="mentoring_paired", data={"name": other.display_name})
    audit.note("mentoring.paired", about=proposal.mentee_id, pairing=str(pairing.pk))
    audit.note("mentoring.paired", about=proposal.mentor_id, pairing=str(pairing.pk))
    transaction.on_commit(partial(pair_began.send, sender=Pairing, pairing=pairing))
    return pairing


def _close_what_has_no_room(proposal, profiles, at):
    """Proposals that can become no pair any more: hers as the one who learns; the mentor's once she is full."""
    rest = Proposal.objects.open(at).exclude(pk=proposal.pk)
    gone = list(rest.filter(mentee=proposal.mentee_id))
    mentor = proposal.mentor_id
    if Pairing.objects.living().filter(mentor=mentor).count() >= profiles[mentor].capacity:
        gone += rest.filter(mentor=mentor).exclude(mentee=proposal.mentee_id)
    _close(gone, state=State.EXPIRED, because="full", at=at, untold={proposal.mentee_id, mentor})


def _close(proposals, *, state, because, at, untold=()):
    """Close these and tell who waited, without a word of why. Conditional: what somebody closed first stays so."""
    closed = 0
    for proposal in proposals:
        still = Proposal.objects.filter(pk=proposal.pk, state=State.OPEN)
        if not still.update(state=state, closed_at=at, closed_because=because):
            continue
        closed += 1
        for member in (proposal.mentee_id, proposal.mentor_id):
            if member not in untold:
                Notice.objects.create(member_id=member, kind="mentoring_proposal_closed")
    return closed


def decline(*, proposal, by, at=None):
    """She says no. No reason is asked, and the other is told only that it was not this time. Raises Refused."""
    at = at or timezone.now()
    with transaction.atomic():
        locked(proposal.mentee_id, proposal.mentor_id)
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if proposal.state == State.DECLINED:
            return
        decision = rules.may_answer(state=proposal.state, expires_at=proposal.expires_at, at=at)
        if not decision:
            raise Refused(decision)
        _close([proposal], state=State.DECLINED, because="declined", at=at, untold={by.pk})


def close_run_out(*, at=None, dry_run=False):
    """Write down what ran out, and tell both. Reading never waits for this. Returns how many."""
    at = at or timezone.now()
    gone = Proposal.objects.run_out(at)
    if dry_run:
        return gone.count()
    with transaction.atomic():
        return _close(list(gone.select_for_update()), state=State.EXPIRED, because="time", at=at)


def close_all_of(*, member, because, at=None):
    """Everything that waits for her closes: she takes part no more, or is no longer there.

    Drafts of a round go; who would have learned from her stands among those without a proposal.
    """
    at = at or timezone.now()
    with transaction.atomic():
        for draft in Proposal.objects.of(member).filter(state=State.DRAFT):
            draft.delete()
            if draft.mentee_id != member.pk:
                code = rules.told_code(Block.NOBODY_FREE)
                Unmatched.objects.get_or_create(
                    round_id=draft.round_id, member_id=draft.mentee_id, defaults={"code": code}
                )
        waiting = Proposal.objects.of(member).filter(state=State.OPEN)
        return _close(list(waiting), state=State.WITHDRAWN, because=because, at=at, untold={member.pk})
