"""The life of a pair and what is told to support persons: hers (yuli) and her companion hilda are the two of a pair."""

import uuid
from datetime import timedelta

from django.utils import timezone

from academy.core.ids import uuid7
from mentoring.concerns import services as concerns
from mentoring.meetings import services as meetings
from mentoring.models import CircleSeat, Meeting, MentoringCircle, Pairing
from mentoring.pairing import feeds

from .words import DOOR, ONLY_HERS, OPEN, OWN, POST_ONLY, row

#: The two women of the pair; not her facilitator, not her organiser, not a superuser.
OF_THE_TWO = row(DOOR, 200, 200, *[404] * 6)

ROWS = {
    "mentoring:pair": OF_THE_TWO,
    "mentoring:agreement": OF_THE_TWO,
    "mentoring:accept_agreement": POST_ONLY,
    "mentoring:log_meeting": OF_THE_TWO,
    # What one wrote down only she corrects; the other may write a note of her own about it.
    "mentoring:edit_meeting": ONLY_HERS,
    "mentoring:take_back_meeting": POST_ONLY,
    "mentoring:private_note": row(DOOR, 404, 200, *[404] * 6),
    # Of a circle in which both sit.
    "mentoring:log_circle_meeting": OF_THE_TWO,
    "mentoring:edit_circle_meeting": ONLY_HERS,
    "mentoring:take_back_circle_meeting": POST_ONLY,
    "mentoring:circle_note": row(DOOR, 404, 200, *[404] * 6),
    "mentoring:circle_absence": POST_ONLY,
    "mentoring:keep_circle_notes": POST_ONLY,
    "mentoring:check_in": OF_THE_TWO,
    "mentoring:pause": OF_THE_TWO,
    "mentoring:resume": POST_ONLY,
    "mentoring:change": OF_THE_TWO,
    "mentoring:close": OF_THE_TWO,
    "mentoring:follow_up": OF_THE_TWO,
    "mentoring:keep_notes": POST_ONLY,
    "mentoring:reminder": OF_THE_TWO,
    "mentoring:conduct": OWN,
    "mentoring:calendar": OWN,
    # The address is the key: whoever has it needs no door.
    "mentoring:calendar_feed": OPEN,
    "mentoring:support": OWN,
    "mentoring:report": OWN,
    # She who wrote it. The one it is about, every role over her and the superuser find nothing.
    "mentoring:concern": ONLY_HERS,
    "mentoring:concern_state": POST_ONLY,
}


def _circle(house, began):
    """A circle of the two, and a meeting that yuli wrote down."""
    circle = MentoringCircle.objects.create(
        organisation=house.yuli.memberships.first().organisation, name="Círculo", began_at=began
    )
    for member, part in ((house.yuli, "mentee"), (house.hilda, "mentor")):
        CircleSeat.objects.create(circle=circle, member=member, part=part, accepted_at=began)
    done = meetings.log_meeting(
        circle=circle, by=house.yuli, nonce=uuid7(), met_on=timezone.localdate(), channel="visit"
    )
    assert done, done.reason
    return circle.pk, Meeting.objects.get(circle=circle).pk


def addresses(house, course, people):
    began = timezone.now() - timedelta(days=30)
    pairing = Pairing.objects.create(
        mentee=house.yuli, mentor=house.hilda, state="active", began_at=began, agreed_at=began
    )
    done = meetings.log_meeting(
        pairing=pairing, by=house.yuli, nonce=uuid7(), met_on=timezone.localdate(), channel="call"
    )
    assert done, done.reason
    meeting = Meeting.objects.get().pk
    circle, met_there = _circle(house, began)
    concern = concerns.raise_concern(by=house.yuli, about=house.hilda, nonce=uuid7(), words="Algo").pk
    pair, met = [pairing.pk], [pairing.pk, meeting]
    of_pair = ("pair", "agreement", "log_meeting", "check_in", "pause", "resume", "change", "close", "follow_up")
    return {
        **{f"mentoring:{name}": pair for name in (*of_pair, "keep_notes", "reminder")},
        **{f"mentoring:{name}": met for name in ("edit_meeting", "take_back_meeting", "private_note")},
        **{f"mentoring:{name}": [circle] for name in ("log_circle_meeting", "keep_circle_notes")},
        **{
            f"mentoring:{name}": [circle, met_there]
            for name in ("edit_circle_meeting", "take_back_circle_meeting", "circle_absence", "circle_note")
        },
        "mentoring:accept_agreement": [pairing.pk, uuid.uuid4()],
        "mentoring:calendar_feed": [feeds.make(member=house.yuli)],
        "mentoring:concern": [concern],
        "mentoring:concern_state": [concern],
    }
