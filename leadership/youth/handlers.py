"""What may enter the record: her own word, and what follows from it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from academy.core.record import handles, projects
from academy.core.record.reading import bad
from academy.members.models import Member

from ..models import YouthSaid
from ..stages.payloads import mapping
from ..willing.handlers import HersAlone
from . import rules


@handles
class AgeSaid(HersAlone):
    """Under 35, or not; empty: she takes it back."""

    kind, stream = "leadership.age_said", "age"
    label = gettext_lazy("si tienes menos de 35 años")

    def clean(self, payload):
        young = mapping(payload).get("young") or ""
        if young and young not in rules.ANSWERS:
            raise bad()
        return {"young": young}

    def identifier(self, payload):
        return "said"


@projects("age")
def age(subject, identifier, events):
    last = events[-1] if events else None
    if last is None or not last.payload["young"] or not Member.objects.filter(pk=subject).exists():
        YouthSaid.objects.filter(member_id=subject).delete()
        return
    values = {"young": last.payload["young"] == rules.YES, "said_on": timezone.localdate(last.happened_at)}
    if not YouthSaid.objects.filter(member_id=subject, **values).exists():
        YouthSaid.objects.update_or_create(member_id=subject, defaults=values)
