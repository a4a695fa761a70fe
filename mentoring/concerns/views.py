"""Asking to talk, and reading what others asked. No role and no superuser opens what was not sent to her."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from academy.core import ids, sealing
from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.members.models import HelpLine, Role

from ..models import Concern, Pairing
from ..pairing.services import other_of
from ..pairing.views import nonce_of
from . import services
from .forms import ConcernForm

#: Words for the state, as she who wrote it and her readers see it.
STATES = (Concern.State.TALKING, Concern.State.DONE)


def _whom_to_call(request):
    lines = HelpLine.objects.near(request.user).select_related("territory")
    return {"help_lines": lines, "today": timezone.localdate()}


@keeps_what_she_typed
@never_cache
@require_safe
def support(request):
    """What she asked for, who opened it and when; for a support person, what waits for her."""
    mine = list(
        Concern.objects.filter(by=request.user).prefetch_related("accesses__by", "supporters").order_by("-created_at")
    )
    reads = request.user.roles.standing().filter(kind=Role.Kind.SUPPORT).exists()
    waiting = Concern.objects.visible_to(request.user).exclude(by=request.user).select_related("by") if reads else []
    context = {"mine": mine, "reads": reads, "waiting": waiting, "words_of": services.KINDS, **_whom_to_call(request)}
    return render(request, "mentoring/concerns/support.html", context)


@keeps_what_she_typed
@never_cache
def report(request):
    """The button that stands on every pair: two women of other districts are told."""
    pairing = _pair(request)
    about = other_of(pairing, request.user) if pairing else None
    kept = take(request, request.path) if request.method == "GET" else None
    form = ConcernForm(
        request.POST if request.method == "POST" else None, initial=kept.dict() if kept else {"kind": "talk"}
    )
    if about is None:
        del form.fields["block"]
    if request.method == "POST" and form.is_valid():
        concern = services.raise_concern(
            by=request.user,
            nonce=nonce_of(request),
            kind=form.cleaned_data["kind"],
            words=form.cleaned_data["private"],
            about=about,
            pairing=pairing,
            block=form.cleaned_data.get("block", False),
        )
        told = concern.supporters.count()
        if told:
            messages.success(request, _("Gracias por decirlo. Lo leerán solo personas de apoyo de otros distritos."))
        else:
            messages.warning(request, _("Lo guardamos. Todavía no hay persona de apoyo: lee abajo a quién llamar hoy."))
        return redirect("mentoring:support")
    who = services.readers_for(by=request.user, about=about) if request.method == "GET" else []
    context = {"pairing": pairing, "about": about, "form": form, "who": who, **_whom_to_call(request)}
    return render(request, "mentoring/concerns/report.html", context, status=status_of(form))


def _pair(request):
    pk = ids.parse(request.POST.get("pairing") or request.GET.get("pareja") or "")
    return get_object_or_404(Pairing.objects.visible_to(request.user), pk=pk) if pk else None


def _theirs(request, pk):
    """One that was sent to her, or that she wrote; to everybody else it does not exist."""
    return get_object_or_404(Concern.objects.visible_to(request.user).select_related("by", "pairing"), pk=pk)


@by_password
@require_safe
def concern(request, pk):
    """One concern. Opening it is written down, and she who wrote it is told."""
    row = _theirs(request, pk)
    try:
        words, lost = services.open_concern(concern=row, by=request.user), False
    except sealing.CannotOpen:
        words, lost = "", True
    context = {
        "concern": row,
        "kind": services.KINDS.get(row.kind, ""),
        "words": words,
        "lost": lost,
        "mine": row.by_id == request.user.pk,
        "accesses": row.accesses.select_related("by"),
        **_whom_to_call(request),
    }
    return render(request, "mentoring/concerns/concern.html", context)


@require_POST
@by_password
def set_state(request, pk):
    """A reader says how it stands."""
    row = _theirs(request, pk)
    state = request.POST.get("state", "")
    if row.by_id != request.user.pk and state in STATES:
        services.set_state(concern=row, by=request.user, state=state)
        messages.success(request, _("Anotado."))
    return redirect("mentoring:concern", pk=pk)
