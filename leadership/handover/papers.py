"""The handover on paper: what is given, what is received, two signatures beside each line."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from academy.core import papers as press

from . import services

FOLDER = Path(__file__).parent / "typst"


def pdf(handover):
    return press.paper(FOLDER / "handover.typ", data_of(handover))


def data_of(handover):
    incoming = services.incoming_of(handover)
    owed = services.open_commitments(handover.seat.organisation) or []
    return {
        "title": _("Acta de entrega de cargo"),
        "academy": str(settings.ACADEMY_NAME),
        "language": translation.get_language(),
        "organisation": handover.seat.organisation.name,
        "facts": [
            [_("Cargo"), str(handover.seat)],
            [_("Entrega"), handover.outgoing.name],
            [_("Recibe"), incoming.name if incoming else ""],
            [_("Día"), ""],
        ],
        "columns": [_("Qué"), _("Qué se entrega o dónde está"), _("Entregó"), _("Recibió")],
        "items": [
            [
                item.name,
                _("No hay") if item.nothing else services.words_of(item),
                _short(item.given_at),
                _short(item.received_at),
            ]
            for item in handover.items.all()
        ],
        "owed_title": _("Compromisos abiertos que se heredan"),
        "owed": [str(each.get("words", "")) for each in owed][:20],
        "warning": _("Aquí no se escriben claves. Al terminar, cambien las que sabía quien sale."),
        "thanks": _("Gracias a quien deja el cargo por su trabajo, y fuerza a quien lo recibe."),
        "signs": [_("Firma de quien entrega"), _("Firma de quien recibe"), _("Testigo")],
        "foot": _("Guárdenlo con el libro de actas. Impreso el %(day)s.")
        % {"day": date_format(timezone.localdate(), "SHORT_DATE_FORMAT")},
    }


def _short(moment):
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""
