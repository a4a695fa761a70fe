"""Mi camino: what she is doing, the one next thing, what she finished. Compares her with nobody."""

from django.shortcuts import render
from django.utils.translation import get_language

from academy.members import facts
from academy.members.kept_forms import keeps_what_she_typed

from ..catalogue import Choice, course_cards
from ..circles.noted import waiting_question
from ..corrections import noted_by_others
from ..models import RealTask
from ..paths import paths_of


@keeps_what_she_typed
def my_path(request):
    paths = paths_of(request.user, get_language())
    going = [path for path in paths if not path.finished and not path.removed]
    return render(
        request,
        "courses/my_path.html",
        {
            "mine": True,
            "now": going[0] if going else None,
            "going": going[1:],
            "finished": [path for path in paths if path.finished],
            "removed": [path for path in paths if path.removed and not path.finished],
            "courses": [] if going else course_cards(Choice(), get_language())[:3],
            "to_confirm": RealTask.objects.confirmable_by(request.user).count(),
            "question": waiting_question(request.user, language=get_language()),
            "with_companion": facts.ask("mentoring.reminders", default=[], member=request.user),
            "noted": noted_by_others(request.user).exists(),
        },
    )
