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
    Wording(
        Consent.Purpose.PROPOSED,
        "2026-1",
        _("¿Quieres que te propongan para un cargo?"),
        _(
            "Tu directiva y tu organizadora verán tu nombre en los cargos a los que dijiste sí o tal vez. "
            "La asamblea decide. Si dices no, nadie lo ve."
        ),
    ),
    Wording(
        Consent.Purpose.PATH_TO_MENTOR,
        "2026-1",
        _("¿Puede tu acompañante ver tu camino?"),
        _("Verá tu momento y los cargos a los que dijiste sí o tal vez. Si dices no, todo funciona igual."),
    ),
)


def wording_of(purpose):
    """The words in force for this purpose, or None where there is no such purpose."""
    return next((each for each in WORDINGS if each.purpose == purpose), None)


def question_of(consent):
    """The question that she answered, as it is asked today; its code where it is asked no more."""
    wording = wording_of(consent.purpose)
    return str(wording.question) if wording else consent.purpose


def allows(member, purpose):
    """Does she allow it now? One query. Ask at the moment of showing: what is copied outlives a withdrawal."""
    return Consent.objects.filter(member=member, purpose=purpose, withdrawn_at=None).exists()


def who_allow(purpose):
    """Ids of the women who allow it now, as a subquery for ``member__in``."""
    return Consent.objects.filter(purpose=purpose, withdrawn_at=None).values("member")
