"""Her willingness for each kind of seat, what she already does of it, and who wants to be proposed for a seat."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from academy.core.ids import parse, uuid7
from academy.members import consenting
from academy.members.gates import by_password
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.members.models import Consent, Seat, SeatKind
from academy.members.services import account

from ..models import TaskTick, Willingness
from ..querysets import register_of
from . import forms, services, showing
from .permissions import may_see_names

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PROPOSED = Consent.Purpose.PROPOSED


@never_cache
@keeps_what_she_typed
@require_GET
def willingness(request):
    """Every kind of seat with what she said of it. Three queries."""
    member, today = request.user, timezone.localdate()
    said = {row.kind_id: row for row in Willingness.objects.visible_to(member)}
    rows = [showing.row_of(kind, said.get(kind.pk), today) for kind in SeatKind.objects.all()]
    context = {
        "rows": rows,
        "wording": consenting.wording_of(PROPOSED),
        "given": member.consents.filter(purpose=PROPOSED, withdrawn_at=None).first(),
    }
    return render(request, "leadership/willing/willingness.html", context)


@require_POST
@never_cache
@keeps_what_she_typed
def be_proposed(request):
    """«Quiero que me propongan»: a consent of its own, no without a word, taken back at once."""
    wording = consenting.wording_of(PROPOSED)
    if request.POST.get("answer") == "no":
        account.withdraw_consent(member=request.user, purpose=PROPOSED)
        messages.success(request, _("Listo: tu nombre ya no se ve en ningún cargo."))
    elif request.POST.get("answer") == "yes" and request.POST.get("wording") == wording.version:
        account.give_consent(member=request.user, purpose=PROPOSED, wording=wording.version, language=get_language())
        messages.success(request, _("Listo. Puedes retirarlo cuando quieras."))
    else:
        messages.warning(request, _("Las palabras de este permiso cambiaron. Léelas de nuevo, por favor."))
    return redirect("leadership:willingness")


@never_cache
@keeps_what_she_typed
@require_http_methods(READ_AND_WRITE)
def willing_kind(request, kind):
    """One kind of seat: what it asks, what she says to it, what of it she already does."""
    found = get_object_or_404(SeatKind, code=kind)
    member = request.user
    said = Willingness.objects.visible_to(member).filter(kind=found).first()
    stands = said is not None and said.good_until > timezone.localdate()
    initial = {"answer": said.answer, "above": said.above} if stands else {"answer": ""}
    form = forms.WillingForm(request.POST or take(request, request.path) or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        outcome = services.say(
            member=member,
            kind=found,
            answer=form.cleaned_data["answer"],
            above=form.cleaned_data["above"],
            nonce=_nonce(request),
        )
        if outcome:
            messages.success(request, _("Guardado. Solo tú lo ves.") if form.cleaned_data["answer"] else _("Borrado."))
            return redirect("leadership:willingness")
        form.add_error(None, outcome.reason)
    context = {
        "kind": found,
        "form": form,
        "said": said if stands else None,
        "tasks": showing.readiness(member, found, get_language()),
        "ask": forms.TickForm(member=member),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "leadership/willing/kind.html", context, status=status)


@require_POST
@never_cache
@keeps_what_she_typed
def tick(request, kind, task):
    """She does this task, or no longer says so; whom she asks may be named."""
    found = get_object_or_404(SeatKind, code=kind)
    if task not in showing.keys_of(request.user, found):
        raise Http404
    form = forms.TickForm(request.POST, member=request.user)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
    else:
        outcome = services.tick(
            member=request.user,
            kind=found,
            task=task,
            done=form.cleaned_data["done"],
            asked=form.cleaned_data["asked"] if form.cleaned_data["done"] else None,
            nonce=_nonce(request),
        )
        if outcome:
            messages.success(request, _("Guardado."))
        else:
            messages.error(request, outcome.reason)
    return redirect("leadership:willing_kind", kind=found.code)


@never_cache
@keeps_what_she_typed
@require_GET
def to_confirm(request):
    """What companions asked her to say that they do: the task, never the seat."""
    ticks = TaskTick.objects.asked_of(request.user).select_related("member", "kind").order_by("done_on", "pk")
    rows = [(tick, showing.words_of(tick)) for tick in ticks[:50]]
    return render(request, "leadership/willing/to_confirm.html", {"rows": rows})


@require_POST
@never_cache
@keeps_what_she_typed
def confirm(request, pk):
    tick = get_object_or_404(TaskTick.objects.asked_of(request.user).select_related("kind"), pk=pk)
    outcome = services.confirm(tick=tick, by=request.user, nonce=_nonce(request))
    if outcome:
        messages.success(request, _("Gracias. Ella ya lo ve."))
    else:
        messages.error(request, outcome.reason)
    return redirect("leadership:to_confirm")


@by_password
@require_GET
def for_seat(request, pk):
    """Who wants to be proposed for a seat: names by consent alone, and counts of five and more."""
    seat = get_object_or_404(
        Seat.objects.filter(organisation__in=register_of(request.user)).select_related("kind", "organisation"), pk=pk
    )
    decision = may_see_names(request.user, seat.organisation)
    if not decision:
        raise PermissionDenied(decision.reason)
    context = {"seat": seat, "organisation": seat.organisation, **showing.of_seat(seat)}
    return render(request, "leadership/willing/for_seat.html", context)


def _nonce(request):
    return parse(request.POST.get("nonce")) or uuid7()
