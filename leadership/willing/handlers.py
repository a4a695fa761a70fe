"""What may enter the record about willingness and readiness.

She alone says what she would take on. That a companion saw her do a task, only the one says whom she asked; she is told
the task and neither the seat nor that there is one.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.decisions import Allowed, Denied
from academy.core.ids import parse
from academy.core.record import Handler, Unfit, handles
from academy.core.record.reading import bad, flag_of
from academy.members import notices
from academy.members.models import Member, Notice, SeatKind

from ..models import TaskTick
from ..stages.payloads import id_of, mapping
from . import (
    projections,  # noqa: F401 - registers the projectors of these streams
    rules,
)
from .asking import may_be_asked

TASK_LENGTH = 12

notices.register("readiness_asked", gettext_lazy("%(name)s te pide confirmar una tarea que hace."))
notices.register("readiness_confirmed", gettext_lazy("%(by)s confirmó una tarea que haces."))


def kind_of(payload):
    code = payload.get("kind")
    if not isinstance(code, str) or not SeatKind.objects.filter(code=code).exists():
        raise Unfit(_("Este sitio no conoce ese cargo."), "unknown_kind_of_seat")
    return code


def task_of(payload):
    task = payload.get("task")
    if not (isinstance(task, str) and len(task) == TASK_LENGTH and set(task) <= set("0123456789abcdef")):
        raise bad()
    return task


class HersAlone(Handler):
    """Base: nobody else knows of it, no count needs it, and it goes with her."""

    hers_alone = True

    def without_her(self, payload):
        return None


@handles
class WillingnessSaid(HersAlone):
    """Yes, maybe or later for a kind of seat; empty: she takes it back."""

    kind, stream = "leadership.willingness_said", "willing"
    label = gettext_lazy("tu disposición para un cargo")

    def clean(self, payload):
        said = mapping(payload)
        answer = said.get("answer") or ""
        if answer and answer not in rules.ANSWERS:
            raise bad()
        return {"kind": kind_of(said), "answer": answer, "above": bool(answer) and flag_of(said, "above")}

    def identifier(self, payload):
        return payload["kind"]


class AboutTask(HersAlone):
    stream = "ready"

    def clean(self, payload):
        said = mapping(payload)
        return {"kind": kind_of(said), "task": task_of(said)}

    def identifier(self, payload):
        return f"{payload['kind']}/{payload['task']}"


@handles
class ReadinessTicked(AboutTask):
    """She does this task, or no longer says so. ``asked``: the companion who has seen it."""

    kind = "leadership.readiness_ticked"
    label = gettext_lazy("una tarea que ya haces")

    def clean(self, payload):
        return {**super().clean(payload), "done": flag_of(payload, "done"), "asked": id_of(payload, "asked")}

    def may(self, arrival):
        allowed = super().may(arrival)
        asked = parse(mapping(arrival.payload).get("asked"))
        if allowed and asked is not None:
            her = Member.objects.filter(pk=arrival.subject).first()
            if her is None or not may_be_asked(her).filter(pk=asked).exists():
                return Denied(_("Elige a una compañera de tu organización."), "not_companion")
        return allowed

    def arrived(self, event):
        if not (event.payload["done"] and event.payload["asked"]):
            return
        name = Member.objects.filter(pk=event.subject).values_list("display_name", flat=True).first()
        Notice.objects.create(member_id=event.payload["asked"], kind="readiness_asked", data={"name": name or ""})


@handles
class ReadinessConfirmed(AboutTask):
    kind = "leadership.readiness_confirmed"
    label = gettext_lazy("la confirmación de una tarea que haces")

    def may(self, arrival):
        if arrival.by is None or arrival.by == arrival.subject:
            return Denied(_("Lo confirma otra compañera, no tú misma."), "herself")
        said = mapping(arrival.payload)
        asked = TaskTick.objects.filter(
            member=arrival.subject, kind__code=said.get("kind"), task=said.get("task"), asked=arrival.by
        )
        if asked.exists():
            return Allowed()
        return Denied(_("Ella no te pidió confirmar esto, o ya no lo pide."), "not_asked")

    def arrived(self, event):
        by = Member.objects.filter(pk=event.by).values_list("display_name", flat=True).first()
        Notice.objects.create(member_id=event.subject, kind="readiness_confirmed", data={"by": by or ""})
