"""A lesson as a group goes through it, and meetings in words. What is the same for all comes from the cache."""

import json

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from academy.core.languages import DEFAULT

from .. import grading
from ..asking import ask, verdict
from ..lessons import pieces, rich
from ..models import QuestionVersion
from ..responses import value_of
from .keys import TICKED, key_of
from .posted import prefix


class Parts:
    """The pieces of one lesson for a circle. No queries besides those of the lesson itself."""

    def __init__(self, request, page, outline):
        self.request, self.page, self.outline = request, page, outline
        self.made, self.fallback = pieces(page)
        self.raws = [piece.raw for piece in self.made if piece.kind in TICKED]
        self.tasks = [piece.id for piece in self.made if piece.kind == "task"]
        self.check_one = outline.data.get("circle_check") == "one" and bool(self.raws)

    def pieces(self, known, entry):
        """Pieces with the group's answers: as she typed them (``entry``), else as they stand (``known``)."""
        answers = {each["question"]: each["response"] for each in known.answers} if known else {}
        errors, agreed = {}, set(known.tasks if known else ())
        if entry is not None:
            answers, errors = entry.typed, entry.question_errors
            agreed = set(entry.tasks or ())
        return [self._shown(piece, answers, errors, agreed) for piece in self.made]

    def _shown(self, piece, answers, errors, agreed):
        base = {"kind": piece.kind, "id": piece.id, "raw": piece.raw["value"]}
        if piece.kind in TICKED:
            asked = ask(
                piece.raw,
                response=answers.get(piece.id),
                reveal=False,
                fallback=self.fallback,
                seed=piece.id,
                error=errors.get(piece.id, ""),
            )
            pairs = json.dumps(plain_of(piece.raw)) if piece.kind == "match" else ""
            shown = {"kind": "question", "q": asked, "prefix": prefix(piece.id), "key": self._key(piece)}
            return {**base, **shown, "pairs": pairs}
        if piece.kind == "task":
            return {**base, "text": rich(base["raw"].get("text")), "agreed": piece.id in agreed}
        if piece.kind in ("essay", "reflection"):
            return {**base, "kind": "aloud"}
        return {**base, "html": piece.html}

    def _key(self, piece):
        lines = key_of(piece.raw)
        for line in lines:
            line.lang = self.fallback.lang(piece.id, *line.path) if self.fallback and line.path else ""
        return lines


def plain_of(raw):
    """The pairs' own ids by their masked ones, both sides: whoever leads has the answers on her page anyway."""
    keys = [key for key, _pair in grading.entries(grading.value_of(raw), "pairs")]
    return {grading.masked(side, key): key for side in ("left", "right") for key in keys}


# --- Days ------------------------------------------------------------------------------------------


def days_to_choose(today, day, *, typed=None):
    """The three buttons: today, yesterday, another day that she writes."""
    yesterday = today - timezone.timedelta(days=1)
    chosen = day.isoformat() if day in (today, yesterday) else "other"
    other = "" if chosen != "other" else day.strftime("%d/%m/%Y")
    if typed is not None:
        chosen, other = typed.get("day") or "other", typed.get("day_other", "")
    options = [
        {
            "value": each.isoformat(),
            "label": label,
            "date": date_format(each, "j F"),
            "picked": each.isoformat() == chosen,
        }
        for each, label in ((today, _("Hoy")), (yesterday, _("Ayer")))
    ]
    return {
        "options": options,
        "other_picked": chosen == "other",
        "other": other,
    }


def zone():
    """Our distance from UTC, as a phone writes it behind a moment: «-05:00»."""
    return timezone.localtime().isoformat()[-6:]


# --- In words ----------------------------------------------------------------------------------------


def _in(titles, language):
    return titles.get(language) or titles.get(DEFAULT, "")


def lesson_titles(outlines, language):
    """``{lesson key: title}``, each with the code of its course."""
    return {
        entry["key"]: f"{outline.code} · {_in(entry['titles'], language)}"
        for outline in outlines
        for entry in outline.lessons
    }


def meetings_in_words(meetings, *, language):
    """Each with the title of its lesson. One query."""
    from ..models import CourseOutline

    outlines = CourseOutline.objects.filter(pk__in={meeting.course for meeting in meetings})
    titles = lesson_titles(outlines, language)
    return [{"meeting": meeting, "title": titles.get(str(meeting.lesson), "…")} for meeting in meetings]


def courses_to_open(outlines, meetings, *, language):
    """Courses with their lessons; which ones the circle went through, and which comes next."""
    done = {str(meeting.lesson) for meeting in meetings}
    found = []
    for outline in outlines:
        lessons = [
            {"key": entry["key"], "title": _in(entry["titles"], language), "done": entry["key"] in done}
            for entry in outline.lessons
        ]
        begun = any(lesson["done"] for lesson in lessons)
        following = next((lesson for lesson in lessons if not lesson["done"]), None)
        if following and begun:
            following["next"] = True
        found.append({"outline": outline, "title": outline.title_in(language), "lessons": lessons, "begun": begun})
    return sorted(found, key=lambda course: not course["begun"])


def meeting_in_words(meeting, *, language):
    """Title, what the group said with verdict and reasons, tasks by title. Three queries."""
    from ..models import CourseOutline

    outline = CourseOutline.objects.filter(pk=meeting.course).first()
    return {
        "title": lesson_titles([outline], language).get(str(meeting.lesson), "…") if outline else "…",
        "answers": answers_in_words(meeting.answers),
        "tasks": task_titles(outline, meeting.tasks, language),
    }


def task_titles(outline, tasks, language):
    titles = {
        task["id"]: _in(task.get("titles", {}), language)
        for entry in (outline.lessons if outline else [])
        for task in entry.get("tasks", [])
    }
    return [titles[task] for task in tasks if task in titles]


def answers_in_words(answers):
    """What a group said: the question, its words, the verdict. One query."""
    versions = {
        (str(version.question), version.digest): version
        for version in QuestionVersion.objects.filter(question__in={each["question"] for each in answers})
    }
    found = []
    for each in answers:
        version = versions.get((each["question"], each["version"]))
        if version is None:
            continue
        asked = ask(version.data, response=each["response"], seed=each["question"])
        grade = grading.grade(version.kind, version.data, each["response"])
        found.append(
            {
                "prompt": value_of(version.data).get("prompt", ""),
                "said": asked.said,
                "verdict": verdict(grade.right, grade.points),
                "right": grade.right,
                "language": version.language,
            }
        )
    return found
