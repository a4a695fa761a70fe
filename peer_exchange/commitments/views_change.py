"""A new authority came: the open promises are handed on and presented again in one letter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed

from .. import doors
from ..models import AuthorityChange, Commitment, Post
from ..spaces.directory import holder_of, institutions_of
from . import change, letters, shown
from .forms import ChangeForm
from .views import _nonce


def _place_or_404(request, pk):
    """An organisation that is hers; who is of it but does not lead it is told so."""
    place = get_object_or_404(doors.places_of(doors.here(request)), pk=pk)
    doors.insist(doors.may_decide(doors.here(request), place))
    return place


def change_or_404(request, pk):
    found = get_object_or_404(AuthorityChange.objects.select_related("organisation", "institution", "post"), pk=pk)
    get_object_or_404(doors.places_of(doors.here(request)), pk=found.organisation_id)
    return found


@keeps_what_she_typed
@never_cache
@require_safe
def begin(request, organisation):
    """Which post changed? The institutions that owe something, with their posts."""
    place = _place_or_404(request, organisation)
    owing = Commitment.objects.open().filter(organisation=place).order_by().values("institution")
    institutions = institutions_of(place).filter(pk__in=owing).prefetch_related("posts").order_by("name")
    changes = AuthorityChange.objects.filter(organisation=place)[:20]
    context = {"organisation": place, "institutions": institutions, "changes": changes}
    return render(request, "peer_exchange/commitments/change_begin.html", context)


@keeps_what_she_typed
@never_cache
def new(request, organisation, institution, post=None):
    place = _place_or_404(request, organisation)
    body = get_object_or_404(institutions_of(place), pk=institution)
    seat = get_object_or_404(Post, pk=post, institution=body) if post else None
    open_ones = change.open_of(organisation=place, institution=body, post=seat)
    today = timezone.localdate()
    held = holder_of(seat, today) if seat else None
    data, initial = doors.typed(request, {"on": today, "before": held.name if held else ""})
    form = ChangeForm(data, initial=initial, open_ones=open_ones)
    if request.method == "POST" and form.is_valid():
        made, outcomes = change.change_authority(
            organisation=place, institution=body, post=seat, by=request.user, nonce=_nonce(request), **form.cleaned_data
        )
        refused = [outcome.reason for outcome in outcomes if not outcome]
        for reason in refused[:1]:
            messages.error(request, reason)
        messages.success(request, _("Las promesas pasaron a la nueva autoridad. Imprime la carta."))
        return redirect("exchange:change", pk=made.pk)
    context = {"form": form, "organisation": place, "institution": body, "post": seat, "none": not open_ones.exists()}
    return render(request, "peer_exchange/commitments/change_new.html", context, status=status_of(form))


@keeps_what_she_typed
@never_cache
@require_safe
def changed(request, pk):
    found = change_or_404(request, pk)
    rows = Commitment.objects.visible_to(request.user, doors.here(request)).filter(change=found)
    today = timezone.localdate()
    context = {
        "change": found,
        "rows": [shown.shown(row, today) for row in shown.listed(rows)],
        "leads": doors.here(request).leads(found.organisation),
    }
    return render(request, "peer_exchange/commitments/change.html", context)


@keeps_what_she_typed
@never_cache
@require_safe
def change_letter(request, pk):
    """All that was handed on, in one letter."""
    found = change_or_404(request, pk)
    rows = Commitment.objects.visible_to(request.user, doors.here(request)).filter(change=found).order_by("made_on")
    response = HttpResponse(letters.letter_of_change(found, list(rows), today=timezone.localdate()))
    response["Content-Type"] = "application/pdf"
    response["Content-Disposition"] = 'inline; filename="carta-nueva-autoridad.pdf"'
    return response


@require_POST
@keeps_what_she_typed
def sent(request, pk):
    found = change_or_404(request, pk)
    doors.insist(doors.may_decide(doors.here(request), found.organisation))
    change.letter_sent(change=found, on=timezone.localdate(), by=request.user)
    messages.success(request, _("Anotado: la carta ya se entregó."))
    return redirect("exchange:change", pk=pk)
