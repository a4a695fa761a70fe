"""What pages say about promises: rows ready for templates. No query but where it says so."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ..models import Commitment
from ..sharing import fit
from . import rules

#: What a card says first. ``tone``: a class of the stylesheet.
TONES = {"kept": "ok", "partly": "", "broken": "warn", "void": "sky", "new": "sky", "ongoing": "sky"}
WITH = ("organisation", "institution", "post", "territory", "change")


@dataclass(frozen=True)
class Shown:
    """A promise and what its words need. ``handed_on``: a new authority has it now."""

    row: Any
    when: str
    overdue: bool
    tone: str
    amounts: list
    handed_on: bool = False


def shown(row, at):
    overdue = rules.is_overdue(state=row.state, due_on=row.due_on, at=at)
    return Shown(
        row=row,
        when=rules.when_in_words(state=row.state, due_on=row.due_on, closed_on=row.closed_on, at=at),
        overdue=overdue,
        tone="warn" if overdue else TONES[row.state],
        amounts=amounts_of(row),
        handed_on=getattr(row, "handed_on", False),
    )


def amounts_of(row):
    """``[(code, label, number in words, share of the largest in percent)]`` of what was put in numbers."""
    told = [("asked", _("Pedimos")), ("promised", _("Prometieron")), ("obtained", _("Llegó"))]
    found = [(code, label, getattr(row, code)) for code, label in told if getattr(row, code) is not None]
    most = max((number for _code, _label, number in found), default=0) or 1
    return [(code, label, quantity(number), round(100 * number / most)) for code, label, number in found]


def quantity(number):
    return "" if number is None else number_format(number.normalize() if number else 0, use_l10n=True)


def listed(rows):
    """With all that a list shows, and whether each was handed on."""
    has_heir = ExpressionWrapper(Q(pk__in=Commitment.objects.handed_on()), output_field=BooleanField())
    return rows.select_related(*WITH).annotate(handed_on=has_heir)


def text_to_send(row, at):
    """For WhatsApp: institution and post, words, dates, amounts. No woman's name, no official's."""
    who = ", ".join(each for each in (row.institution_said, row.post_said) if each)
    lines = [_("*Compromiso de %(who)s*") % {"who": who or _("una institución")}, f"«{row.words}»"]
    lines.append(_("Lo prometieron el %(day)s.") % {"day": date_format(row.made_on, "DATE_FORMAT")})
    if row.due_on:
        lines.append(_("Para el %(day)s.") % {"day": date_format(row.due_on, "DATE_FORMAT")})
    amounts = " · ".join(f"{label}: {number}" for _code, label, number, _share in amounts_of(row))
    if amounts:
        lines.append(f"{amounts} {row.unit}".strip())
    when = rules.when_in_words(state=row.state, due_on=row.due_on, closed_on=row.closed_on, at=at)
    lines.append(_("Hoy: %(state)s. %(when)s") % {"state": row.get_state_display(), "when": when})
    return fit(lines)
