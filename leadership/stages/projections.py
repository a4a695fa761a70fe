"""From the record to where she stands: her path is one heap, what she hides one heap for each fact."""

from datetime import date

from django.utils import timezone

from academy.core.record import projects
from academy.members.models import Member

from ..models import HiddenFact, StageRecord, StageStanding
from . import rules

_FROM_EVENT = ["member", "kind", "stage", "at", "evidence", "criteria", "again_on"]


@projects("stages")
def stages(subject, identifier, events):
    known = bool(events) and Member.objects.filter(pk=subject).exists()
    wanted = {event.pk: _record(subject, event) for event in events} if known else {}
    StageRecord.objects.filter(member=subject).exclude(pk__in=wanted).delete()
    if wanted:
        StageRecord.objects.bulk_create(
            wanted.values(), update_conflicts=True, unique_fields=["id"], update_fields=_FROM_EVENT
        )
    _stand(subject, wanted.values())


def _record(subject, event):
    said = event.payload
    return StageRecord(
        id=event.pk,
        member_id=subject,
        kind=event.kind.rpartition("_")[2],
        stage=said.get("stage", ""),
        at=event.happened_at,
        evidence=said.get("evidence", []),
        criteria=said.get("criteria") or None,
        again_on=date.fromisoformat(said["again_on"]) if said.get("again_on") else None,
    )


def _stand(subject, records):
    said = [rules.Said(id=row.id, kind=row.kind, at=row.at, stage=row.stage, again_on=row.again_on) for row in records]
    found = rules.stand(said, timezone.localdate)
    row = StageStanding.objects.filter(member=subject)
    if not found.known:
        row.delete()
        return
    values = {
        "stage": found.stage,
        "since": found.since,
        "state": found.state,
        "state_since": found.state_since or found.since,
    }
    if not row.filter(**values).exists():
        StageStanding.objects.update_or_create(member_id=subject, defaults=values)


@projects("hidden")
def hidden(subject, identifier, events):
    row = HiddenFact.objects.filter(member=subject, fact=identifier)
    if events and events[-1].payload["hidden"] and Member.objects.filter(pk=subject).exists():
        if not row.exists():
            HiddenFact.objects.create(member_id=subject, fact=identifier)
    else:
        row.delete()
