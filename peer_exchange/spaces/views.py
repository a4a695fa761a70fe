"""Spaces: where we sit with authorities, who holds our seats until when, what was promised there."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.members.kept_forms import keeps_what_she_typed

from .. import doors
from ..commitments import shown
from ..commitments.owed.reading import reckoned
from ..filled.requests import from_phones
from ..models import Commitment, SessionLog, Space, SpaceSeat
from . import services
from .forms import EndSeatForm, SeatForm, SpaceForm

PAGE, SOON_DAYS, SESSIONS = 30, 60, 10


def space_or_404(request, pk):
    return doors.find(request, Space, pk, "organisation", "territory")


def _to_write(request, pk):
    """Its organisation's women open and change spaces; the seats are the board's to give."""
    space = space_or_404(request, pk)
    doors.insist(doors.may_decide(doors.here(request), space.organisation, space.created_by_id))
    return space


@keeps_what_she_typed
@never_cache
@require_safe
def spaces(request):
    rows = Space.objects.visible_to(request.user, doors.here(request)).select_related("organisation")
    page = Paginator(rows.order_by("ended_on", "name", "pk"), PAGE).get_page(request.GET.get("p"))
    return render(request, "peer_exchange/spaces/list.html", {"page": page})


@keeps_what_she_typed
@never_cache
@require_safe
def space(request, pk):
    row = space_or_404(request, pk)
    standing, today = doors.here(request), timezone.localdate()
    now, before = services.seats_of(row, today)
    promised = Commitment.objects.visible_to(request.user, standing).filter(space=row)
    sessions = SessionLog.objects.visible_to(request.user, standing).leading().filter(space=row)
    inside = standing.is_inside(row.organisation)
    context = {
        "space": row,
        # Who sits where is told to its own: DESIGN, who sees what. To others only that there are seats.
        "seats": [_seat(each, today) for each in now] if inside else [],
        "number": len(now),
        "before": before if inside else [],
        "inside": inside,
        "leads": standing.leads(row.organisation),
        "writes": inside,
        "rows": [shown.shown(each, today) for each in shown.listed(promised.order_by("-made_on", "pk"))[:PAGE]],
        "whole": reckoned(promised.current(), at=today).whole,
        "sessions": sessions[:SESSIONS],
    }
    return render(request, "peer_exchange/spaces/space.html", context)


def _seat(seat, today):
    """``state``: over (its time has passed), soon (it ends within SOON_DAYS), or empty."""
    left = (seat.until - today).days if seat.until else None
    state = "" if left is None or left > SOON_DAYS else "over" if left < 0 else "soon"
    return {"row": seat, "state": state, "left": left}


@keeps_what_she_typed
@never_cache
@from_phones
def new(request):
    places = doors.some_place(doors.here(request))
    data, initial = doors.typed(request)
    form = SpaceForm(data, initial=initial, places=places)
    if request.method == "POST" and form.is_valid():
        number = doors.form_id(request, {"kind": "space", "by": str(request.user.pk)})
        row = services.save_space(by=request.user, number=number, **form.cleaned_data)
        messages.success(request, _("Guardado. Ahora anota quién tiene nuestros asientos."))
        return redirect("exchange:space", pk=row.pk)
    return doors.page(request, "peer_exchange/spaces/form.html", {"form": form, "space": None}, form)


@keeps_what_she_typed
@never_cache
@from_phones(changes=True)
def change(request, pk):
    row = _to_write(request, pk)
    names = ("name", "kind", "legal_basis", "takes_part", "rhythm", "since", "ended_on", "reserve")
    data, initial = doors.typed(request, {name: getattr(row, name) for name in names})
    form = SpaceForm(data, initial=initial, places=None, space=row)
    if request.method == "POST" and form.is_valid():
        services.save_space(
            organisation=row.organisation, by=request.user, number=row.pk, space=row, **form.cleaned_data
        )
        messages.success(request, _("Guardado."))
        return redirect("exchange:space", pk=row.pk)
    return doors.page(request, "peer_exchange/spaces/form.html", {"form": form, "space": row}, form)


@keeps_what_she_typed
@never_cache
@from_phones
def new_seat(request, pk):
    row = _to_write(request, pk)
    data, initial = doors.typed(request, {"since": timezone.localdate()})
    form = SeatForm(data, initial=initial, space=row, standing=doors.here(request))
    if request.method == "POST" and form.is_valid():
        services.give_seat(space=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Anotado: ella ocupa el asiento."))
        return redirect("exchange:space", pk=row.pk)
    return doors.page(request, "peer_exchange/spaces/seat.html", {"form": form, "space": row}, form)


@keeps_what_she_typed
@never_cache
@from_phones
def end_seat(request, pk, seat):
    row = _to_write(request, pk)
    found = get_object_or_404(SpaceSeat.objects.select_related("holder"), pk=seat, space=row)
    if request.method == "POST" and request.POST.get("undo"):
        services.still_sits(seat=found, by=request.user)
        messages.success(request, _("Anotado: sigue en el asiento."))
        return redirect("exchange:space", pk=row.pk)
    data, initial = doors.typed(request, {"ended_on": timezone.localdate()})
    form = EndSeatForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        if services.end_seat(seat=found, by=request.user, on=form.cleaned_data["ended_on"]):
            messages.success(request, _("Anotado. Gracias por su trabajo."))
        else:
            messages.info(request, _("Ya estaba anotado."))
        return redirect("exchange:space", pk=row.pk)
    context = {"form": form, "space": row, "seat": found}
    return doors.page(request, "peer_exchange/spaces/end_seat.html", context, form)
