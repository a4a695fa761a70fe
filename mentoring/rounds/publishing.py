"""From drafts to open proposals. What changed since the round was computed is looked at again, woman by woman."""

from collections import Counter

from django.db import transaction
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

State = MatchingRound.State
NOBODY = rules.told_code(Block.NOBODY_FREE)
#: Rows written in one statement.
STEP = 500


def withdraw(*, proposal, by):
    """A coordinator takes a draft out before it is published; who it was for stands among the unmatched."""
    with transaction.atomic():
        if Proposal.objects.filter(pk=proposal.pk, state="draft").delete()[0]:
            Unmatched.objects.get_or_create(
                round_id=proposal.round_id, member_id=proposal.mentee_id, defaults={"code": NOBODY}
            )
            audit.note("mentoring.draft_withdrawn", by=by, about=proposal.mentee_id, round=str(proposal.round_id))


def publish(*, round, by, at=None):
    """Open every draft that still holds; two who publish at once publish once. Returns (opened, left out).

    Who emptied her profile, rests, said no to the other, was paired or has five open proposals meanwhile is left out,
    and who waited for it is among the unmatched. A fixed number of queries for each 500 women.
    """
    at = at or timezone.now()
    with transaction.atomic():
        moved = MatchingRound.objects.filter(pk=round.pk, state=State.COMPUTED).update(
            state=State.PUBLISHED, state_since=at, published_by=by, published_at=at
        )
        if not moved:
            raise Refused(Denied(_("Otra coordinadora ya publicó esta ronda. No hace falta hacer nada."), "published"))
        drafts = list(round.proposals.filter(state="draft").order_by("pk"))
        now = _Now({id for draft in drafts for id in (draft.mentee_id, draft.mentor_id)}, at)
        holding, left = [], []
        for draft in drafts:
            (holding if now.takes(draft) else left).append(draft)
        _open(holding, at)
        _leave_out(round, left, now.standing)
        _make_circles(round, by, at)
        audit.note("mentoring.round_published", by=by, round=str(round.pk), opened=len(holding), of=len(drafts))
    return len(holding), len(left)


class _Now:
    """How the women of the drafts stand at this moment, their profiles locked."""

    def __init__(self, members, at):
        self.profiles = locked(*members)
        today = timezone.localdate(at)
        self.standing = set(MentoringProfile.objects.standing(today).values_list("member", flat=True))
        self.refused = {member: _refused_by(profile) for member, profile in self.profiles.items()}
        living = list(Pairing.objects.living().values_list("mentee", "mentor"))
        waiting = list(Proposal.objects.open(at).values_list("mentee", "mentor"))
        self.learning, self.accompanying = (Counter(pair[side] for pair in living) for side in (0, 1))
        self.open = Counter(id for pair in waiting for id in pair)
        self.asked = set(waiting)

    def takes(self, draft):
        """Does it still hold? Then it is open, and counts for those that follow."""
        mentee, mentor = draft.mentee_id, draft.mentor_id
        holds = (
            {mentee, mentor} <= self.standing
            and self.refused[mentee] is not None
            and self.refused[mentor] is not None
            and mentor not in self.refused[mentee]
            and mentee not in self.refused[mentor]
            and (mentee, mentor) not in self.asked
            and rules.may_want_another(living=self.learning[mentee], open_proposals=self.open[mentee])
            and rules.may_open(open_proposals=self.open[mentor])
            and rules.has_room(capacity=self.profiles[mentor].capacity, living=self.accompanying[mentor])
        )
        if holds:
            self.open.update((mentee, mentor))
            self.asked.add((mentee, mentor))
        return bool(holds)


def _refused_by(profile):
    """Whom she refuses; None where her list cannot be opened: then she is proposed to nobody."""
    try:
        return set(never_with(profile))
    except (sealing.CannotOpen, ValueError):
        return None


def _open(drafts, at):
    for start in range(0, len(drafts), STEP):
        some = drafts[start : start + STEP]
        # One that ran out and was not written down yet stands in the way of no new one.
        stale = Proposal.objects.filter(state=Proposal.State.OPEN, mentee__in=[draft.mentee_id for draft in some])
        stale.filter(expires_at__lte=at).update(state=Proposal.State.EXPIRED, closed_at=at, closed_because="time")
        Proposal.objects.filter(pk__in=[draft.pk for draft in some]).update(
            state=Proposal.State.OPEN, opened_at=at, expires_at=at + rules.PROPOSAL_LASTS
        )
    Notice.objects.bulk_create(
        [
            Notice(member_id=id, kind="mentoring_proposed")
            for draft in drafts
            for id in (draft.mentee_id, draft.mentor_id)
        ],
        batch_size=STEP,
    )


def _leave_out(round, drafts, standing):
    waiting = [draft.mentee_id for draft in drafts if draft.mentee_id in standing]
    Proposal.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    Unmatched.objects.bulk_create(
        [Unmatched(round=round, member_id=member, code=NOBODY) for member in waiting],
        batch_size=STEP,
        ignore_conflicts=True,
    )


def _make_circles(round, by, at):
    """Suggested circles become circles whose seats wait for each woman's yes."""
    standing = set(MentoringProfile.objects.standing(timezone.localdate(at)).values_list("member", flat=True))
    for number, suggested in enumerate(round.circles, 1):
        mentor = parse(suggested["mentor"])
        mentees = [found for found in map(parse, suggested["mentees"]) if found in standing]
        if mentor not in standing or not mentees:
            continue
        circle = MentoringCircle.objects.create(
            organisation=round.organisation,
            round=round,
            name=_("Círculo %(number)s") % {"number": number},
            began_at=at,
            created_by=by,
        )
        seats = [(mentor, CircleSeat.Part.MENTOR), *((mentee, CircleSeat.Part.MENTEE) for mentee in mentees)]
        CircleSeat.objects.bulk_create(
            CircleSeat(circle=circle, member_id=member, part=part, asked_at=at) for member, part in seats
        )
        Notice.objects.bulk_create(Notice(member_id=member, kind="mentoring_circle") for member, _part in seats)
