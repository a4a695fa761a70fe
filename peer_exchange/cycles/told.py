"""What cycles tell of a woman on her path, and what waits for her word."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members import path

from ..models import CycleRole

#: Before the next step of a course: another waits for her answer.
ORDER = 25


@path.tells("exchange.roles", gettext_lazy("Papeles en los diálogos"), order=42)
def roles_of_hers(member):
    """Roles that she said yes to, and did not leave. One query."""
    roles = CycleRole.objects.filter(member=member, accepted_at__isnull=False, left_at=None).select_related("cycle")
    for role in roles:
        yield path.Fact(
            key=f"cycle_role:{role.pk}",
            words=_("Tu papel: %(role)s.") % {"role": role.get_role_display()},
            on=timezone.localdate(role.accepted_at),
            kind="session_role",
            detail=role.cycle.title,
            url=reverse("exchange:cycle", args=[role.cycle_id]),
        )


@path.invites
def role_asked(member):
    """The oldest role that she was asked for. One query."""
    asked = CycleRole.objects.filter(member=member, accepted_at=None, left_at=None, cycle__closed_at=None)
    role = asked.select_related("cycle").order_by("asked_at").first()
    if role is None:
        return None
    return path.Invitation(
        order=ORDER,
        words=_("Te proponen ser %(role)s en un diálogo.") % {"role": role.get_role_display()},
        url=reverse("exchange:cycle", args=[role.cycle_id]),
        button=_("Responder"),
        why=role.cycle.title,
    )
