"""Her page of mentoring: what waits, whom she could ask, a proposal and her answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from academy.core.ids import parse
from academy.members.kept_forms import keeps_what_she_typed
from academy.members.services.access import Refused

from .. import gates, rules
from ..models import CircleSeat, MentoringProfile, Pairing, Proposal
from ..pairing import reminders
from ..permissions import may_coordinate
from ..profiles.views import is_stale, profile_of
from ..shown import names_of_codes, pair_cards
from ..words import ACCOMPANIES, LEARNS, sentence
from . import choosing, services
from .suggesting import organisation_names, suggestions_for

#: What of a proposal that has ended is still shown on her page.
LATEST = 5


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD"])
def home(request):
    """What waits for her answer, her pairs and circles, her profile. Some twelve queries."""
    member, now = request.user, timezone.now()
    profile = profile_of(member)
    proposals = list(
        Proposal.objects.visible_to(member).open(now).select_related("mentee", "mentor").order_by("expires_at")
    )
    pairs = Pairing.objects.visible_to(member).select_related("mentee", "mentor")
    seats = CircleSeat.objects.filter(member=member, left_at=None, circle__ended_at=None).select_related("circle")
    page = {
        "profile": profile,
        "stale": is_stale(profile),
        "reminders": reminders.lines_for(member),
        "proposals": [_card(each, member) for each in proposals],
        "pairs": pair_cards(pairs.living(), member),
        "ended": pair_cards(pairs.ended()[:LATEST], member),
        "seats": seats.order_by("asked_at"),
        "waits": bool(profile and profile.first_wanted_at),
        "coordinates": bool(may_coordinate(member)),
    }
    return render(request, "mentoring/proposals/home.html", page)


def _card(proposal, member, *, whole=False):
    """A proposal as she reads it. The other's own words only on its own page."""
    side = services.side_of(proposal, member)
    other = proposal.mentor if side == gates.MENTEE else proposal.mentee
    card = {
        "proposal": proposal,
        "side": side,
        "other": other,
        "said_yes": getattr(proposal, f"{side}_accepted_at") is not None,
        "open": proposal.state == Proposal.State.OPEN and proposal.expires_at > timezone.now(),
    }
    if whole:
        reader, names = LEARNS if side == gates.MENTEE else ACCOMPANIES, names_of_codes()
        said = [sentence(each, reader=reader, names=names) for each in proposal.reasons]
        hers = MentoringProfile.objects.filter(member=other).values_list("about", flat=True).first()
        card |= {
            "reasons": [words for words in said if words],
            "caution": sentence(proposal.caution, reader=reader, names=names) if proposal.caution else "",
            "about": hers or "",
            "organisation": organisation_names([other.pk]).get(other.pk, ""),
            "steps": gates.steps(member, side),
        }
    return card


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request, pk):
    """One proposal: who, why, what to talk about first; yes or no. No reason is asked."""
    visible = Proposal.objects.visible_to(request.user).select_related("mentee", "mentor")
    found = get_object_or_404(visible, pk=pk)
    if request.method == "POST":
        return _answer(request, found)
    card = _card(found, request.user, whole=True)
    pairing = Pairing.objects.filter(proposal=found).first() if found.state == Proposal.State.PAIRED else None
    return render(request, "mentoring/proposals/proposal.html", {**card, "whole": card, "pairing": pairing})


def _answer(request, found):
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        raise Http404
    try:
        if answer == "no":
            services.decline(proposal=found, by=request.user)
            messages.success(request, _("Listo. No diremos por qué. Habrá otras propuestas."))
            return redirect("mentoring:home")
        pairing = services.accept(proposal=found, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("mentoring:proposal", pk=found.pk)
    if pairing is None:
        messages.success(request, _("Dijiste que sí. Falta la respuesta de ella."))
        return redirect("mentoring:proposal", pk=found.pk)
    messages.success(request, _("¡Ya son pareja de acompañamiento!"))
    return redirect("mentoring:home")


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request):
    """Whom she could ask. While a round waits for her order she puts up to three in order; else she asks one."""
    waiting = choosing.choices_of(request.user)
    if request.method == "POST":
        return _choose(request, waiting)
    if waiting:
        cards = _cards([(row.mentor, row.reasons, row.caution, row.rank) for row in waiting])
    else:
        cards = _cards([(each.mentor, each.reasons, each.caution, None) for each in suggestions_for(request.user)])
    page = {
        "cards": cards,
        "ranking": bool(waiting),
        "ranks": range(1, rules.MOST_RANKED + 1),
        "profile": profile_of(request.user),
        "steps": [] if waiting else gates.steps(request.user, gates.MENTEE),
    }
    return render(request, "mentoring/proposals/suggestions.html", page)


def _cards(rows):
    names = names_of_codes()
    places = organisation_names([mentor.pk for mentor, *_rest in rows])
    abouts = MentoringProfile.objects.filter(member__in=[mentor.pk for mentor, *_rest in rows])
    words = dict(abouts.values_list("member", "about"))
    return [
        {
            "mentor": mentor,
            "organisation": places.get(mentor.pk, ""),
            "about": words.get(mentor.pk, ""),
            "reasons": [said for said in (sentence(each, reader=LEARNS, names=names) for each in why) if said],
            "caution": sentence(caution, reader=LEARNS, names=names) if caution else "",
            "rank": rank,
        }
        for mentor, why, caution, rank in rows
    ]


def _choose(request, waiting):
    if not waiting:
        messages.info(request, _("Esta ronda ya no espera tu orden. Aquí puedes pedir a una."))
        return redirect("mentoring:suggestions")
    ranks = {row.mentor_id: request.POST.get(f"rank-{row.mentor_id}", "") for row in waiting}
    try:
        choosing.put_in_order(member=request.user, round_id=waiting[0].round_id, ranks=ranks)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("mentoring:suggestions")
    messages.success(request, _("Guardamos tu orden. Pronto te avisamos."))
    return redirect("mentoring:home")


@never_cache
@keeps_what_she_typed
@require_POST
def ask(request):
    """She asks one of those who were suggested to her; by that she has said yes."""
    wanted = parse(request.POST.get("mentor"))
    try:
        found = choosing.ask(member=request.user, mentor_id=wanted)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("mentoring:suggestions")
    messages.success(request, _("Le preguntamos. Tiene 14 días para responder."))
    return redirect("mentoring:proposal", pk=found.pk)
