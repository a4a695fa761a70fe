"""A coordinator's rounds: made, computed by the worker, reviewed, published."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from academy.core.suppression import K
from academy.members.forms import status_of
from academy.members.kept_forms import take
from academy.members.models import Consent
from academy.members.services.access import Refused

from ..coordinate.figures import told
from ..coordinate.forms import RoundForm
from ..coordinate.views import note_seen
from ..models import MatchingRound, Proposal
from ..permissions import coordinating
from ..shown import names_of_codes
from ..words import BESIDE, sentence, why_unmatched
from . import publishing, services

State = MatchingRound.State
PER_PAGE = 50
#: Seconds between two looks at a round that is being computed.
AGAIN = 5


@coordinating
@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request):
    """Her rounds, and a new one."""
    form = RoundForm(
        request.POST if request.method == "POST" else (take(request, request.path) or None), user=request.user
    )
    if request.method == "POST" and form.is_valid():
        made = services.new_round(by=request.user, **form.cleaned_data)
        return redirect("mentoring:round", pk=made.pk)
    rows = MatchingRound.objects.visible_to(request.user).select_related("cycle", "organisation")[:PER_PAGE]
    status = status_of(form) if request.method == "POST" else 200
    return render(request, "mentoring/rounds/rounds.html", {"form": form, "rounds": rows}, status=status)


@coordinating
@require_GET
def round_page(request, pk):
    """One round. While the worker computes the page looks again by itself; then those without a pair stand first."""
    found = _round(request, pk)
    computing = found.state in MatchingRound.objects.all().WORKING
    stalled = computing and MatchingRound.objects.filter(pk=found.pk).stalled().exists()
    page = {
        "round": found,
        "computing": computing,
        "stalled": stalled,
        "percent": 100 * found.done // found.total if found.total else 0,
        "least": K,
    }
    if found.state in (State.COMPUTED, State.PUBLISHED):
        page |= _review(request, found)
    response = render(request, "mentoring/rounds/round.html", page)
    if computing and not stalled:
        response["Refresh"] = str(AGAIN)
    return response


def _round(request, pk):
    rows = MatchingRound.objects.visible_to(request.user).select_related("cycle", "organisation", "weights")
    return get_object_or_404(rows, pk=pk)


def _review(request, found):
    """Those without a pair, by the constraint; then the pairs, with names where she allows it.

    A published round tells how many were opened as a count of the site's work, not of women.
    """
    opened, left = publishing.opened_and_left(found) if found.state == State.PUBLISHED else (None, 0)
    unmatched = list(found.unmatched.select_related("member").order_by("code", "pk"))
    drafts = found.proposals.filter(round=found).select_related("mentee", "mentor").order_by("pk")
    page = Paginator(drafts, PER_PAGE).get_page(request.GET.get("pagina"))
    named = _named([row.member_id for row in unmatched] + [id for row in page for id in (row.mentee_id, row.mentor_id)])
    unnamed = Counter(row.code for row in unmatched if row.member_id not in named)
    note_seen(by=request.user, members=named)
    names = names_of_codes()
    return {
        "unmatched": [(row.member, why_unmatched(row.code)) for row in unmatched if row.member_id in named],
        "unnamed": [(why_unmatched(code), told(count)) for code, count in sorted(unnamed.items())],
        "page": page,
        "pairs": [_pair(row, named, names) for row in page],
        "circles": len(found.circles),
        "opened": opened,
        "left": left,
    }


def _named(members):
    standing = Consent.objects.filter(
        purpose=Consent.Purpose.MENTORING_BY_NAME, withdrawn_at=None, member__in=set(members)
    )
    return set(standing.values_list("member", flat=True))


def _pair(proposal, named, names):
    def called(member):
        return member.display_name if member.pk in named else _("una compañera")

    return {
        "proposal": proposal,
        "mentee": called(proposal.mentee),
        "mentor": called(proposal.mentor),
        "draft": proposal.state == Proposal.State.DRAFT,
        # How each answered is theirs; a coordinator sees the state of pairs as counts.
        "reasons": [sentence(each, reader=BESIDE, names=names) for each in proposal.reasons],
        "caution": sentence(proposal.caution, reader=BESIDE, names=names) if proposal.caution else "",
    }


@coordinating
@require_POST
def step(request, pk):
    """The next step of a round: suggest, match, publish, or go on after a break. Who comes second is told what is."""
    found = _round(request, pk)
    wanted = request.POST.get("step")
    try:
        if wanted in ("suggest", "match"):
            services.start(round=found, by=request.user, suggest=wanted == "suggest")
            messages.success(request, _("Empezó. Puedes cerrar la página: el trabajo sigue."))
        elif wanted == "publish":
            publishing.publish(round=found, by=request.user)
            messages.success(request, _("Empezó. Puedes cerrar la página: el trabajo sigue."))
        elif wanted == "go_on":
            services.go_on(round=found, by=request.user)
            messages.success(request, _("Sigue desde donde estaba."))
        else:
            raise Http404
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("mentoring:round", pk=found.pk)


@coordinating
@require_POST
def withdraw(request, pk, proposal):
    """Take one draft out before publishing."""
    found = _round(request, pk)
    draft = get_object_or_404(found.proposals.filter(state=Proposal.State.DRAFT), pk=proposal)
    publishing.withdraw(proposal=draft, by=request.user)
    messages.success(request, _("La retiraste. Ella queda entre las que esperan."))
    return redirect("mentoring:round", pk=found.pk)
