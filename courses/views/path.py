"""Mi camino: what she is doing, the one next thing, what she finished. Compares her with nobody.

Other programmes bring pieces of the page and what could come next (``academy.members.path``); one thing is shown.
"""

from django.shortcuts import render
from django.utils.translation import get_language

from academy.members import facts, path
from academy.members.kept_forms import keeps_what_she_typed

from ..catalogue import Choice, course_cards
from ..circles.noted import waiting_question
from ..corrections import noted_by_others
from ..models import RealTask
from ..paths import paths_of


@keeps_what_she_typed
def my_path(request):
    begun = paths_of(request.user, get_language())
    going = [each for each in begun if not each.finished and not each.removed]
    invitation = path.next_invitation(request.user)
    if going and invitation is not None and invitation.order > path.COURSE:
        invitation = None
    return render(
        request,
        "courses/my_path.html",
        {
            "mine": True,
            "now": going[0] if going else None,
            "going": going[1:],
            "invitation": invitation,
            "finished": [each for each in begun if each.finished],
            "removed": [each for each in begun if each.removed and not each.finished],
            "courses": [] if going else course_cards(Choice(), get_language())[:3],
            "to_confirm": RealTask.objects.confirmable_by(request.user).count(),
            "question": waiting_question(request.user, language=get_language()),
            "with_companion": facts.ask("mentoring.reminders", default=[], member=request.user),
            "noted": noted_by_others(request.user).exists(),
            "sections": path.sections(request),
        },
    )
