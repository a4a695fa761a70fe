"""The verbs of maps. What is on them goes through the record; the drawing and the photos do not."""

from functools import partial

from django.db import transaction

from academy.core import audit, record
from academy.core.decisions import Allowed, Denied
from academy.core.ids import event_id
from academy.core.record import Unfit
from academy.site import photos

from ..evidence.names import FOLDER
from ..models import CommunityMap, MapPoint
from . import rules
from .handlers import PointNoted, PointRemoved, forget_file


@transaction.atomic
def begin_map(*, id, organisation, by, **words):
    row, _made = CommunityMap.objects.get_or_create(
        pk=id, defaults={"organisation": organisation, "created_by": by, **words}
    )
    return row


@transaction.atomic
def change_map(*, map, by, **words):
    """Title, place, level, and the squares that it takes up."""
    if "outline" in words:
        words["outline"] = rules.clean_outline(words["outline"])
    CommunityMap.objects.filter(pk=map.pk).update(**words)
    audit.note("exchange.map_changed", by=by, map=str(map.pk))
    return Allowed()


def note_point(*, map, point, by, nonce, at=None, happened_at=None, **words):
    """A point, new or changed, by the same event that a phone sends. ``point``: its id. Returns the Outcome."""
    payload = {"map": str(map.pk), "point": str(point), **words}
    return record.record(
        kind=PointNoted.kind,
        subject=map.pk,
        by=by,
        payload=payload,
        id=event_id(nonce, payload),
        at=at,
        happened_at=happened_at,
    )


def remove_point(*, point, by, nonce, at=None):
    """Off the map; its photos are deleted. Returns the Outcome."""
    payload = {"map": str(point.map_id), "point": str(point.pk)}
    return record.record(
        kind=PointRemoved.kind, subject=point.map_id, by=by, payload=payload, id=event_id(nonce, payload), at=at
    )


def kept_photo(upload, *, by):
    """The name of a photo, made small and without its place. Raises Unfit with a sentence for her."""
    return photos.store_photo(upload, folder=FOLDER, owner=by)


@transaction.atomic
def set_sketch(*, map, upload, by):
    """The photo of a drawing of theirs, as the ground of the map; without an upload it goes."""
    try:
        name = kept_photo(upload, by=by) if upload else ""
    except Unfit as refused:
        return Denied(refused.reason, refused.code)
    old = map.sketch
    CommunityMap.objects.filter(pk=map.pk).update(sketch=name)
    audit.note("exchange.sketch", by=by, map=str(map.pk), there=bool(name))
    if old and old != name:
        transaction.on_commit(partial(forget_file, old))
    return Allowed()


@transaction.atomic
def tie(*, point, issues, commitment, by):
    """What it has to do with: problems that were named, a promise."""
    point.issues.set(issues)
    MapPoint.objects.filter(pk=point.pk).update(commitment=commitment)
    audit.note("exchange.point_tied", by=by, point=str(point.pk))
    return Allowed()
