"""Reading lists and counts, strictly."""

from academy.core.ids import parse
from academy.core.record import Unfit
from academy.core.record.reading import bad, id_of, many_of, number_of, one_of, text_of, ticked_of

from ..models import AgeBand, Mode, Part
from .rules import NAME_LIMIT, faults_of_count, person_of

#: In one event: some 150 bytes each, well below what the record takes.
MOST_PEOPLE, MOST_TWINS, MOST = 150, 9, 20_000
BANDS, PARTS, MODES = AgeBand.values, Part.values, Mode.values


def listed(payload):
    """``people``: who was there, as it is known now; ``gone``: she was not there after all."""
    session = id_of(payload, "session")
    people = [_person(each, session) for each in many_of(payload, "people", MOST_PEOPLE)]
    if not people:
        raise bad()
    return {"session": session, "people": people}


def _person(said, session):
    member, gone = id_of(said, "member", empty=True), ticked_of(said, "gone")
    # Of a member the id alone: what she is called may change, and goes when she does.
    name = "" if member else text_of(said, "name", NAME_LIMIT)
    organisation = "" if member else text_of(said, "organisation", NAME_LIMIT)
    twin = number_of(said, "twin", 1, MOST_TWINS) or 1
    person = id_of(said, "person", empty=True)
    if not (member or name or (gone and person)):
        raise bad()
    if member or name:
        made = person_of(
            parse(session), member=parse(member) if member else None, name=name, organisation=organisation, twin=twin
        )
        person = str(made)
    return {
        "person": person,
        "member": member,
        "name": name,
        "organisation": organisation,
        "twin": twin,
        "part": one_of(said, "part", PARTS, empty=True) or Part.MEMBER.value,
        "mode": one_of(said, "mode", MODES, empty=True),
        "spoke": ticked_of(said, "spoke"),
        "age_band": one_of(said, "age_band", BANDS, empty=True),
        "first_time": ticked_of(said, "first_time"),
        "gone": gone,
    }


def counted(payload):
    bands = payload.get("bands") or {}
    if not isinstance(bands, dict) or not set(bands) <= set(BANDS):
        raise bad()
    found = {
        "session": id_of(payload, "session"),
        "total": number_of(payload, "total", 0, MOST),
        "bands": {band: number_of(bands, band, 0, MOST) for band in sorted(bands) if bands[band] not in (None, "")},
        "first_time": number_of(payload, "first_time", 0, MOST),
        "spoke": number_of(payload, "spoke", 0, MOST),
        "young_spoke": number_of(payload, "young_spoke", 0, MOST),
    }
    if found["total"] is None:
        raise bad()
    faults = faults_of_count(**{name: value for name, value in found.items() if name != "session"})
    if faults:
        raise Unfit(next(iter(faults.values())), "does_not_add_up")
    return found
