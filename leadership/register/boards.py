"""A board as it is shown: each seat, who sits there, and what its woman should know."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from academy.members.models import BoardRules, Seat, Term
from academy.members.seats import rules
from academy.members.seats.services import rule_of

#: A term that ends within so many days is said to end soon.
SOON = 90


@dataclass
class Place:
    """A seat today. ``state``: held, soon, overdue, empty or covered (nobody elected sits there)."""

    seat: Seat
    holder: Term | None = None
    alternates: list[Term] = field(default_factory=list)
    state: str = "empty"
    other_seats: int = 0


def board_of(organisation, *, at=None):
    """``([Place], BoardRules or None)``. Five queries, whatever the number of seats."""
    today = timezone.localdate(at)
    board = BoardRules.objects.filter(organisation=organisation).first()
    seats = list(Seat.objects.standing(today).filter(organisation=organisation).select_related("kind"))
    terms = Term.objects.holding(today).filter(seat__in=seats).select_related("holder")
    by_seat = {}
    for term in terms:
        by_seat.setdefault(term.seat_id, []).append(term)
    elsewhere = {}
    people = {term.person for term in terms}
    for person in Term.objects.holding(today).filter(person__in=people).values_list("person", flat=True):
        elsewhere[person] = elsewhere.get(person, 0) + 1
    return [_place(seat, by_seat.get(seat.pk, ()), elsewhere, today) for seat in seats], board


def _place(seat, terms, elsewhere, today):
    holders = [term for term in terms if not term.alternate]
    place = Place(seat=seat, alternates=[term for term in terms if term.alternate])
    if holders:
        place.holder = holders[0]
        place.state = state_of(holders[0], today)
        place.other_seats = elsewhere.get(holders[0].person, 1) - 1
    return place


def state_of(term, today):
    if term.until < today:
        return "overdue"
    if not term.elected:
        return "covered"
    return "soon" if (term.until - today).days <= SOON else "held"


def history_of(seat):
    """``[(term, terms in a row)]``, the newest first; how often each had followed herself by then. One query."""
    terms = list(Term.objects.valid().filter(seat=seat).select_related("holder"))
    spans = [
        rules.Span(person=t.person, name="", since=t.since, until=t.until, ended=t.ended_on, alternate=t.alternate)
        for t in terms
    ]
    return [(t, 0 if t.alternate else rules.terms_in_a_row(t.person, spans, at=t.since)) for t in terms]


def rule_sentence(seat, board=None):
    """The rule that holds for ``seat`` and where it stands, as one sentence; says so where nobody wrote it down."""
    rule = rule_of(seat, board)
    if not rule.months and not rule.most:
        return _("Aún nadie anotó cuánto dura ni cuántas veces se repite.")
    said = []
    if rule.months:
        said.append(_("Dura %(months)s meses.") % {"months": rule.months})
    if rule.most:
        said.append(_("Se permiten %(most)s períodos seguidos.") % {"most": rule.most})
    if rule.source:
        said.append(_("Lo dice: %(source)s.") % {"source": rule.source.rstrip(".")})
    return " ".join(said)
