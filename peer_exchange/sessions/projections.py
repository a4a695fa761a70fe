"""From the record to sessions, their texts, points, contributions and the evidence that came with them.

The heap is folded by ``folding`` (pure); here its rows are written. Rows of others that hang from a session
(attendance, evidence added on the page, commitments) stay where they are.
"""

from datetime import date, time

from academy.core.ids import event_id, parse
from academy.core.record import projects
from academy.members.models import Member, Organisation
from academy.site.sound.models import Recording

from ..models import (
    AgendaPoint,
    Contribution,
    DialogueCycle,
    Evidence,
    Issue,
    SessionLog,
    SessionText,
    Space,
)
from ..reserve import Reserve
from .folding import fold


@projects("session")
def session(subject, identifier, events):
    found = fold(events)
    if found.noted is None or not Organisation.objects.filter(pk=found.noted.payload["organisation"]).exists():
        SessionLog.objects.filter(pk=identifier).delete()
        SessionText.objects.filter(session=identifier).delete()
        return
    row = _write(SessionLog, identifier, _columns(found, events))
    _write_texts(identifier, found)
    _write_points(row, found)
    row.issues.set(Issue.objects.filter(pk__in=_fields(found).get("issues", ())))
    _write_contributions(row, found)
    _write_evidence(row, found)


def _fields(found):
    return found.text.event.payload["fields"] if found.text else {}


def _columns(found, events):
    noted, said = found.noted.payload, _fields(found)
    people = _known(Member, [e.by for e in (found.noted, *found.moves.values())], said, "facilitated_by", "recorded_by")
    first = next(event for event in events if event.kind == found.noted.kind)
    return {
        "organisation_id": noted["organisation"],
        "type": said.get("type") or noted["type"],
        "held_on": _day(said.get("held_on")) or _day(noted["held_on"]),
        "how_many": noted["how_many"],
        "reserve": found.reserve,
        "state": found.state,
        "wants_another": noted["wants_another"],
        "note": noted["note"],
        "noted_by_id": people.get(found.noted.by),
        "noted_at": first.happened_at,
        **_words(said, people),
        **_links(said),
        "joined_into_id": parse(found.joined_into) if found.joined_into else None,
        "text": parse(found.text.id) if found.text else None,
        "open_texts": len(found.open_texts),
        **_steps(found, people),
    }


def _words(said, people):
    return {
        **{name: said.get(name, "") for name in ("title", "place", "mode", "call", "agenda", "summary", "language")},
        "fares": said.get("fares", ""),
        "childcare": said.get("childcare", ""),
        "able": said.get("able"),
        "starts_at": _hour(said.get("starts_at")),
        "ends_at": _hour(said.get("ends_at")),
        "contributions_until": _day(said.get("contributions_until")),
        "facilitated_by_id": people.get(parse(said.get("facilitated_by"))),
        "recorded_by_id": people.get(parse(said.get("recorded_by"))),
    }


def _links(said):
    """What it hangs from, where that is still there."""
    return {
        "space_id": _there(Space, said.get("space")),
        "cycle_id": _there(DialogueCycle, said.get("cycle")),
        "previous_id": parse(said.get("previous")) if said.get("previous") else None,
    }


def _there(model, number):
    return model.objects.filter(pk=number).values_list("pk", flat=True).first() if number else None


def _steps(found, people):
    def of(step, name):
        event = found.moves.get(step)
        return getattr(event, name) if event else None

    done = found.state in ("approved", "closed")
    reviewed = done or found.state == "reviewed"
    approved = found.moves.get("approved")
    return {
        "reviewed_at": of("reviewed", "happened_at") if reviewed else None,
        "reviewed_by_id": people.get(of("reviewed", "by")) if reviewed else None,
        "approved_at": of("approved", "happened_at"),
        "approved_by_id": people.get(of("approved", "by")),
        "approved_text": parse(found.approved_text) if found.approved_text else None,
        "read_on": _day(approved.payload["read_on"]) if approved else None,
        "closed_at": of("closed", "happened_at"),
    }


def _known(model, ids, said, *names):
    """``{id: id}`` of those that are still there: one query."""
    wanted = {*ids, *(parse(said.get(name)) for name in names)} - {None}
    return {pk: pk for pk in model.objects.filter(pk__in=wanted).values_list("pk", flat=True)}


def _day(text):
    return date.fromisoformat(text) if text else None


def _hour(text):
    return time.fromisoformat(text) if text else None


def _write(model, pk, values):
    """The row ``pk`` with these values; written only where something changed."""
    row = model.objects.filter(pk=pk).first()
    if row is None:
        return model.objects.create(pk=pk, **values)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return row


def _write_texts(identifier, found):
    SessionText.objects.filter(session=identifier).exclude(pk__in=[text.id for text in found.texts]).delete()
    writers = _known(Member, [text.event.by for text in found.texts], {})
    for text in found.texts:
        event = text.event
        _write(
            SessionText,
            event.id,
            {
                "session_id": parse(identifier),
                "based_on": event.payload["based_on"],
                "fields": event.payload["fields"],
                "points": event.payload["points"],
                "written_by_id": writers.get(event.by),
                "written_at": event.happened_at,
                "is_open": text.open,
                "is_late": text.late,
            },
        )


def _write_points(row, found):
    said = found.text.event.payload["points"] if found.text else []
    points = [
        AgendaPoint(session=row, order=order, **{**point, "due_on": _day(point["due_on"])})
        for order, point in enumerate(said, 1)
    ]
    names = [field.attname for field in AgendaPoint._meta.concrete_fields if field.name not in ("id", "session")]
    before = list(row.points.values(*names))
    if before != [{name: getattr(point, name) for name in names} for point in points]:
        row.points.all().delete()
        AgendaPoint.objects.bulk_create(points)


def _write_contributions(row, found):
    row.contributions.exclude(pk__in=[event.id for event in found.contributions]).delete()
    writers = _known(Member, [event.by for event in found.contributions], {})
    for event in found.contributions:
        values = {"session_id": row.pk, "kind": event.payload["kind"], "words": event.payload["words"]}
        _write(Contribution, event.id, {**values, "by_id": writers.get(event.by), "at": event.happened_at})


def _write_evidence(row, found):
    """Photo and voice of the field entry and of contributions: an Evidence each, whose id follows from its event's."""
    wanted = []
    for event in [found.noted, *found.contributions]:
        if row.reserve == Reserve.NONE:
            break
        contribution = None if event is found.noted else event.id
        if event.payload["photo"]:
            wanted.append((event, contribution, "photo", {"photo": event.payload["photo"]}))
        recording = event.payload["recording"]
        if recording and Recording.objects.filter(pk=recording).exists():
            wanted.append((event, contribution, "recording", {"recording_id": parse(recording)}))
    people = _known(Member, [event.by for event, *_rest in wanted], {})
    kept = []
    for event, contribution, name, file in wanted:
        if str(evidence_id(event.id, name)) in found.removed:
            continue
        shows = Evidence.Shows.VOICE if name == "recording" else Evidence.Shows.PAGE
        made = {
            "organisation_id": row.organisation_id,
            "session_id": row.pk,
            "contribution_id": contribution,
            "shows": shows,
            "reserve": file_reserve(row.reserve),
            "added_by_id": people.get(event.by),
            "added_at": event.happened_at,
            "dated": row.held_on,
            "photo": "",
            "recording_id": None,
            **file,
        }
        kept.append(evidence_id(event.id, name))
        _write(Evidence, kept[-1], made)
    Evidence.objects.filter(session=row, pk__in=_all_ids(found)).exclude(pk__in=kept).delete()


def evidence_id(event, name):
    return event_id(event, {"evidence": name})


def _all_ids(found):
    """Every Evidence that an event of this heap could have made: those that are no longer wanted go."""
    events = [found.noted, *found.contributions]
    return [evidence_id(event.id, name) for event in events for name in ("photo", "recording")]


def file_reserve(reserve):
    """A photo shows faces and a voice is a person: never wider than the organisation."""
    wide = (Reserve.PUBLIC, Reserve.NETWORK)
    return Reserve.ORGANISATION if reserve in wide else reserve
