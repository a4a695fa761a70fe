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

from ..models import CheckIn, Meeting
from ..pairing.rules import check_in_due
from ..pairing.services import other_of
from ..pairing.views import nonce_of, pair_of
from . import services
from .forms import CheckInForm, MeetingForm, NoteForm


@keeps_what_she_typed
@never_cache
def log(request, pk, meeting=None):
    """A new meeting, or one of hers to be corrected. The form holds all that a phone without signal needs."""
    pairing = pair_of(request, pk)
    row = get_object_or_404(Meeting, pairing=pairing, pk=meeting, logged_by=request.user) if meeting else None
    note = services.notes_of(request.user, pairing).get(row.pk) or "" if row else ""
    kept = take(request, request.path) if request.method == "GET" else None
    first = MeetingForm.initial_of(row, note) if row else {}
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        minutes=row.minutes if row else None,
        initial={**first, **(kept.dict() if kept else {})},
    )
    if request.method == "POST" and form.is_valid():
        outcome = services.log_meeting(
            pairing=pairing, by=request.user, nonce=nonce_of(request), meeting=meeting, **form.said()
        )
        if outcome:
            messages.success(request, _("Anotado. ¡Qué bueno que se encontraron!"))
            return redirect("mentoring:pair", pk=pk)
        form.add_error("other_day" if outcome.code in ("future", "before_pair", "after_end") else None, outcome.reason)
    context = {"pairing": pairing, "other": other_of(pairing, request.user), "form": form, "meeting": row}
    return render(request, "mentoring/meetings/log.html", context, status=status_of(form))


@require_POST
@keeps_what_she_typed
def take_back(request, pk, meeting):
    pairing = pair_of(request, pk)
    row = get_object_or_404(Meeting, pairing=pairing, pk=meeting, logged_by=request.user)
    outcome = services.take_back(meeting=row, by=request.user, nonce=nonce_of(request))
    if outcome:
        messages.success(request, _("Quitaste ese encuentro."))
    else:
        messages.error(request, outcome.reason)
    return redirect("mentoring:pair", pk=pk)


@keeps_what_she_typed
@never_cache
def note(request, pk, meeting):
    """A note for herself about a meeting that the other wrote down."""
    pairing = pair_of(request, pk)
    row = get_object_or_404(Meeting.objects.exclude(logged_by=request.user), pairing=pairing, pk=meeting)
    kept = take(request, request.path) if request.method == "GET" else None
    first = {"private": services.notes_of(request.user, pairing).get(row.pk) or ""}
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial={**first, **(kept.dict() if kept else {})}
    )
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["private"]
        outcome = services.write_note(meeting=row, by=request.user, text=text, nonce=nonce_of(request))
        if outcome:
            messages.success(request, _("Guardado. Solo tú lo lees.") if text else _("Borraste tu nota."))
            return redirect("mentoring:pair", pk=pk)
        form.add_error(None, outcome.reason)
    context = {"pairing": pairing, "meeting": row, "form": form}
    return render(request, "mentoring/meetings/note.html", context, status=status_of(form))


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
