"""The ladder: what to do when a promise is not kept, one step after the other. Pure.

Only the request for information has a term set by law here (Ley 27806, TUO DS 021-2019-JUS: ten working days, no
reasons needed; an extension must be told within two). The days of the other steps are what the letter itself asks for.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from ..calendar import add_working_days
from ..models import Ladder


@dataclass(frozen=True)
class Step:
    """``days``: working days for an answer; 0: none is waited for. ``legal``: the law says so, ``source`` which."""

    code: str
    days: int
    why: object
    legal: bool = False
    source: str = ""

    @property
    def title(self):
        return Ladder(self.code).label


STEPS = (
    Step(Ladder.REMINDER, 10, _("Una carta amable recuerda la promesa y su fecha.")),
    Step(Ladder.HEARING, 10, _("Pide conversar cara a cara, con día y hora.")),
    Step(
        Ladder.INFORMATION,
        10,
        _("Pide los papeles que muestran qué se hizo. No tienes que decir para qué."),
        legal=True,
        source="Ley 27806 (TUO DS 021-2019-JUS)",
    ),
    Step(Ladder.OMBUDSMAN, 15, _("La Defensoría del Pueblo pregunta a la institución. Es gratis.")),
    Step(Ladder.MOBILISATION, 0, _("La asamblea decide salir juntas, en paz y con un pedido claro.")),
)
_ORDER = {step.code: place for place, step in enumerate(STEPS)}
#: An extension of the request for information must be told within so many working days.
EXTENSION_TOLD_WITHIN = 2


def step(code):
    return STEPS[_ORDER[code]]


def highest(codes):
    """The highest step among ``codes``, or an empty text."""
    return max(codes, key=_ORDER.__getitem__, default="")


def following(code):
    """The step after ``code``; the first for an empty one; None after the last. A suggestion: any may be taken."""
    place = _ORDER[code] + 1 if code else 0
    return STEPS[place] if place < len(STEPS) else None


def answer_due(code, on: date):
    """Until when to wait for an answer to a step taken ``on``; None where none is waited for."""
    days = step(code).days
    return add_working_days(on, days) if days else None


def suggested(*, taken, overdue, at):
    """What could come next, or None: nothing is overdue, or an answer may still come.

    ``taken``: [(code, answer_due_on, answered_on)] in order.
    """
    if not overdue:
        return None
    if any(answered is None and until is not None and at <= until for _code, until, answered in taken):
        return None
    return following(highest([code for code, *_rest in taken]))
