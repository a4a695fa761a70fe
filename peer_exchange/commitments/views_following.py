"""Asking how it goes, climbing the ladder, what they answered; the letters."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed

from .. import doors
from ..filled.requests import from_phones
from ..models import EscalationStep
from . import escalation, handlers, letters, services, shown
from .forms import AnswerForm, FollowUpForm, StepForm
from .views import _nonce, commitment_or_404


def _hers(request, pk):
    row = commitment_or_404(request, pk)
    doors.insist(handlers.may_write(request.user, row))
    return row


@keeps_what_she_typed
@never_cache
def follow(request, pk):
    row = _hers(request, pk)
    data, initial = doors.typed(request, {"on": timezone.localdate(), "channel": "visit"})
    form = FollowUpForm(data, initial=initial, commitment=row)
    if request.method == "POST" and form.is_valid():
        outcome = services.follow(commitment=row, by=request.user, nonce=_nonce(request), **form.said())
        if outcome:
            messages.success(request, _("Anotado. Gracias por preguntar."))
            return redirect("exchange:commitment", pk=row.pk)
        form.add_error(None, outcome.reason)
    context = {"form": form, "row": row, "told": shown.shown(row, timezone.localdate())}
    return render(request, "peer_exchange/commitments/follow.html", context, status=status_of(form))


@keeps_what_she_typed
@never_cache
@from_phones
def ladder(request, pk):
    """The five steps with their letters; which were taken; taking one."""
    row = _hers(request, pk)
    today = timezone.localdate()
    steps = list(EscalationStep.objects.filter(commitment=row))
    taken = {}
    for step in steps:
        taken[step.step] = step
    told = shown.shown(row, today)
    ahead = escalation.suggested(
        taken=[(step.step, step.answer_due_on, step.answered_on) for step in steps], overdue=told.overdue, at=today
    )
    data, initial = doors.typed(request, {"on": today, "step": ahead.code if ahead else ""})
    form = StepForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        outcome = services.escalate(
            commitment=row, by=request.user, nonce=_nonce(request), at=doors.when(request), **form.cleaned_data
        )
        if outcome:
            messages.success(request, _("Anotado. Guarda el cargo con sello."))
            return redirect("exchange:commitment", pk=row.pk)
        form.add_error(None, outcome.reason)
    context = {
        "form": form,
        "row": row,
        "told": told,
        "ahead": ahead,
        "rungs": [
            {"step": step, "taken": taken.get(step.code), "until": escalation.answer_due(step.code, today)}
            for step in escalation.STEPS
        ],
        "told_within": escalation.EXTENSION_TOLD_WITHIN,
    }
    return doors.page(request, "peer_exchange/commitments/ladder.html", context, form)


@keeps_what_she_typed
@never_cache
@require_safe
def letter(request, pk, step):
    """The letter of one step as PDF, with what is known filled in and lines for the rest."""
    row = _hers(request, pk)
    if step not in letters.LETTERS:
        raise Http404
    found = letters.letter(row, step, today=timezone.localdate())
    response = HttpResponse(found, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="carta-{step}.pdf"'
    return response


@keeps_what_she_typed
@never_cache
@from_phones
def answer(request, pk, step):
    row = _hers(request, pk)
    taken = get_object_or_404(EscalationStep, pk=step, commitment=row)
    first = {"on": taken.answered_on or timezone.localdate(), "answer": taken.answer}
    data, initial = doors.typed(request, first)
    form = AnswerForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        outcome = services.note_answer(
            step=taken, by=request.user, nonce=_nonce(request), at=doors.when(request), **form.cleaned_data
        )
        if outcome:
            messages.success(request, _("Anotado."))
            return redirect("exchange:commitment", pk=row.pk)
        form.add_error(None, outcome.reason)
    context = {"form": form, "row": row, "step": taken}
    return doors.page(request, "peer_exchange/commitments/answer.html", context, form)


@require_POST
@keeps_what_she_typed
@from_phones
def take_back(request, pk, entry):
    row = _hers(request, pk)
    outcome = services.take_back(
        commitment=row, entry=entry, by=request.user, nonce=_nonce(request), at=doors.when(request)
    )
    if outcome:
        messages.success(request, _("Se quitó de la historia."))
    else:
        messages.error(request, outcome.reason)
    return redirect("exchange:commitment", pk=row.pk)
