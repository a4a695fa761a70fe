"""The list of promises, one of them, writing one down and correcting it."""

import json

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.core import ids
from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed

from .. import doors
from ..models import Commitment, EscalationStep, Evidence, FollowUp, SessionLog, Space
from ..spaces.directory import institutions_of_all
from . import escalation, handlers, rules, services, shown
from .forms import CommitmentForm
from .timeline import looked_at, story

PAGE = 30
STATES = [
    ("", gettext_lazy("Abiertos")),
    ("overdue", gettext_lazy("Vencidos")),
    ("check", gettext_lazy("Toca preguntar")),
    ("mine", gettext_lazy("Los que sigo")),
    ("closed", gettext_lazy("Cerrados")),
    ("all", gettext_lazy("Todos")),
]


class SearchForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Busca una palabra o institución"), max_length=80, required=False)
    estado = forms.ChoiceField(choices=STATES, required=False)


def commitment_or_404(request, pk):
    return doors.find(request, Commitment, pk, *shown.WITH, "follower_one", "follower_two", "session", "space")


def _narrowed(rows, state, user, today):
    if state == "overdue":
        return rows.overdue(today).order_by("due_on", "pk")
    if state == "check":
        return rows.to_check(today).order_by("next_check_on", "pk")
    if state == "mine":
        return rows.filter(Q(follower_one=user) | Q(follower_two=user)).order_by("next_check_on", "pk")
    if state == "closed":
        return rows.filter(state__in=rules.CLOSED).order_by("-closed_on", "pk")
    return rows if state == "all" else rows.open().order_by("-made_on", "pk")


@keeps_what_she_typed
@never_cache
@require_safe
def commitments(request):
    form = SearchForm(request.GET)
    form.is_valid()
    wanted, words = form.cleaned_data.get("estado") or "", form.cleaned_data.get("q") or ""
    today = timezone.localdate()
    seen = Commitment.objects.visible_to(request.user, doors.here(request))
    rows = _narrowed(seen, wanted, request.user, today)
    if words:
        rows = rows.filter(
            Q(words__icontains=words)
            | Q(institution_said__icontains=words)
            | Q(post_said__icontains=words)
            | Q(topic__icontains=words)
        )
    page = Paginator(shown.listed(rows), PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": [shown.shown(row, today) for row in page],
        "form": form,
        "wanted": wanted,
        "words": words,
        "states": [(code, label) for code, label in STATES],
    }
    return render(request, "peer_exchange/commitments/list.html", context)


@keeps_what_she_typed
@never_cache
@require_safe
def commitment(request, pk):
    """One promise with its whole story. Queries: her standing (3), the row, versions, follow-ups, steps, evidence, the
    chain of authorities, what may be done."""
    row = commitment_or_404(request, pk)
    today = timezone.localdate()
    follow_ups = list(FollowUp.objects.filter(commitment=row).select_related("by"))
    steps = list(EscalationStep.objects.filter(commitment=row).select_related("by"))
    seen = Commitment.objects.visible_to(request.user, doors.here(request))
    heirs = list(seen.filter(inherited_from=row).exclude(state="void").select_related("change"))
    row.handed_on = bool(heirs)
    told = shown.shown(row, today)
    taken = [(step.step, step.answer_due_on, step.answered_on) for step in steps]
    standing = doors.here(request)
    due = rules.due(row.due_on)
    # A promise may be read more widely than its women are known (DESIGN, who sees what).
    writes = bool(handlers.may_write(request.user, row))
    named = writes or standing.is_inside(row.organisation)
    context = {
        "told": told,
        "row": row,
        "due": due,
        "story": story(row, follow_ups=follow_ups, steps=steps, at=today, reader=request.user.pk, named=named),
        "checks": looked_at(row, follow_ups),
        "waiting": [
            step for step in steps if step.answered_on is None and step.answer_due_on and rules.is_open(row.state)
        ],
        "next_step": escalation.suggested(taken=taken, overdue=told.overdue and not heirs, at=today),
        "versions": services.standing_versions(row),
        "heirs": heirs,
        "forerunner": seen.filter(pk=row.inherited_from_id).first() if row.inherited_from_id else None,
        "named": named,
        "evidence": Evidence.objects.visible_to(request.user, standing).filter(commitment=row),
        "session": _session_she_sees(request, row),
        "writes": writes,
        "leads": standing.leads(row.organisation),
        "text": shown.text_to_send(row, today),
        "today": today,
    }
    return render(request, "peer_exchange/commitments/detail.html", context)


def _session_she_sees(request, row):
    """The session it was made at, where she may read that: a promise may be wider than its session."""
    if not row.session_id:
        return None
    return SessionLog.objects.visible_to(request.user, doors.here(request)).filter(pk=row.session_id).first()


# --- Writing it down ----------------------------------------------------------------------------------


@keeps_what_she_typed
@never_cache
def note(request):
    """A new promise. From a session or a space it comes with what is known there."""
    standing = doors.here(request)
    places = doors.some_place(standing)
    session, space = _from_where(request)
    organisation = _organisation(request, places, session, space)
    links = _links(session, space)
    first = {"made_on": timezone.localdate().isoformat(), "has_date": "date"}
    if session:
        first = {**first, "made_on": session.held_on.isoformat(), "reserve": session.reserve}
    data, initial = doors.typed(request, first)
    form = CommitmentForm(data, initial=initial, places=places, standing=standing, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        outcome = services.note(
            organisation=form.cleaned_data["organisation"],
            by=request.user,
            nonce=_nonce(request),
            **links,
            **form.said(),
        )
        if outcome:
            _told(request, form)
            return redirect("exchange:commitment", pk=_nonce(request))
        form.add_error(None, outcome.reason)
    context = {**_context(form, organisation, links), "session": session, "space": space}
    return render(request, "peer_exchange/commitments/form.html", context, status=status_of(form))


def _links(session, space):
    """What a new promise hangs from, as ids."""
    return {
        "session": str(session.pk) if session else "",
        "cycle": str(session.cycle_id or "") if session else "",
        "space": str((space.pk if space else None) or (session.space_id if session else None) or ""),
    }


def _from_where(request):
    said = request.POST if request.method == "POST" else request.GET
    session, space = ids.parse(said.get("sesion", "")), ids.parse(said.get("espacio", ""))
    user, standing = request.user, doors.here(request)
    sessions = SessionLog.objects.visible_to(user, standing).leading()
    sessions = sessions.select_related("organisation").exclude(reserve="none")
    spaces = Space.objects.visible_to(user, standing).select_related("organisation")
    return (
        sessions.filter(pk=session).first() if session else None,
        spaces.filter(pk=space).first() if space else None,
    )


def _organisation(request, places, session, space):
    """Whose promise it is: as posted, as the session or the space says, else her first."""
    said = (request.POST.get("organisation") or request.GET.get("organizacion") or "")[:12]
    chosen = places.filter(pk=int(said)).first() if said.isascii() and said.isdigit() else None
    if chosen is None and (session or space):
        chosen = places.filter(pk=(session or space).organisation_id).first()
    # Her own kitchen before what is above it; who only looks after others begins above.
    first = ("-depth", "path") if doors.here(request).own else ("depth", "path")
    return chosen or places.select_related("territory").order_by(*first).first()


def _context(form, organisation, links, row=None, versions=()):
    """``links`` go along as JSON: a phone without signal makes the same event of them."""
    known = institutions_of_all([organisation]).order_by("name").values_list("name", flat=True)[:200]
    return {"form": form, "row": row, "institutions": known, "versions": versions, "links": json.dumps(links)}


def _nonce(request):
    """The number the form was printed with; the same within one request."""
    if not hasattr(request, "exchange_nonce"):
        request.exchange_nonce = ids.parse(request.POST.get("nonce", "")) or ids.uuid7()
    return request.exchange_nonce


def _told(request, form):
    messages.success(request, _("Anotado. Ahora dos compañeras le hacen seguimiento."))
    moved = form.moved()
    if moved:
        due_on, works_on = (date_format(day, "DATE_FORMAT") for day in moved)
        words = _("El %(due)s no se trabaja. Pregunten el %(next)s, el siguiente día hábil.")
        messages.warning(request, words % {"due": due_on, "next": works_on})
    elif not form.cleaned_data.get("due_on"):
        messages.warning(request, _("Quedó «sin fecha». Pidan una fecha en la próxima reunión."))


@keeps_what_she_typed
@never_cache
def correct(request, pk):
    """The same promise, said again. Where two corrected at once, both versions are shown beside the form."""
    row = commitment_or_404(request, pk)
    doors.insist(handlers.may_write(request.user, row))
    versions = services.standing_versions(row)
    data, initial = doors.typed(request, CommitmentForm.initial_of(row))
    standing = doors.here(request)
    form = CommitmentForm(
        data,
        initial=initial,
        places=doors.places_of(standing),
        standing=standing,
        organisation=row.organisation,
        commitment=row,
    )
    if request.method == "POST" and form.is_valid():
        outcome = services.note(
            organisation=row.organisation,
            commitment=row.pk,
            by=request.user,
            nonce=_nonce(request),
            based_on=_based_on(request),
            **_kept_links(row),
            **form.said(),
        )
        if outcome:
            _told(request, form)
            return redirect("exchange:commitment", pk=row.pk)
        form.add_error(None, outcome.reason)
    context = _context(form, row.organisation, _kept_links(row), row, versions)
    return render(request, "peer_exchange/commitments/form.html", context, status=status_of(form))


def _based_on(request):
    """Which versions the form showed: what she had not seen stays open beside hers."""
    return [str(number) for number in map(ids.parse, request.POST.getlist("based_on")[:20]) if number]


def _kept_links(row):
    names = ("session", "space", "cycle", "issue", "official", "inherited_from", "change")
    return {name: str(getattr(row, f"{name}_id") or "") for name in names}
