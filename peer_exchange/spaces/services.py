"""The verbs of spaces and of the directory."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from academy.core import audit
from academy.members import notices

from ..models import Institution, Official, Post, Space, SpaceSeat
from . import directory

notices.register_action("exchange.space_seat_given", gettext_lazy("%(who)s anotó que tienes un asiento en una mesa."))
notices.register_action("exchange.space_seat_ended", gettext_lazy("%(who)s anotó que dejaste un asiento en una mesa."))


@transaction.atomic
def save_space(*, organisation, by, number, space=None, **said):
    """A new space (``number``: its id, so that the same form twice is one) or the same changed."""
    if space is None:
        space, new = Space.objects.get_or_create(
            pk=number,
            defaults={"organisation": organisation, "created_by": by, "territory": organisation.territory, **said},
        )
        if new:
            audit.note("exchange.space_opened", by=by, space=str(space.pk))
        return space
    for name, value in said.items():
        setattr(space, name, value)
    space.save()
    audit.note("exchange.space_changed", by=by, space=str(space.pk))
    return space


@transaction.atomic
def give_seat(*, space, by, holder=None, holder_name="", since, until=None, name="", mandate=""):
    """Who sits there for us from now on. The same seat twice is one."""
    seat, new = SpaceSeat.objects.get_or_create(
        space=space,
        organisation=space.organisation,
        holder=holder,
        holder_name="" if holder else holder_name,
        since=since,
        name=name,
        defaults={"until": until, "mandate": mandate},
    )
    if new:
        audit.note("exchange.space_seat_given", by=by, about=holder, space=str(space.pk), seat=seat.pk)
    return seat


@transaction.atomic
def end_seat(*, seat, by, on):
    """She left it. False where somebody else noted that before."""
    ended = SpaceSeat.objects.filter(pk=seat.pk, ended_on=None).update(ended_on=on)
    if ended:
        audit.note("exchange.space_seat_ended", by=by, about=seat.holder, space=str(seat.space_id), seat=seat.pk)
    return bool(ended)


def seats_of(space, at=None):
    """``(who sits there now, who did before)``. One query."""
    day = at or timezone.localdate()
    now, before = [], []
    for seat in space.seats.select_related("holder", "organisation"):
        (before if seat.ended_on and seat.ended_on <= day else now).append(seat)
    return now, before


@transaction.atomic
def still_sits(*, seat, by):
    """That she left it was noted by mistake."""
    SpaceSeat.objects.filter(pk=seat.pk).update(ended_on=None)
    audit.note("exchange.space_seat_stands", by=by, about=seat.holder, space=str(seat.space_id), seat=seat.pk)


# --- The directory -----------------------------------------------------------------------------------


@transaction.atomic
def add_institution(*, organisation, by, name, kind):
    """In the directory of its tree; one that is there already is given back as it is."""
    found = directory.institution_named(organisation, name, territory=organisation.territory)
    if found.kind == Institution.Kind.OTHER and kind != found.kind:
        Institution.objects.filter(pk=found.pk).update(kind=kind)
    audit.note("exchange.institution_added", by=by, institution=str(found.pk))
    return found


@transaction.atomic
def set_official(*, institution, by, post, name="", since=None, duty=""):
    """Who holds the post from ``since``; whoever held it until then no longer does."""
    seat = directory.post_named(institution, post)
    if duty:
        Post.objects.filter(pk=seat.pk).update(duty=duty)
    day = since or timezone.localdate()
    if name and not Official.objects.filter(post=seat, name=name, until=None).exists():
        Official.objects.filter(post=seat, until=None).update(until=day)
        Official.objects.create(post=seat, name=name, since=since)
    audit.note("exchange.official_set", by=by, institution=str(institution.pk), post=str(seat.pk))
    return seat


@transaction.atomic
def remove_official(*, official, by):
    """Out of the directory. What that person promised keeps the words of the time: institution, post and name."""
    audit.note("exchange.official_removed", by=by, post=str(official.post_id))
    official.delete()
