"""Making a circle, saying yes to a seat, leaving it. Places are counted under the lock of the circle's row."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Denied
from academy.members.models import Notice
from academy.members.services.access import Refused

from .. import gates
from ..models import CircleSeat, MentoringCircle, MentoringProfile

Part = CircleSeat.Part


def make(*, organisation, by, name, mentors, mentees, consent_acta="", at=None):
    """A circle agreed in an assembly; each woman still says yes herself. Raises Refused.

    ``consent_acta``: where the organisation consented for those who are not yet of age; without it they are refused.
    """
    at = at or timezone.now()
    mentors, mentees = list(mentors), list(mentees)
    if not 1 <= len(mentors) <= MentoringCircle.MOST_MENTORS or not 1 <= len(mentees) <= MentoringCircle.MOST_MENTEES:
        raise Refused(Denied(_("Un círculo tiene una o dos que acompañan y hasta seis que aprenden."), "size"))
    if {each.pk for each in mentors} & {each.pk for each in mentees}:
        raise Refused(Denied(_("Nadie puede estar de los dos lados del círculo."), "twice"))
    young = set(MentoringProfile.objects.filter(adult=False).values_list("member", flat=True))
    if young & {each.pk for each in mentors}:
        raise Refused(Denied(_("Quien acompaña un círculo tiene 18 años o más."), "minor_mentor"))
    if young & {each.pk for each in mentees} and not consent_acta:
        raise Refused(Denied(_("Hay una menor de 18. Escribe el acta donde la organización dio permiso."), "minor"))
    with transaction.atomic():
        circle = MentoringCircle.objects.create(organisation=organisation, name=name, created_by=by, began_at=at)
        for part, members in ((Part.MENTOR, mentors), (Part.MENTEE, mentees)):
            for member in members:
                acta = consent_acta if member.pk in young else ""
                CircleSeat.objects.create(circle=circle, member=member, part=part, asked_at=at, consent_acta=acta)
                Notice.objects.create(member=member, kind="mentoring_circle", created_at=at)
                audit.note("mentoring.circle_asked", by=by, about=member, circle=str(circle.pk))
    return circle


def take(*, seat, by, at=None):
    """She says yes to her seat. Raises Refused where something comes first or the circle is full."""
    at = at or timezone.now()
    with transaction.atomic():
        MentoringCircle.objects.select_for_update().get(pk=seat.circle_id)
        seat = CircleSeat.objects.select_for_update().select_related("circle").get(pk=seat.pk)
        if seat.accepted_at is not None:
            return seat
        if seat.left_at is not None or seat.circle.ended_at is not None:
            raise Refused(Denied(_("Este círculo ya se cerró. No pasa nada: habrá otros."), "closed"))
        _refuse_if_something_comes_first(seat, by)
        most = MentoringCircle.MOST_MENTEES if seat.part == Part.MENTEE else MentoringCircle.MOST_MENTORS
        taken = CircleSeat.objects.filter(
            circle=seat.circle_id, part=seat.part, left_at=None, accepted_at__isnull=False
        )
        if taken.count() >= most:
            raise Refused(Denied(_("Este círculo ya está completo. No pasa nada: habrá otros."), "full"))
        seat.accepted_at = at
        seat.save(update_fields=["accepted_at"])
        audit.note("mentoring.circle_joined", by=by, about=by, circle=str(seat.circle_id))
    return seat


def _refuse_if_something_comes_first(seat, by):
    side = gates.MENTOR if seat.part == Part.MENTOR else gates.MENTEE
    for step in gates.steps(by, side):
        # Of age or with her organisation's consent: a circle is where younger women learn.
        if not step.done and not (step.code == "adult" and seat.part == Part.MENTEE and seat.consent_acta):
            raise Refused(Denied(step.words, step.code))


def leave(*, seat, by, at=None):
    """She says no, or goes, without a reason. A circle without anybody to accompany it ends."""
    at = at or timezone.now()
    with transaction.atomic():
        circle = MentoringCircle.objects.select_for_update().get(pk=seat.circle_id)
        if not CircleSeat.objects.filter(pk=seat.pk, left_at=None).update(left_at=at):
            return
        if by == seat.member:
            audit.note("mentoring.circle_left", by=by, about=by, circle=str(circle.pk))
        staying = circle.seats.filter(left_at=None)
        if circle.ended_at is None and not staying.filter(part=Part.MENTOR).exists():
            circle.ended_at = at
            circle.save(update_fields=["ended_at"])
            for member in staying.values_list("member", flat=True):
                Notice.objects.create(member_id=member, kind="mentoring_circle_ended", data={"name": circle.name})
            staying.update(left_at=at)
