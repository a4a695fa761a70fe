"""Everything that is sealed, sealed again with the newest key, so that an older one can be taken away.

Every text and JSON column of every model is searched: no list of places has to be kept true. Expired work of signed
sessions (words that wait for her to come back) and files that phones carry are not touched: they live for weeks.
"""

import json
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from . import sealing

MARK = "sealed:1:"
#: Rows in one transaction: a fraction of a second, so that nobody who writes meanwhile waits for long.
AT_ONCE = 100


@dataclass
class Told:
    """``rows``: written anew (or to be); ``lost``: rows with a token that no key opens; ``standing``: key ids in use
    afterwards."""

    rows: int = 0
    lost: int = 0
    standing: set = field(default_factory=set)


def places():
    """``(model, column)`` that may hold a token, in a steady order."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        if model._meta.proxy or not model._meta.managed:
            continue
        for column in model._meta.local_concrete_fields:
            if isinstance(column, models.TextField | models.JSONField):
                yield model, column.name


def reseal(*, dry_run=False, progress=None):
    """Twice is once; broken off, the next run goes on. ``progress(label, rows)`` after each column with tokens.

    Reads each column once (some seconds for a million events) and writes only what an older key sealed.
    """
    told = Told()
    for model, column in places():
        found = _holding(model, column)
        for start in range(0, len(found), AT_ONCE):
            _some(model, column, found[start : start + AT_ONCE], told, dry_run)
        if found and progress:
            progress(f"{model._meta.label}.{column}", len(found))
    return told


def _holding(model, column):
    text = Cast(column, models.TextField())
    rows = model._base_manager.annotate(_sealed_text=text).filter(_sealed_text__contains=MARK)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _some(model, column, pks, told, dry_run):
    with transaction.atomic():
        rows = model._base_manager.select_for_update().filter(pk__in=pks).values_list("pk", column)
        for pk, value in rows:
            lost = []
            anew = _anew(value, lost, told.standing)
            told.lost += bool(lost)
            if anew == value:
                continue
            told.rows += 1
            if not dry_run:
                model._base_manager.filter(pk=pk).update(**{column: anew})


def _anew(value, lost, standing):
    if isinstance(value, dict):
        return {name: _anew(inner, lost, standing) for name, inner in value.items()}
    if isinstance(value, list):
        return [_anew(inner, lost, standing) for inner in value]
    if not isinstance(value, str) or MARK not in value:
        return value
    if sealing.is_token(value):
        return _token_anew(value, lost, standing)
    return _packed_anew(value, lost, standing)


def _packed_anew(text, lost, standing):
    """A payload that is kept as text (the shelf does that); whatever else mentions a token stays as it is."""
    try:
        inside = json.loads(text)
    except ValueError:
        return text
    anew = _anew(inside, lost, standing) if isinstance(inside, dict | list) else inside
    return text if anew == inside else json.dumps(anew, sort_keys=True)


def _token_anew(token, lost, standing):
    try:
        anew = sealing.resealed(token)
    except sealing.CannotOpen:
        lost.append(token)
        anew = token
    standing.add(sealing.key_of(anew))
    return anew
