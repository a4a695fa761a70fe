"""Noting, writing, reading and approving sessions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from academy.core import ids
from academy.core.decisions import Denied
from academy.core.record import Unfit
from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.site.sound.services import Refused, forget

from .. import doors
from ..areas import areas
from ..evidence import services as evidence
from ..filled.requests import from_phones
from ..models import SessionLog
from ..reserve import standing_of
from . import joining, querying, services, shown
from .forms import ApproveForm, CircleForm, ContributeForm, ExtractForm, NoteForm, ReserveForm, SearchForm

PAGE = 30


def nonce_of(request):
    """The number the form was printed with; a new one where it is missing or no number."""
    return ids.parse(request.POST.get("nonce", "")) or ids.uuid7()


def session_or_404(request, pk, standing=None):
    standing = standing or standing_of(request.user)
    found = shown.session_for(standing, pk)
    if found is None:
        raise Http404
    return found


def require(decision):
    """403 with its reason for a member without the right."""
    if not decision:
        raise PermissionDenied(str(decision))


def _organisations(standing):
    """Where she may note a session: hers, those above, those she looks after. One query."""
    return list(standing.organisations()[:100]) if standing else []


@keeps_what_she_typed
@never_cache
@require_safe
def home(request):
    """The first page of dialogue: note a session, the latest ones, the ways on."""
    standing = standing_of(request.user)
    rows = SessionLog.objects.visible_to(request.user, standing).leading().select_related("organisation")
    return render(request, "peer_exchange/sessions/home.html", {"sessions": rows[:5], "areas": areas()})


@keeps_what_she_typed
@never_cache
@require_safe
def sessions(request):
    standing = standing_of(request.user)
    form = SearchForm(request.GET)
    form.is_valid()
    rows = querying.found(standing, form.cleaned_data)
    page = Paginator(rows, PAGE).get_page(request.GET.get("p"))
    asked = request.GET.copy()
    asked.pop("p", None)
    context = {"page": page, "form": form, "asked": asked.urlencode(), "searching": any(form.cleaned_data.values())}
    return render(request, "peer_exchange/sessions/list.html", context)


# --- The field entry ------------------------------------------------------------------------------------


@keeps_what_she_typed
@never_cache
def note(request):
    """Ninety seconds. The number of the form is the number of the session."""
    standing = standing_of(request.user)
    organisations = _organisations(standing)
    kept = take(request, request.path) if request.method == "GET" else None
    if request.method == "POST":
        form = NoteForm(request.POST, request.FILES, organisations=organisations)
    else:
        form = NoteForm(organisations=organisations, initial=kept.dict())
    if request.method == "POST" and form.is_valid():
        done = _note(request, form)
        if done:
            return done
    context = {"form": form, "organisations": organisations}
    return render(request, "peer_exchange/sessions/note.html", context, status=status_of(form))


def _note(request, form):
    number = nonce_of(request)
    try:
        files = _files(form, request.user, number)
    except _Bad:
        return None
    promises = [str(ids.event_id(number, {"promise": n})) for n in range(1, 4)]
    outcome = services.note(session=number, by=request.user, nonce=number, **form.said(promises), **files)
    if outcome:
        messages.success(request, _("Anotada. Lo demás se completa después."))
        return redirect("exchange:session", pk=number)
    _drop(files)
    form.add_error(None, outcome.reason)
    return None


class _Bad(Exception):  # noqa: N818 - the form says what is wrong
    pass


def _files(form, user, owner):
    """Photo and voice of a form, kept. What cannot be used is said beside its field."""
    found = {"photo": "", "recording": ""}
    photo, voice = form.cleaned_data.get("photo"), form.cleaned_data.get("voice")
    try:
        if photo:
            found["photo"] = evidence.keep_photo(photo, owner=owner)
    except Unfit as unfit:
        form.add_error("photo", unfit.reason)
        raise _Bad from None
    try:
        if voice:
            found["recording"] = str(evidence.keep_voice(voice, by=user).pk)
    except Refused as refused:
        form.add_error("voice", str(refused))
        raise _Bad from None
    return found


def _drop(files):
    """Nothing half-written stays: the voice of a refused entry goes. Its photo goes with the strays."""
    from academy.site.sound.models import Recording

    recording = Recording.objects.filter(pk=files["recording"] or None).first()
    if recording is not None:
        forget(recording=recording)


@keeps_what_she_typed
@never_cache
def circle(request):
    """A circle of trust: the day, how many, whether they want another."""
    organisations = _organisations(standing_of(request.user))
    kept = take(request, request.path) if request.method == "GET" else None
    form = CircleForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations,
        initial=kept.dict() if kept else {},
    )
    if request.method == "POST" and form.is_valid():
        number = nonce_of(request)
        outcome = services.note(session=number, by=request.user, nonce=number, **form.said())
        if outcome:
            messages.success(request, _("Anotado. De lo que se dijo no se guarda nada."))
            return redirect("exchange:sessions")
        form.add_error(None, outcome.reason)
    context = {"form": form, "organisations": organisations}
    return render(request, "peer_exchange/sessions/circle.html", context, status=status_of(form))


# --- One session ------------------------------------------------------------------------------------------


@keeps_what_she_typed
@never_cache
@require_safe
def session(request, pk):
    standing = standing_of(request.user)
    found = session_or_404(request, pk, standing)
    if found.pk != pk:
        return redirect("exchange:session", pk=found.pk)
    if found.is_count_only:
        return render(request, "peer_exchange/sessions/count_only.html", {"session": found})
    context = shown.context_of(found, standing)
    if found.state == SessionLog.State.DRAFT and context["may"]["write"]:
        same = joining.same_session(found, standing)
        context["same_day"] = [each for each in same if each.type == found.type]
        context["can_join"] = bool(same)
    return render(request, "peer_exchange/sessions/session.html", context)


def go_on(request, pk, outcome, said):
    """Back to the session, with what was done or why it was not."""
    if outcome:
        messages.success(request, said)
    else:
        messages.error(request, str(outcome.reason))
    return redirect("exchange:session", pk=pk)


@require_POST
@keeps_what_she_typed
def move(request, pk):
    """Reviewed, back, closed. The approval asks for a day and has a page."""
    found = session_or_404(request, pk)
    to = request.POST.get("to")
    if to not in ("reviewed", "draft", "closed"):
        raise Http404
    outcome = services.move(session=found, by=request.user, to=to, nonce=nonce_of(request))
    said = {
        "reviewed": _("Revisada. Falta leerla en voz alta."),
        "draft": _("Volvió a borrador."),
        "closed": _("Cerrada. Solo admite añadidos."),
    }
    return go_on(request, pk, outcome, said[to])


@keeps_what_she_typed
@never_cache
def approve(request, pk):
    standing = standing_of(request.user)
    found = session_or_404(request, pk, standing)
    require(
        shown.may(found, standing)["leads"]
        or Denied(_("Esto lo hace la directiva o quien acompaña a la organización."), "not_leading")
    )
    form = ApproveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        outcome = services.move(
            session=found,
            by=request.user,
            to="approved",
            read_on=form.cleaned_data["read_on"],
            nonce=nonce_of(request),
        )
        if outcome:
            return go_on(request, pk, outcome, _("Leída y aprobada. Desde ahora solo hay añadidos."))
        form.add_error("read_on" if outcome.code in ("wrong_day", "no_day") else None, outcome.reason)
    context = {"session": found, "form": form, "points": list(found.points.all())}
    return render(request, "peer_exchange/sessions/approve.html", context, status=status_of(form))


@keeps_what_she_typed
@never_cache
def reserve(request, pk):
    standing = standing_of(request.user)
    found = session_or_404(request, pk, standing)
    require(
        shown.may(found, standing)["reserve"]
        or Denied(_("Esto lo cambia quien la anotó, o la directiva."), "not_keeping")
    )
    form = ReserveForm(request.POST if request.method == "POST" else None, initial={"reserve": found.reserve})
    if request.method == "POST" and form.is_valid():
        outcome = services.set_reserve(
            session=found, by=request.user, reserve=form.cleaned_data["reserve"], nonce=nonce_of(request)
        )
        if outcome:
            return go_on(request, pk, outcome, _("Cambiaste quién la lee."))
        form.add_error(None, outcome.reason)
    context = {"session": found, "form": form}
    return render(request, "peer_exchange/sessions/reserve.html", context, status=status_of(form))


@keeps_what_she_typed
@never_cache
@from_phones
def contribute(request, pk):
    """Of who could not come, by text, photo or voice; after the approval, an addendum."""
    standing = doors.here(request)
    found = session_or_404(request, pk, standing)
    if found.is_count_only:
        raise Http404
    kept = take(request, request.path) if request.method == "GET" else None
    if request.method == "POST":
        form = ContributeForm(request.POST, request.FILES)
    else:
        form = ContributeForm(initial=kept.dict())
    if request.method == "POST" and form.is_valid() and (done := _contribute(request, found, form)):
        return done
    allowed = shown.may(found, standing)
    context = {"session": found, "form": form, "adds": not allowed["contribute"], "may": allowed}
    return doors.page(request, "peer_exchange/sessions/contribute.html", context, form)


def _contribute(request, found, form):
    try:
        files = _files(form, request.user, found.pk)
    except _Bad:
        return None
    outcome = services.contribute(
        session=found,
        by=request.user,
        nonce=nonce_of(request),
        words=form.cleaned_data["words"],
        happened_at=doors.when(request),
        **files,
    )
    if outcome:
        return go_on(request, found.pk, outcome, _("Gracias. Tu aporte está en la sesión."))
    _drop(files)
    form.add_error(None, outcome.reason)
    return None


@keeps_what_she_typed
@never_cache
def extract(request, pk):
    """What strangers may read: written by the board, taken back at once."""
    standing = standing_of(request.user)
    found = session_or_404(request, pk, standing)
    require(services.may_publish(request.user, found))
    form = ExtractForm(request.POST if request.method == "POST" else None, initial={"extract": found.extract})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["extract"].strip()
        services.publish_extract(session=found, by=request.user, extract=words)
        messages.success(request, _("Publicado.") if words else _("Ya no se publica."))
        return redirect("exchange:session", pk=pk)
    context = {"session": found, "form": form}
    return render(request, "peer_exchange/sessions/extract.html", context, status=status_of(form))


@never_cache
@require_GET
def published(request, pk):
    """The extract, for anybody. Never cached: taken back is gone."""
    found = SessionLog.objects.published().select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return render(request, "peer_exchange/sessions/published.html", {"session": found})
