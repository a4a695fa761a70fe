"""The list of sessions: what she asks for among what she may read, and the file of it."""

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import AgendaPoint, SessionLog

#: Texts in which the search looks.
SEARCHED = ("title", "place", "agenda", "summary", "note")


def found(standing, asked):
    """Sessions that fit ``asked`` (cleaned SearchForm), newest first. Lazy."""
    rows = SessionLog.objects.visible_to(standing.member, standing).leading().select_related("organisation", "count")
    if asked.get("q"):
        rows = rows.filter(_says(asked["q"]))
    if asked.get("tipo"):
        rows = rows.filter(type=asked["tipo"])
    if asked.get("desde"):
        rows = rows.filter(held_on__gte=asked["desde"])
    if asked.get("hasta"):
        rows = rows.filter(held_on__lte=asked["hasta"])
    return rows


def _says(text):
    words = Q()
    for name in SEARCHED:
        words |= Q(**{f"{name}__icontains": text})
    points = AgendaPoint.objects.filter(session=OuterRef("pk")).filter(
        Q(topic__icontains=text) | Q(summary__icontains=text) | Q(agreed__icontains=text)
    )
    # What the other note of it says, which the same women read.
    parts = SessionLog.objects.filter(joined_into=OuterRef("pk"), reserve=OuterRef("reserve")).filter(words)
    return words | Exists(points) | Exists(parts)


def table(standing, asked):
    """Rows of the file: no names of women, no texts. How many only where she is of the organisation."""
    rows = [[_("Día"), _("Qué fue"), _("Título"), _("Organización"), _("Cómo fue"), _("Estado"), _("Cuántas")]]
    for session in found(standing, asked).iterator(chunk_size=500):
        inside = standing.is_inside(session.organisation)
        count = getattr(session, "count", None)
        rows.append(
            [
                date_format(session.held_on, "Y-m-d"),
                session.get_type_display(),
                session.title,
                session.organisation.name,
                session.get_mode_display(),
                session.get_state_display(),
                (count.total if count else session.how_many) if inside else None,
            ]
        )
    return rows
