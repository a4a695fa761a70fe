"""Stages in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models import Stage
from .reference import WORDS
from .rules import STAGES

#: What counts, as an assembly reads it.
EVIDENCE_WORDS = {
    "course_done": _("Terminó un curso con su tarea real confirmada"),
    "circle_led": _("Facilitó un círculo"),
    "session_role": _("Tuvo un rol en una sesión: facilitó, llevó el acta, la caja o la lista"),
    "commitment_followed": _("Siguió un compromiso de una autoridad"),
    "term": _("La asamblea la eligió para un cargo, o como suplente"),
    "term_above": _("Tiene un cargo en una organización de más arriba, o es delegada"),
    "spoke": _("Habló por su organización en un espacio con autoridades"),
    "accompanied": _("Acompañó a otra compañera con acuerdo y encuentros"),
}


def stages():
    """``{code: Stage}`` in their order; what the database lacks is said as the academy says it. One query."""
    known = {stage.code: stage for stage in Stage.objects.all()}
    return {code: known.get(code) or _as_the_academy_says(code, number) for number, code in enumerate(STAGES)}


def _as_the_academy_says(code, order):
    spanish, says, english, english_says = WORDS[code]
    # ``name`` writes into the column of the language in which the page is read.
    name, seen = (english, english_says) if get_language() == "en" else (spanish, says)
    return Stage(code=code, order=order, name=name, says=seen)
