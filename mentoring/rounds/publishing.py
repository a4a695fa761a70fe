"""From drafts to open proposals, by the worker. What changed since the round was computed is looked at again.

A few drafts in each transaction: on SQLite nobody else can write meanwhile. A proposal and the notices of its two women
stand together or not at all; a round that was broken off goes on where it stood.
"""

import logging
from collections import Counter
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit, sealing
from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.members.models import Notice
from academy.members.services.access import Refused

from .. import rules
from ..matching import Block
from ..models import CircleSeat, MatchingRound, MentoringCircle, MentoringProfile, Pairing, Proposal, Unmatched
from ..profiles.private import never_with
from ..proposals.services import locked

log = logging.getLogger("relevo")
State = MatchingRound.State
NOBODY = rules.told_code(Block.NOBODY_FREE)
#: Drafts and circles in one transaction: some tens of milliseconds.
STEP, CIRCLES = 30, 3


def withdraw(*, proposal, by):
    """A coordinator takes a draft out before it is published; who it was for stands among the unmatched."""
    with transaction.atomic():
        if Proposal.objects.filter(pk=proposal.pk, state="draft").delete()[0]:
            Unmatched.objects.get_or_create(
                round_id=proposal.round_id, member_id=proposal.mentee_id, defaults={"code": NOBODY}
            )
            audit.note("mentoring.draft_withdrawn", by=by, about=proposal.mentee_id, round=str(proposal.round_id))


def publish(*, round, by, at=None):
    """Hand the drafts to the worker. Of two who publish at once one does, the other is told: raises Refused."""
    from ..tasks import publish_round

    at = at or timezone.now()
    with transaction.atomic():
        moved = MatchingRound.objects.filter(pk=round.pk, state=State.COMPUTED).update(
            state=State.PUBLISHING,
            state_since=at,
            heard_at=at,
            published_by=by,
            published_at=at,
            done=0,
            total=round.proposals.filter(state="draft").count(),
        )
        if not moved:
            raise Refused(Denied(_("Otra coordinadora ya publicó esta ronda. No hace falta hacer nada."), "published"))
        audit.note("mentoring.round_published", by=by, round=str(round.pk))
        transaction.on_commit(partial(publish_round.enqueue, str(round.pk)))


def run(*, round_id, at=None):
    """What the worker does: open every draft that still holds, then ask the circles. Returns (opened, left out).

    Who emptied her profile, rests, said no to the other, was paired or has five open proposals meanwhile is left out,
    and who waited for it is among the unmatched. Nothing happens where the round is not being published.
    """
    round = MatchingRound.objects.select_related("organisation").get(pk=round_id)
    if round.state == State.PUBLISHING:
        try:
            drafts = list(round.proposals.filter(state="draft").order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(drafts), STEP):
                _publish(round, drafts[start : start + STEP], at or timezone.now())
            while _ask_some_circles(round, at or timezone.now()):
                pass
            _finish(round, at or timezone.now())
        except Exception:
            # What stands, stands. The page offers to go on, and the log says why.
            log.exception("publishing round %s broke off", round.pk)
            MatchingRound.objects.filter(pk=round.pk, state=State.PUBLISHING).update(heard_at=None)
    return opened_and_left(round)


def opened_and_left(round):
    """How many drafts became proposals, and how many no longer held. Two queries."""
    opened = round.proposals.exclude(opened_at=None).count()
    looked_at = MatchingRound.objects.values_list("done", flat=True).get(pk=round.pk)
    return opened, max(0, looked_at - opened)


def _publish(round, ids, at):
    pairs = Proposal.objects.filter(pk__in=ids).values_list("mentee", "mentor")
    with transaction.atomic():
        now = _Now({id for pair in pairs for id in pair}, at)
        drafts = Proposal.objects.select_for_update().filter(pk__in=ids, state="draft").order_by("pk")
        holding, left = [], []
        for draft in drafts:
            (holding if now.takes(draft) else left).append(draft)
        _open(holding, at)
        _leave_out(round, left, now.standing)
        MatchingRound.objects.filter(pk=round.pk).update(
            done=F("done") + len(holding) + len(left), heard_at=timezone.now()
        )


class _Now:
    """How these women stand at this moment, their profiles locked."""

    def __init__(self, members, at):
        self.profiles = locked(*members)
        standing = MentoringProfile.objects.standing(timezone.localdate(at)).filter(member__in=members)
        self.standing = set(standing.values_list("member", flat=True))
        self.refused = {member: _refused_by(profile) for member, profile in self.profiles.items()}
        theirs = Q(mentee__in=members) | Q(mentor__in=members)
        living = list(Pairing.objects.living().filter(theirs).values_list("mentee", "mentor"))
        waiting = list(Proposal.objects.open(at).filter(theirs).values_list("mentee", "mentor"))
        self.learning, self.accompanying = (Counter(pair[side] for pair in living) for side in (0, 1))
        self.open = Counter(id for pair in waiting for id in pair)
        self.asked = set(waiting)

    def takes(self, draft):
        """Does it still hold? Then it is open, and counts for those that follow."""
        mentee, mentor = draft.mentee_id, draft.mentor_id
        holds = (
            self.may_meet(mentee, mentor)
            and (mentee, mentor) not in self.asked
            and rules.may_want_another(living=self.learning[mentee], open_proposals=self.open[mentee])
            and rules.may_open(open_proposals=self.open[mentor])
            and rules.has_room(capacity=self.profiles[mentor].capacity, living=self.accompanying[mentor])
        )
        if holds:
            self.open.update((mentee, mentor))
            self.asked.add((mentee, mentor))
        return bool(holds)

    def may_meet(self, one, other):
        """Do both take part, and does neither refuse the other? A list that cannot be opened refuses everybody."""
        return (
            {one, other} <= self.standing
            and self.refused[one] is not None
            and self.refused[other] is not None
            and other not in self.refused[one]
            and one not in self.refused[other]
        )


def _refused_by(profile):
    """Whom she refuses; None where her list cannot be opened: then she is proposed to nobody."""
    try:
        return set(never_with(profile))
    except (sealing.CannotOpen, ValueError):
        return None


def _open(drafts, at):
    # One that ran out and was not written down yet stands in the way of no new one.
    stale = Proposal.objects.filter(state=Proposal.State.OPEN, mentee__in=[draft.mentee_id for draft in drafts])
    stale.filter(expires_at__lte=at).update(state=Proposal.State.EXPIRED, closed_at=at, closed_because="time")
    Proposal.objects.filter(pk__in=[draft.pk for draft in drafts]).update(
        state=Proposal.State.OPEN, opened_at=at, expires_at=at + rules.PROPOSAL_LASTS
    )
    asked = [id for draft in drafts for id in (draft.mentee_id, draft.mentor_id)]
    Notice.objects.bulk_create(Notice(member_id=id, kind="mentoring_proposed") for id in asked)


def _leave_out(round, drafts, standing):
    waiting = [draft.mentee_id for draft in drafts if draft.mentee_id in standing]
    Proposal.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    Unmatched.objects.bulk_create(
        [Unmatched(round_id=round.pk, member_id=member, code=NOBODY) for member in waiting], ignore_conflicts=True
    )


def _ask_some_circles(round, at):
    """Some suggested circles become circles whose seats wait for each woman's yes. False where none is left."""
    with transaction.atomic():
        row = MatchingRound.objects.select_for_update().get(pk=round.pk)
        some, rest = row.circles[:CIRCLES], row.circles[CIRCLES:]
        if row.state != State.PUBLISHING or not some:
            return False
        suggested = [(parse(each["mentor"]), list(filter(None, map(parse, each["mentees"])))) for each in some]
        named = {id for mentor, mentees in suggested for id in (mentor, *mentees) if id}
        # Only who is still there: a suggestion is a text, and outlives a woman who was erased.
        there = MentoringProfile.objects.filter(member__in=named).values_list("member", flat=True)
        now = _Now(set(there), at)
        seated = set(
            CircleSeat.objects.filter(left_at=None, circle__ended_at=None, member__in=now.profiles).values_list(
                "member", "part"
            )
        )
        for mentor, mentees in suggested:
            _ask_circle(row, mentor, _still_fit(now, seated, mentor, mentees), at)
        row.circles, row.heard_at = rest, timezone.now()
        row.save(update_fields=["circles", "heard_at"])
    return True


def _still_fit(now, seated, mentor, mentees):
    """Who of a suggested circle still takes part, found no companion meanwhile, and refuses nobody who sits there."""
    staying = []
    if (mentor, CircleSeat.Part.MENTOR) in seated:
        return staying
    for mentee in mentees:
        found_meanwhile = now.learning[mentee] or (mentee, CircleSeat.Part.MENTEE) in seated
        if not found_meanwhile and all(now.may_meet(mentee, other) for other in (mentor, *staying)):
            staying.append(mentee)
    return staying


def _ask_circle(round, mentor, mentees, at):
    if not mentees:
        return
    number = MentoringCircle.objects.filter(round=round).count() + 1
    circle = MentoringCircle.objects.create(
        organisation=round.organisation,
        round=round,
        name=_("Círculo %(number)s") % {"number": number},
        began_at=at,
        created_by_id=round.published_by_id,
    )
    seats = [(mentor, CircleSeat.Part.MENTOR), *((mentee, CircleSeat.Part.MENTEE) for mentee in mentees)]
    CircleSeat.objects.bulk_create(
        CircleSeat(circle=circle, member_id=member, part=part, asked_at=at) for member, part in seats
    )
    Notice.objects.bulk_create(Notice(member_id=member, kind="mentoring_circle") for member, _part in seats)


def _finish(round, at):
    """Published, once nothing waits: another worker may still be at its last drafts."""
    with transaction.atomic():
        row = MatchingRound.objects.select_for_update().get(pk=round.pk)
        if row.state == State.PUBLISHING and not row.circles and not row.proposals.filter(state="draft").exists():
            row.state, row.state_since = State.PUBLISHED, at
            row.save(update_fields=["state", "state_since"])
