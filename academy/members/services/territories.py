"""Putting a country's places into the database."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from ..models import Territory

FIELDS = ("name", "kind", "depth", "path", "parent_id")
FIELDS_TO_WRITE = ("name", "kind", "depth", "path", "parent")


@dataclass
class Loaded:
    created: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    #: Places that the file no longer has and somebody still uses.
    kept: list[Territory] = field(default_factory=list)


@transaction.atomic
def load(*, places, country):
    """Make the country's places be ``places`` (from ``territories.parse``, parents first). Returns a Loaded.

    Idempotent. A place that the file no longer has goes only if nobody points to it; else it stays, under the
    same parent, and is in ``kept``. About ten queries, whatever the size.
    """
    country = country.upper()
    known = {t.code: t for t in Territory.objects.select_for_update().filter(country=country)}
    gone = [t for code, t in known.items() if code not in {place.code for place in places}]
    kept, removed = _sorted_out(gone)
    result = Loaded(kept=kept, removed=len(removed))
    layers = defaultdict(list)
    for place in places:
        layers[place.depth].append(place)
    to_change = []
    for depth in sorted(layers):
        new = []
        for place in layers[depth]:
            parent = known[place.parent_code] if place.parent_code else None
            wanted = (place.name, place.kind, place.depth, place.path, parent.pk if parent else None)
            territory = known.get(place.code)
            if territory is None:
                new.append(Territory(country=country, code=place.code, **dict(zip(FIELDS, wanted, strict=True))))
            elif _changed(territory, wanted):
                to_change.append(territory)
            else:
                result.same += 1
        # One layer at a time, so that the next one finds its parents' keys.
        known |= {t.code: t for t in Territory.objects.bulk_create(new, batch_size=500)}
        result.created += len(new)
    result.changed = len(to_change)
    to_change += _following(kept, known)
    Territory.objects.bulk_update(to_change, FIELDS_TO_WRITE, batch_size=100)
    for depth in sorted({t.depth for t in removed}, reverse=True):
        Territory.objects.filter(pk__in=[t.pk for t in removed if t.depth == depth]).delete()
    return result


def _changed(territory, wanted):
    if tuple(getattr(territory, name) for name in FIELDS) == wanted:
        return False
    for name, value in zip(FIELDS, wanted, strict=True):
        setattr(territory, name, value)
    return True


def _sorted_out(gone):
    """``(kept, removed)``: kept is what anything in the database points to, and what contains it."""
    keys = {t.pk for t in gone}
    used = set()
    for relation in Territory._meta.related_objects:
        if relation.related_model is Territory or not keys:
            continue
        column = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{column}__in": keys})
        used |= set(rows.values_list(column, flat=True))
    by_key = {t.pk: t for t in gone}
    for key in list(used):
        above = by_key[key].parent_id
        while above in by_key and above not in used:
            used.add(above)
            above = by_key[above].parent_id
    ordered = sorted(gone, key=lambda t: t.depth)
    return [t for t in ordered if t.pk in used], [t for t in ordered if t.pk not in used]


def _following(kept, known):
    """Kept places whose parent moved follow it; parents first, so that a chain follows too."""
    by_key = {t.pk: t for t in known.values()}
    moved = []
    for territory in kept:
        parent = by_key.get(territory.parent_id)
        path = f"{parent.path if parent else '/'}{territory.code}/"
        if territory.path != path:
            territory.path, territory.depth = path, path.count("/") - 2
            moved.append(territory)
    return moved
