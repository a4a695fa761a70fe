"""A coordinator's pages: the numbers, and what she enters for her organisations."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from academy.core import audit, spreadsheets
from academy.core.ids import parse
from academy.core.models import AuditEntry
from academy.members.forms import status_of
from academy.members.kept_forms import take
from academy.members.models import Member
from academy.members.rules import name_key
from academy.members.services.access import Refused

from .. import leaving
from ..circles import services as circles
from ..models import MatchingRound
from ..permissions import coordinating
from ..proposals import assembly
from ..proposals.suggesting import organisation_names
from ..querysets import coordinated_by
from ..rounds import services as rounds
from . import measures, picking, reserves
from .forms import ActaForm, AssemblyForm, CircleForm, CycleForm, WeightsForm

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FOUND = 20
SEEN = "mentoring.names_seen"
CIRCLE_PARTS = {"mentee": gettext_lazy("Aprende"), "mentor": gettext_lazy("Acompaña")}
RESERVE_PARTS = {"reserved": gettext_lazy("Se reserva"), "also": gettext_lazy("También puede juntarse con ella")}


def women_of(user):
    """Active women who belong today to what ``user`` coordinates."""
    return Member.objects.within(coordinated_by(user)).filter(is_active=True)


def found_by_name(user, text):
    """At most MOST_FOUND of them; none for an empty search."""
    key = name_key(text)
    return list(women_of(user).filter(name_key__contains=key).order_by("name_key", "pk")[:MOST_FOUND]) if key else []


def with_places(members):
    """(woman, name of her organisation): two of one name can be told apart."""
    places = organisation_names([each.pk for each in members])
    return [(each, places.get(each.pk, "")) for each in members]


@coordinating
@require_GET
def board(request):
    """The programme of her scope in numbers; names of those who allow it, who are told that she looked."""
    report = measures.report_for(request.user)
    seen = {each.member.pk for each in report.waiting} | {id for pair in report.pairs for id in pair.ids}
    note_seen(by=request.user, members=seen)
    page = {"report": report, "rounds": MatchingRound.objects.visible_to(request.user).select_related("cycle")[:5]}
    return render(request, "mentoring/coordinate/board.html", page)


def note_seen(*, by, members, at=None):
    """Write down for each named woman that her name was looked at, once a day for each reader."""
    at = at or timezone.now()
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    known = AuditEntry.objects.filter(action=SEEN, by=by.pk, at__gte=day)
    fresh = members - set(known.values_list("about", flat=True))
    AuditEntry.objects.bulk_create(AuditEntry(at=at, by=by.pk, about=member, action=SEEN) for member in fresh)


@coordinating
@require_GET
def board_csv(request):
    return _file(request, "csv", CSV, lambda rows: spreadsheets.as_csv(rows))


@coordinating
@require_GET
def board_xlsx(request):
    return _file(request, "xlsx", XLSX, lambda rows: spreadsheets.as_xlsx(rows, _("Ayni")))


def _file(request, ending, kind, write):
    rows = [[_("Parte"), _("Qué"), _("Cuántas")], *measures.rows_of(measures.report_for(request.user))]
    audit.note("mentoring.report_exported", by=request.user, format=ending)
    response = HttpResponse(write(rows), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="acompanamiento.{ending}"'
    return response


@coordinating
@require_http_methods(["GET", "HEAD", "POST"])
def cycle(request):
    """A new cycle: women are asked again when it begins."""
    form = CycleForm(_typed(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        rounds.open_cycle(by=request.user, **form.cleaned_data)
        messages.success(request, _("El ciclo está abierto. Cada una verá si su ficha sigue igual."))
        return redirect("mentoring:rounds")
    page = {"form": form, "title": _("Abrir un ciclo"), "help": _("Vale para esa organización y las de abajo.")}
    return render(request, "mentoring/coordinate/form.html", page, status=_status(request, form))


@coordinating
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request):
    """The weights an assembly adopted. A change is a new version; rounds keep the one they were computed with."""
    form = WeightsForm(_typed(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        rounds.adopt_weights(by=request.user, **form.cleaned_data)
        messages.success(request, _("Guardamos los pesos con su acta."))
        return redirect("mentoring:rounds")
    page = {
        "form": form,
        "title": _("Pesos que adoptó la asamblea"),
        "help": _("Cuánto cuenta cada cosa al buscar compañera. Suman 100."),
    }
    return render(request, "mentoring/coordinate/form.html", page, status=_status(request, form))


def _typed(request):
    return request.POST if request.method == "POST" else (take(request, request.path) or None)


def _status(request, form):
    return status_of(form) if request.method == "POST" else 200


@coordinating
@require_http_methods(["GET", "HEAD", "POST"])
def assembly_pair(request):
    """A pair agreed in assembly: two searches, two choices, the acta."""
    said = request.POST if request.method == "POST" else request.GET
    searches = {"aprende": said.get("aprende", ""), "acompana": said.get("acompana", "")}
    mentees, mentors = (found_by_name(request.user, text) for text in searches.values())
    form = AssemblyForm(
        request.POST if request.method == "POST" else None,
        members=women_of(request.user),
        mentees=mentees,
        mentors=mentors,
    )
    for name, found in (("mentee", mentees), ("mentor", mentors)):
        form.fields[name].choices = [(each.pk, f"{each} · {place}") for each, place in with_places(found)]
    if request.method == "POST" and form.is_valid():
        try:
            assembly.agree(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Les preguntamos a las dos. La pareja empieza cuando ambas digan que sí."))
            return redirect("mentoring:board")
    page = {"form": form, "searches": searches, "found": bool(mentees and mentors), "asked": any(searches.values())}
    return render(request, "mentoring/coordinate/assembly.html", page, status=_status(request, form))


@coordinating
@require_http_methods(["GET", "HEAD", "POST"])
def new_circle(request):
    """A circle from women found by name, in as many searches as it takes: one or two accompany, up to six learn."""
    said = _typed(request) or request.GET
    query = said.get("q", "")
    parts = picking.marked(said, CIRCLE_PARTS, parse)
    chosen = list(women_of(request.user).filter(pk__in=parts).order_by("name_key", "pk"))
    sent = request.method == "POST" and "find" not in request.POST
    form = CircleForm(request.POST if sent else None, user=request.user, initial=said.dict())
    if sent and form.is_valid():
        try:
            circles.make(
                by=request.user,
                mentors=[each for each in chosen if parts[each.pk] == "mentor"],
                mentees=[each for each in chosen if parts[each.pk] == "mentee"],
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Invitamos a cada una. Ellas deciden."))
            return redirect("mentoring:board")
    found = [each for each in found_by_name(request.user, query) if each.pk not in parts]
    page = {
        "form": form,
        "q": query,
        "nobody": bool(query) and not found,
        "options": CIRCLE_PARTS.items(),
        "rows": [(each, each, place, parts.get(each.pk, "")) for each, place in with_places([*chosen, *found])],
    }
    return render(request, "mentoring/coordinate/circle.html", page, status=_status(request, form) if sent else 200)


@coordinating
@require_http_methods(["GET", "HEAD", "POST"])
def reserved(request):
    """Organisations that keep to themselves, and a new one: found by name, with its acta."""
    said = _typed(request) or request.GET
    query = said.get("q", "").strip()
    mine = coordinated_by(request.user)
    parts = picking.marked(said, RESERVE_PARTS, picking.whole)
    chosen = list(mine.filter(pk__in=parts).order_by("path"))
    sent = request.method == "POST" and "find" not in request.POST
    form = ActaForm(request.POST if sent else None, initial=said.dict())
    if sent and form.is_valid():
        inside = [each for each in chosen if parts[each.pk] == "reserved"]
        if len(inside) == 1:
            also = [each for each in chosen if parts[each.pk] == "also"]
            reserves.reserve(organisation=inside[0], by=request.user, also=also, **form.cleaned_data)
            messages.success(request, _("Guardado. Vale desde la próxima búsqueda."))
            return redirect("mentoring:reserved")
        form.add_error(None, _("Marca una sola organización que se reserva."))
    named = mine.filter(Q(name__icontains=query) | Q(code__iexact=query)).exclude(pk__in=parts) if query else []
    found = list(named.order_by("depth", "path")[:MOST_FOUND]) if query else []
    page = {
        "form": form,
        "q": query,
        "nobody": bool(query) and not found,
        "options": RESERVE_PARTS.items(),
        "rows": [(each, each.name, each.code, parts.get(each.pk, "")) for each in [*chosen, *found]],
        "reserved": reserves.visible_to(request.user),
    }
    return render(request, "mentoring/coordinate/reserved.html", page, status=_status(request, form) if sent else 200)


@coordinating
@require_POST
def lift_reserve(request, pk):
    """One of them is open to all again."""
    row = get_object_or_404(reserves.visible_to(request.user), pk=pk)
    form = ActaForm(request.POST)
    if form.is_valid():
        reserves.lift(row=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Listo. Sus socias se juntan con todas otra vez."))
    else:
        messages.warning(request, form.errors["acta"][0])
    return redirect("mentoring:reserved")


@coordinating
@require_http_methods(["GET", "HEAD", "POST"])
def gone(request):
    """A woman is no longer there. No reason is asked; her companions are offered another."""
    if request.method == "POST":
        member = get_object_or_404(women_of(request.user), pk=_id_or_404(request.POST.get("member")))
        leaving.is_gone(member=member, by=request.user)
        # How many pairs she had is not the coordinator's to know.
        messages.success(
            request, _("Listo. Cerramos con cariño lo suyo y buscamos a otra para quien aprendía con ella.")
        )
        return redirect("mentoring:board")
    query = request.GET.get("q", "")
    page = {"found": with_places(found_by_name(request.user, query)), "q": query}
    return render(request, "mentoring/coordinate/gone.html", page)


def _id_or_404(text):
    found = parse(text)
    if found is None:
        raise Http404
    return found
