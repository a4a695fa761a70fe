"""Organisations as women write them down: by name or short code, one a line."""

from academy.members.models import Organisation
from academy.members.rules import name_key


def organisations_named(lines, standing):
    """``(found, unknown)``: organisations in the order of their lines, and the lines that name none, or more than one.

    A short code is known everywhere, a name only in the trees that are hers. Two queries; reads the names of her trees.
    """
    roots = standing.roots if standing else set()
    near = {}
    for path, name, pk in Organisation.objects.values_list("path", "name", "pk"):
        if path[: Organisation.steplen] in roots:
            near.setdefault(name_key(name), []).append(pk)
    codes = {code.upper(): pk for code, pk in _by_code(lines)}
    keys, unknown = [], []
    for line in lines:
        by_name = near.get(name_key(line), [])
        pk = codes.get(line.strip().upper()) or (by_name[0] if len(by_name) == 1 else None)
        if pk is None:
            unknown.append(line)
        elif pk not in keys:
            keys.append(pk)
    rows = Organisation.objects.in_bulk(keys)
    return [rows[pk] for pk in keys], unknown


def _by_code(lines):
    wanted = {line.strip().upper() for line in lines} | {line.strip() for line in lines}
    return Organisation.objects.filter(code__in=wanted).values_list("code", "pk")
