"""Two notes of one session: shown side by side, joined, and two again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from academy.core import ids
from academy.members.kept_forms import keeps_what_she_typed

from ..models import SessionLog
from ..reserve import standing_of
from . import joining, services
from .views import go_on, nonce_of, session_or_404


@keeps_what_she_typed
@never_cache
def join(request, pk):
    """Which other note is the same session: one button each, and which of the two leads."""
    standing = standing_of(request.user)
    found = session_or_404(request, pk, standing)
    if found.is_count_only:
        raise Http404
    if not standing.is_inside(found.organisation):
        raise PermissionDenied(_("Solo lo anotan las socias de esa organización."))
    others = joining.same_session(found, standing)
    if request.method == "POST":
        number = ids.parse(request.POST.get("other", ""))
        other = next((each for each in others if each.pk == number), None)
        return _joined(request, found, other, number)
    pairs = [(each, *joining.head_and_going(request.user, found, each)) for each in others]
    context = {"session": found, "pairs": [_pair(found, *pair) for pair in pairs]}
    return render(request, "peer_exchange/sessions/join.html", context)


def _pair(session, other, head, going, decision):
    notes = [
        {"session": each, "texts": list(each.texts.filter(is_open=True)), "named": each.attendances.count()}
        for each in (session, other)
    ]
    return {"other": other, "notes": notes, "head": head, "going": going, "decision": decision}


def _joined(request, found, other, number):
    if other is None:
        if number and found.parts.filter(pk=number).exists():
            # A second tap, or somebody was faster.
            return redirect("exchange:session", pk=found.pk)
        messages.error(request, _("Elige la otra anotación."))
        return redirect("exchange:join", pk=found.pk)
    head, going, decision = joining.head_and_going(request.user, found, other)
    if not decision:
        messages.error(request, str(decision))
        return redirect("exchange:join", pk=found.pk)
    outcome = services.join(going=going, head=head, by=request.user, nonce=nonce_of(request))
    return go_on(request, head.pk, outcome, _("Unidas. Están los dos textos y una sola lista."))


@require_POST
@keeps_what_she_typed
def part(request, pk):
    """Two again. ``pk``: of the note that was joined to another."""
    standing = standing_of(request.user)
    visible = SessionLog.objects.visible_to(request.user, standing).select_related("organisation")
    found = visible.filter(pk=pk, joined_into__isnull=False).first()
    if found is None:
        raise Http404
    outcome = services.part(session=found, by=request.user, nonce=nonce_of(request))
    return go_on(request, pk if outcome else found.joined_into_id, outcome, _("Otra vez son dos anotaciones."))
