"""A circle, for those who sit in it."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.members.kept_forms import keeps_what_she_typed
from academy.members.services.access import Refused

from .. import gates
from ..meetings import places, shown
from ..meetings import services as meetings
from ..models import CircleSeat, MentoringCircle
from ..pairing import rules
from . import services


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def circle(request, pk):
    """Who is in it; her yes or no. Its coordinators see that it stands, not who said what."""
    found = get_object_or_404(MentoringCircle.objects.filter(Q(seats__member=request.user)).distinct(), pk=pk)
    seat = found.seats.filter(member=request.user).order_by("-asked_at").first()
    if request.method == "POST":
        return _answer(request, found, seat)
    side = gates.MENTOR if seat.part == CircleSeat.Part.MENTOR else gates.MENTEE
    seats = found.seats.filter(left_at=None).select_related("member").order_by("part", "asked_at", "pk")
    page = {
        "circle": found,
        "seat": seat,
        "mentors": [each for each in seats if each.part == CircleSeat.Part.MENTOR],
        "mentees": [each for each in seats if each.part == CircleSeat.Part.MENTEE and each.accepted_at],
        **_together(found, request.user),
        "steps": [] if seat.accepted_at or seat.left_at else gates.steps(request.user, side),
    }
    return render(request, "mentoring/circles/circle.html", page)


def _together(circle, member):
    """What they did together, for whoever said yes to a seat; nothing for the others."""
    place = places.of_circle(circle, member.pk)
    if place is None:
        return {"rows": [], "sits": False}
    return {
        "rows": shown.rows(place, member),
        "words": meetings.may_read_at(place),
        "sits": True,
        "goes_on": place.ended_on is None,
        "keeps": place.keeps,
        "notes_until": rules.notes_expire_on(place.ended_on) if place.ended_on else None,
    }


def _answer(request, found, seat):
    answer = request.POST.get("answer")
    if answer == "yes":
        try:
            services.take(seat=seat, by=request.user)
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("¡Bienvenida al círculo!"))
    elif answer == "no":
        services.leave(seat=seat, by=request.user)
        messages.success(request, _("Listo. Gracias por avisar."))
        return redirect("mentoring:home")
    else:
        raise Http404
    return redirect("mentoring:circle", pk=found.pk)
