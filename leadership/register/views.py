"""Pages of a board. Who may not see it gets 404; a guest sees it where its organisation published it."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from academy.core.ids import parse
from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.members.kept_forms import take
from academy.members.models import Member, Seat, Term
from academy.members.permissions import may_organise
from academy.members.rules import name_key
from academy.members.seats import services as seats
from academy.members.seats.querysets import boards_visible_to
from academy.members.services.access import Refused

from ..figures.scope import scope_of
from ..models import ChangeRequest, EmergencyCover, Handover, RegisterLine
from ..querysets import register_of
from ..willing.permissions import may_see_names
from . import forms, services
from .boards import board_of, history_of, rule_sentence
from .changes import KINDS, title_of

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PER_PAGE, MOST_FOUND, MOST_HISTORY = 50, 20, 40


def by_password_or_published(view):
    """View decorator: a guest comes through where the board is published, else she is sent to the door."""
    guarded = by_password(view)

    @wraps(view)
    def asked(request, pk, *args, **kwargs):
        open_to_all = not request.user.is_authenticated and boards_visible_to(request.user).filter(pk=pk).exists()
        return (view if open_to_all else guarded)(request, pk, *args, **kwargs)

    return asked


def organisation_or_404(request, pk):
    """An organisation whose register she may read."""
    return get_object_or_404(register_of(request.user), pk=pk)


def seat_or_404(request, pk):
    seats_here = Seat.objects.filter(organisation__in=register_of(request.user))
    return get_object_or_404(seats_here.select_related("kind", "organisation"), pk=pk)


def term_or_404(request, pk):
    terms = Term.objects.valid().filter(seat__organisation__in=register_of(request.user))
    return get_object_or_404(terms.select_related("seat__kind", "seat__organisation", "holder"), pk=pk)


# --- Seen ----------------------------------------------------------------------------------------


@by_password
@require_GET
def boards(request):
    """The boards of her scope, as a list to choose from."""
    wanted = request.GET.get("q", "").strip()[:60]
    scope = register_of(request.user)
    if wanted:
        scope = scope.filter(name__icontains=wanted)
    page = Paginator(scope.select_related("kind", "territory").order_by("path"), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    waiting = ChangeRequest.objects.open().visible_to(request.user).exclude(proposed_by=request.user)
    context = {
        "page": page,
        "q": wanted,
        "figures": bool(scope_of(request.user)),
        "waiting": waiting.select_related("organisation", "proposed_by")[:PER_PAGE],
    }
    return render(request, "leadership/register/boards.html", context)


@by_password_or_published
@require_GET
def board(request, pk):
    place = get_object_or_404(boards_visible_to(request.user).select_related("kind", "territory"), pk=pk)
    places, board_rules = board_of(place)
    hers = request.user.is_authenticated and register_of(request.user).filter(pk=pk).exists()
    context = {
        "organisation": place,
        "places": places,
        "rules": board_rules,
        "hers": hers,
        "figures": hers and scope_of(request.user).holds(place.path),
        "organises": hers and bool(may_organise(request.user, place)),
        "open": ChangeRequest.objects.open().filter(organisation=place).count() if hers else 0,
    }
    return render(request, "leadership/register/board.html", context)


@by_password
@require_GET
def seat(request, pk):
    """What the post asks, its rule, and who has held it."""
    found = seat_or_404(request, pk)
    history = history_of(found)[:MOST_HISTORY]
    handed = dict(Handover.objects.filter(seat=found).values_list("outgoing", "pk"))
    for term, _in_a_row in history:
        term.handed = handed.get(term.pk)
    context = {
        "seat": found,
        "organisation": found.organisation,
        "rule": rule_sentence(found),
        "asks": {what: str(found.asks(what) or "") for what in ("hours", "reading", "support")},
        "tasks": (found.asks("tasks") or "").splitlines(),
        "micro_roles": (found.asks("micro_roles") or "").splitlines(),
        "history": history,
        "may_propose": bool(services.may_propose(request.user, found.organisation)),
        "sees_names": bool(may_see_names(request.user, found.organisation)),
        "cover": EmergencyCover.objects.filter(seat=found, until=None).select_related("member").first(),
        "held": Term.objects.holding().filter(seat=found, alternate=False).exists(),
    }
    return render(request, "leadership/register/seat.html", context)


@by_password
@require_GET
def register(request, pk):
    """Every line ever written of this board, for its women."""
    place = organisation_or_404(request, pk)
    lines = RegisterLine.objects.filter(organisation=place)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("pagina"))
    open_changes = ChangeRequest.objects.open().filter(organisation=place).select_related("proposed_by")
    for each in (*page, *open_changes):
        each.title = title_of(each.kind)
    context = {"organisation": place, "page": page, "open": open_changes}
    return render(request, "leadership/register/register.html", context)


# --- Proposed ------------------------------------------------------------------------------------


@by_password
@require_http_methods(READ_AND_WRITE)
def propose_rules(request, pk):
    place = organisation_or_404(request, pk)
    board_rules = getattr(place, "board_rules", None)
    initial = {} if board_rules is None else {n: getattr(board_rules, n) for n in forms.RulesForm.base_fields}
    form = form_of(request, forms.RulesForm, initial)
    return propose_change(request, place, "rules", form, _("Reglas de la directiva"))


@by_password
@require_http_methods(READ_AND_WRITE)
def propose_seat(request, pk):
    place = organisation_or_404(request, pk)
    return propose_change(request, place, "add_seat", form_of(request, forms.SeatForm, {}), _("Agregar un cargo"))


@by_password
@require_http_methods(READ_AND_WRITE)
def change_seat(request, pk):
    found = seat_or_404(request, pk)
    initial = {field: getattr(found, field) for field in seats.SEAT_FIELDS}
    form = form_of(request, forms.SeatForm, initial, new=False)
    return propose_change(request, found.organisation, "change_seat", form, _("Cambiar el cargo"), seat=found)


@by_password
@require_http_methods(READ_AND_WRITE)
def abolish_seat(request, pk):
    found = seat_or_404(request, pk)
    form = form_of(request, forms.AbolishForm, {})
    return propose_change(request, found.organisation, "abolish_seat", form, _("Cerrar el cargo"), seat=found)


@by_password
@require_http_methods(READ_AND_WRITE)
def record_term(request, pk):
    """Who was elected. Women are looked for by name, so that a federation's thousands never stand on one page."""
    found_seat = seat_or_404(request, pk)
    place = found_seat.organisation
    wanted = (request.POST.get("q") or request.GET.get("q") or "").strip()[:60]
    found = women_called(place, wanted, request.user)
    form = form_of(request, forms.TermForm, {}, seat=found_seat, found=found)
    cautions = []
    if request.method == "POST" and form.is_valid() and "sure" not in request.POST:
        said = form.cleaned_data
        person = seats.person_for(seat=found_seat, holder=said["holder"], name=said["holder_name"])
        cautions = seats.cautions_for(
            seat=found_seat,
            person=person,
            since=said["since"],
            until=said["until"],
        )
    more = {"q": wanted, "found": found, "cautions": cautions, "seat": found_seat}
    title = _("Anotar quién tiene el cargo")
    if cautions:
        return _shown(request, place, form, title, more)
    return propose_change(request, place, "record_term", form, title, **more)


def women_called(place, wanted, user):
    """Up to twenty women of the organisation or below whose name has these words: of all for who sits there or
    organises, else of those whose names she may see, and whoever is called exactly so."""
    key = name_key(wanted)
    if not key:
        return Member.objects.none()
    named = Member.objects.of(place).filter(is_active=True, name_key__contains=key)
    if not may_see_names(user, place):
        seen = Member.objects.visible_to(user).values("pk")
        named = named.filter(Q(pk__in=seen) | Q(name_key=key))
    first = list(named.order_by("name_key").values_list("pk", flat=True)[:MOST_FOUND])
    return Member.objects.filter(pk__in=first).order_by("name_key")


@by_password
@require_http_methods(READ_AND_WRITE)
def end_term(request, pk):
    return _about_term(request, pk, "end_term", forms.EndForm, _("Anotar su salida"))


@by_password
@require_http_methods(READ_AND_WRITE)
def complete_acta(request, pk):
    return _about_term(request, pk, "complete_acta", forms.ActaForm, _("Completar el acta"))


@by_password
@require_http_methods(READ_AND_WRITE)
def annul_term(request, pk):
    return _about_term(request, pk, "annul_term", forms.AnnulForm, _("Anular lo anotado"))


def _about_term(request, pk, kind, form_class, title):
    term = term_or_404(request, pk)
    form = form_of(request, form_class, {})
    return propose_change(request, term.seat.organisation, kind, form, title, seat=term.seat, term=term)


def form_of(request, form_class, initial, **more):
    kept = take(request, request.path)
    data = request.POST if request.method == "POST" else None
    return form_class(data, initial={**initial, **kept.dict()}, **more)


def propose_change(request, place, kind, form, title, **more):
    """Show the form (in ``template``, where another is named), or hand what it says to a second woman."""
    decision = services.may_propose(request.user, place)
    if not decision:
        raise PermissionDenied(decision.reason)
    if request.method == "POST" and form.is_valid():
        payload = form.payload()
        if more.get("term"):
            payload["term"] = str(more["term"].pk)
        elif more.get("seat"):
            payload["seat"] = more["seat"].pk
        try:
            change = services.propose(
                organisation=place,
                by=request.user,
                kind=kind,
                payload=payload,
                change_id=parse(request.POST.get("nonce")),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Listo. Ahora lo revisa otra compañera."))
            return redirect("leadership:change", pk=change.pk)
    return _shown(request, place, form, title, more)


def _shown(request, place, form, title, more):
    template = more.pop("template", "leadership/register/propose.html")
    context = {"organisation": place, "form": form, "title": title, **more}
    return render(request, template, context, status=status_of(form))


# --- Decided -------------------------------------------------------------------------------------


def change_or_404(request, pk):
    found = ChangeRequest.objects.visible_to(request.user).select_related("organisation", "proposed_by", "decided_by")
    return get_object_or_404(found, pk=pk)


@by_password
@require_GET
def change(request, pk):
    return _change_page(request, change_or_404(request, pk))


def _change_page(request, found, form=None):
    known = KINDS.get(found.kind)
    if known is None:
        raise Http404
    context = {
        "change": found,
        "organisation": found.organisation,
        "title": known.title,
        "said": known.said(found.organisation, found.payload),
        "decision": services.may_decide(request.user, found),
        "may_withdraw": bool(services.may_withdraw(request.user, found)),
        "form": form or forms.RefuseForm(),
        "lines": found.lines.all(),
        "may_undo": found.kind == "farewell" and _may_undo(request.user, found),
    }
    return render(request, "leadership/register/change.html", context, status=status_of(context["form"]))


def _may_undo(user, farewell):
    """May she say that it was an error? Where it stands, and was not set right."""
    from ..handover.returning import undone

    approved = farewell.state == ChangeRequest.State.APPROVED
    return approved and bool(services.may_propose(user, farewell.organisation)) and not undone(farewell)


@by_password
@require_POST
def decide(request, pk):
    """Approve, refuse or withdraw. Stays on its page where that cannot be done, and says why."""
    found = change_or_404(request, pk)
    action = request.POST.get("action")
    form = forms.RefuseForm(request.POST) if action == "refuse" else None
    if form is not None and not form.is_valid():
        return _change_page(request, found, form)
    try:
        if action == "approve":
            services.approve(change=found, by=request.user)
            messages.success(request, _("Aprobado. Ya está en el registro."))
        elif action == "refuse":
            services.refuse(change=found, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Anotado. Tu compañera verá qué corregir."))
        elif action == "withdraw":
            services.withdraw(change=found, by=request.user)
            messages.success(request, _("Retirado. Nada cambió."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("leadership:change", pk=found.pk)
