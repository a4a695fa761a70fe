"""Pages of a handover, of covers, of farewell. That there is one is known to the organisation; what it says, to few."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.members.models import Seat
from academy.members.services.access import Refused

from ..models import ChangeRequest, EmergencyCover, Handover, HandoverItem, Memorial
from ..register import services as register
from ..register.views import (
    READ_AND_WRITE,
    form_of,
    organisation_or_404,
    propose_change,
    seat_or_404,
    term_or_404,
    women_called,
)
from . import forms, papers, returning, rules, services


def handover_or_404(request, pk):
    rows = Handover.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("seat__organisation", "seat__kind", "outgoing__holder", "incoming__holder"), pk=pk
    )


@by_password
@require_GET
def handovers(request, pk):
    """Handovers of a board, open ones first, each with how far it is; who stands in; who is remembered."""
    place = organisation_or_404(request, pk)
    rows = Handover.objects.filter(seat__organisation=place).select_related(
        "seat__kind", "outgoing__holder", "incoming__holder"
    )
    shown = []
    for each in rows.prefetch_related("items").order_by("-state", "-opened_at")[:50]:
        done, total = rules.done_of(item.done for item in each.items.all())
        shown.append({"handover": each, "done": done, "total": total})
    covers = EmergencyCover.objects.filter(seat__organisation=place, until=None).select_related("seat__kind", "member")
    context = {
        "organisation": place,
        "handovers": shown,
        "covers": covers,
        "uncovered": Seat.objects.standing()
        .filter(organisation=place)
        .exclude(pk__in=[each.seat_id for each in covers])
        .select_related("kind"),
        "memorials": Memorial.objects.visible_to(request.user).filter(organisation=place),
        "may_propose": bool(register.may_propose(request.user, place)),
    }
    return render(request, "leadership/handover/handovers.html", context)


@by_password
@require_POST
def begin(request, pk):
    """Of a term that ends or ended: its list is made."""
    term = term_or_404(request, pk)
    decision = register.may_propose(request.user, term.seat.organisation)
    if not decision:
        raise PermissionDenied(decision.reason)
    made = services.begin(outgoing=term, by=request.user)
    return redirect("leadership:handover", pk=made.pk)


@by_password
@require_GET
def handover(request, pk):
    return _handover_page(request, handover_or_404(request, pk))


def _handover_page(request, found, status=200, **more):
    who = services.standing_of(request.user, found)
    items = list(found.items.select_related("given_by", "received_by"))
    done, total = rules.done_of(item.done for item in items)
    reads = bool(rules.may_read(who))
    context = {
        "handover": found,
        "organisation": found.seat.organisation,
        "incoming": services.incoming_of(found),
        "done": done,
        "total": total,
        "percent": 100 * done // total if total else 0,
        "reads": reads,
        "items": [_shown(item, who, found) for item in items] if reads else [],
        "close": rules.may_close(who, state=found.state, done=done, total=total),
        "is_outgoing": who.is_outgoing,
        "item_form": forms.ItemForm(),
        "role_form": forms.NewRoleForm(initial={"words": found.new_role}),
        "owed": (services.open_commitments(found.seat.organisation) or []) if reads else [],
        **more,
    }
    return render(request, "leadership/handover/handover.html", context, status=status)


def _shown(item, who, found):
    return {
        "item": item,
        "words": services.words_of(item),
        "gives": bool(rules.may_give(who, state=found.state, received_at=item.received_at)),
        "receives": bool(
            rules.may_receive(
                who,
                state=found.state,
                given_at=item.given_at,
                given_by=item.given_by_id,
                received_at=item.received_at,
            )
        ),
    }


def _item_or_404(request, pk):
    seen = Handover.objects.visible_to(request.user)
    rows = HandoverItem.objects.filter(handover__in=seen).select_related(
        "handover__seat__organisation", "handover__outgoing__holder", "handover__incoming__holder"
    )
    return get_object_or_404(rows, pk=pk)


@by_password
@require_http_methods(READ_AND_WRITE)
def give(request, pk):
    item = _item_or_404(request, pk)
    found = item.handover
    decision = rules.may_give(
        services.standing_of(request.user, found), state=found.state, received_at=item.received_at
    )
    if not decision:
        raise PermissionDenied(decision.reason)
    form = form_of(request, forms.GiveForm, {"what": services.words_of(item), "nothing": item.nothing})
    if request.method == "POST" and form.is_valid():
        try:
            services.give(item=item, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Anotado: lo entregaste. Falta que lo reciban."))
            return redirect("leadership:handover", pk=found.pk)
    context = {"handover": found, "organisation": found.seat.organisation, "item": item, "form": form}
    return render(request, "leadership/handover/give.html", context, status=status_of(form))


@by_password
@require_POST
def sign(request, pk):
    """Received, or not as it was said."""
    item = _item_or_404(request, pk)
    try:
        if request.POST.get("action") == "back":
            services.not_received(item=item, by=request.user)
            messages.info(request, _("Vuelve a quien entrega, para que lo complete."))
        else:
            services.receive(item=item, by=request.user)
            messages.success(request, _("Anotado: lo recibiste."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("leadership:handover", pk=item.handover_id)


@by_password
@require_POST
def act(request, pk):
    """Close it, add a thing, or say her new role."""
    found = handover_or_404(request, pk)
    action = request.POST.get("action")
    try:
        if action == "close":
            services.close(handover=found, by=request.user)
            messages.success(request, _("La entrega está completa. Gracias a las dos."))
        elif action == "add":
            form = forms.ItemForm(request.POST)
            if not form.is_valid():
                return _handover_page(request, found, status=422, item_form=form)
            services.add_item(handover=found, by=request.user, title=form.cleaned_data["title"])
        elif action == "role":
            form = forms.NewRoleForm(request.POST)
            if not form.is_valid():
                return _handover_page(request, found, status=422, role_form=form)
            services.say_new_role(handover=found, by=request.user, words=form.cleaned_data["words"])
            messages.success(request, _("Gracias por lo que hiciste y por lo que viene."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("leadership:handover", pk=found.pk)


@by_password
@require_GET
def paper(request, pk):
    """The list as an acta of handover to sign on paper, for who may read it."""
    found = handover_or_404(request, pk)
    decision = rules.may_read(services.standing_of(request.user, found))
    if not decision:
        raise PermissionDenied(decision.reason)
    response = HttpResponse(papers.pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="entrega.pdf"'
    return response


# --- Standing in, and farewell -------------------------------------------------------------------


@by_password
@require_http_methods(READ_AND_WRITE)
def name_cover(request, pk):
    seat = seat_or_404(request, pk)
    wanted = (request.POST.get("q") or request.GET.get("q") or "").strip()[:60]
    found = women_called(seat.organisation, wanted, request.user)
    form = form_of(request, forms.CoverForm, {}, found=found)
    more = {"q": wanted, "found": found, "seat": seat}
    return propose_change(request, seat.organisation, "name_cover", form, _("Reemplazo de emergencia"), **more)


@by_password
@require_http_methods(READ_AND_WRITE)
def start_cover(request, pk):
    seat = seat_or_404(request, pk)
    form = form_of(request, forms.StartCoverForm, {})
    return propose_change(request, seat.organisation, "start_cover", form, _("Empieza el reemplazo"), seat=seat)


@by_password
@require_POST
def decline_cover(request, pk):
    """She herself, at once."""
    cover = get_object_or_404(EmergencyCover.objects.select_related("seat"), pk=pk, member=request.user, until=None)
    services.decline_cover(cover=cover, by=request.user)
    messages.success(request, _("Listo. Ya no eres su reemplazo de emergencia."))
    return redirect("leadership:seat", pk=cover.seat_id)


@by_password
@require_http_methods(READ_AND_WRITE)
def farewell(request, pk):
    term = term_or_404(request, pk)
    form = form_of(request, forms.FarewellForm, {}, user=request.user)
    more = {"seat": term.seat, "term": term, "template": "leadership/handover/farewell.html"}
    return propose_change(request, term.seat.organisation, "farewell", form, _("Despedir a una compañera"), **more)


@by_password
@require_http_methods(READ_AND_WRITE)
def undo_farewell(request, pk):
    """It was an error: ``pk`` is the change that said that she had died."""
    change = get_object_or_404(ChangeRequest.objects.visible_to(request.user), pk=pk, kind="farewell", state="approved")
    form = form_of(request, forms.UndoForm, {}, user=request.user, farewell=change)
    more = {"farewell": change, "template": "leadership/handover/undo.html"}
    return propose_change(request, change.organisation, returning.UNDONE, form, _("Fue un error: ella vive"), **more)


@by_password
@require_POST
def take_memorial_down(request, pk):
    """One woman is enough: when the family changes its mind, it goes at once."""
    memorial = get_object_or_404(Memorial.objects.visible_to(request.user), pk=pk)
    decision = register.may_propose(request.user, memorial.organisation)
    if not decision:
        raise PermissionDenied(decision.reason)
    services.take_down(memorial=memorial, by=request.user)
    messages.success(request, _("Quitamos el recuerdo, como pidió su familia."))
    return redirect("leadership:handovers", pk=memorial.organisation_id)
