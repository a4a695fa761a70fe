"""The directory: institutions, their posts, who holds them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed

from .. import doors
from ..commitments import shown
from ..commitments.owed.reading import reckoned
from ..models import Commitment, Institution, Official
from . import directory, services
from .forms import InstitutionForm, OfficialForm

PAGE = 20


def _known(request):
    """Institutions of the directories of her trees."""
    return directory.institutions_of_all(doors.some_place(doors.here(request)))


@keeps_what_she_typed
@never_cache
def institutions(request):
    """The list, and one more."""
    places = doors.some_place(doors.here(request))
    data, initial = doors.typed(request)
    form = InstitutionForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.add_institution(organisation=places.first(), by=request.user, **form.cleaned_data)
        messages.success(request, _("Guardado. Anota sus puestos y quién los ocupa."))
        return redirect("exchange:institution", pk=made.pk)
    context = {"form": form, "institutions": _known(request).order_by("name")[:500]}
    return render(request, "peer_exchange/spaces/institutions.html", context, status=status_of(form))


@keeps_what_she_typed
@never_cache
def institution(request, pk):
    """Its posts with who holds them, what it owes, and a post more."""
    row = get_object_or_404(_known(request), pk=pk)
    today = timezone.localdate()
    data, initial = doors.typed(request)
    form = OfficialForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        services.set_official(institution=row, by=request.user, **said)
        messages.success(request, _("Guardado."))
        return redirect("exchange:institution", pk=row.pk)
    promised = Commitment.objects.visible_to(request.user, doors.here(request)).filter(institution=row)
    owners = doors.places_of(doors.here(request)).filter(pk__in=promised.order_by().values("organisation"))
    context = {
        "institution": row,
        "posts": row.posts.prefetch_related("officials"),
        "form": form,
        "whole": reckoned(promised.current(), at=today).whole,
        "rows": [shown.shown(each, today) for each in shown.listed(promised.open())[:PAGE]],
        "owners": [each for each in owners if doors.here(request).leads(each)][:PAGE],
        "shared": row.kept_by_id is None,
    }
    return render(request, "peer_exchange/spaces/institution.html", context, status=status_of(form))


@require_POST
@keeps_what_she_typed
def remove_official(request, pk, official):
    row: Institution = get_object_or_404(_known(request), pk=pk)
    found = get_object_or_404(Official, pk=official, post__institution=row)
    services.remove_official(official=found, by=request.user)
    messages.success(request, _("Se quitó del directorio. Los compromisos guardan su nombre."))
    return redirect("exchange:institution", pk=row.pk)
