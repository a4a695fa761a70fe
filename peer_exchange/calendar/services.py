"""A day that a decree declares non-working, written down; and taken off again. Terms that run are reckoned anew."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from academy.core import audit, record

from ..models import DeclaredHoliday, EscalationStep
from . import declared


@transaction.atomic
def declare(*, day, name, source, by):
    """The row, and whether it is new: one a day."""
    row, made = DeclaredHoliday.objects.get_or_create(
        day=day, defaults={"name": name, "source": source, "added_by": by}
    )
    if made:
        audit.note("exchange.holiday_declared", by=by, day=day.isoformat(), source=source)
        _reckon(day)
    return row, made


@transaction.atomic
def take_off(*, holiday, by):
    day, source = holiday.day, holiday.source
    holiday.delete()
    audit.note("exchange.holiday_taken_off", by=by, day=day.isoformat(), source=source)
    _reckon(day)


def _reckon(day: date):
    """Terms that are waited for and that the day may lie in. A fold for each; one for what a roll-back leaves."""
    declared.forget()
    transaction.on_commit(declared.forget)
    waited = EscalationStep.objects.filter(answered_on=None, on__lt=day, answer_due_on__gte=day)
    # With a day taken off, terms that ended behind it end sooner: those are in the same rows.
    for commitment in waited.order_by().values_list("commitment", flat=True).distinct():
        with record.holding(commitment):
            record.fold(commitment, f"commitment:{commitment}")


def listed(today=None):
    """Those of this year and later. One query."""
    today = today or timezone.localdate()
    return DeclaredHoliday.objects.filter(day__year__gte=today.year)
