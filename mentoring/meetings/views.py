"""Writing down a meeting, a note for herself, and how it goes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed, take

from ..models import CheckIn, Meeting, MentoringCircle
from ..pairing.rules import check_in_due
from ..pairing.views import nonce_of, pair_of
from . import places, services
from .forms import CheckInForm, MeetingForm, NoteForm


def place_of(request, pk=None, circle=None):
    """Her pair, or the circle that she said yes to; else it does not exist."""
    if circle is None:
        return places.of_pair(pair_of(request, pk), request.user.pk)
    place = places.of_circle(get_object_or_404(MentoringCircle, pk=circle), request.user.pk)
    if place is None:
        raise Http404
    return place


@keeps_what_she_typed
@never_cache
def log(request, pk=None, circle=None, meeting=None):
    """A new meeting, or one of hers to be corrected. The form holds all that a phone without signal needs."""
    place = place_of(request, pk, circle)
    row = get_object_or_404(Meeting, pk=meeting, logged_by=request.user, **place.of) if meeting else None
    form = _form(request, place, row)
    if request.method == "POST" and form.is_valid():
        said = form.said()
        outcome = services.log_meeting(**place.of, by=request.user, nonce=nonce_of(request), meeting=meeting, **said)
        if outcome:
            messages.success(request, _("Anotado. ¡Qué bueno que se encontraron!"))
            return redirect(place.url("home"))
        form.add_error("other_day" if outcome.code in ("future", "before_pair", "after_end") else None, outcome.reason)
    context = {
        "place": place,
        "back": place.url("home"),
        "take_back": place.url("take_back", row.pk) if row else "",
        "form": form,
        "meeting": row,
    }
    return render(request, "mentoring/meetings/log.html", context, status=status_of(form))


def _form(request, place, row):
    note = services.notes_of(request.user, place.row).get(row.pk) or "" if row else ""
    kept = take(request, request.path) if request.method == "GET" else None
    first = MeetingForm.initial_of(row, note) if row else {}
    typed = kept.dict() if kept else {}
    if kept and "present" in kept:
        typed["present"] = kept.getlist("present")
    return MeetingForm(
        request.POST if request.method == "POST" else None,
        minutes=row.minutes if row else None,
        circle=place.seat is not None,
        companions=_companions(place, row),
        initial={**first, **typed},
    )


def _companions(place, row):
    """Who may be marked: who sits in the circle, and who was marked before she left it."""
    found = {one.pk: one for one in place.companions()}
    if row is not None and place.seat is not None:
        found |= {one.pk: one for one in row.present.all() if one.pk != place.seat.member_id}
    return list(found.values())


@require_POST
@keeps_what_she_typed
def take_back(request, meeting, pk=None, circle=None):
    place = place_of(request, pk, circle)
    row = get_object_or_404(Meeting, pk=meeting, logged_by=request.user, **place.of)
    outcome = services.take_back(meeting=row, by=request.user, nonce=nonce_of(request))
    if outcome:
        messages.success(request, _("Quitaste ese encuentro."))
    else:
        messages.error(request, outcome.reason)
    return redirect(place.url("home"))


@require_POST
def absence(request, circle, meeting):
    """She was marked present by another: she says that she was not there, or that she was after all."""
    place = place_of(request, circle=circle)
    seen = Meeting.objects.visible_to(request.user).filter(**place.of).exclude(logged_by=request.user)
    row = get_object_or_404(seen, pk=meeting)
    absent = request.POST.get("absent") == "1"
    outcome = services.say_absent(meeting=row, by=request.user, absent=absent, nonce=nonce_of(request))
    if outcome:
        messages.success(request, _("Listo: no estuviste.") if absent else _("Listo: sí estuviste."))
    else:
        messages.error(request, outcome.reason)
    return redirect(f"{place.url('home')}#e-{row.pk}")


@keeps_what_she_typed
@never_cache
def note(request, meeting, pk=None, circle=None):
    """A note for herself about a meeting that another wrote down."""
    place = place_of(request, pk, circle)
    seen = Meeting.objects.visible_to(request.user).filter(**place.of).exclude(logged_by=request.user)
    row = get_object_or_404(seen, pk=meeting)
    kept = take(request, request.path) if request.method == "GET" else None
    first = {"private": services.notes_of(request.user, place.row).get(row.pk) or ""}
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial={**first, **(kept.dict() if kept else {})}
    )
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["private"]
        outcome = services.write_note(meeting=row, by=request.user, text=text, nonce=nonce_of(request))
        if outcome:
            messages.success(request, _("Guardado. Solo tú lo lees.") if text else _("Borraste tu nota."))
            return redirect(place.url("home"))
        form.add_error(None, outcome.reason)
    context = {"back": place.url("home"), "place": place, "meeting": row, "form": form}
    return render(request, "mentoring/meetings/note.html", context, status=status_of(form))


@require_POST
@keeps_what_she_typed
def keep_circle_notes(request, circle):
    """Whether hers stay after the six months."""
    place = place_of(request, circle=circle)
    keep = request.POST.get("keep") == "1"
    services.keep_circle_notes(seat=place.seat, keep=keep)
    messages.success(request, _("Tus notas se quedan.") if keep else _("Tus notas se borrarán a su tiempo."))
    return redirect(place.url("home"))


@keeps_what_she_typed
@never_cache
def check_in(request, pk):
    """Three faces, whenever one is asked for; the other never sees hers."""
    pairing = pair_of(request, pk)
    if pairing.agreed_at is None:
        raise Http404
    moment = _moment(pairing)
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        face = form.cleaned_data["face"]
        outcome = services.check_in(pairing=pairing, by=request.user, moment=moment, face=face, nonce=nonce_of(request))
        if outcome:
            if face == CheckIn.Face.TALK:
                messages.success(request, _("Gracias por decirlo. Una persona de apoyo lo leerá."))
                return redirect("mentoring:support")
            messages.success(request, _("Gracias. Tu compañera no ve tu respuesta."))
            return redirect("mentoring:pair", pk=pk)
        form.add_error(None, outcome.reason)
    context = {"pairing": pairing, "form": form, "moment": moment}
    return render(request, "mentoring/meetings/check_in.html", context, status=status_of(form))


def _moment(pairing):
    """Which check-in this is: the one that is due, else the first."""
    due = check_in_due(
        agreed_on=timezone.localdate(pairing.agreed_at),
        meetings=pairing.meetings_count,
        closing=pairing.closings.exists() or pairing.ended_at is not None,
        today=timezone.localdate(),
    )
    return due or "start"
