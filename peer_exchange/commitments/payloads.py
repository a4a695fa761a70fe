"""Reading what phones and forms send about commitments, strictly."""

from academy.core.record.reading import bad, day_of, id_of, ids_of, number_of, one_of, quantity_of, text_of

from ..models import Commitment, FollowUp, Ladder, Obstacle
from ..reserve import Reserve

WORDS_LIMIT, WHO_LIMIT, POST_LIMIT, TOPIC_LIMIT, UNIT_LIMIT, SAID_LIMIT = 2000, 160, 120, 80, 40, 80
NOTE_LIMIT, RESULT_LIMIT, MOST_VERSIONS, MOST_FOLLOWERS = 300, 2000, 20, 2
STATES, CHANNELS, STEPS = Commitment.State.values, FollowUp.Channel.values, Ladder.values
KINDS, OBSTACLES = Commitment.Kind.values, Obstacle.values
#: A commitment without minutes cannot be: it is its words. Hence no «sin acta».
RESERVES = [level for level in Reserve.values if level != Reserve.NONE]
LINKS = ("session", "space", "cycle", "issue", "institution", "post", "official", "inherited_from", "change")


def noted(payload):
    """A commitment, whole: new, or as somebody corrected it. ``based_on``: ids of the versions her form showed."""
    organisation = number_of(payload, "organisation", 1, 2**31 - 1)
    words, who = text_of(payload, "words", WORDS_LIMIT), text_of(payload, "institution_said", WHO_LIMIT)
    if organisation is None or not words:
        raise bad()
    return {
        "commitment": id_of(payload, "commitment"),
        "organisation": organisation,
        **{name: id_of(payload, name, empty=True) for name in LINKS},
        "territory": number_of(payload, "territory", 1, 2**31 - 1),
        "institution_said": who,
        "post_said": text_of(payload, "post_said", POST_LIMIT),
        "official_said": text_of(payload, "official_said", POST_LIMIT),
        "words": words,
        "kind": one_of(payload, "kind", KINDS, empty=True) or Commitment.Kind.SPOKEN.value,
        "topic": text_of(payload, "topic", TOPIC_LIMIT),
        "unit": text_of(payload, "unit", UNIT_LIMIT),
        "asked": quantity_of(payload, "asked"),
        "promised": quantity_of(payload, "promised"),
        "obtained": quantity_of(payload, "obtained"),
        "made_on": day_of(payload, "made_on"),
        "due_on": day_of(payload, "due_on", empty=True),
        "due_said": text_of(payload, "due_said", SAID_LIMIT),
        "reserve": one_of(payload, "reserve", RESERVES, empty=True) or Reserve.ORGANISATION.value,
        "followers": ids_of(payload, "followers", MOST_FOLLOWERS),
        "based_on": ids_of(payload, "based_on", MOST_VERSIONS),
    }


def followed(payload):
    return {
        "commitment": id_of(payload, "commitment"),
        "on": day_of(payload, "on"),
        "channel": one_of(payload, "channel", CHANNELS, empty=True),
        "result": text_of(payload, "result", RESULT_LIMIT),
        "state": one_of(payload, "state", STATES, empty=True),
        "obtained": quantity_of(payload, "obtained"),
        "obstacle": one_of(payload, "obstacle", OBSTACLES, empty=True),
        "obstacle_note": text_of(payload, "obstacle_note", NOTE_LIMIT),
        "next_check_on": day_of(payload, "next_check_on", empty=True),
    }


def escalated(payload):
    """``answer_due_on`` is not sent: it follows from the step, the day and Peru's calendar."""
    return {
        "commitment": id_of(payload, "commitment"),
        "step": one_of(payload, "step", STEPS),
        "on": day_of(payload, "on"),
        "note": text_of(payload, "note", NOTE_LIMIT),
    }


def answered(payload):
    return {
        "commitment": id_of(payload, "commitment"),
        "step": id_of(payload, "step"),
        "on": day_of(payload, "on"),
        "answer": text_of(payload, "answer", RESULT_LIMIT),
    }


def taken_back(payload):
    """A follow-up or a step that was a mistake."""
    return {"commitment": id_of(payload, "commitment"), "entry": id_of(payload, "entry")}
