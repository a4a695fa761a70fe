"""What she does with suggestions: put up to three in order for the round, or ask one herself."""

from django.db import transaction
from django.utils.translation import gettext as _

from academy.core.decisions import Denied
from academy.members.services.access import Refused

from .. import gates, rules
from ..models import MatchingRound, Suggestion
from .services import Way, open_proposal
from .suggesting import suggestions_for


def choices_of(member):
    """Her suggestions of the latest round that waits for orders, as they are shown; [] where none does."""
    rows = Suggestion.objects.visible_to(member).filter(round__state=MatchingRound.State.CHOOSING)
    rows = list(rows.select_related("mentor").order_by("-round__created_at", "place"))
    return [row for row in rows if row.round_id == rows[0].round_id]


def put_in_order(*, member, round_id, ranks):
    """``ranks``: {mentor id: "1" to "3", or "" for not this one}. Nothing in order is fine too. Raises Refused."""
    given = {mentor: str(rank) for mentor, rank in ranks.items() if str(rank)}
    allowed = {str(rank) for rank in range(1, rules.MOST_RANKED + 1)}
    if not set(given.values()) <= allowed:
        raise Refused(Denied(_("Elige primera, segunda o tercera."), "rank"))
    if len(set(given.values())) != len(given):
        raise Refused(Denied(_("Pusiste a dos en el mismo lugar. Elige una para cada lugar."), "same_rank"))
    with transaction.atomic():
        # Whoever computes the round waits for this row, or has already moved it on.
        still = MatchingRound.objects.select_for_update().filter(pk=round_id, state=MatchingRound.State.CHOOSING)
        if not still.exists():
            raise Refused(Denied(_("Esta ronda ya se calculó. Habrá otras."), "too_late"))
        rows = Suggestion.objects.filter(round=round_id, member=member)
        rows.update(rank=None)
        for mentor, rank in given.items():
            rows.filter(mentor=mentor).update(rank=int(rank))


def ask(*, member, mentor_id, at=None):
    """Open a proposal with one of those suggested to her now. Raises Refused, with what to do."""
    decision = gates.may_begin(member, gates.MENTEE)
    if not decision:
        raise Refused(decision)
    suggested = next((each for each in suggestions_for(member, at=at) if each.mentor.pk == mentor_id), None)
    if suggested is None:
        raise Refused(Denied(_("Ella ya no está libre. Mira otra vez tus sugerencias."), "not_suggested"))
    return open_proposal(
        mentee=member,
        mentor=suggested.mentor,
        way=Way.CHOSEN,
        by=member,
        reasons=suggested.reasons,
        caution=suggested.caution,
        accepted_by=member,
        at=at,
    )
