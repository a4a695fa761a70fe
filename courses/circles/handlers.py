"""What circles enter into the record, and the words by which a woman takes back what was noted of her.

A meeting belongs to its circle (the circle's id is the subject): counts and what the group said, no names. What
makes it hers is ``courses.attended`` and ``courses.lesson_read`` of each woman who was there, recorded by who led.
What the group said aloud is never an answer of one woman: it goes into no ``Answer``, no ``first_right``, no
constancia (docs/decisions/0026).
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.decisions import Allowed, Denied
from academy.core.ids import parse
from academy.core.models import Event
from academy.core.record import Handler, Unfit, handles
from academy.core.record.reading import bad, flag_of, id_of
from academy.members import notices
from academy.members.models import Member, Notice

from .. import authority, corrections, erasing
from ..handlers import Learning, begin_of
from ..models import Circle
from . import projections  # noqa: F401 - registers the projectors of these streams
from .payloads import MOST_WOMEN, meeting_of, whole_of
from .rules import may_be_on

NOTED = "circle_noted"
notices.register(
    NOTED, gettext_lazy("%(by)s anotó que estuviste en el círculo «%(circle)s». Mira en Mi camino si es así.")
)


def _on_its_day(arrival):
    """A meeting of tomorrow is a slip of the finger, or a clock that is wrong."""
    day = date.fromisoformat(str(arrival.payload.get("day")))
    return may_be_on(day, today=timezone.localdate(arrival.received_at))


def _leads(by, circle, day):
    """Does she lead this circle today, and did she on that day?"""
    circles = Circle.objects.filter(pk=circle.pk)
    return circles.visible_to(by).exists() and circles.visible_to(by, at=day).exists()


@handles
class CircleMet(Handler):
    kind, stream = "courses.circle_met", "circle_meeting"
    label = gettext_lazy("una reunión de círculo")

    def clean(self, payload):
        found = meeting_of(payload)
        return {
            **found,
            "present": whole_of(payload, "present", 0, MOST_WOMEN),
            "women": whole_of(payload, "women", 0, MOST_WOMEN),
        }

    def identifier(self, payload):
        return payload["meeting"]

    def may(self, arrival):
        by = Member.objects.filter(pk=arrival.by, is_active=True).first() if arrival.by else None
        if by is None:
            return Denied(_("Este sitio no conoce a quien anotó esto."), "unknown_recorder")
        circle = Circle.objects.filter(pk=parse(arrival.payload.get("circle"))).first()
        if circle is None or circle.pk != parse(arrival.subject):
            return Denied(_("Este sitio no conoce este círculo."), "unknown_circle")
        on_its_day = _on_its_day(arrival)
        if not on_its_day:
            return on_its_day
        if not _leads(by, circle, date.fromisoformat(arrival.payload["day"])):
            return Denied(_("Solo lo anota quien acompaña este círculo."), "not_in_scope")
        return Allowed()


@handles
class Attended(Learning):
    """She was there. What the group said and agreed is written down with it, so that it is hers as well."""

    kind, stream, named_by, begins = "courses.attended", "circle_attended", "meeting", False
    label = gettext_lazy("tu parte en una reunión de círculo")
    roles = authority.FACILITATORS

    def clean(self, payload):
        return {**meeting_of(payload), "check": flag_of(payload, "check")}

    def without_her(self, payload):
        return {**payload, "answers": [erasing.answer(each) for each in payload["answers"]]}

    def may(self, arrival):
        on_its_day = _on_its_day(arrival)
        if not on_its_day:
            return on_its_day
        return authority.on_the_day(arrival, self.roles)

    def arrived(self, event):
        if event.by is None or event.by == event.subject:
            return
        told = Notice.objects.filter(member_id=event.subject, kind=NOTED, data__meeting=event.payload["meeting"])
        if told.exists():
            return
        by = Member.objects.filter(pk=event.by).values_list("display_name", flat=True).first()
        circle = Circle.objects.filter(pk=event.payload["circle"]).values_list("name", flat=True).first()
        data = {"by": by or "", "circle": circle or "", "meeting": event.payload["meeting"]}
        Notice.objects.create(member_id=event.subject, kind=NOTED, data=data)


@handles
class Disputed(Handler):
    """«Esto no es mío», or that it is after all. It lies in the heap of what it speaks of."""

    kind = corrections.DISPUTED
    label = gettext_lazy("una corrección")

    def clean(self, payload):
        if not isinstance(payload, dict):
            raise bad()
        event = Event.objects.filter(pk=id_of(payload, "event")).first()
        if event is None:
            raise Unfit(_("Eso ya no está anotado."), "unknown_event")
        if event.kind not in (*corrections.KINDS, corrections.WITH_IT):
            raise Unfit(_("Eso no se puede corregir así."), "not_to_be_corrected")
        return {
            "course": event.payload["course"],
            "event": str(event.pk),
            "heap": event.key,
            "mine": flag_of(payload, "mine"),
        }

    def key(self, payload):
        return payload["heap"]

    def may(self, arrival):
        _by, known = authority.people(arrival)
        if not known:
            return known
        event = Event.objects.filter(pk=parse(arrival.payload.get("event"))).first()
        if event is None or event.subject != parse(arrival.subject) or event.by == event.subject:
            return Denied(_("Eso no lo anotó otra persona."), "not_hers")
        return authority.herself_or(arrival, authority.FACILITATORS)

    def arrived(self, event):
        if not event.payload["mine"]:
            begin_of(event.subject, event.payload["course"])
