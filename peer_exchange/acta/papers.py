"""The three papers of an assembly as PDF: the list to sign, the call, the statement of quorum.

In the language of the page: what is handed in is printed from the Spanish page.
"""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, gettext

from academy.core.papers import paper

from ..models import AgeBand
from . import rules

FOLDER = Path(__file__).resolve().parents[1] / "typst"
NAMES = ("attendance", "convocation", "quorum")
#: The fewest lines of a list, and how many stay empty for who comes besides.
LEAST_LINES, SPARE, MOST_LINES = 20, 5, 300


@dataclass(frozen=True)
class Assembly:
    """What a paper says of it; empty: a line to write on. ``people``: ``[(name, organisation)]`` on the list."""

    organisation: str
    kind: str = ""
    place: str = ""
    held_on: object = None
    starts_at: object = None
    second_at: object = None
    ends_at: object = None
    call: str = ""
    agenda: list = field(default_factory=list)
    able: int | None = None
    present: int | None = None
    people: list = field(default_factory=list)
    lines: int = LEAST_LINES
    with_document: bool = False
    with_phone: bool = False


def pdf(name, assembly, ruled):
    """One of NAMES. ``ruled``: the organisation's Rules. A twentieth of a second."""
    data = {"attendance": _attendance, "convocation": _convocation, "quorum": _quorum}[name](assembly, ruled)
    common = {
        "academy": str(settings.ACADEMY_NAME),
        "language": get_language(),
        "organisation": assembly.organisation,
        "printed": gettext("impreso el %(day)s") % {"day": date_format(timezone.localdate(), "SHORT_DATE_FORMAT")},
    }
    return paper(FOLDER / f"{name}.typ", {**common, **data})


def _day(assembly):
    day = assembly.held_on
    return f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}" if day else ""


def _hour(moment):
    return time_format(moment, "H:i") if moment else ""


def _attendance(assembly, ruled):
    texts = {
        "title": gettext("Lista de asistencia"),
        "kind": gettext("Tipo de reunión"),
        "place": gettext("Lugar"),
        "day": gettext("Fecha"),
        "calls": gettext("Convoca"),
        "call": gettext("Convocatoria"),
        "first": gettext("1.ª"),
        "second": gettext("2.ª"),
        "from": gettext("Hora de inicio"),
        "until": gettext("Hora de término"),
        "able": gettext("Hábiles"),
        "agenda": gettext("Agenda"),
        "n": gettext("N.º"),
        "name": gettext("Apellidos y nombres"),
        "document": gettext("DNI"),
        "organisation": gettext("Organización o comedor"),
        "post": gettext("Cargo"),
        "base": gettext("Distrito o base"),
        "phone": gettext("Celular, solo si quieres"),
        "first_time": gettext("¿Primera vez?"),
        "signature": gettext("Firma"),
        "print": gettext("Huella"),
        "total": gettext("Total"),
        "share": gettext("Porcentaje de hábiles"),
        "writer": gettext("Relatora"),
        "tallies": gettext("Cuántas, por palotes"),
        "consent": gettext(
            "Tus datos se usan solo para el acta de esta reunión. No se publican ni se cuelgan en la pared."
        ),
        "photo": gettext("¿Foto?"),
        "yes": gettext("Sí"),
        "no": gettext("No"),
    }
    people = [{"name": name, "organisation": place} for name, place in assembly.people]
    lines = max(LEAST_LINES, assembly.lines, len(people) + SPARE if people else 0)
    return {
        "document_title": texts["title"],
        "kind": assembly.kind,
        "place": assembly.place,
        "day": _day(assembly),
        "calls": assembly.organisation,
        "call": assembly.call,
        "from": _hour(assembly.starts_at),
        "until": _hour(assembly.ends_at),
        "able": str(assembly.able or ""),
        "agenda": "; ".join(assembly.agenda),
        "lines": min(MOST_LINES, lines),
        "people": people,
        "with_document": assembly.with_document,
        "with_phone": assembly.with_phone,
        "bands": [str(band.label) for band in AgeBand],
        "texts": texts,
    }


def _convocation(assembly, ruled):
    second = _hour(assembly.second_at)
    return {
        "document_title": gettext("Convocatoria"),
        "day": _day(assembly) or "……………………",
        "first": _hour(assembly.starts_at) or "…………",
        "second": second,
        "place": assembly.place or "……………………………",
        "agenda": assembly.agenda,
        "quorum": _quorum_words(assembly, ruled),
        "texts": {
            "title": gettext("Convocatoria"),
            "says": gettext("La junta directiva convoca a todas las socias a: %(kind)s.")
            % {"kind": assembly.kind or "……………………"},
            "day": gettext("Día"),
            "first": gettext("1.ª convocatoria"),
            "second": gettext("2.ª convocatoria"),
            "place": gettext("Lugar"),
            "agenda": gettext("Agenda"),
            "bring": gettext("Trae tu DNI para firmar. Tu voz y tu voto cuentan."),
            "president": gettext("Presidenta: nombre y firma"),
            "secretary": gettext("Secretaria: nombre y firma"),
            "given": gettext("Entregada o pegada el día"),
        },
    }


def _quorum_words(assembly, ruled):
    """What the rule asks, only where somebody has read it: a rule nobody confirmed is not printed as certain."""
    rule = ruled.quorum_first
    if not rule or not rule.confirmed:
        return ""
    if assembly.able:
        said = gettext("En 1.ª convocatoria hacen falta %(needed)s de %(able)s socias.")
        return said % {"needed": rules.needed(assembly.able, rule.value), "able": assembly.able}
    return gettext("En 1.ª convocatoria hace falta más del %(percent)s %% de las socias.") % {"percent": rule.value}


def _quorum(assembly, ruled):
    rule = ruled.quorum(assembly.call)
    must = rules.needed(assembly.able, rule.value) if rule and assembly.able else None
    call = {"first": gettext("primera convocatoria"), "second": gettext("segunda convocatoria")}.get(
        assembly.call, gettext("primera / segunda convocatoria")
    )
    points = [
        gettext("Que se convocó a las socias a: %(kind)s, para el día %(day)s, a las %(hour)s, en %(place)s.")
        % {
            "kind": assembly.kind or "……………………",
            "day": _day(assembly) or "……………………",
            "hour": _hour(assembly.starts_at) or "…………",
            "place": assembly.place or "……………………",
        },
        gettext("Que la reunión se hizo en %(call)s.") % {"call": call},
    ]
    known = assembly.able and assembly.present is not None
    if known:
        points.append(
            gettext("Que pueden votar %(able)s socias y estuvieron %(present)s.")
            % {"able": assembly.able, "present": assembly.present}
        )
    if known and must is not None:
        enough = gettext("Que hacían falta %(needed)s y hubo quórum.")
        short = gettext("Que hacían falta %(needed)s y no hubo quórum.")
        points.append((enough if assembly.present >= must else short) % {"needed": must})
    return {
        "document_title": gettext("Constancia de convocatoria y quórum"),
        "points": points,
        "empty": not known,
        "source": _source(rule),
        "texts": {
            "title": gettext("Constancia de convocatoria y quórum"),
            "i_am": gettext("Yo, presidenta de la junta directiva:"),
            "dni": gettext("con DNI"),
            "states": gettext("dejo constancia, bajo mi responsabilidad:"),
            "able": gettext("Socias que pueden votar"),
            "present": gettext("Socias que estuvieron"),
            "responsible": gettext("Lo firmo para los trámites de la organización."),
            "place_and_day": gettext("Lugar y fecha"),
            "signature": gettext("Presidenta: firma y huella"),
        },
    }


def _source(rule):
    if not rule:
        return ""
    if rule.confirmed:
        return gettext("Regla del quórum: %(source)s.") % {"source": rule.source}
    return gettext("Regla del quórum: %(source)s. Confírmenla en su estatuto antes de firmar.") % {
        "source": rule.source
    }
