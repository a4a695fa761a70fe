"""What she says of herself for one cycle. Each verb is one transaction and leaves its trace."""

from django.db import transaction
from django.utils import timezone

from academy.core import audit
from academy.members.models import Organisation

from ..models import MentoringCycle, MentoringProfile, ProfileTopic
from ..rules import good_until

#: What a form may write of a profile, topics and kinds apart.
PLAIN = ("adult", "channels", "languages", "slots", "distance", "life", "about", "capacity", "would_circle")
#: Written with each saving: taking part again ends resting.
_SAVED = (*PLAIN, "taking_part", "hidden", "confirmed_at", "good_until", "first_wanted_at")


def cycle_of(member, *, today=None):
    """The cycle that is open for her today: of the organisation nearest above her. Two queries."""
    today = today or timezone.localdate()
    paths = member.memberships.standing(today).values_list("organisation__path", flat=True)
    step = Organisation.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    open_now = MentoringCycle.objects.filter(starts__lte=today, ends__gte=today, organisation__path__in=above)
    return max(
        open_now.select_related("organisation"),
        key=lambda cycle: (len(cycle.organisation.path), cycle.pk),
        default=None,
    )


def save_profile(*, member, wants, offers, kinds, at=None, **fields):
    """She takes part, with these wants and offers (querysets or lists of topics), until her cycle ends.

    Nothing of hers is half written: fields and topics change together. Saving the same again moves only the dates.
    """
    at = at or timezone.now()
    unknown = set(fields) - set(PLAIN)
    if unknown:
        raise ValueError(f"not of a profile: {sorted(unknown)}")
    with transaction.atomic():
        profile, _made = MentoringProfile.objects.select_for_update().get_or_create(member=member)
        for name, value in fields.items():
            setattr(profile, name, value)
        if wants:
            profile.first_wanted_at = profile.first_wanted_at or at
        else:
            profile.first_wanted_at = None
        _renewed(profile, at)
        profile.save(update_fields=_SAVED)
        profile.kinds.set(kinds)
        _write_topics(profile, wants, offers)
        audit.note("mentoring.profile_saved", by=member, about=member)
    return profile


def _renewed(profile, at):
    today = timezone.localdate(at)
    cycle = cycle_of(profile.member, today=today)
    profile.taking_part, profile.hidden, profile.confirmed_at = True, False, at
    profile.good_until = good_until(today=today, cycle_ends=cycle.ends if cycle else None)


def _write_topics(profile, wants, offers):
    asked = {(topic.pk, way) for way, topics in (("wants", wants), ("offers", offers)) for topic in topics}
    there = {(row.topic_id, row.way): row.pk for row in profile.topics.all()}
    gone = [pk for key, pk in there.items() if key not in asked]
    profile.topics.filter(pk__in=gone).delete()
    ProfileTopic.objects.bulk_create(
        ProfileTopic(profile=profile, topic_id=topic, way=way) for topic, way in sorted(asked - set(there))
    )


def still_so(*, member, at=None):
    """«Sigue igual»: what she said last time counts for this cycle too. None where she never said anything."""
    at = at or timezone.now()
    with transaction.atomic():
        profile = MentoringProfile.objects.select_for_update().filter(member=member, confirmed_at__isnull=False).first()
        if profile is None:
            return None
        if profile.topics.filter(way="wants").exists():
            profile.first_wanted_at = profile.first_wanted_at or at
        _renewed(profile, at)
        profile.save(update_fields=_SAVED)
        audit.note("mentoring.profile_saved", by=member, about=member)
    return profile


def rest(*, member, resting, at=None):
    """She is shown to nobody, or is shown again. Her open proposals stay hers to answer."""
    with transaction.atomic():
        changed = MentoringProfile.objects.filter(member=member, taking_part=True).exclude(hidden=resting)
        if changed.update(hidden=resting):
            audit.note("mentoring.profile_hidden" if resting else "mentoring.profile_shown", by=member, about=member)


def empty_profile(*, member, at=None):
    """She takes part no more and what she said goes; whom she refuses stays. Open proposals close.

    Living pairs stay: ending those is another verb. Also in the middle of a round: publishing looks again.
    """
    from ..proposals.services import close_all_of

    with transaction.atomic():
        profile = MentoringProfile.objects.select_for_update().filter(member=member).first()
        if profile is None:
            return
        blank = MentoringProfile(member=member)
        for name in _SAVED:
            setattr(profile, name, getattr(blank, name))
        profile.goes_first = False
        profile.save(update_fields=[*_SAVED, "goes_first"])
        profile.kinds.clear()
        profile.topics.all().delete()
        close_all_of(member=member, because="left", at=at)
        audit.note("mentoring.profile_emptied", by=member, about=member)
