"""The papers of an election, to print and fill by hand: what to hang up, what to sign, what to do afterwards.

Nothing here is the acta: the model is copied into the book by hand. Rules differ by statute and municipality, so each
paper says where to check. Field dossier 2D and 4D.
"""

from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import papers as press
from academy.members.models import Member

from ..handover.services import open_commitments

FOLDER = Path(__file__).parent / "typst"
PAPERS = {
    "convocatoria": gettext_lazy("Convocatoria"),
    "cargos": gettext_lazy("Lo que pide cada cargo"),
    "comite": gettext_lazy("Comité electoral"),
    "padron": gettext_lazy("Padrón de hábiles, para llenar"),
    "candidatas": gettext_lazy("Lista de candidatas"),
    "acta": gettext_lazy("Modelo de acta, para copiar a mano"),
    "despues": gettext_lazy("Qué hacer después de elegir"),
}
ALL = "todo"
#: Lines on the padrón beyond the women there are today: some enter between printing and voting.
SPARE_LINES, LEAST_LINES, MOST_LINES = 5, 20, 400


def titles():
    return [(ALL, _("Todos los papeles juntos")), *PAPERS.items()]


def pdf(election, paper):
    """One of PAPERS or ALL as PDF/UA bytes; some 20 ms."""
    return press.paper(FOLDER / "pack.typ", data_of(election, list(PAPERS) if paper == ALL else [paper]))


def padron_pdf(organisation, *, women, mark):
    """The padrón with names, for a file that two women allowed; ``mark`` stands on it."""
    rows = padron_of(organisation, lines=len(women) + SPARE_LINES, women=women, mark=mark)
    return press.paper(FOLDER / "pack.typ", {**_frame(organisation), "papers": ["padron"], "padron": rows})


def data_of(election, wanted):
    return {
        **_frame(election.organisation),
        "papers": wanted,
        "call": _call(election),
        "posts": _posts(election),
        "committee": _committee(election),
        "padron": padron_of(election.organisation, lines=_lines_for(election.organisation)),
        "candidates": _candidates(election),
        "acta": _acta(election),
        "after": _after(election),
    }


def _frame(organisation):
    return {
        "title": _("Papeles para la elección"),
        "academy": str(settings.ACADEMY_NAME),
        "language": translation.get_language(),
        "organisation": organisation.name,
        "foot": _("El libro de actas manda. Revisen su estatuto y las reglas de su municipalidad."),
        "printed": _("Impreso el %(day)s") % {"day": date_format(timezone.localdate(), "SHORT_DATE_FORMAT")},
        "signature": _("Firma"),
        "name": _("Nombres y apellidos"),
        "document": _("DNI"),
    }


def _hour(hour):
    return date_format(hour, "TIME_FORMAT") if hour else ""


def _seats(election):
    return list(election.seats.select_related("kind"))


def _call(election):
    seats = [str(seat) for seat in _seats(election)]
    return {
        "title": _("Convocatoria a asamblea de elección"),
        "to": _("A todas las socias de %(organisation)s") % {"organisation": election.organisation.name},
        "opening": _("Las invitamos a la asamblea general para elegir nuestra directiva."),
        "facts": [
            [_("Día"), date_format(election.on, "l j \\d\\e F \\d\\e Y")],
            [_("Hora"), _hour(election.hour)],
            [_("Segunda llamada"), _hour(election.second_hour)],
            [_("Lugar"), election.place],
            [_("Convoca"), ""],
        ],
        "agenda_title": _("Agenda"),
        "agenda": [
            _("Lectura del acta anterior y comprobar cuántas somos."),
            _("Cuentas e informe de la directiva que termina."),
            _("Presentar al comité electoral, o elegirlo."),
            _("Elección de: %(seats)s.") % {"seats": ", ".join(seats)},
            _("Entrega de libros, caja y llaves."),
            _("Lectura, aprobación y firma del acta."),
        ],
        "closing": [
            _("Todas las socias hábiles pueden postular. No hace falta pedir permiso."),
            _("Mira qué pide cada cargo y qué apoyo hay. Se puede empezar por una parte."),
            _("Trae tu documento de identidad. Si tienes niñas o niños, tráelos."),
        ],
        "signs": [_("Presidenta"), _("Secretaria")],
    }


def _posts(election):
    posts = []
    for seat in _seats(election):
        hours = seat.asks("hours")
        posts.append(
            {
                "name": str(seat),
                "hours": _("Unas %(hours)s horas al mes.") % {"hours": hours} if hours else "",
                "tasks": (seat.asks("tasks") or "").splitlines(),
                "reading": seat.asks("reading") or "",
                "support": seat.asks("support") or "",
                "parts": (seat.asks("micro_roles") or "").splitlines(),
            }
        )
    return {
        "title": _("Lo que pide cada cargo"),
        "opening": _("Léelo antes de decidir. Nadie nace sabiendo: aquí se aprende acompañada."),
        "tasks": _("Qué se hace"),
        "reading": _("Leer y sumar"),
        "support": _("Apoyo que hay"),
        "parts": _("Se puede repartir"),
        "posts": posts,
    }


def _committee(election):
    return {
        "title": _("Comité electoral"),
        "opening": _("La asamblea lo elige. Lo sano: quien postula no está en él."),
        "names": election.committee.splitlines(),
        "does_title": _("Qué hace"),
        "does": [
            _("Revisa el padrón y dice quién puede votar."),
            _("Recibe los nombres de las candidatas."),
            _("Cuida que todas voten libres, en secreto o a mano alzada, como diga el estatuto."),
            _("Cuenta los votos delante de todas."),
            _("Escribe los resultados y firma el acta."),
        ],
        "posts": [_("Presidenta del comité"), _("Secretaria del comité"), _("Vocal del comité")],
        "acta": _("Acta que lo eligió (libro, página, fecha)"),
    }


def padron_of(organisation, *, lines, women=(), mark=()):
    """The padrón's words and rows. ``women``: names where two women allowed the list; else lines to fill."""
    return {
        "title": _("Padrón de socias hábiles"),
        "opening": _("Hábil es quien cumple lo que dice el estatuto. Marquen sí o no, y por qué no."),
        "caution": _("Quien firma el acta debe estar en este padrón. Si no, el acta puede ser observada."),
        "columns": [_("N.º"), _("Nombres y apellidos"), _("DNI"), _("¿Hábil?"), _("Firma"), _("Huella")],
        "women": list(women),
        "lines": lines,
        "totals": [_("Total de socias"), _("Total de hábiles"), _("Votaron")],
        "mark": list(mark),
    }


def _lines_for(organisation):
    belong = Member.objects.of(organisation).filter(is_active=True).count()
    return min(max(belong + SPARE_LINES, LEAST_LINES), MOST_LINES)


def _candidates(election):
    return {
        "title": _("Lista de candidatas"),
        "opening": _("Cada una se anota ella misma, o acepta con su firma. Todas se anotan con el mismo espacio."),
        "columns": [_("N.º"), _("Nombres y apellidos"), _("Acepto (firma)"), _("Votos")],
        "seats": [str(seat) for seat in _seats(election)],
        "lines": 5,
        "blank": _("Votos en blanco"),
        "spoilt": _("Votos nulos"),
        "committee": _("Firma del comité electoral"),
    }


def _acta(election):
    line = "_" * 14
    day = date_format(election.on, "j \\d\\e F \\d\\e Y")
    return {
        "title": _("Modelo de acta de elección"),
        "opening": _("Cópienlo a mano en el libro de actas. Cambien lo que su estatuto diga distinto."),
        "paragraphs": [
            _(
                "En %(place)s, siendo las %(line)s horas del %(day)s, se reunieron en asamblea general las socias de "
                "%(organisation)s, en %(line)s convocatoria."
            )
            % {
                "place": election.place or line,
                "line": line,
                "day": day,
                "organisation": election.organisation.name,
            },
            _("Asistieron %(line)s de %(line)s socias hábiles. Con ese número hay quórum según el estatuto.")
            % {"line": line},
            _("Condujo la asamblea %(line)s y tomó el acta %(line)s.") % {"line": line * 2},
            _("La asamblea eligió al comité electoral: %(names)s.")
            % {"names": ", ".join(election.committee.splitlines()) or ", ".join([line * 2] * 3)},
            _("Se presentaron las candidatas. Se votó %(line)s (en secreto o a mano alzada).") % {"line": line},
            _("Resultados:"),
        ],
        "columns": [_("Cargo"), _("Candidatas y votos de cada una"), _("Elegida"), _("DNI")],
        "seats": [str(seat) for seat in _seats(election)],
        "closing": [
            _("Votos en blanco: %(line)s. Votos nulos: %(line)s.") % {"line": line},
            _("La nueva directiva tiene el cargo del %(line)s al %(line)s.") % {"line": line},
            _("Recibe libros, caja, llaves, inventario y compromisos abiertos el %(line)s.") % {"line": line},
            _("Se leyó el acta, se aprobó y firmaron todas, siendo las %(line)s horas.") % {"line": line},
        ],
        "signs": [
            _("Presidenta del comité"),
            _("Secretaria del comité"),
            _("Presidenta que entra"),
            _("Presidenta que sale"),
        ],
        "then": _("Después: nombre, DNI y firma de cada socia que asistió, en el mismo libro."),
    }


def _after(election):
    owed = open_commitments(election.organisation) or []
    return {
        "title": _("Qué hacer después de elegir"),
        "opening": _("Marquen cada paso. Los plazos cambian: pregunten en su municipalidad."),
        "columns": [_("Hecho"), _("Paso"), _("Quién"), _("Fecha")],
        "steps": [
            [_("Acta"), _("Copiar el acta en el libro y firmarla todas.")],
            [_("Copias"), _("Sacar copia del acta y hacerla legalizar o fedatear, como pida la municipalidad.")],
            [
                _("RUOS"),
                _("Pedir que actualicen el registro municipal: acta, lista de la directiva y padrón."),
            ],
            [_("Registros Públicos"), _("Si la organización está inscrita, inscribir la nueva directiva.")],
            [_("Banco"), _("Cambiar las firmas de la cuenta. Quien sale ya no firma.")],
            [_("Entrega"), _("Completar la entrega del cargo: todo dado y todo recibido, con dos firmas.")],
            [_("Claves"), _("Cambiar las claves que sabía quien sale. Nunca anotarlas en papel suelto.")],
            [_("Instituciones"), _("Llevar una carta con los nuevos nombres y los compromisos abiertos.")],
            [_("La base"), _("Contar los resultados a todas las que no vinieron, antes de siete días.")],
            [_("Registro"), _("Anotar aquí los resultados. Otra compañera los aprueba.")],
            [_("Gracias"), _("Agradecer a quienes salen y preguntar qué les gustaría hacer ahora.")],
        ],
        "owed_title": _("Compromisos que se heredan"),
        "owed": [[each.get("words", ""), _day(each.get("due"))] for each in owed][:20],
        "owed_lines": 4,
    }


def _day(due):
    return date_format(due, "SHORT_DATE_FORMAT") if due and not isinstance(due, str) else str(due or "")
