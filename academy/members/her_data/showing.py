"""All that is held about her, as a page, as a file to read and as a file for programs."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from academy.core import record, sealing
from academy.core.models import Event

from . import registry


def sections_of(member):
    """Every section that holds something, in order. Costs what the parts cost: some sixty queries."""
    return [section for part in registry.parts() for section in part.shown(member) if section.rows]


def as_words(value):
    """A value as she reads it; empty for nothing."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, dict):
        return "; ".join(f"{name}: {as_words(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(as_words(inner) for inner in value)
    return localize(value) if isinstance(value, int | float) else str(value)


def readable(member):
    """Sections with their values in words and without what is empty: what templates take."""
    found = []
    for section in sections_of(member):
        rows = [[(field.label, as_words(field.value)) for field in row] for row in section.rows]
        rows = [[(label, words) for label, words in row if words] for row in rows]
        found.append({"code": section.code, "title": section.title, "rows": rows})
    return found


def as_file(member, *, at=None):
    """The same for programs, and her whole record: every event about her, her private words opened."""
    sections = {
        section.code: {
            "title": section.title,
            "rows": [{field.code: _plain(field.value) for field in row} for row in section.rows],
        }
        for section in sections_of(member)
    }
    return {
        "format": "relevo-her-data-1",
        "site": settings.SITE_URL,
        "made_at": (at or timezone.now()).astimezone(UTC).isoformat(),
        "sections": sections,
        "record": [
            _event(event, member) for event in Event.objects.filter(subject=member.pk).order_by("happened_at", "id")
        ],
    }


def _plain(value):
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, int | float | bool | None) else str(value)


def _event(event, member):
    return {
        "id": str(event.pk),
        "kind": event.kind,
        "what": record.label_of(event.kind),
        "by": "herself" if event.by == member.pk else "other" if event.by else "site",
        "happened_at": event.happened_at.isoformat(),
        "received_at": event.received_at.isoformat(),
        "payload": _opened(event.payload, member),
    }


def _opened(value, member):
    """Her own sealed words in clear; what was sealed for another stays sealed, and is not shown."""
    if isinstance(value, dict):
        return {name: _opened(inner, member) for name, inner in value.items()}
    if isinstance(value, list):
        return [_opened(inner, member) for inner in value]
    if sealing.is_token(value):
        return sealing.open_for(value, member) if sealing.opens(value, member) else ""
    return value
