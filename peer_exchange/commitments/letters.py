"""Letters of the ladder, and the one that presents everything to a new authority, as PDF.

Always in Spanish, whatever language she reads: an office of the State receives them. What nobody knows is a line to
write on. They name the institution and the post first, and no woman: who signs writes her name by hand.
"""

from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format

from academy.core.papers import paper

from ..models import Ladder
from . import rules
from .shown import quantity

TYPST = Path(__file__).resolve().parent.parent / "typst"
LAW = "Ley 27806, Ley de Transparencia y Acceso a la Información Pública (TUO aprobado por DS 021-2019-JUS)"

#: step: subject, paragraphs before the promises, paragraphs after them. ``{organisation}`` and the like are filled in.
LETTERS = {
    Ladder.REMINDER: (
        "Recordamos un compromiso",
        ["Somos {organisation}. Le saludamos y le recordamos este compromiso con las socias."],
        [
            "Le pedimos decirnos por escrito en qué estado está y para qué fecha se cumplirá.",
            "Pedimos su respuesta en diez días hábiles.",
        ],
    ),
    Ladder.HEARING: (
        "Pedimos una audiencia",
        ["Somos {organisation}. Este compromiso sigue pendiente y queremos conversarlo con usted."],
        [
            "Pedimos una audiencia con día y hora. Irán dos representantes de nuestra organización.",
            "Tema único: cuándo y cómo se cumplirá. Pedimos que lo acordado quede en un acta.",
            "Pedimos su respuesta en diez días hábiles.",
        ],
    ),
    Ladder.INFORMATION: (
        "Pedido de acceso a la información pública",
        [
            f"Somos {{organisation}}. Con la {LAW}, pedimos la información que sigue, sobre este compromiso.",
        ],
        [
            "Pedimos copia de los documentos que muestren: 1) qué se hizo para cumplirlo y cuándo; 2) qué presupuesto "
            "se asignó y cuánto se gastó; 3) qué área y qué puesto lo tiene a su cargo; 4) la fecha prevista.",
            "La ley da diez días hábiles para entregar la información, y no pide explicar para qué se quiere. "
            "Si necesitan más tiempo, la ley pide avisarlo dentro de dos días hábiles.",
            "Forma de entrega:  correo electrónico (gratuito)  /  copia simple  /  otra: __________",
        ],
    ),
    Ladder.OMBUDSMAN: (
        "Pedimos la intervención de la Defensoría del Pueblo",
        [
            "Somos {organisation}. La institución que nombramos se comprometió con nosotras y no ha cumplido. "
            "Ya le escribimos y adjuntamos los cargos.",
        ],
        [
            "Pedimos que la Defensoría del Pueblo pregunte a la institución y acompañe el cumplimiento.",
            "Adjuntamos: copia del acta o acuerdo, cargos de nuestras cartas y las respuestas, si las hubo.",
        ],
    ),
    Ladder.MOBILISATION: (
        "Aviso de una reunión pública y pacífica",
        ["Somos {organisation}. Nuestra asamblea acordó reunirse en público y en paz por este compromiso no cumplido."],
        [
            "Día: ____________   Hora: ________   Lugar y recorrido: ______________________________",
            "Nuestro pedido es uno: que el compromiso se cumpla, con fecha y por escrito.",
            "Encargadas del orden y del cuidado de las compañeras: ______________________________",
            "Seguimos abiertas al diálogo en cualquier momento, también ese mismo día.",
        ],
    ),
}
OMBUDSMAN = ("Defensoría del Pueblo", "Oficina Defensorial de ____________________", "")


def letter(row, step, *, today):
    """Bytes of the PDF for one promise. About a twentieth of a second."""
    subject, before, after = LETTERS[step]
    to = (row.institution_said, row.post_said, row.official_said)
    return _paper(
        organisation=row.organisation,
        to=OMBUDSMAN if step == Ladder.OMBUDSMAN else to,
        subject=subject,
        before=before,
        rows=[row],
        after=after,
        today=today,
        names_institution=step == Ladder.OMBUDSMAN,
    )


def letter_of_change(change, rows, *, today):
    """One letter that presents all open promises to whoever came."""
    with translation.override("es"):
        day = date_format(change.on, "DATE_FORMAT")
    return _paper(
        organisation=change.organisation,
        to=(change.institution_said, change.post_said, change.after),
        subject="Presentamos los compromisos que su institución tiene con nosotras",
        before=[
            f"Somos {{organisation}}. Le saludamos por el cargo que asumió el {day}.",
            "Su institución hizo estos compromisos. Son de la institución y siguen en pie, aunque cambie la autoridad.",
        ],
        rows=rows,
        after=[
            "Le pedimos confirmarlos por escrito, con una fecha para cada uno, en diez días hábiles.",
            "Le pedimos también una reunión para conversar cómo se cumplirán.",
        ],
        today=today,
    )


def _paper(*, organisation, to, subject, before, rows, after, today, names_institution=False):
    place = organisation.territory.name if organisation.territory_id else "____________"
    with translation.override("es"):
        data = {
            "language": "es",
            "organisation": organisation.name,
            "place_and_day": f"{place}, ____ de ______________ de {today.year}",
            "to": [each for each in to if each] or ["______________________________"],
            "here": "Presente.-",
            "subject_label": "Asunto:",
            "subject": subject,
            "before": [each.format(organisation=organisation.name) for each in before],
            "columns": ["Compromiso", "Lo prometieron", "Para cuándo", "Pedimos / prometieron / llegó"],
            "rows": [_row(row, today, names_institution) for row in rows],
            "after": after,
            "closing": "Atentamente,",
            "sign": ["Nombre y firma", "Cargo y DNI"],
            "stamp": "Cargo: recibido por ____________________   Fecha ___/___/______   Hora ______   Sello",
        }
    return paper(TYPST / "letter.typ", data)


def _row(row, today, names_institution):
    due = date_format(row.due_on, "j/n/Y") if row.due_on else (row.due_said or "sin fecha")
    late = rules.when_in_words(state=row.state, due_on=row.due_on, closed_on=row.closed_on, at=today)
    amounts = [quantity(each) or "–" for each in (row.asked, row.promised, row.obtained)]
    told = any(each != "–" for each in amounts)
    who = f"{row.institution_said}{', ' if row.post_said else ''}{row.post_said}: " if names_institution else ""
    return [
        f"{who}«{row.words}» ({row.get_kind_display()})",
        date_format(row.made_on, "j/n/Y"),
        f"{due}. {late}." if row.due_on else due,
        f"{' / '.join(amounts)} {row.unit}".strip() if told else "–",
    ]
