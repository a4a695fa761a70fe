"""The verbs of exchange visits. One transaction each, with who did it."""

from django.db import transaction
from django.utils import timezone

from academy.core import audit
from academy.core.decisions import Allowed

from ..models import ExchangeVisit, VisitReturn, VisitTry
from . import rules

State = ExchangeVisit.State


@transaction.atomic
def plan_visit(*, id, host, guests, by, **words):
    """Write a visit down, before or after it took place."""
    visit, made = ExchangeVisit.objects.get_or_create(pk=id, defaults={"host": host, "noted_by": by, **words})
    if made:
        visit.guests.set(guests)
        _set_returns(visit)
    return visit


@transaction.atomic
def change_visit(*, visit, host, guests, by, **words):
    for name, value in {"host": host, **words}.items():
        setattr(visit, name, value)
    visit.save()
    visit.guests.set(guests)
    _set_returns(visit)
    audit.note("exchange.visit_changed", by=by, visit=str(visit.pk))
    return Allowed()


def _set_returns(visit):
    """A visit that took place asks for its two returns; what was told stays, whatever the day becomes."""
    if visit.state != State.HELD:
        VisitReturn.objects.filter(visit=visit, told_on=None).delete()
        return
    for days, due in rules.returns_of(visit.ends_on or visit.starts_on).items():
        VisitReturn.objects.update_or_create(visit=visit, days=days, defaults={"due_on": due})


@transaction.atomic
def will_try(*, visit, organisation, words, by, by_when=None):
    """What one organisation will try at home. The same words twice are one."""
    ExchangeVisit.objects.select_for_update().get(pk=visit.pk)
    row, _made = VisitTry.objects.get_or_create(
        visit=visit, organisation=organisation, words=words, defaults={"by_when": by_when}
    )
    audit.note("exchange.will_try", by=by, visit=str(visit.pk))
    return row


@transaction.atomic
def tried(*, row, by, result, done, at=None):
    """How it went at home."""
    day = timezone.localdate(at or timezone.now())
    VisitTry.objects.filter(pk=row.pk).update(result=result, done_on=(row.done_on or day) if done else None)
    audit.note("exchange.tried", by=by, visit=str(row.visit_id))
    return Allowed()


@transaction.atomic
def tell_back(*, row, by, words, at=None):
    """The return of 30 or 90 days. It may be told before its day, and told again."""
    day = timezone.localdate(at or timezone.now())
    VisitReturn.objects.filter(pk=row.pk).update(words=words, by=by, told_on=row.told_on or day)
    audit.note("exchange.told_back", by=by, visit=str(row.visit_id))
    return Allowed()
