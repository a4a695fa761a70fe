"""Pure decisions about seats and terms. Dates and values in; refusals and cautions in words out."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

#: A term of more than this is a slip of the pen.
LONGEST_YEARS = 10
#: How far ahead of its beginning a term may be recorded.
AHEAD = timedelta(days=366)
FIRST_YEAR = 1950
#: A woman with this many seats at once is pointed out to her assembly; never refused.
MANY_SEATS = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A term as the rules need it. ``ended`` None: she sits until another is recorded, overdue or not."""

    person: Any
    name: str
    since: date
    until: date
    ended: date | None = None
    alternate: bool = False

    def covers(self, day):
        return self.since <= day and (self.ended is None or day < self.ended)

    def meets(self, other):
        """Do both sit on one day? Ends are the first day without her, so that one may follow the other that day."""
        first, last = max(self.since, other.since), min(self.ended or date.max, other.ended or date.max)
        return first < last


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a seat lasts and how often one may follow herself; None where nobody said. ``source`` says where."""

    months: int | None = None
    most: int | None = None
    source: str = ""


def rule_of(seat, board):
    """The seat's own rule where it has one, else its board's. Each of ``(months, most, source)``."""
    own, boards = Rule(*seat), Rule(*board)
    return Rule(
        months=own.months or boards.months,
        most=own.most or boards.most,
        source=own.source if own.months or own.most else boards.source,
    )


def planned_end(since, months):
    """The day a term of so many months is over: the same day of the month, or the last one it has; the calendar's last
    day where there is none left."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


def may_last(*, since, until, today):
    if since.year < FIRST_YEAR:
        return Denied(_("Revisa el año en que empezó."), "too_early")
    if since > today + AHEAD:
        return Denied(_("Empieza en más de un año. Anótalo cuando se acerque."), "too_far")
    if until <= since:
        return Denied(_("El período termina antes de empezar. Revisa las dos fechas."), "backwards")
    if until > planned_end(since, 12 * LONGEST_YEARS):
        return Denied(_("El período dura más de diez años. Revisa las dos fechas."), "too_long")
    return Allowed()


def may_stand_on(*, acta, pending):
    """A term stands on an acta; where the book is not at hand yet, that is said."""
    if acta.strip() or pending:
        return Allowed()
    return Denied(
        _("Falta el acta. Escribe libro, página y fecha. Si aún no la tienes, marca «acta pendiente»."), "no_acta"
    )


def may_sit(new, others, *, alternates, abolished_on=None):
    """May ``new`` be recorded beside ``others`` of the same seat?"""
    if abolished_on is not None and (new.ended is None or new.ended > abolished_on):
        return Denied(_("Ese cargo se cerró. Revisa las fechas o abre un cargo nuevo."), "abolished")
    meeting = [other for other in others if other.meets(new)]
    if any(other.person == new.person for other in meeting):
        return Denied(_("%(name)s ya está anotada en ese cargo en esas fechas.") % {"name": new.name}, "twice")
    beside = [other for other in meeting if other.alternate == new.alternate]
    if new.alternate:
        return _room_for_alternate(new, beside, alternates)
    if beside:
        return Denied(
            _(
                "En esas fechas el cargo lo tiene %(name)s. "
                "Anota primero cuándo terminó, o marca que termina ese mismo día."
            )
            % {"name": beside[0].name},
            "overlap",
        )
    return Allowed()


def _room_for_alternate(new, beside, alternates):
    if not alternates:
        return Denied(_("Este cargo no tiene suplentes. Cámbialo primero en el cargo."), "no_alternates")
    # As many at once as begin within the new one's time: the fullest day is a day on which one begins.
    days = [new.since, *(other.since for other in beside if other.since > new.since)]
    if any(sum(other.covers(day) for other in beside) >= alternates for day in days):
        return Denied(_("Este cargo ya tiene todas sus suplentes en esas fechas."), "alternates_full")
    return Allowed()


def may_end(*, since, on, today):
    if on < since:
        return Denied(_("Terminó antes de empezar. Revisa la fecha."), "backwards")
    if on > today:
        return Denied(_("Esa fecha aún no llega. Anótalo ese día."), "not_yet")
    return Allowed()


def may_abolish(*, holders, ends_terms, on, today):
    """``holders``: names of who sits there. ``ends_terms``: she said that their time ends with the seat."""
    if on > today + AHEAD:
        return Denied(_("Revisa la fecha: falta más de un año."), "too_far")
    if holders and not ends_terms:
        return Denied(
            _("Ahí está %(names)s. Marca que su período termina con el cargo, o anota antes su salida.")
            % {"names": ", ".join(holders)},
            "held",
        )
    return Allowed()


def terms_in_a_row(person, spans, *, at):
    """How many terms one after the other ``person`` has held the seat, up to the one that covers ``at``.

    Terms of the same woman count as one after the other where nobody else sat between. Alternates do not count.
    """
    past = sorted((span for span in spans if span.since <= at and not span.alternate), key=lambda span: span.since)
    count = 0
    for span in reversed(past):
        if span.person != person:
            break
        count += 1
    return count


def cautions(*, rule, in_a_row, other_seats, months=None):
    """Sentences that the two women and the assembly should know. Never a refusal: the statute is theirs to read."""
    said = []
    if rule.most and in_a_row > rule.most:
        said.append(
            _("Sería su período seguido número %(count)s. La regla permite %(most)s. Revisen su estatuto.")
            % {"count": in_a_row, "most": rule.most}
        )
    if other_seats:
        said.append(_("Ya tiene otro cargo: %(seats)s. ¿Lo sabe la asamblea?") % {"seats": ", ".join(other_seats)})
    if rule.months and months is not None and abs(months - rule.months) > 1:
        said.append(
            _("Dura %(months)s meses. La regla dice %(rule)s.") % {"months": round(months), "rule": rule.months}
        )
    return said
