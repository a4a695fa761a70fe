"""An election called: its page, its papers, its results. The assembly votes; nobody votes here."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from academy.members.gates import by_password
from academy.members.models import Seat
from academy.members.seats import services as seats

from ..models import Election
from ..register import services as register
from ..register.views import READ_AND_WRITE, form_of, organisation_or_404, propose_change
from . import forms, papers, rules
from .views import call_to_forward, elections_at


def election_or_404(request, pk):
    return get_object_or_404(Election.objects.visible_to(request.user).select_related("organisation"), pk=pk)


@by_password
@require_http_methods(READ_AND_WRITE)
def call(request, pk):
    place = organisation_or_404(request, pk)
    today = timezone.localdate()
    ends = elections_at(place, today)[0]
    due = [seat.pk for each in ends if each.stage(today) != "later" for seat in each.seats]
    standing = Seat.objects.standing(today).filter(organisation=place).select_related("kind")
    form = form_of(request, forms.CallForm, {"seats": due}, seats=standing)
    cautions = []
    if request.method == "POST" and form.is_valid() and "sure" not in request.POST:
        expired = any(each.stage(today) == "overdue" for each in ends)
        cautions = rules.call_cautions(on=form.cleaned_data["on"], today=today, expired=expired)
    return _propose(request, place, "call_election", form, _("Convocar a elección"), cautions=cautions)


def _propose(request, place, kind, form, title, *, cautions=(), **more):
    """As ``propose_change``; where there is something to know first, the form comes back with it."""
    if cautions:
        decision = register.may_propose(request.user, place)
        if not decision:
            raise PermissionDenied(decision.reason)
        context = {"organisation": place, "form": form, "title": title, "cautions": cautions, **more}
        return render(request, context.pop("template", "leadership/register/propose.html"), context)
    return propose_change(request, place, kind, form, title, **more)


@by_password
@require_GET
def election(request, pk):
    """When, where, which seats, the papers for it; afterwards what the acta says came of it."""
    found = election_or_404(request, pk)
    today = timezone.localdate()
    results = found.results.select_related("seat__kind", "term__holder")
    context = {
        "election": found,
        "organisation": found.organisation,
        "seats": list(found.seats.select_related("kind")),
        "results": results,
        "papers": papers.titles(),
        "days_left": (found.on - today).days,
        "text": call_to_forward(found),
        "may_propose": bool(register.may_propose(request.user, found.organisation)),
        "may_tell": rules.may_tell(state=found.state, on=found.on, today=today),
        "waiting": found.organisation.board_changes.open().filter(
            kind__in=("election_results", "cancel_election"), payload__election=str(found.pk)
        ),
    }
    return render(request, "leadership/elections/election.html", context)


@by_password
@require_http_methods(READ_AND_WRITE)
def results(request, pk):
    found = election_or_404(request, pk)
    place = found.organisation
    _may_tell_or_403(found)
    form = form_of(request, forms.ResultsForm, {"since": found.on}, election=found, place=place)
    cautions = []
    if request.method == "POST" and form.is_valid() and "sure" not in request.POST:
        cautions = _cautions(form)
    more = {"election": found, "template": "leadership/elections/results.html"}
    return _propose(request, place, "election_results", form, _("Resultados de la elección"), cautions=cautions, **more)


def _may_tell_or_403(found):
    decision = rules.may_tell(state=found.state, on=found.on, today=timezone.localdate())
    if not decision:
        raise PermissionDenied(decision.reason)


def _cautions(form):
    """What the assembly should know of who was elected, one sentence for each seat and reason."""
    said = []
    since = form.cleaned_data["since"]
    for line in form.lines:
        member, name = form.winner(line)
        if not name:
            continue
        if member is None:
            said.append(_("«%(name)s» no está en la lista de socias. Se anota solo su nombre.") % {"name": name})
        if line.alternate:
            continue
        person = seats.person_for(seat=line.seat, holder=member, name=name)
        until = forms.until_of(line.seat, since, form.cleaned_data["until"])
        found = seats.cautions_for(seat=line.seat, person=person, since=since, until=until)
        said += [f"{line.title}: {sentence}" for sentence in found]
    return said


@by_password
@require_http_methods(READ_AND_WRITE)
def not_held(request, pk):
    found = election_or_404(request, pk)
    if found.state != Election.State.CALLED:
        raise PermissionDenied(_("De esta elección ya se anotó qué pasó."))
    form = form_of(request, forms.WhyNotForm, {}, election=found)
    return propose_change(request, found.organisation, "cancel_election", form, _("La elección no se hizo"))


@by_password
@require_GET
def paper(request, pk, paper):
    """One paper of the pack, or all of them. No names but those of the committee: the padrón is filled by hand."""
    found = election_or_404(request, pk)
    if paper not in papers.PAPERS and paper != papers.ALL:
        raise Http404
    response = HttpResponse(papers.pdf(found, paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="eleccion-{paper}.pdf"'
    return response
