"""When a board ends and when its base is told (field dossier, 4D: 90, 60 and 30 days before). Pure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

#: Days before the end on which everybody is told.
NOTICES = (90, 60, 30)
#: Boards that end later than this are not shown yet.
AHEAD = 365


#: An election that was held longer ago than this is written down term by term, in the register.
LATE = timedelta(days=366)
#: With less notice than this a statute should be read first. A caution, never a refusal: they differ.
SHORT_NOTICE = 8
MOST_VOTES = 100_000


@dataclass(frozen=True, slots=True)
class Election:
    """The seats of one organisation that end on one day. ``seats``: whatever was handed in, in its order."""

    on: date
    seats: tuple

    def days_left(self, today):
        """Negative once the day is over."""
        return (self.on - today).days

    def notices(self, today):
        """``[(days before, day, has it come)]``, the earliest first."""
        told = []
        for days in NOTICES:
            day = self.on - timedelta(days=days)
            told.append((days, day, day <= today))
        return told

    def stage(self, today):
        """``overdue``, the last notice that has come (30, 60 or 90), or ``later``."""
        left = self.days_left(today)
        if left < 0:
            return "overdue"
        return next((days for days in sorted(NOTICES) if left <= days), "later")


def elections_of(ends, *, today):
    """The elections of one board, the most urgent first. ``ends``: ``[(planned end, seat)]`` of who sits there now."""
    by_day = defaultdict(list)
    for on, seat in ends:
        if (on - today).days <= AHEAD:
            by_day[on].append(seat)
    return [Election(on=on, seats=tuple(seats)) for on, seats in sorted(by_day.items())]


def may_call(*, on, seats, busy, today):
    """``seats``: how many are to be filled. ``busy``: names of those that another election has already."""
    if not seats:
        return Denied(_("Elige al menos un cargo."), "no_seats")
    if on > today + timedelta(days=AHEAD):
        return Denied(_("Falta más de un año. Convoca cuando se acerque."), "too_far")
    if on < today - LATE:
        return Denied(_("Esa elección fue hace más de un año. Anótala cargo por cargo."), "too_old")
    if busy:
        return Denied(_("Ya hay otra elección para: %(seats)s.") % {"seats": ", ".join(busy)}, "busy")
    return Allowed()


def may_tell(*, state, on, today):
    """May results, or that it was not held, be written? ``state``: of the election."""
    if state != "called":
        return Denied(_("De esta elección ya se anotó qué pasó."), "closed")
    if on > today:
        return Denied(_("La asamblea aún no llega. Anoten los resultados ese día."), "not_yet")
    return Allowed()


def may_count(*, candidates, votes, voters=None):
    """Are the numbers of one seat possible? Any of them may be missing: the acta does not always say."""
    if candidates == 0:
        return Denied(_("Si alguien ganó, hubo al menos una candidata."), "no_candidates")
    if votes is not None and votes > MOST_VOTES:
        return Denied(_("Son demasiados votos. Revisa el número."), "too_many")
    if votes is not None and voters is not None and votes > voters:
        return Denied(_("Hay más votos que socias que votaron. Revisa los números."), "more_votes_than_voters")
    return Allowed()


def call_cautions(*, on, today, expired):
    """Sentences before an election is called. ``expired``: the present board's time is over."""
    said = []
    if today <= on < today + timedelta(days=SHORT_NOTICE):
        said.append(_("Faltan menos de ocho días. Revisen cuánto antes pide avisar su estatuto."))
    if expired:
        said.append(_("El período ya terminó. Revisen quién puede convocar según su estatuto."))
    return said
