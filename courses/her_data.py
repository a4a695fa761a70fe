"""What learning holds about a woman: shown to her, taken along, forgotten."""

from collections import defaultdict

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from academy.core.erasing import forget_heaps
from academy.core.languages import DEFAULT
from academy.core.models import Event
from academy.core.private_files import private_storage
from academy.members.her_data import retention
from academy.members.her_data.registry import holds, section

from . import grading
from .models import (
    Answer,
    Attempt,
    Certificate,
    Circle,
    CircleAttendance,
    CourseOutline,
    Enrolment,
    LessonCompletion,
    PaperSheet,
    PreparedTry,
    QuestionVersion,
    RealTask,
    Reflection,
    SavedSheet,
    TaskSlip,
)
from .services import photos

STAYS = gettext_lazy("Queda cuántas lecciones se leyeron y qué respuestas fueron correctas, sin ti.")


class _Titles:
    """Titles of courses and lessons by their keys, in her language. One query."""

    def __init__(self):
        language = get_language()
        self.found = {}
        for outline in CourseOutline.objects.all():
            self.found[str(outline.key)] = outline.titles.get(language) or outline.titles.get(DEFAULT) or ""
            for lesson in [*outline.lessons, outline.data.get("test") or {}]:
                titles = lesson.get("titles") or {}
                self.found[lesson.get("key")] = titles.get(language) or titles.get(DEFAULT) or ""

    def __call__(self, key):
        return self.found.get(str(key)) or str(key)


def shown(member):
    title = _Titles()
    course = ("course", _("Curso"), lambda row: title(row.course))
    lesson = ("lesson", _("Lección"), lambda row: title(row.lesson))
    return [
        section(
            "enrolments",
            _("Cursos que empezaste"),
            Enrolment.objects.filter(member=member).order_by("started_at"),
            course,
            ("started_at", _("Cuándo"), "started_at"),
        ),
        section(
            "lessons",
            _("Lecciones que leíste"),
            LessonCompletion.objects.filter(member=member).order_by("first_at"),
            course,
            lesson,
            ("first_at", _("Cuándo"), "first_at"),
        ),
        *_answers(member, title),
        section(
            "tasks",
            _("Tareas reales"),
            RealTask.objects.filter(member=member).select_related("confirmed_by").order_by("done_at"),
            lesson,
            ("done_at", _("Cuándo"), "done_at"),
            ("note", _("Lo que escribiste"), "note"),
            ("photo", _("¿Hay foto?"), lambda row: bool(row.photo)),
            ("confirmed_by", _("Confirmó"), lambda row: str(row.confirmed_by or "")),
        ),
        section(
            "reflections",
            _("Lo que escribiste para ti"),
            Reflection.objects.filter(member=member).order_by("written_at"),
            lesson,
            ("text", _("Tus palabras"), "text"),
            ("written_at", _("Cuándo"), "written_at"),
        ),
        section(
            "sheets",
            _("Tus cuentas"),
            SavedSheet.objects.filter(member=member).order_by("saved_at"),
            ("name", _("Nombre"), "name"),
            ("figures", _("Números"), "figures"),
            ("saved_at", _("Cuándo"), "saved_at"),
        ),
        *_together(member, title, course, lesson),
    ]


def _answers(member, title):
    rows = list(Answer.objects.filter(member=member).select_related("marked_by").order_by("answered_at"))
    versions = {
        (version.question, version.digest): version
        for version in QuestionVersion.objects.filter(question__in={row.question for row in rows})
    }

    def said(row):
        return _said(versions.get((row.question, row.version)), row.response)

    return [
        section(
            "attempts",
            _("Pruebas que diste"),
            Attempt.objects.filter(member=member).order_by("started_at"),
            ("course", _("Curso"), lambda row: title(row.course)),
            ("started_at", _("Cuándo"), "started_at"),
            ("percent", _("Resultado, de 100"), "percent"),
            ("passed", _("¿Pasaste?"), "passed"),
        ),
        section(
            "answers",
            _("Tus respuestas"),
            rows,
            ("lesson", _("Lección"), lambda row: title(row.page)),
            ("said", _("Respondiste"), said),
            ("right", _("¿Correcta?"), "right"),
            ("times", _("Veces"), "times"),
            ("note", _("Te escribieron"), "note"),
            ("answered_at", _("Cuándo"), "answered_at"),
        ),
    ]


def _said(version, response):
    """Her answer in words: what she typed, or the texts of what she ticked. As stored where the question is lost."""
    if "text" in response or version is None:
        return response.get("text", response)
    value = grading.value_of(version.data)
    if "value" in response:
        return bool(response["value"])
    texts = {}
    for name in ("options", "items"):
        texts |= {key: entry["text"] for key, entry in grading.entries(value, name)} if name in value else {}
    if "pairs" in response:
        pairs = dict(grading.entries(value, "pairs"))
        said = response["pairs"].items()
        return [
            f"{pairs[left]['left']} → {pairs[right]['right']}" for left, right in said if {left, right} <= set(pairs)
        ]
    ticked = response.get("options") or response.get("items") or [response.get("option")]
    return [texts.get(key, str(key)) for key in ticked]


def _together(member, title, course, lesson):
    return [
        section(
            "circles",
            _("Tus círculos"),
            member.circles.order_by("name"),
            ("name", _("Círculo"), "name"),
            ("closed_at", _("Se cerró"), "closed_at"),
        ),
        section(
            "attendance",
            _("Reuniones de círculo"),
            CircleAttendance.objects.filter(member=member).order_by("held_on"),
            ("held_on", _("Día"), "held_on"),
            course,
            lesson,
        ),
        section(
            "certificates",
            _("Tus constancias"),
            Certificate.objects.filter(member=member).order_by("issued_at"),
            ("title", _("Curso"), "title"),
            ("name", _("Nombre"), "name"),
            ("code", _("Código"), "code"),
            ("issued_at", _("Dada el"), "issued_at"),
            ("revoked_at", _("Retirada el"), "revoked_at"),
        ),
    ]


def forget(*, member, at):
    """Photos, papers, certificates, places in circles. Her words in the record are bared by their handlers."""
    _photos(member)
    for circle in Circle.objects.filter(women=member):
        circle.women.remove(member)
    for circle in Circle.objects.filter(facilitators=member):
        circle.facilitators.remove(member)
    TaskSlip.objects.filter(member=member).delete()
    PreparedTry.objects.filter(member=member).delete()
    PaperSheet.objects.filter(member=member).delete()
    # Whoever holds the paper and asks is told that it no longer stands; that there was one is all that is left.
    hers = Certificate.objects.filter(member=member)
    hers.filter(revoked_at=None).update(revoked_at=at)
    hers.update(name="", organisation="")


def _photos(member):
    storage = private_storage()
    named = set(RealTask.objects.filter(member=member).values_list("photo", flat=True))
    done = Event.objects.filter(subject=member.pk, kind="courses.task_done")
    named |= set(done.values_list("payload__photo", flat=True))
    folder = f"{photos.SENT}/{member.pk.hex}"
    try:
        named |= {f"{folder}/{file}" for file in storage.listdir(folder)[1]}
    except FileNotFoundError:
        pass
    for name in sorted(filter(None, named)):
        transaction.on_commit(lambda name=name: storage.delete(name))


#: Attendance by name (DESIGN, "Who sees what"); that the circle met, and how many were there, stays.
ATTENDANCE_KEPT_MONTHS = 24


def forget_attendance(*, at):
    """Who was at a circle's meeting, two years after its day: from the record too. Returns how many names."""
    today = timezone.localdate(at)
    oldest = today - relativedelta(months=ATTENDANCE_KEPT_MONTHS)
    keys = defaultdict(list)
    for member, meeting in CircleAttendance.objects.filter(held_on__lt=oldest).values_list("member", "meeting"):
        keys[member].append(f"circle_attended:{meeting}")
    return sum(forget_heaps(subject=member, keys=hers) for member, hers in keys.items())


def register():
    retention.forgets(
        "courses.attendance",
        what=gettext_lazy("Asistencia a círculos, con nombre"),
        keeps=gettext_lazy("24 meses"),
        sweep=forget_attendance,
    )
    holds("courses", order=20, shown=shown, forget=forget, stays=STAYS)
