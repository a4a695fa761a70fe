"""What the organisation decides about its public page: who leads it, and nobody else."""

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
from ..commitments.views import commitment_or_404
from ..models import Commitment, CorrectionRequest, PublicFace
from . import services
from .forms import AnswerForm, FaceForm, PublishForm

MOST = 200


def _place_or_404(request, pk):
    place = get_object_or_404(doors.places_of(doors.here(request)), pk=pk)
    doors.insist(doors.may_decide(doors.here(request), place))
    return place


@keeps_what_she_typed
@never_cache
def face(request, organisation):
    """The page's own settings, what stands on it, what strangers asked to correct."""
    place = _place_or_404(request, organisation)
    stands = PublicFace.objects.filter(organisation=place).first()
    first = {"intro": stands.intro, "embeddable": stands.embeddable} if stands else {}
    data, initial = doors.typed(request, first)
    form = FaceForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        decision = services.open_face(organisation=place, by=request.user, **form.cleaned_data)
        if decision:
            messages.success(request, _("La página pública está abierta."))
            return redirect("exchange:public_face", organisation=place.pk)
        form.add_error("intro", str(decision))
    rows = Commitment.objects.visible_to(request.user, doors.here(request)).filter(organisation=place).current()
    today = timezone.localdate()
    told = [shown.shown(row, today) for row in rows.order_by("-published_at", "-made_on")[:MOST]]
    corrections = CorrectionRequest.objects.visible_to(request.user, doors.here(request)).filter(
        commitment__organisation=place, answered_at=None
    )
    context = {
        "form": form,
        "organisation": place,
        "face": stands if stands and stands.published_at else None,
        "published": [each for each in told if each.row.published_at],
        "others": [each for each in told if not each.row.published_at],
        "corrections": corrections.select_related("commitment")[:MOST],
        "address": request.build_absolute_uri(f"/compromisos/{stands.slug}/") if stands else "",
        "table": request.build_absolute_uri(f"/compromisos/{stands.slug}/tabla/") if stands else "",
    }
    return render(request, "peer_exchange/public/face.html", context, status=status_of(form))


@require_POST
@keeps_what_she_typed
def take_down(request, organisation):
    place = _place_or_404(request, organisation)
    if services.take_down_face(organisation=place, by=request.user):
        messages.success(request, _("La página ya no se ve. Nadie puede abrirla."))
    return redirect("exchange:public_face", organisation=place.pk)


def _hers(request, pk):
    row = commitment_or_404(request, pk)
    doors.insist(doors.may_decide(doors.here(request), row.organisation))
    return row


@keeps_what_she_typed
@never_cache
def publish(request, pk):
    row = _hers(request, pk)
    data, initial = doors.typed(request, {"words": row.public_words or row.words})
    form, asks = PublishForm(data, initial=initial), False
    if request.method == "POST" and form.is_valid():
        decision = services.publish(commitment=row, by=request.user, **form.cleaned_data)
        if decision:
            messages.success(request, _("Publicado."))
            return redirect("exchange:public_face", organisation=row.organisation_id)
        form.add_error("words", str(decision))
        asks = decision.code == "perhaps"
    stands = PublicFace.objects.filter(organisation=row.organisation, published_at__isnull=False).first()
    told = shown.shown(row, timezone.localdate())
    context = {"form": form, "row": row, "told": told, "face": stands, "asks": asks}
    return render(request, "peer_exchange/public/publish.html", context, status=status_of(form))


@require_POST
@keeps_what_she_typed
def unpublish(request, pk):
    row = _hers(request, pk)
    if services.unpublish(commitment=row, by=request.user):
        messages.success(request, _("Ya no se ve en la página pública."))
    return redirect("exchange:public_face", organisation=row.organisation_id)


@keeps_what_she_typed
@never_cache
def answer_correction(request, organisation, pk):
    place = _place_or_404(request, organisation)
    asked = get_object_or_404(
        CorrectionRequest.objects.visible_to(request.user, doors.here(request)).select_related("commitment"),
        pk=pk,
        commitment__organisation=place,
    )
    data, initial = doors.typed(request)
    form = AnswerForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.answer_correction(request=asked, by=request.user, **form.cleaned_data)
        messages.success(request, _("Guardado."))
        return redirect("exchange:public_face", organisation=place.pk)
    context = {"form": form, "organisation": place, "asked": asked}
    return render(request, "peer_exchange/public/answer.html", context, status=status_of(form))
