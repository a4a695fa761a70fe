"""The directory of institutions and posts: found by the words that women say, made where it is missing.

A federation and its bases share one directory: that of the top of their tree. Names are compared as
``members.rules.name_key`` does: «MUNICIPALIDAD de Comas» is «municipalidad de Comas».
"""

import uuid

from django.db.models import Q

from academy.members.models import Organisation
from academy.members.rules import name_key

from ..models import Institution, Official, Post

#: Ids of what is made of words follow from the words: a rebuild of the record makes the same rows.
_NAMES = uuid.UUID("0b1d8b9c-6a1f-5a0e-8c55-3f4be0c1d2aa")


def root_path(organisation):
    return organisation.path[: Organisation.steplen]


def institutions_of(organisation):
    """Everybody's and those of its own tree, without what was taken out."""
    mine = Q(kept_by=None) | Q(kept_by__path=root_path(organisation))
    return Institution.objects.filter(mine, removed_at=None)


def institutions_of_all(organisations):
    """The same for several organisations."""
    roots = {root_path(organisation) for organisation in organisations}
    return Institution.objects.filter(Q(kept_by=None) | Q(kept_by__path__in=roots), removed_at=None)


def institution_named(organisation, said, *, territory=None):
    """The institution of that name, made where nobody named it before; None for an empty name."""
    key = name_key(said)
    if not key:
        return None
    for found in institutions_of(organisation):
        if name_key(found.name) == key:
            return found
    root = Organisation.objects.get(path=root_path(organisation))
    number = uuid.uuid5(_NAMES, f"{root.pk}/{key}")
    made, _new = Institution.objects.get_or_create(
        pk=number, defaults={"name": said, "kind": kind_of(key), "kept_by": root, "territory": territory}
    )
    return made


#: How the name begins, folded, and what it then is.
_BEGINS = (
    ("municipalidad", Institution.Kind.MUNICIPALITY),
    ("gobierno regional", Institution.Kind.REGION),
    ("ministerio", Institution.Kind.MINISTRY),
    ("programa", Institution.Kind.PROGRAMME),
    ("congreso", Institution.Kind.CONGRESS),
    ("comisaria", Institution.Kind.POLICE),
    ("serenazgo", Institution.Kind.POLICE),
    ("centro de salud", Institution.Kind.HEALTH),
    ("posta", Institution.Kind.HEALTH),
    ("hospital", Institution.Kind.HEALTH),
)


def kind_of(key):
    return next((kind for begins, kind in _BEGINS if key.startswith(begins)), Institution.Kind.OTHER)


def post_named(institution, said):
    """The post of that name in the institution, made where it is missing; None for an empty name."""
    key = name_key(said)
    if institution is None or not key:
        return None
    for found in institution.posts.all():
        if name_key(found.name) == key:
            return found
    number = uuid.uuid5(_NAMES, f"{institution.pk}/{key}")
    return Post.objects.get_or_create(pk=number, defaults={"institution": institution, "name": said})[0]


def holder_of(post, day):
    """Who holds the post on that day, as far as anybody noted it; None."""
    held = Official.objects.filter(post=post).filter(Q(since=None) | Q(since__lte=day))
    return held.filter(Q(until=None) | Q(until__gt=day)).order_by("-since", "-pk").first()


def split_who(said):
    """«Municipalidad de Comas, gerente de salud, Juan Soto» as (institution, post, person). Pure."""
    parts = [part.strip() for part in str(said).split(",", 2)]
    return tuple([*parts, "", ""][:3])
