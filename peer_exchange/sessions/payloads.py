"""Reading what phones and forms send about sessions, strictly."""

from django.utils.translation import gettext as _

from academy.core.languages import CODES
from academy.core.record import Unfit
from academy.core.record.reading import (
    bad,
    day_of,
    id_of,
    ids_of,
    many_of,
    number_of,
    one_of,
    text_of,
    ticked_of,
    time_of,
)

from ..evidence import names
from ..models import AgendaPoint, Contribution, Mode, SessionLog, SessionType
from ..reserve import Reserve

NOTE_LIMIT, TITLE_LIMIT, SUMMARY_LIMIT, AGENDA_LIMIT, TEXT_LIMIT = 2000, 160, 12_000, 2000, 4000
TOPIC_LIMIT, POINT_LIMIT, RESPONSIBLE_LIMIT, SMALL_LIMIT = 160, 500, 120, 160
MOST_PROMISES, MOST_POINTS, MOST_ISSUES, MOST_TEXTS = 3, 40, 20, 20
MOST_PEOPLE = 20_000
TYPES, RESERVES, MODES = SessionType.values, Reserve.values, Mode.values
CALLS, OUTCOMES, KINDS = SessionLog.Call.values, AgendaPoint.Outcome.values, Contribution.Kind.values
#: Steps after the draft. ``draft``: back from «revisada».
MOVES = ("draft", "reviewed", "approved", "closed")


def noted(payload):
    """The field entry. Of a circle of trust, or «sin acta»: only the day, how many, whether they want another."""
    kind = one_of(payload, "type", TYPES)
    found = {
        "session": id_of(payload, "session"),
        "organisation": number_of(payload, "organisation", 1, 2**31 - 1),
        "type": kind,
        "held_on": day_of(payload, "held_on"),
        "how_many": number_of(payload, "how_many", 0, MOST_PEOPLE),
    }
    if found["organisation"] is None:
        raise bad()
    circle = kind == SessionType.TRUST_CIRCLE
    found["reserve"] = Reserve.NONE.value if circle else one_of(payload, "reserve", RESERVES, empty=True)
    found["reserve"] = found["reserve"] or Reserve.ORGANISATION.value
    if found["reserve"] == Reserve.NONE:
        return {**found, "wants_another": _yes_or_no(payload) if circle else None, **_nothing()}
    return {
        **found,
        "wants_another": None,
        "note": text_of(payload, "note", NOTE_LIMIT),
        "promises": promises_of(payload),
        "photo": names.photo_of(payload),
        "recording": id_of(payload, "recording", empty=True),
    }


def _nothing():
    return {"note": "", "promises": [], "photo": "", "recording": ""}


def _yes_or_no(payload):
    value = payload.get("wants_another")
    return None if value in (None, "") else ticked_of(payload, "wants_another")


def promises_of(payload):
    """At most three: who, what, by when, as typed. Without a «what» it is none."""
    found = []
    for each in many_of(payload, "promises", MOST_PROMISES):
        what = text_of(each, "what", POINT_LIMIT)
        if what:
            found.append(
                {
                    "id": id_of(each, "id"),
                    "who": text_of(each, "who", SMALL_LIMIT),
                    "what": what,
                    "due": text_of(each, "due", 80),
                }
            )
    if len({each["id"] for each in found}) != len(found):
        raise bad()
    return found


def written(payload):
    """One whole version of the minutes."""
    return {
        "session": id_of(payload, "session"),
        "based_on": ids_of(payload, "based_on", MOST_TEXTS),
        "fields": fields_of(_inner(payload, "fields")),
        "points": points_of(payload),
    }


def _inner(payload, name):
    inner = payload.get(name) or {}
    if not isinstance(inner, dict):
        raise bad()
    return inner


def fields_of(said):
    """Columns of the session that a text sets. Empty texts are said too: a text is whole."""
    return {
        "type": _type_of(said),
        "held_on": day_of(said, "held_on", empty=True),
        "title": text_of(said, "title", TITLE_LIMIT),
        "place": text_of(said, "place", SMALL_LIMIT),
        "mode": one_of(said, "mode", MODES, empty=True),
        "starts_at": time_of(said, "starts_at"),
        "ends_at": time_of(said, "ends_at"),
        "call": one_of(said, "call", CALLS, empty=True),
        "agenda": text_of(said, "agenda", AGENDA_LIMIT),
        "summary": text_of(said, "summary", SUMMARY_LIMIT),
        "language": one_of(said, "language", CODES, empty=True),
        "fares": text_of(said, "fares", SMALL_LIMIT),
        "childcare": text_of(said, "childcare", SMALL_LIMIT),
        "able": number_of(said, "able", 0, MOST_PEOPLE),
        "space": id_of(said, "space", empty=True),
        "cycle": id_of(said, "cycle", empty=True),
        "issues": ids_of(said, "issues", MOST_ISSUES),
        "previous": id_of(said, "previous", empty=True),
        "facilitated_by": id_of(said, "facilitated_by", empty=True),
        "recorded_by": id_of(said, "recorded_by", empty=True),
        "contributions_until": day_of(said, "contributions_until", empty=True),
    }


def _type_of(said):
    kind = one_of(said, "type", TYPES, empty=True)
    if kind == SessionType.TRUST_CIRCLE:
        raise Unfit(_("Un círculo de confianza no lleva acta ni apuntes."), "no_minutes")
    return kind


def points_of(payload):
    """The points in their order; one without a topic is none."""
    found = []
    for each in many_of(payload, "points", MOST_POINTS):
        topic = text_of(each, "topic", TOPIC_LIMIT)
        if not topic:
            continue
        found.append(
            {
                "topic": topic,
                "summary": text_of(each, "summary", POINT_LIMIT),
                "outcome": one_of(each, "outcome", OUTCOMES, empty=True) or AgendaPoint.Outcome.REPORT.value,
                "agreed": text_of(each, "agreed", POINT_LIMIT),
                "consensus": ticked_of(each, "consensus"),
                "votes_for": number_of(each, "votes_for", 0, MOST_PEOPLE),
                "votes_against": number_of(each, "votes_against", 0, MOST_PEOPLE),
                "abstained": number_of(each, "abstained", 0, MOST_PEOPLE),
                "responsible": text_of(each, "responsible", RESPONSIBLE_LIMIT),
                "due_on": day_of(each, "due_on", empty=True),
            }
        )
    return found


def moved(payload):
    return {
        "session": id_of(payload, "session"),
        "to": one_of(payload, "to", MOVES),
        "text": id_of(payload, "text", empty=True),
        "read_on": day_of(payload, "read_on", empty=True),
    }


def reserved(payload):
    reserve = one_of(payload, "reserve", RESERVES)
    if reserve == Reserve.NONE:
        raise Unfit(_("Lo que ya se escribió no pasa a «sin acta». Elige «participantes»."), "no_way_back")
    return {"session": id_of(payload, "session"), "reserve": reserve}


def joined(payload):
    """``into``: the session that leads; empty: they are two again."""
    found = {"session": id_of(payload, "session"), "into": id_of(payload, "into", empty=True)}
    if found["session"] == found["into"]:
        raise bad()
    return found


def file_removed(payload):
    return {"session": id_of(payload, "session"), "evidence": id_of(payload, "evidence")}


def contributed(payload):
    found = {
        "session": id_of(payload, "session"),
        "kind": one_of(payload, "kind", KINDS),
        "words": text_of(payload, "words", TEXT_LIMIT),
        "photo": names.photo_of(payload),
        "recording": id_of(payload, "recording", empty=True),
    }
    if not (found["words"] or found["photo"] or found["recording"]):
        raise Unfit(_("Escribe algo, o pon una foto o tu voz."), "empty")
    return found
