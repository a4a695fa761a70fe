"""Who was there: by name, by count, and what the sheet says twice."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from academy.core import ids
from academy.members.gates import by_password
from academy.members.kept_forms import keeps_what_she_typed, take

from .. import doors
from ..filled.requests import from_phones
from ..models import AgeBand, Attendance, AttendanceCount, Part
from ..reserve import standing_of
from ..sessions.shown import may, session_for
from . import rules, services
from .forms import CountForm, SheetForm

#: Answers to «is she the same?»
SAME, OTHER, SKIP = "same", "other", "skip"


def _nonce(request):
    return ids.parse(request.POST.get("nonce", "")) or ids.uuid7()


def _listable(request, pk):
    """``(session, standing, what she may)``: of her organisation, with minutes."""
    standing = doors.here(request)
    found = session_for(standing, pk)
    if found is None or found.is_count_only:
        raise Http404
    allowed = may(found, standing)
    if allowed["inside"] and not allowed["list"]:
        raise PermissionDenied(_("La sesión está cerrada. Lo que falte va como añadido."))
    if not allowed["list"]:
        raise PermissionDenied(_("Solo lo anotan las socias de esa organización."))
    return found, standing, allowed


@by_password
@never_cache
@from_phones
def attendance(request, pk):
    """The list so far (for who keeps it), members to tap, the sheet to type, the way to count."""
    found, standing, allowed = _listable(request, pk)
    kept = take(request, request.path) if request.method == "GET" else None
    form = SheetForm(request.POST if request.method == "POST" else None, initial=kept.dict() if kept else {})
    if request.method == "POST" and form.is_valid() and (done := _take_in(request, found, form, standing)):
        return done
    people = list(found.attendances.select_related("member"))
    there = {one.member_id for one in people}
    ticked = set(kept.getlist("woman")) if kept else set()
    women = [one for one in services.women_to_mark(found.organisation, standing) if one.pk not in there]
    for one in women:
        one.ticked = str(one.pk) in ticked
    context = {
        "session": found,
        "form": form,
        "women": women,
        "people": people if allowed["names"] else [],
        "names": allowed["names"],
        "total": len(people),
    }
    return doors.page(request, "peer_exchange/attendance/list.html", context, form)


def _take_in(request, found, form, standing):
    """Write down what is clear; ask about what is not. None: the form says what is wrong."""
    tapped = {str(number) for number in map(ids.parse, request.POST.getlist("woman")) if number}
    lines = rules.lines_of(form.cleaned_data["lines"])
    if not (tapped or lines):
        form.add_error("lines", _("Marca a quienes estuvieron, o escribe sus nombres."))
        return None
    if len(lines) > rules.MOST_NAMED:
        form.add_error("lines", _("Son más de quinientas. Anota cuántas, sin nombres."))
        return None
    known = {str(one.pk) for one in services.women_to_mark(found.organisation, standing)}
    sheet = rules.sort_lines(
        lines, members=services.known_names(found.organisation, standing), there=services.listed_names(found)
    )
    answers = {n: request.POST.get(f"same_{n}", "") for n in range(1, len(lines) + 1)}
    if sheet.asked and not all(answers[question.line.number] in (SAME, OTHER, SKIP) for question in sheet.asked):
        context = {
            "session": found,
            "sheet": sheet,
            "tapped": sorted(tapped & known),
            "lines": form.cleaned_data["lines"],
            "part": form.cleaned_data["part"],
            "names": may(found, standing)["names"],
        }
        asks = _("Hay nombres parecidos. Pasa la lista con señal y di si es la misma.")
        return doors.page(request, "peer_exchange/attendance/doubts.html", context, form, asks=asks)
    people = [{"member": number} for number in sorted(tapped & known)]
    people += _people_of(sheet, answers, form.cleaned_data["part"] or Part.MEMBER.value)
    return _write(request, found, form, people, len(sheet.already))


def _people_of(sheet, answers, part):
    """Entries of the list, in the order of the sheet."""
    found = [(line.number, {"name": line.name, "organisation": line.organisation, "part": part}) for line in sheet.new]
    for question in sheet.asked:
        line, answer = question.line, answers[question.line.number]
        entry = {"name": line.name, "organisation": line.organisation, "part": part}
        if answer == SAME and question.member is not None:
            found.append((line.number, {"member": str(question.member.pk), "part": part}))
        elif answer == OTHER:
            twin = _twin(line, [one for _n, one in found])
            found.append((line.number, {**entry, **({"twin": twin} if twin > 1 else {})}))
    return [entry for _number, entry in sorted(found, key=lambda each: each[0])]


def _twin(line, before):
    """Her number among women of the same name and organisation on this sheet."""
    same = [one for one in before if (one.get("name"), one.get("organisation")) == (line.name, line.organisation)]
    return 1 + len(same)


def _write(request, found, form, people, already):
    before = found.attendances.count()
    if people:
        when = {"nonce": _nonce(request), "happened_at": doors.when(request)}
        outcomes = services.list_people(session=found, by=request.user, people=people, **when)
        if not outcomes[-1]:
            form.add_error(None, outcomes[-1].reason)
            return None
    new = found.attendances.count() - before
    if new:
        said = ngettext("Anotaste a %(count)s persona.", "Anotaste a %(count)s personas.", new)
        messages.success(request, said % {"count": new})
    if already or not new:
        messages.info(request, _("Quien ya estaba en la lista no se contó dos veces."))
    return redirect("exchange:attendance", pk=found.pk)


@by_password
@never_cache
@from_phones
def details(request, pk):
    """Who spoke, for whom it was the first time, age bands, who was not there after all."""
    found, _standing, allowed = _listable(request, pk)
    if not allowed["names"]:
        raise PermissionDenied(_("La lista con nombres la ve quien la lleva, y la directiva."))
    rows = list(found.attendances.select_related("member"))
    if request.method == "POST":
        changed = [entry for row in rows if (entry := _changed(row, request.POST))]
        if changed:
            when = {"nonce": _nonce(request), "happened_at": doors.when(request)}
            outcomes = services.list_people(session=found, by=request.user, people=changed, **when)
            if not outcomes[-1]:
                messages.error(request, outcomes[-1].reason)
                return redirect("exchange:attendance_details", pk=pk)
        messages.success(request, _("Guardado."))
        return redirect("exchange:attendance", pk=pk)
    context = {"session": found, "rows": rows, "bands": AgeBand.choices, "parts": Part.choices}
    return doors.page(request, "peer_exchange/attendance/details.html", context, None)


def _changed(row, posted):
    """The entry of the next event where the page says other than the row; None where they agree."""
    key = row.pk
    if posted.get(f"seen_{key}") is None:
        return None
    band, part = posted.get(f"band_{key}", ""), posted.get(f"part_{key}", row.part)
    said = {
        "spoke": f"spoke_{key}" in posted,
        "first_time": f"first_{key}" in posted,
        "age_band": band if band in AgeBand.values else "",
        "part": part if part in Part.values else row.part,
    }
    gone = f"gone_{key}" in posted
    if not gone and all(getattr(row, name) == value for name, value in said.items()):
        return None
    return services.entry_of(row, **said, gone=gone)


@keeps_what_she_typed
@never_cache
@from_phones
def count(request, pk):
    found, _standing, _allowed = _listable(request, pk)
    kept = take(request, request.path) if request.method == "GET" else None
    before = AttendanceCount.objects.filter(session=found).first()
    first = CountForm.initial_of(before) or {"total": found.how_many}
    form = CountForm(
        request.POST if request.method == "POST" else None, initial={**first, **(kept.dict() if kept else {})}
    )
    if request.method == "POST" and form.is_valid():
        when = {"nonce": _nonce(request), "happened_at": doors.when(request)}
        outcome = services.count(session=found, by=request.user, **when, **form.said())
        if outcome:
            messages.success(request, _("Guardado."))
            return redirect("exchange:session", pk=pk)
        form.add_error(None, outcome.reason)
    return doors.page(request, "peer_exchange/attendance/count.html", {"session": found, "form": form}, form)


@require_POST
@keeps_what_she_typed
def not_me(request, pk):
    """«No estuve ahí»: her own word takes her off the list."""
    standing = standing_of(request.user)
    found = session_for(standing, pk)
    rows = list(Attendance.objects.of_both_notes(found).filter(member=request.user)) if found else []
    if not rows:
        raise Http404
    outcomes = []
    for row in rows:
        gone = [services.entry_of(row, gone=True)]
        outcomes += services.list_people(session=row.session, by=request.user, people=gone, nonce=_nonce(request))
    if outcomes[-1]:
        messages.success(request, _("Ya no estás en la lista."))
    else:
        messages.error(request, outcomes[-1].reason)
    return redirect("exchange:home")
