"""Proofs of a promise: the stamped copy of a letter, the signed page, what came; and when a notice came late."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from academy.core.record import Unfit
from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed

from .. import doors
from ..evidence import services as evidence
from ..models import Evidence
from ..reserve import Reserve
from . import handlers
from .forms import ProofForm
from .views import commitment_or_404


@keeps_what_she_typed
@never_cache
def add_proof(request, pk):
    row = commitment_or_404(request, pk)
    doors.insist(handlers.may_write(request.user, row))
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            name = evidence.keep_photo(said.pop("photo"), owner=row.pk)
        except Unfit as unfit:
            form.add_error("photo", unfit.reason)
        else:
            _add(row, request.user, name, said)
            messages.success(request, _("Guardada."))
            return redirect("exchange:commitment", pk=row.pk)
    return render(request, "peer_exchange/commitments/proof.html", {"form": form, "row": row}, status=status_of(form))


def _add(row, by, name, said):
    """Once, however often the form arrives. Never wider than the organisation, whoever reads the promise."""
    if Evidence.objects.filter(commitment=row, photo=name).exists():
        return
    narrow = row.reserve == Reserve.PARTICIPANTS
    level = Reserve.PARTICIPANTS if narrow else Reserve.ORGANISATION
    evidence.add(organisation=row.organisation, commitment=row, by=by, photo=name, reserve=level, **said)
