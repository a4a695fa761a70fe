"""What may enter the record about learning: one handler for each kind of event.

Payloads are cleaned (``payloads``) to exactly what is written here: what else came with them is left out.
Ids are UUIDs in their usual writing. What names a course or a version that this site never published is
refused with a code, so that it can be kept and tried again when the course has been loaded.

The site itself records with ``by=None``: only that a course began, seen from something she did in it.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import record
from academy.core.decisions import Allowed, Denied
from academy.core.ids import event_id, parse
from academy.core.models import Event
from academy.core.record import Handler, Unfit, handles
from academy.core.record.reading import bad, flag_of, id_of, text_of
from academy.members import notices, path
from academy.members.models import Member, Notice

from . import (
    authority,
    erasing,
    grading,
    projections,  # noqa: F401 - registers the projectors of these streams
)
from .corrections import standing
from .models import Answer, Enrolment, RealTask, SavedSheet
from .payloads import figures_of, is_test, lesson_of, outline_of, task_of, version_of
from .querysets import READERS
from .services import photos

NOTE_LIMIT, REFLECTION_LIMIT = 2000, 4000
#: To have done one of these in a course is to have begun it.
BEGINNINGS = (
    "courses.lesson_read",
    "courses.answered",
    "courses.reflected",
    "courses.task_done",
    "courses.task_confirmed",
    "courses.test_started",
    "courses.test_answered",
    "courses.test_finished",
)
PHOTO = re.compile(r"tasks/(?:[0-9a-f]{2}|sent/[0-9a-f]{32})/[0-9a-f]{32}\.jpg")

notices.register("task_confirmed", gettext_lazy("%(by)s confirmó tu tarea real."))
notices.register("text_read", gettext_lazy("%(by)s leyó lo que escribiste."))


class Learning(Handler):
    """Base: cleans the course, asks who may, and enrols her with the first thing she does."""

    #: Who may record it besides herself.
    roles: tuple[str, ...] = ()
    #: Doing this is to have begun the course.
    begins = True
    named_by = ""

    def clean(self, payload):
        if not isinstance(payload, dict):
            raise bad()
        course = id_of(payload, "course")
        return {"course": course, **self.read(payload, outline_of(course))}

    def read(self, payload, outline):
        """The rest of the payload, strictly."""
        return {}

    def identifier(self, payload):
        return payload[self.named_by]

    def may(self, arrival):
        return authority.herself_or(arrival, self.roles) if self.roles else authority.only_herself(arrival)

    def arrived(self, event):
        if self.begins:
            _begin(event)


def _begin(event):
    """The earliest thing she did in a course is when she began it, whichever arrives first."""
    course = event.payload["course"]
    if Enrolment.objects.filter(member_id=event.subject, course=course, started_at__lte=event.happened_at).exists():
        return
    record.record(
        kind="courses.enrolled",
        subject=event.subject,
        by=None,
        payload={"course": course},
        id=event_id(event.id, {"enrolled": course}),
        happened_at=event.happened_at,
        at=event.received_at,
    )


def begin_of(subject, course):
    """Find her beginning of a course anew, after something was taken back: the earliest that stands.

    Reads all events of hers in the course, at most a few hundred.
    """
    heaps = {}
    for event in Event.objects.filter(subject=subject, payload__course=course).order_by("happened_at", "id"):
        heaps.setdefault(event.key, []).append(event)
    left = [event for heap in heaps.values() for event in standing(heap) if event.kind in BEGINNINGS]
    if left:
        _begin(min(left, key=lambda event: (event.happened_at, str(event.id))))


# --- Lessons -----------------------------------------------------------------------------------


@handles
class Enrolled(Learning):
    kind, stream, named_by = "courses.enrolled", "course", "course"
    label = gettext_lazy("el comienzo de un curso")
    roles, begins = authority.FACILITATORS, False

    def may(self, arrival):
        if arrival.by is None and Member.objects.filter(pk=arrival.subject).exists():
            return Allowed()
        return super().may(arrival)


@handles
class LessonRead(Learning):
    kind, stream, named_by = "courses.lesson_read", "lesson", "lesson"
    label = gettext_lazy("una lección leída")
    roles = READERS

    def read(self, payload, outline):
        return {"lesson": lesson_of(payload, outline)}


@handles
class Answered(Learning):
    """A practice question. Questions of a test are refused: practice explains, and a test must not leak."""

    kind, stream, named_by = "courses.answered", "question", "question"
    label = gettext_lazy("una respuesta")
    roles = authority.FACILITATORS

    def read(self, payload, outline):
        question = id_of(payload, "question")
        version = version_of(payload, question)
        lesson = lesson_of(payload, outline)
        # A copied page keeps the ids of its questions: the version may be filed under the other lesson.
        if is_test(lesson, version.page):
            raise Unfit(_("Esa pregunta no es de esta lección."), "not_in_lesson")
        return {
            "lesson": lesson,
            "question": question,
            "version": version.digest,
            "response": grading.fit_response(version.kind, version.data, payload.get("response")),
        }

    def without_her(self, payload):
        return erasing.answer(payload)


@handles
class Reflected(Learning):
    """Empty text: she took it back."""

    kind, stream, named_by = "courses.reflected", "reflection", "block"
    label = gettext_lazy("algo que escribiste para ti")

    def read(self, payload, outline):
        return {
            "lesson": lesson_of(payload, outline),
            "block": id_of(payload, "block"),
            "text": text_of(payload, "text", REFLECTION_LIMIT),
        }

    def without_her(self, payload):
        return None


# --- Reading texts -----------------------------------------------------------------------------


@handles
class Marked(Learning):
    """A reader's word on a free text, of practice (stream question) or of a try (stream attempt)."""

    kind, begins = "courses.marked", False
    words = ("note",)
    label = gettext_lazy("la lectura de un texto")

    def read(self, payload, outline):
        found = {
            "question": id_of(payload, "question"),
            "right": flag_of(payload, "right"),
            "note": text_of(payload, "note", NOTE_LIMIT),
        }
        if payload.get("attempt"):
            found["attempt"] = id_of(payload, "attempt")
        return found

    def key(self, payload):
        if "attempt" in payload:
            return f"attempt:{payload['attempt']}"
        return f"question:{payload['question']}"

    def may(self, arrival):
        return authority.marking(arrival)

    def arrived(self, event):
        payload = event.payload
        answer = Answer.objects.filter(
            member_id=event.subject,
            question=payload["question"],
            attempt=payload.get("attempt"),
            marked_by=event.by,
            marked_at=event.happened_at,
        ).first()
        if answer is not None:
            _tell(event, "text_read", attempt=payload.get("attempt", ""), page=str(answer.page))


# --- Real tasks --------------------------------------------------------------------------------


@handles
class TaskDone(Learning):
    kind, stream, named_by = "courses.task_done", "task", "task"
    words = ("note", "photo")
    label = gettext_lazy("una tarea real")
    roles = authority.FACILITATORS

    def read(self, payload, outline):
        photo = payload.get("photo") or ""
        if photo and not (isinstance(photo, str) and PHOTO.fullmatch(photo)):
            raise bad()
        found = {
            "lesson": lesson_of(payload, outline),
            "task": task_of(payload, outline),
            "note": text_of(payload, "note", NOTE_LIMIT),
            "photo": photo,
        }
        if payload.get("asked"):
            found["asked"] = id_of(payload, "asked")
        return found

    def may(self, arrival):
        # A phone sends the photo first. Whose it is stands in its name: nobody shows that of another woman.
        sender = photos.owner_of(arrival.payload.get("photo") or "")
        if sender is not None and sender != arrival.by:
            return Denied(_("Esta foto es de otra compañera."), "not_hers")
        if sender is not None and not photos.has_arrived(arrival.payload["photo"]):
            return Denied(_("La foto todavía no llegó. Envíala con señal."), "photo_missing")
        asked = parse(arrival.payload.get("asked"))
        if asked is not None:
            her = Member.objects.filter(pk=arrival.subject).first()
            if her is None or not Member.objects.companions_of(her).filter(pk=asked).exists():
                return Denied(_("Elige a una compañera de tu organización."), "not_companion")
        return super().may(arrival)


@handles
class TaskConfirmed(Learning):
    kind, stream, named_by, begins = "courses.task_confirmed", "task", "task", False
    label = gettext_lazy("la confirmación de una tarea")

    def read(self, payload, outline):
        return {
            "lesson": lesson_of(payload, outline),
            "task": task_of(payload, outline),
            "slip": payload.get("slip") is True,
        }

    def may(self, arrival):
        return authority.confirming(arrival)

    def arrived(self, event):
        payload = event.payload
        stands = RealTask.objects.filter(
            member_id=event.subject,
            task=payload["task"],
            confirmed_by=event.by,
            confirmed_at=event.happened_at,
        ).exists()
        if stands:
            _tell(event, "task_confirmed", lesson=payload["lesson"], task=payload["task"])
        _begin(event)
        path.grew(event.subject)


def _tell(event, kind, **data):
    """One line on her own page. ``data``: who (display name), course and what it is about, as ids."""
    by = Member.objects.filter(pk=event.by).values_list("display_name", flat=True).first()
    Notice.objects.create(
        member_id=event.subject, kind=kind, data={"by": by or "", "course": event.payload["course"], **data}
    )


# --- Sums of her kitchen -----------------------------------------------------------------------


@handles
class SheetSaved(Handler):
    """Her own sums. Empty figures: she threw the sheet away."""

    kind, stream = "courses.sheet_saved", "sheet"
    label = gettext_lazy("una cuenta")

    def clean(self, payload):
        if not isinstance(payload, dict):
            raise bad()
        return {
            "id": id_of(payload, "id"),
            "name": text_of(payload, "name", 80),
            "figures": figures_of(payload),
        }

    def identifier(self, payload):
        return payload["id"]

    def without_her(self, payload):
        return None

    def may(self, arrival):
        sheet = parse(arrival.payload.get("id"))
        if SavedSheet.objects.filter(pk=sheet).exclude(member_id=arrival.subject).exists():
            return Denied(_("Ese número de anotación ya se usó."), "id_taken")
        return authority.only_herself(arrival)
