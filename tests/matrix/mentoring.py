"""Mentoring before there is a pair: profiles, proposals, circles, and what coordinators see.

Mentors, coordinators and support persons have a matrix of their own: tests/mentoring/test_access.py.
"""

from academy.members.models import Role
from mentoring.circles import services as circles
from mentoring.models import MatchingRound, Proposal
from mentoring.proposals.services import Way, open_proposal
from tests.courses.factories import MemberFactory
from tests.mentoring.women import cycle, weights

from .words import DOOR, ONLY_HERS, OWN, POST_ONLY_SIGNED_IN, row

#: Nobody here holds the role of a mentoring coordinator; a superuser has no way round.
COORDINATORS = row(DOOR, *[403] * 8)

ROWS = {
    "mentoring:home": OWN,
    "mentoring:profile": OWN,
    "mentoring:still_so": POST_ONLY_SIGNED_IN,
    "mentoring:rest": POST_ONLY_SIGNED_IN,
    "mentoring:empty_profile": OWN,
    "mentoring:not_with": OWN,
    "mentoring:suggestions": OWN,
    "mentoring:ask": POST_ONLY_SIGNED_IN,
    "mentoring:proposal": ONLY_HERS,
    "mentoring:circle": ONLY_HERS,
    "mentoring:board": COORDINATORS,
    "mentoring:board_csv": COORDINATORS,
    "mentoring:board_xlsx": COORDINATORS,
    "mentoring:cycle": COORDINATORS,
    "mentoring:weights": COORDINATORS,
    "mentoring:assembly_pair": COORDINATORS,
    "mentoring:new_circle": COORDINATORS,
    "mentoring:reserved": COORDINATORS,
    "mentoring:lift_reserve": COORDINATORS,
    "mentoring:gone": COORDINATORS,
    "mentoring:rounds": COORDINATORS,
    "mentoring:round": COORDINATORS,
    "mentoring:round_step": COORDINATORS,
    "mentoring:withdraw": COORDINATORS,
}


def addresses(house, course, people):
    mentor = MemberFactory(display_name="Nélida", member_of=house.federation)
    coordinator = MemberFactory(display_name="Carmen", holds=(Role.Kind.MENTORING, house.federation))
    proposal = open_proposal(mentee=house.yuli, mentor=mentor, way=Way.CHOSEN, by=None)
    circle = circles.make(
        organisation=house.federation, by=coordinator, name="Círculo", mentors=[mentor], mentees=[house.yuli]
    )
    matching = MatchingRound.objects.create(
        organisation=house.federation,
        cycle=cycle(house.federation),
        weights=weights(house.federation),
        seed="semilla",
        state=MatchingRound.State.COMPUTED,
    )
    draft = Proposal.objects.create(mentee=house.yuli, mentor=people["companion"], round=matching)
    return {
        "mentoring:proposal": [proposal.pk],
        "mentoring:circle": [circle.pk],
        "mentoring:lift_reserve": [1],
        "mentoring:round": [matching.pk],
        "mentoring:round_step": [matching.pk],
        "mentoring:withdraw": [matching.pk, draft.pk],
    }
