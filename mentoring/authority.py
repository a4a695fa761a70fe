"""Who has authority over whom: no woman is accompanied by somebody she depends on (D3D).

Known here: whoever organises over an organisation of hers. Higher floors that know more (who presides, who decides on
food or credit) register a function when they start.
"""

from collections import defaultdict

from academy.members.models import Role

_sources = []


def register(source):
    """``source(memberships)`` gets ``{member id: paths of her organisations}``; it yields (member id, id over her)."""
    if source not in _sources:
        _sources.append(source)


def over(memberships):
    """``{member id: {ids of women with authority over her}}``. One query for roles, and what the sources ask."""
    found = defaultdict(set)
    for source in (_organisers, *_sources):
        for member, other in source(memberships):
            if member != other:
                found[member].add(other)
    return found


def _organisers(memberships):
    by_path = defaultdict(set)
    roles = Role.objects.standing().filter(kind=Role.Kind.ORGANISER)
    for member, path in roles.values_list("member", "organisation__path"):
        by_path[path].add(member)
    lengths = {len(path) for path in by_path}
    for member, paths in memberships.items():
        for path in paths:
            for length in lengths:
                for organiser in by_path.get(path[:length], ()) if length <= len(path) else ():
                    yield member, organiser
