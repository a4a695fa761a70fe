"""What a woman said of her path, read for the rules."""

from django.utils import timezone

from academy.members.models import Membership, Organisation

from ..models import StageCriteria, StageRecord
from . import rules


def said_by(member):
    """All that was proposed to her and what she said. One query."""
    rows = StageRecord.objects.filter(member=getattr(member, "pk", member))
    return [_said(row) for row in rows]


def _said(row):
    return rules.Said(id=row.pk, kind=row.kind, at=row.at, stage=row.stage, again_on=row.again_on)


def standing_of(member):
    """Where she stands, today. One query."""
    return rules.stand(said_by(member), timezone.localdate)


def courses_of(members=None):
    """``{member id: [(moment, stage or None)]}`` of every woman who said anything (or of ``members``, a queryset).

    One query that reads all rows of theirs: for the worker. For figures of five women and more; never shown of one.
    """
    rows = StageRecord.objects.order_by("member_id", "at", "id")
    if members is not None:
        rows = rows.filter(member__in=members)
    heaps = {}
    for row in rows.only("id", "member_id", "kind", "at", "stage", "again_on").iterator(2000):
        heaps.setdefault(row.member_id, []).append(_said(row))
    return {member: steps for member, said in heaps.items() if (steps := rules.course(said))}


def criteria_over(path, at=None):
    """The criteria that hold for the organisation of that path: its own, else the nearest above. One query."""
    step, day = Organisation.steplen, timezone.localdate(at)
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    found = StageCriteria.objects.adopted().filter(organisation__path__in=above, adopted_on__lte=day)
    return found.order_by("-organisation__path", "-version").first()


def criteria_for(member, at=None):
    """The criteria that hold for her: the latest that her organisation adopted, else the nearest above. None: the
    academy's. Two queries. Who belongs to several is proposed by those of the first that she joined."""
    day = timezone.localdate(at)
    paths = Membership.objects.standing(day).filter(member=member).order_by("since", "pk")
    step = Organisation.steplen
    paths = list(paths.values_list("organisation__path", flat=True))
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    if not above:
        return None
    found = StageCriteria.objects.adopted().filter(organisation__path__in=above, adopted_on__lte=day)
    found = list(found.select_related("organisation").order_by("version"))
    for path in paths:
        over = [each for each in found if path.startswith(each.organisation.path)]
        if over:
            return max(over, key=lambda each: (len(each.organisation.path), each.version))
    return None
