"""Taking a photo, a voice or a proof away: it was the wrong one, or it shows somebody who did not agree."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from academy.core import audit
from academy.core.decisions import Denied
from academy.members.kept_forms import keeps_what_she_typed

from .. import doors
from ..evidence import services as evidence
from ..evidence.views import evidence_of
from ..models import DossierPaper
from . import removing, services
from .views import nonce_of


@require_POST
@keeps_what_she_typed
def remove(request, pk):
    """By who added it or leads the organisation. What came with an event goes by an event, the rest at once."""
    found = evidence_of(request, pk)
    standing = doors.here(request)
    if found.added_by_id != request.user.pk and not standing.leads(found.organisation):
        doors.insist(Denied(_("La quita quien la puso, o la directiva."), "not_hers"))
    back = _back(found)
    if found.session_id and removing.source_of(found.session_id, found.pk):
        done = services.remove_file(session=found.session, evidence=found.pk, by=request.user, nonce=nonce_of(request))
        if not done:
            messages.error(request, str(done.reason))
            return back
    else:
        audit.note("exchange.evidence_removed", by=request.user, about=found.added_by, shows=found.shows)
        evidence.remove(evidence=found)
    messages.success(request, _("Ya no está."))
    return back


def _back(found):
    if found.commitment_id:
        return redirect("exchange:commitment", pk=found.commitment_id)
    if found.session_id:
        return redirect("exchange:session", pk=found.session_id)
    paper = DossierPaper.objects.filter(proof=found).first()
    return redirect("exchange:dossier", paper.organisation_id) if paper else redirect("exchange:home")
