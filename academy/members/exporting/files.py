"""The file itself: built from rows, marked, kept where no address leads. The mark stands above and in every row."""

import secrets

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from academy.core import spreadsheets
from academy.core.ids import grouped
from academy.core.private_files import private_storage

from . import kinds

FOLDER = "exports"
TYPES = {
    kinds.CSV: "text/csv; charset=utf-8",
    kinds.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    kinds.PDF: "application/pdf",
}


def mark_of(request):
    """Who asked, who approved, when, and the reference, as sentences for the file."""
    day = date_format(timezone.localtime(request.decided_at), "SHORT_DATETIME_FORMAT")
    return [
        _("Lista con nombres. Úsala solo para lo que se pidió y luego bórrala."),
        _("Pidió: %(asked)s. Aprobó: %(approved)s. Fecha: %(day)s. Referencia: %(reference)s.")
        % {
            "asked": request.asked_by.display_name if request.asked_by else "—",
            "approved": request.decided_by.display_name if request.decided_by else "—",
            "day": day,
            "reference": grouped(request.reference),
        },
        _("Para: %(why)s") % {"why": request.why},
    ]


def build(request, kind):
    """``(bytes, ids of the members named)``. Costs what the kind's rows cost."""
    made = kind.rows(organisation=request.organisation, params=request.params, by=request.asked_by)
    mark = mark_of(request)
    if kind.document:
        return kind.document(rows=made.rows, mark=mark, organisation=request.organisation, params=request.params), (
            made.members
        )
    marked = _marked(made.rows, mark, grouped(request.reference))
    if request.ending == kinds.CSV:
        return spreadsheets.as_csv(marked), made.members
    return spreadsheets.as_xlsx(marked, kind.title), made.members


def _marked(rows, mark, reference):
    """The reference is in each row too: a copy of some rows still says where it came from."""
    for sentence in mark:
        yield [sentence]
    yield []
    for number, row in enumerate(rows):
        yield [*row, _("Referencia") if number == 0 else reference]


def keep(content, ending):
    """Put it away under a name that nobody can guess; returns the name."""
    return private_storage().save(f"{FOLDER}/{secrets.token_hex(16)}.{ending}", ContentFile(content))


def read(name):
    """Its bytes, or None where it is gone."""
    storage = private_storage()
    if not name or not storage.exists(name):
        return None
    with storage.open(name) as file:
        return file.read()


def throw_away(name):
    if name:
        private_storage().delete(name)
