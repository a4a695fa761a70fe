"""Women, a board and things of a kitchen, for tests of cycles, visits, practices, maps and plans."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from academy.core.ids import uuid7
from academy.members.models import Seat, SeatKind
from academy.members.seats.services import record_term
from peer_exchange.cycles import services as cycles
from peer_exchange.maps import services as maps
from peer_exchange.models import MapPoint

DAY = date(2026, 9, 1)


def seat_for(member, organisation):
    """She sits on its board."""
    kind, _made = SeatKind.objects.get_or_create(code="presidenta", defaults={"name_es": "Presidenta"})
    seat = Seat.objects.create(organisation=organisation, kind=kind)
    return record_term(
        seat=seat, by=None, holder=member, since=date(2026, 1, 1), until=date(2028, 1, 1), acta="", acta_pending=True
    )


def cycle_of(house, **words):
    said = {"title": "Que llegue el agua", "reserve": "organisation", "dialogue_on": DAY, **words}
    return cycles.open_cycle(id=uuid7(), organisation=house.kitchen, by=house.yuli, **said)


def sent(form, **changes):
    """A form as the browser sends it: what stands in its fields, and her changes. Its number comes along."""
    data = {}
    for field in form:
        value = field.value()
        if value is None and getattr(field.field, "empty_label", "") is None:
            # A list without an empty line shows its first one.
            value = field.field.queryset.first().pk
        if value in (None, False):
            continue
        data[field.html_name] = value
    return {"nonce": str(uuid7()), **{name: value for name, value in data.items() if value != ""}, **changes}


def map_of(house, **words):
    said = {"title": "Zona alta", "reserve": "organisation", **words}
    return maps.begin_map(id=uuid7(), organisation=house.kitchen, by=house.yuli, **said)


def point_on(map, *, by, **words):
    number = uuid7()
    said = {
        "layer": "risk",
        "words": "Huaico",
        "block": "Sector 2",
        "square": "C4",
        "on": "2026-09-01",
        "reserve": "organisation",
        **words,
    }
    outcome = maps.note_point(map=map, point=number, by=by, nonce=uuid7(), **said)
    assert outcome, outcome.reason
    return MapPoint.objects.get(pk=number)


def photo(color="#7a1f3d"):
    stream = BytesIO()
    Image.new("RGB", (60, 40), color).save(stream, "JPEG")
    return SimpleUploadedFile("foto.jpg", stream.getvalue())
