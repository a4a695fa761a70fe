"""What may enter the record: her own word, and what follows from it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from academy.core.record import handles, projects
from academy.core.record.reading import bad
from academy.members.models import Member

from ..models import HoursSaid
from ..stages.payloads import mapping
from ..willing.handlers import HersAlone
from . import rules


@handles
class HoursOfHers(HersAlone):
    """Hours a week; null: she takes it back. A phone sends what was typed: digits, or nothing."""

    kind, stream = "leadership.hours_said", "hours"
    label = gettext_lazy("tus horas de trabajo sin pago")

    def clean(self, payload):
        hours = mapping(payload).get("hours")
        if isinstance(hours, str):
            hours = hours.strip()
            if hours and not (hours.isascii() and hours.isdigit() and len(hours) < 4):
                raise bad()
            hours = int(hours) if hours else None
        if hours is not None and not (type(hours) is int and 0 <= hours <= rules.MOST):
            raise bad()
        return {"hours": hours}

    def identifier(self, payload):
        return "said"


@projects("hours")
def hours(subject, identifier, events):
    last = events[-1] if events else None
    if last is None or last.payload["hours"] is None or not Member.objects.filter(pk=subject).exists():
        HoursSaid.objects.filter(member_id=subject).delete()
        return
    values = {"hours": last.payload["hours"], "said_on": timezone.localdate(last.happened_at)}
    if not HoursSaid.objects.filter(member_id=subject, **values).exists():
        HoursSaid.objects.update_or_create(member_id=subject, defaults=values)
