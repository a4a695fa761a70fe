"""The acta companion and the dossier. The acta itself is in the book, on paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.core import audit
from academy.core.record import Unfit
from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.members.kept_forms import keeps_what_she_typed, take

from ..attendance import services as attendance
from ..evidence import services as evidence
from ..models import ActaRules, DossierPaper, Evidence, SessionType
from ..reserve import Reserve, standing_of
from ..sessions.shown import may, session_for
from . import papers, rules, services, text
from .forms import ASSEMBLIES, PaperForm, PapersForm, RulesForm, SignedForm


def _session(request, pk):
    """``(session, standing, what she may)`` for who is of its organisation; a circle of trust has no papers."""
    standing = standing_of(request.user)
    found = session_for(standing, pk)
    if found is None or found.is_count_only:
        raise Http404
    allowed = may(found, standing)
    if not allowed["acta"]:
        raise PermissionDenied(_("Los papeles son de las socias de esa organización."))
    return found, standing, allowed


def _organisation(request, organisation):
    """``(organisation, standing)``: one of hers; to strangers it does not exist here."""
    standing = standing_of(request.user)
    return get_object_or_404(standing.organisations().select_related("territory"), pk=organisation), standing


def _require_leading(standing, organisation):
    if not standing.leads(organisation):
        raise PermissionDenied(_("Esto lo hace la directiva o quien acompaña a la organización."))


# --- After the session: text, cautions, papers, signed pages -----------------------------------------------


@by_password
@never_cache
@require_safe
def acta(request, pk):
    """What to know before signing, the text to copy, the papers, the photos of what was signed."""
    found, standing, allowed = _session(request, pk)
    people = list(found.attendances.select_related("member"))
    tally = attendance.tally_of(found, people)
    formal = found.type in dict(ASSEMBLIES)
    ruled, cautions = services.cautions_of(found, people if allowed["names"] else [], tally.total)
    rule = ruled.quorum(found.call)
    needed = rules.needed(found.able, rule.value) if rule and found.able else None
    with override("es"):
        # The book is in Spanish, whatever the language of the page.
        paragraphs = text.paragraphs(found, list(found.points.all()), present=tally.total, needed=needed)
    signed = Evidence.objects.filter(Q(session=found) | Q(session__joined_into=found))
    signed = signed.visible_to(request.user, standing).filter(shows__in=["signed_page", "attendance"])
    context = {
        "session": found,
        "may": allowed,
        "formal": formal,
        "cautions": cautions if formal else [],
        "rule": rule,
        "paragraphs": paragraphs,
        "signed": list(signed),
        "people": len(people),
    }
    return render(request, "peer_exchange/acta/acta.html", context)


@by_password
@never_cache
@require_safe
def paper(request, pk, name):
    """A paper of a session that was. The list comes with the names on it (``?nombres``) for who keeps them: audited."""
    found, standing, allowed = _session(request, pk)
    if name not in papers.NAMES:
        raise Http404
    people = list(found.attendances.select_related("member"))
    named = []
    if name == "attendance" and "nombres" in request.GET:
        if not allowed["names"]:
            raise PermissionDenied(_("La lista con nombres la ve quien la lleva, y la directiva."))
        legal = standing.leads(found.organisation)
        named = sorted(_named(one, found, legal=legal) for one in people if one.member_id or one.name)
        audit.note("exchange.attendance_printed", by=request.user, session=str(found.pk), names=len(named))
    ruled = services.rules_of(found.organisation)
    assembly = papers.Assembly(
        organisation=found.organisation.name,
        kind=found.get_type_display(),
        place=found.place,
        held_on=found.held_on,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        call=found.call,
        agenda=[line.strip() for line in found.agenda.splitlines() if line.strip()],
        able=found.able,
        present=attendance.tally_of(found, people).total,
        people=named,
        with_document=bool(ruled.sheet_with_document.value),
    )
    return _pdf(name, assembly, ruled)


def _named(one, session, *, legal):
    """As on paper: her full name, where she gave one and the board prints it (``legal``); else as she is called."""
    if one.member_id:
        full = one.member.legal_name if legal else ""
        return full or one.member.display_name, one.organisation or session.organisation.name
    return one.name, one.organisation


def _pdf(name, assembly, ruled):
    response = HttpResponse(papers.pdf(name, assembly, ruled), content_type="application/pdf")
    title = {"attendance": _("lista"), "convocation": _("convocatoria"), "quorum": _("quorum")}[name]
    response["Content-Disposition"] = f'inline; filename="{slugify(title)}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@keeps_what_she_typed
@never_cache
def signed(request, pk):
    """The photo of the signed pages: without place, at most 200 KB, for who was there and the board."""
    found, _standing, _allowed = _session(request, pk)
    form = SignedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            name = evidence.keep_photo(given["photo"], owner=found.pk)
        except Unfit as unfit:
            form.add_error("photo", unfit.reason)
        else:
            _add_signed(request, found, name, given)
            messages.success(request, _("Guardada."))
            return redirect("exchange:acta", pk=pk)
    return render(request, "peer_exchange/acta/signed.html", {"session": found, "form": form}, status=status_of(form))


def _add_signed(request, session, name, given):
    """Once, however often the form arrives: the same photo of the same session is one."""
    if session.evidence.filter(photo=name, shows=given["shows"]).exists():
        return
    evidence.add(
        organisation=session.organisation,
        session=session,
        by=request.user,
        shows=given["shows"],
        photo=name,
        words=given["words"],
        dated=session.held_on,
        reserve=Reserve.PARTICIPANTS,
        faces=given["faces"],
        faces_agreed=given["faces_agreed"],
    )


# --- Before it: papers of an organisation ---------------------------------------------------------------------


@keeps_what_she_typed
@never_cache
@require_safe
def dossiers(request):
    """Her organisations, each with its dossier."""
    standing = standing_of(request.user)
    rows = list(standing.organisations()[:100])
    return render(request, "peer_exchange/acta/dossiers.html", {"organisations": rows})


@keeps_what_she_typed
@never_cache
@require_safe
def dossier(request, organisation):
    found, standing = _organisation(request, organisation)
    today = timezone.localdate()
    ruled = services.rules_of(found)
    context = {
        "organisation": found,
        "papers": services.dossier_of(found, today=today),
        "leads": standing.leads(found),
        "rules": [(LABELS[name], getattr(ruled, name)) for name in rules.NAMES if getattr(ruled, name)],
        "readings": services.readings_of(found),
    }
    return render(request, "peer_exchange/acta/dossier.html", context)


LABELS = {name: field.label for name, field in RulesForm.base_fields.items()}


@by_password
@never_cache
def edit_paper(request, organisation, kind):
    """One paper of the dossier. Another paper is found by its title."""
    found, standing = _organisation(request, organisation)
    _require_leading(standing, found)
    if kind not in DossierPaper.Kind.values:
        raise Http404
    title = request.GET.get("papel", "")[:120]
    rows = DossierPaper.objects.filter(organisation=found, kind=kind)
    row = rows.filter(title=title).first() if title or kind != DossierPaper.Kind.OTHER else None
    names = ("title", "state", "number", "issued_on", "expires_on", "note")
    first = {name: getattr(row, name) for name in names} if row else {"state": DossierPaper.State.MISSING}
    kept = take(request, request.path) if request.method == "GET" else None
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES, kind=kind)
    else:
        form = PaperForm(kind=kind, initial={**first, **(kept.dict() if kept else {})})
    if request.method == "POST" and form.is_valid() and _keep_paper(request, found, kind, form):
        messages.success(request, _("Guardado."))
        return redirect("exchange:dossier", organisation=found.pk)
    context = {"organisation": found, "form": form, "kind": DossierPaper.Kind(kind).label, "paper": row}
    return render(request, "peer_exchange/acta/paper.html", context, status=status_of(form))


def _keep_paper(request, organisation, kind, form):
    given = dict(form.cleaned_data)
    upload, proof = given.pop("photo", None), None
    if upload:
        try:
            name = evidence.keep_photo(upload, owner=f"{organisation.pk}/{kind}")
        except Unfit as unfit:
            form.add_error("photo", unfit.reason)
            return False
        proof = Evidence.objects.filter(organisation=organisation, photo=name).first() or evidence.add(
            organisation=organisation,
            by=request.user,
            shows=Evidence.Shows.DOCUMENT,
            photo=name,
            reserve=Reserve.PARTICIPANTS,
            dated=given["issued_on"],
        )
    services.set_paper(organisation=organisation, by=request.user, kind=kind, proof=proof, **given)
    return True


@by_password
@never_cache
def edit_rules(request, organisation):
    """What the statute asks, or the municipality, with where it says so."""
    found, standing = _organisation(request, organisation)
    _require_leading(standing, found)
    place = found.territory if found.territory and services.may_rule(request.user, found.territory) else None
    scopes = [("own", found.name)] + ([("place", str(place))] if place else [])
    for_place = place is not None and (request.POST.get("scope") or request.GET.get("para")) == "place"
    row = ActaRules.objects.filter(**({"territory": place} if for_place else {"organisation": found})).first()
    kept = take(request, request.path) if request.method == "GET" else None
    first = {"scope": "place" if for_place else "own", **RulesForm.initial_of(row), **(kept.dict() if kept else {})}
    form = RulesForm(request.POST if request.method == "POST" else None, scopes=scopes, initial=first)
    if request.method == "POST" and form.is_valid():
        services.set_rules(organisation=found, by=request.user, territory=place if for_place else None, **form.said())
        messages.success(request, _("Guardado."))
        return redirect("exchange:dossier", organisation=found.pk)
    context = {"organisation": found, "form": form, "place": place}
    return render(request, "peer_exchange/acta/rules.html", context, status=status_of(form))


@keeps_what_she_typed
@never_cache
def assembly(request, organisation):
    """The papers before an assembly: filled in, printed, not kept."""
    found, _standing = _organisation(request, organisation)
    ruled = services.rules_of(found)
    kept = take(request, request.path) if request.method == "GET" else None
    first = {
        "type": SessionType.ASSEMBLY,
        "able": services.able_of(found) or None,
        "with_document": bool(ruled.sheet_with_document.value),
    }
    form = PapersForm(
        request.POST if request.method == "POST" else None, initial={**first, **(kept.dict() if kept else {})}
    )
    name = request.POST.get("paper", "")
    if request.method == "POST" and form.is_valid():
        if name not in papers.NAMES:
            raise Http404
        return _pdf(name, _assembly_of(found, form.cleaned_data), ruled)
    late = None
    if ruled.notice_days:
        late = ruled.notice_days
    context = {"organisation": found, "form": form, "rule": ruled.quorum_first, "notice": late}
    return render(request, "peer_exchange/acta/assembly.html", context, status=status_of(form))


def _assembly_of(organisation, given):
    kinds = dict(ASSEMBLIES)
    same = ("place", "held_on", "starts_at", "second_at", "able", "with_document", "with_phone")
    return papers.Assembly(
        organisation=organisation.name,
        kind=str(kinds[given["type"]]),
        agenda=[line.strip() for line in given["agenda"].splitlines() if line.strip()],
        lines=given["lines"] or papers.LEAST_LINES,
        **{name: given[name] for name in same},
    )
