"""Holidays: what the law says, and what a decree declared. Organisers write those down."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed
from academy.members.models import Role

from .. import doors
from ..models import DeclaredHoliday
from . import declared, laws, services
from .forms import HolidayForm


def _writes(request):
    return request.user.roles.standing().filter(kind=Role.Kind.ORGANISER).exists()


def _insist(request):
    if not _writes(request):
        raise PermissionDenied(_("Los feriados los anota quien organiza."))


@keeps_what_she_typed
@never_cache
def holidays(request):
    doors.here(request)
    data, first = doors.typed(request)
    form = HolidayForm(data, initial=first)
    if request.method == "POST":
        _insist(request)
    if request.method == "POST" and form.is_valid():
        _row, made = services.declare(by=request.user, **form.cleaned_data)
        messages.success(request, _("Anotado. Los plazos ya lo cuentan.") if made else _("Ya estaba."))
        return redirect("exchange:holidays")
    year = timezone.localdate().year
    context = {
        "form": form,
        "writes": _writes(request),
        "years": [(each, laws(each)) for each in (year, year + 1)],
        "declared": services.listed(),
    }
    return render(request, "peer_exchange/calendar/holidays.html", context, status=status_of(form))


@require_POST
@keeps_what_she_typed
def take_off(request, pk):
    _insist(request)
    services.take_off(holiday=get_object_or_404(DeclaredHoliday, pk=pk), by=request.user)
    declared.refresh()
    messages.success(request, _("Quitado. Los plazos se contaron otra vez."))
    return redirect("exchange:holidays")
