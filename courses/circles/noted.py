"""What others noted of her: she sees it with who wrote it down, and can say that it is not hers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from academy.core import ids
from academy.members.kept_forms import keeps_what_she_typed
from academy.members.models import Member

from .. import corrections, grading
from ..asking import ask
from ..models import Circle, CircleAttendance, CourseOutline, QuestionVersion
from ..responses import value_of
from . import lesson as shown

MOST = 100


@never_cache
@keeps_what_she_typed
@require_GET
def noted(request):
    """The latest hundred things that others noted of her, the newest first. Seven queries."""
    rows = told(list(corrections.noted_by_others(request.user)[:MOST]), language=get_language())
    return render(request, "courses/circles/noted.html", {"rows": rows, "most": MOST})


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def noted_one(request, event):
    """Asks once; a second visit can take the word back."""
    found = corrections.noted_by_others(request.user).filter(pk=event).first()
    if found is None:
        raise Http404
    disowned = corrections.is_disowned(found)
    if request.method == "POST":
        mine = request.POST.get("mine") == "1"
        nonce = ids.parse(request.POST.get("nonce")) or ids.uuid7()
        outcome = corrections.say(event=found, by=request.user, mine=mine, nonce=nonce)
        if outcome:
            words = _("Listo: vuelve a estar en tu camino.") if mine else _("Listo: ya no cuenta como tuyo.")
            messages.success(request, words)
            return redirect("courses:noted")
        messages.error(request, outcome.reason)
    row = told([found], language=get_language())[0]
    return render(request, "courses/circles/noted_one.html", {"row": row, "disowned": disowned})


def told(events, *, language):
    """Events in her words. What a meeting brought with it stands with the meeting."""
    by_meeting = {
        corrections.lesson_read_id(event.subject, event.payload) for event in events if event.kind == "courses.attended"
    }
    meetings, found = set(), []
    events = [event for event in events if event.pk not in by_meeting]
    names = _Names(events, language)
    for event in events:
        if event.kind == "courses.attended":
            if event.payload["meeting"] in meetings:
                continue
            meetings.add(event.payload["meeting"])
        found.append(names.row(event))
    return found


class _Names:
    """Everything that the sentences need, fetched at once."""

    def __init__(self, events, language):
        self.language = language
        self.outlines = {
            str(o.key): o for o in CourseOutline.objects.filter(pk__in={e.payload["course"] for e in events})
        }
        self.titles = shown.lesson_titles(self.outlines.values(), language)
        self.people = dict(Member.objects.filter(pk__in={e.by for e in events}).values_list("pk", "display_name"))
        circles = {e.payload["circle"] for e in events if "circle" in e.payload}
        self.circles = {str(pk): name for pk, name in Circle.objects.filter(pk__in=circles).values_list("pk", "name")}
        asked = {e.payload["question"] for e in events if "question" in e.payload}
        self.versions = {(str(v.question), v.digest): v for v in QuestionVersion.objects.filter(question__in=asked)}
        heaps = {(event.subject, event.key) for event in events}
        self.standing = _standing(heaps)

    def row(self, event):
        payload = event.payload
        row = {
            "event": event,
            "by": self.people.get(event.by, ""),
            "day": timezone.localdate(event.happened_at),
            "lesson": self.titles.get(payload.get("lesson"), "…"),
            "paper": event.device == "papel",
            "stands": event.pk in self.standing,
            "answers": [],
            "tasks": [],
        }
        if event.kind == "courses.attended":
            row["what"] = _("Estuviste en el círculo «%(circle)s».") % {
                "circle": self.circles.get(payload["circle"], "…")
            }
            row["answers"] = shown.answers_in_words(payload["answers"])
            outline = self.outlines.get(payload["course"])
            row["tasks"] = shown.task_titles(outline, payload["tasks"] or [], self.language)
        elif event.kind == "courses.answered":
            row["what"] = _("Respondiste una pregunta.")
            row["answers"] = self._answer(payload)
        elif event.kind == "courses.task_done":
            row["what"] = _("Hiciste una tarea real.")
            row["tasks"] = shown.task_titles(self.outlines.get(payload["course"]), [payload["task"]], self.language)
        else:
            row["what"] = _("Leíste una lección.")
        return row

    def _answer(self, payload):
        version = self.versions.get((payload["question"], payload["version"]))
        if version is None:
            return []
        asked = ask(version.data, response=payload["response"], seed=payload["question"])
        grade = grading.grade(version.kind, version.data, payload["response"])
        return [
            {
                "prompt": value_of(version.data).get("prompt", ""),
                "said": asked.said,
                "verdict": asked.verdict,
                "right": grade.right,
                "language": version.language,
            }
        ]


def _standing(heaps):
    """Ids of the events of these heaps that were not taken back. One query."""
    from academy.core.models import Event

    by_heap = {}
    rows = Event.objects.filter(subject__in={s for s, _k in heaps}, key__in={k for _s, k in heaps})
    for event in rows.order_by("happened_at", "id"):
        by_heap.setdefault(event.key, []).append(event)
    return {event.pk for events in by_heap.values() for event in corrections.standing(events)}


# --- One question for each ---------------------------------------------------------------------------


def waiting_question(member, *, language, at=None):
    """The question that waits for her alone after a circle, the newest meeting first; None where none does.

    ``{"title", "url"}``. It waits sixty days, until she answers it herself or a sheet of hers is typed in.
    Three queries, none more where no circle of hers asks.
    """
    from ..models import Answer
    from .rules import begins, check_question

    since = timezone.localdate(at) - timezone.timedelta(days=60)
    met = list(CircleAttendance.objects.of(member).filter(check_one=True, held_on__gte=since)[:10])
    if not met:
        return None
    outlines = {o.key: o for o in CourseOutline.objects.filter(pk__in={m.course for m in met}, removed_at=None)}
    lessons = {(key, entry["key"]): entry for key, o in outlines.items() for entry in o.lessons}
    asked = {}
    for attendance in met:
        entry = lessons.get((attendance.course, str(attendance.lesson)))
        question = check_question(attendance.meeting, member.pk, entry["questions"]) if entry else ""
        if question:
            asked[attendance] = question
    last = dict(
        Answer.objects.of(member)
        .filter(attempt=None, question__in=set(asked.values()))
        .values_list("question", "answered_at")
    )
    last = {str(question): answered for question, answered in last.items()}
    for attendance, question in asked.items():
        if question in last and last[question] >= begins(attendance.held_on):
            continue
        outline = outlines[attendance.course]
        entry = lessons[(attendance.course, str(attendance.lesson))]
        base = outline.data.get("paths", {}).get(language) or outline.data.get("paths", {}).get("es", "")
        titles = entry["titles"]
        return {
            "title": titles.get(language) or titles.get("es", ""),
            "url": f"{base}{entry['slug']}/#q-{question}",
        }
    return None
