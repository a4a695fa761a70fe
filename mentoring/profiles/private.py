"""Whom she will not be paired with. Sealed for her: matching opens it, no page but her own does.

The list may outlive her taking part: a block stands whether or not she has a profile.
"""

import json

from django.db import transaction

from academy.core import sealing
from academy.core.ids import parse

from ..models import MentoringProfile

#: A list longer than this is no list of persons any more.
MOST_NAMES = 50


def never_with(profile):
    """Ids of members, as UUIDs, in the order in which she named them. Opens the seal: some 50 µs."""
    if profile is None or not profile.never_with:
        return []
    kept = json.loads(sealing.open_for(profile.never_with, profile.member_id))
    return [found for found in map(parse, kept) if found]


def refuse(*, member, other):
    """``member`` will not be paired with ``other`` any more. Silent: nobody is told, nothing is audited."""
    with transaction.atomic():
        profile, _made = MentoringProfile.objects.select_for_update().get_or_create(member=member)
        others = never_with(profile)
        if other.pk not in others:
            _write(profile, [*others, other.pk][-MOST_NAMES:])


def allow_again(*, member, other_id):
    """She takes a name off her list. True where it stood there."""
    with transaction.atomic():
        profile = MentoringProfile.objects.select_for_update().filter(member=member).first()
        others = never_with(profile)
        if other_id not in others:
            return False
        _write(profile, [each for each in others if each != other_id])
    return True


def keep_apart(one, other):
    """Does one of these two refuse the other? Two queries at most; says nothing about which."""
    profiles = MentoringProfile.objects.filter(member__in=(one.pk, other.pk))
    return any({one.pk, other.pk} & set(never_with(profile)) for profile in profiles)


def _write(profile, ids):
    words = json.dumps([str(each) for each in ids])
    profile.never_with = sealing.seal(words, profile.member_id) if ids else ""
    profile.save(update_fields=["never_with"])
