"""What enters the record about map points: noted in the street, with or without signal.

Subject is the map; each point is a heap of its own. The latest word on a point counts; a removed one stays removed.
"""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.ids import parse
from academy.core.models import Event
from academy.core.private_files import private_storage
from academy.core.record import Handler, Unfit, handles, projects
from academy.core.record.reading import bad, day_of, id_of, one_of, text_of
from academy.members.models import Member

from .. import authority
from ..cycles.forms import LEVELS
from ..evidence.names import photo_of, require_files
from ..models import CommunityMap, Evidence, MapPoint
from . import rules

WORDS_LIMIT, BLOCK_LIMIT = 300, 80
LAYERS = tuple(MapPoint.Layer.values)
LEVEL_CODES = tuple(code for code, _label in LEVELS)


def not_so_exact(text):
    """Refuses what says a point on the globe or a house."""
    found = rules.too_exact(text)
    if found == "place":
        raise Unfit(_("No pongas coordenadas ni enlaces de mapas. Di la manzana o el sector."), "too_exact")
    if found == "house":
        raise Unfit(_("No pongas el lote ni el número de la casa. Di la manzana o el sector."), "too_exact")
    return text


class OfPoint(Handler):
    stream = "map_point"
    words = ("words", "block")
    label = gettext_lazy("un punto del mapa")

    def clean(self, payload):
        if not isinstance(payload, dict):
            raise bad()
        return {"map": id_of(payload, "map"), "point": id_of(payload, "point"), **self.read(payload)}

    def read(self, payload):
        return {}

    def identifier(self, payload):
        return payload["point"]

    def may(self, arrival):
        by = authority.recorder(arrival)
        number = parse(arrival.payload.get("map"))
        if number is None or number != parse(arrival.subject):
            raise bad()
        map = CommunityMap.objects.select_related("organisation").filter(pk=number).first()
        if map is None or not CommunityMap.objects.visible_to(by).filter(pk=number).exists():
            raise Unfit(_("Este sitio aún no conoce ese mapa."), "unknown_map")
        known = MapPoint.objects.filter(pk=parse(arrival.payload.get("point"))).first()
        if known is not None and known.map_id != number:
            raise Unfit(_("Ese número de anotación ya se usó."), "id_taken")
        if known is not None and not MapPoint.objects.visible_to(by).filter(pk=known.pk).exists():
            raise Unfit(_("Ese número de anotación ya se usó."), "id_taken")
        require_files(arrival.payload, arrival.by)
        return authority.inside(by, map.organisation)


@handles
class PointNoted(OfPoint):
    """A point as it is now."""

    kind = "exchange.point_noted"

    def read(self, payload):
        try:
            square = rules.square_of(text_of(payload, "square", 4))
        except ValueError:
            raise Unfit(_("El cuadro se escribe con letra y número, como C4."), "bad_square") from None
        words = not_so_exact(text_of(payload, "words", WORDS_LIMIT))
        if not words:
            raise Unfit(_("Escribe qué hay ahí."), "empty")
        return {
            "layer": one_of(payload, "layer", LAYERS),
            "words": words,
            "block": not_so_exact(text_of(payload, "block", BLOCK_LIMIT)),
            "square": rules.name_of(*square) if square else "",
            "on": day_of(payload, "on"),
            "reserve": one_of(payload, "reserve", LEVEL_CODES),
            # A new photo; empty: that of before stays.
            "photo": photo_of(payload),
        }


@handles
class PointRemoved(OfPoint):
    """It is not there any more, or it was a mistake."""

    kind = "exchange.point_removed"

    def arrived(self, event):
        """Its photos go with it."""
        noted = Event.objects.filter(key=event.key, kind=PointNoted.kind)
        for name in {each.payload.get("photo") for each in noted} - {"", None}:
            transaction.on_commit(partial(forget_file, name))


def forget_file(name):
    """Delete a file of the private storage that nothing names any more."""
    used = (
        CommunityMap.objects.filter(sketch=name).exists()
        or MapPoint.objects.filter(photo=name).exists()
        or Evidence.objects.filter(photo=name).exists()
    )
    if not used:
        private_storage().delete(name)


@projects("map_point")
def point(subject, identifier, events):
    """The row of one point; its links, which are not in the record, stay as they are."""
    noted = [event for event in events if event.kind == PointNoted.kind]
    if not noted or not CommunityMap.objects.filter(pk=subject).exists():
        MapPoint.objects.filter(pk=identifier).delete()
        return
    first, last = noted[0], noted[-1]
    removed = next((event for event in events if event.kind == PointRemoved.kind), None)
    square = rules.square_of(last.payload["square"])
    photos = [event.payload.get("photo") for event in noted if event.payload.get("photo")]
    by = Member.objects.filter(pk=first.by).first() if first.by else None
    values = {
        "map_id": subject,
        "layer": last.payload["layer"],
        "words": last.payload["words"],
        "block": last.payload["block"],
        "column": square[0] if square else None,
        "row": square[1] if square else None,
        "on": last.payload["on"],
        "reserve": last.payload["reserve"],
        "photo": photos[-1] if photos and not removed else "",
        "noted_by": by,
        "noted_at": first.happened_at,
        "removed_at": removed.happened_at if removed else None,
    }
    MapPoint.objects.update_or_create(pk=identifier, defaults=values)
