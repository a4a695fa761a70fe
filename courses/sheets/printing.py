"""Sheets as PDF in the active language: A4, black on white, readable when it was copied three times."""

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from academy.core.ids import grouped
from academy.members import pictograms

from ..circles.services import women_of
from ..models import PaperSheet
from ..papers import paper, place_of, qr
from ..whatsapp import jpeg_of, picture_of
from .content import ARRIVING, CLOSING, needs_of, pieces_of
from .numbers import door_address, lesson_code, sheet_for, short_address

#: Empty lines of a list for who comes besides those of the circle, and the least lines of a list.
SPARE, LEAST_LINES = 4, 15
MOST_NAMED = 60


def _common(page, outline, title):
    code = lesson_code(outline, page.translation_key)
    return {
        "document_title": f"{title} · {page.title}",
        "academy": str(settings.ACADEMY_NAME),
        "language": get_language(),
        "lesson": page.title,
        "course": f"{outline.code} · {outline.title_in(get_language())}",
        "code": code,
        "care": page.care_note,
        "care_title": gettext("Antes de leer."),
    }


def _numbered(sheet):
    address = short_address(sheet)
    return {
        "number": grouped(sheet.number),
        "qr": qr(address),
        "qr_alt": gettext("Código QR que lleva a %(address)s") % {"address": place_of(address)},
        "address": place_of(address),
    }


def _drawing(page):
    """The lesson's first drawing as typst takes it, else None. Two queries and one file."""
    picture, alt = picture_of(page)
    if picture is None:
        return None
    try:
        if picture.is_svg():
            with picture.open_file() as file:
                return {"format": "svg", "data": file.read().decode(), "alt": alt or picture.title}
        return {"format": "jpg", "data": list(jpeg_of(picture)), "alt": alt or picture.title}
    except (OSError, UnicodeDecodeError):
        return None


# --- For each woman --------------------------------------------------------------------------------


def learner_pdf(page, outline, *, circle=None, women=()):
    """The text of the lesson with boxes to answer in: one sheet for any woman, or one for each of ``women``.

    No answers and no names of others. ``women``: at most MOST_NAMED.
    """
    about = {"kind": PaperSheet.Kind.LEARNER, "course": outline.key, "lesson": page.translation_key, "circle": circle}
    sheets = [(woman.display_name, sheet_for(**about, member=woman)) for woman in list(women)[:MOST_NAMED]]
    sheets = sheets or [("", sheet_for(**about))]
    data = {
        **_common(page, outline, gettext("Hoja de trabajo")),
        "intro": page.intro,
        "drawing": _drawing(page),
        "pieces": pieces_of(page, keys=False),
        "sheets": [{"name": name, **_numbered(sheet)} for name, sheet in sheets],
        "texts": {
            "title": gettext("Hoja de trabajo"),
            "name": gettext("Nombre o apodo"),
            "day": gettext("Fecha"),
            "organisation": gettext("Organización"),
            "code": gettext("Lección"),
            "number": gettext("Hoja"),
            "choice": gettext("Marca una."),
            "choices": gettext("Puedes marcar más de una."),
            "true_false": gettext("Marca una."),
            "order": gettext("Pon un número a cada una: 1 es la primera."),
            "match": gettext("Une con una raya."),
            "write": gettext("Escribe aquí:"),
            "talk": gettext("Para conversar"),
            "task": gettext("Tarea real"),
            "done": gettext("Ya la hice"),
            "done_when": gettext("Está hecha cuando:"),
            "aloud": gettext("Para mí"),
            "keep": gettext("Esto no se entrega: es solo tuyo."),
            "foot": gettext("Tu facilitadora pasa lo que marcaste. Tú lo ves en Mi camino y puedes corregirlo."),
        },
    }
    try:
        return paper("learner", data)
    except typst.TypstError:
        # A drawing that typst cannot read does not keep the lesson from paper.
        if data["drawing"] is None:
            raise
        return paper("learner", {**data, "drawing": None})


# --- For the facilitator ---------------------------------------------------------------------------


def guide_pdf(page, outline):
    """The lesson for whoever leads it: minutes for each part, answers with their reasons, what to bring."""
    pieces = pieces_of(page, keys=True)
    total = ARRIVING + CLOSING + sum(piece["minutes"] for piece in pieces)
    data = {
        **_common(page, outline, gettext("Guía de la facilitadora")),
        "pieces": pieces,
        "needs": needs_of(pieces),
        "arriving": ARRIVING,
        "closing": CLOSING,
        "total": gettext("%(minutes)s min") % {"minutes": total},
        "texts": {
            "title": gettext("Guía de la facilitadora"),
            "minutes": gettext("min"),
            "needs": gettext("Qué llevas"),
            "arrive": gettext("Para empezar"),
            "arrive_how": gettext("Saluda. Marca quiénes están. Pregunta quién quiere leer."),
            "close": gettext("Para cerrar"),
            "close_how": gettext("Lean lo que acordaron. Recoge las hojas de quien quiera entregarla."),
            "key": gettext("Respuesta"),
            "talk": gettext("Para conversar"),
            "task": gettext("Tarea real"),
            "done_when": gettext("Está hecha cuando:"),
            "aloud": gettext("Para mí"),
            "aloud_how": gettext("Cada una lo piensa o lo escribe. No se comparte."),
            "group": gettext("El grupo responde en voz alta. Anota lo que acordaron."),
            "yes": gettext("sí"),
            "no": gettext("no"),
            "total": gettext("En total"),
            "after": gettext("Después, pasa lo anotado en %(address)s") % {"address": place_of(door_address())},
        },
    }
    return paper("guide", data)


# --- The list --------------------------------------------------------------------------------------


def attendance_pdf(page, outline, circle, *, with_document=False, with_phone=False):
    """The list to sign, with a line for each woman of the circle and some empty ones.

    The column for the document number is there only where asked for (what goes to a registry); the one for
    phones too, and then only who wants to be called writes hers. What donors ask (age, language…) is counted
    below, never by name.
    """
    about = {"kind": PaperSheet.Kind.ATTENDANCE, "course": outline.key, "lesson": page.translation_key}
    sheet = sheet_for(**about, circle=circle)
    women = list(women_of(circle)[:MOST_NAMED])
    data = {
        **_common(page, outline, gettext("Lista de asistencia")),
        **_numbered(sheet),
        "circle": circle.name,
        "organisation": circle.organisation.name,
        "women": [
            {"name": woman.display_name, "sign": str(pictograms.name(woman.pictogram)).capitalize()} for woman in women
        ],
        "lines": max(len(women) + SPARE, LEAST_LINES),
        "with_document": with_document,
        "with_phone": with_phone,
        "printed": date_format(timezone.localdate(), "SHORT_DATE_FORMAT"),
        "texts": _attendance_texts(),
    }
    return paper("attendance", data)


def _attendance_texts():
    return {
        "title": gettext("Lista de asistencia"),
        "number": gettext("Hoja"),
        "kind": gettext("Reunión"),
        "kind_is": gettext("Círculo de aprendizaje"),
        "place": gettext("Lugar"),
        "day": gettext("Fecha"),
        "from": gettext("Hora de inicio"),
        "until": gettext("Hora de término"),
        "call": gettext("Convocatoria"),
        "first_second": gettext("1.ª    2.ª"),
        "calls": gettext("Convoca"),
        "agenda": gettext("Agenda"),
        "n": gettext("N.º"),
        "name": gettext("Nombre"),
        "document": gettext("DNI"),
        "organisation": gettext("Organización"),
        "post": gettext("Cargo"),
        "phone": gettext("Celular, si quiere"),
        "first": gettext("¿Primera vez?"),
        "signature": gettext("Firma"),
        "print": gettext("Huella"),
        "total": gettext("Total"),
        "share": gettext("Porcentaje de hábiles"),
        "writer": gettext("Relatora"),
        "group": gettext("Respuestas del grupo y tarea acordada"),
        "tallies": gettext("Solo en palotes, sin nombres"),
        "young": gettext("Menores de 30"),
        "older": gettext("Mayores de 60"),
        "language": gettext("Hablan quechua o aymara"),
        "consent": gettext(
            "Uso de estos datos: saber quién vino y anotar su lección. "
            "No se publican ni se pegan en la pared. Cada una puede pedir que la borren."
        ),
        "photo": gettext("¿Foto? Sí / No"),
    }
