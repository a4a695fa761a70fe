"""The words of each permission. Change a word and the version changes: what she agreed to stays known."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .models import Consent


@dataclass(frozen=True)
class Wording:
    """``question`` is what she answers; ``means`` says who sees what, and what happens when she says no."""

    purpose: str
    version: str
    question: str
    means: str


WORDINGS = (
    Wording(
        Consent.Purpose.PROGRESS_BY_NAME,
        "2026-1",
        _("¿Puede tu facilitadora ver tu avance con tu nombre?"),
        _("Verá qué lecciones terminaste, para acompañarte. Tus respuestas no. Si dices no, solo ve cuántas van."),
    ),
    Wording(
        Consent.Purpose.PHONE_TO_ORGANISER,
        "2026-1",
        _("¿Puede tu organizadora ver tu teléfono?"),
        _("Le sirve para avisarte de reuniones. Nadie más lo ve. Si dices no, todo funciona igual."),
    ),
    Wording(
        Consent.Purpose.PHONE_TO_MENTOR,
        "2026-1",
        _("¿Puede tu acompañante ver tu teléfono?"),
        _("Le sirve para acordar sus encuentros. Nadie más lo ve. Si dices no, todo funciona igual."),
    ),
    Wording(
        Consent.Purpose.MENTORING_BY_NAME,
        "2026-1",
        _("¿Puede la coordinadora ver tu acompañamiento con tu nombre?"),
        _("Verá si esperas o si tienes compañera. Lo que conversan, nunca. Si dices no, te cuenta sin nombre."),
    ),
)


def wording_of(purpose):
    """The words in force for this purpose, or None where there is no such purpose."""
    return next((each for each in WORDINGS if each.purpose == purpose), None)
