"""Stages in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy.core.languages import DEFAULT

from ..models import Stage
from .reading import criteria_for
from .reference import WORDS
from .rules import STAGES, said_in

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


def stages(names=None):
    """``{code: Stage}`` in their order; what the database lacks is said as the academy says it. One query.

    ``names``: those of ``StageCriteria`` that an assembly adopted; they stand in the place of the academy's, in the
    reader's language, else in Spanish. Never saved.
    """
    known = {stage.code: stage for stage in Stage.objects.all()}
    found = {code: known.get(code) or _as_the_academy_says(code, number) for number, code in enumerate(STAGES)}
    for code, said in (names or {}).items():
        for field, words in said.items():
            own = said_in(words, get_language(), DEFAULT)
            if own and code in found:
                setattr(found[code], field, own)
    return found


def stages_for(member):
    """The same in the words of the assembly that decides for her. Three queries."""
    return stages(names_of(criteria_for(member)))


def names_of(criteria):
    return criteria.names if criteria else {}


def _as_the_academy_says(code, order):
    spanish, says, english, english_says = WORDS[code]
    # ``name`` writes into the column of the language in which the page is read.
    name, seen = (english, english_says) if get_language() == "en" else (spanish, says)
    return Stage(code=code, order=order, name=name, says=seen)
