"""What boards hold about a woman beside her terms: what she proposed and decided, handovers, where she stands in."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members.her_data import registry

from ..models import ChangeRequest, EmergencyCover, Handover
from ..register.changes import title_of

STAYS = gettext_lazy("El registro de la directiva queda como está escrito en las actas.")


def register():
    registry.holds("boards", order=65, shown=shown, forget=forget, stays=STAYS)


def shown(member):
    changes = ChangeRequest.objects.select_related("organisation")
    columns = [
        ("proposed_at", _("Cuándo"), "proposed_at"),
        ("title", _("Qué cambio"), lambda each: str(title_of(each.kind))),
        ("organisation", _("Organización"), lambda each: each.organisation.name),
        ("state", _("Cómo quedó"), lambda each: each.get_state_display()),
    ]
    hers = Handover.objects.filter(Q(outgoing__holder=member) | Q(incoming__holder=member))
    return [
        registry.section("changes_proposed", _("Cambios que propusiste"), changes.filter(proposed_by=member), *columns),
        registry.section("changes_decided", _("Cambios que revisaste"), changes.filter(decided_by=member), *columns),
        registry.section(
            "handovers",
            _("Entregas de cargo"),
            hers.select_related("seat__kind", "seat__organisation", "outgoing"),
            ("seat", _("Cargo"), lambda each: str(each.seat)),
            ("organisation", _("Organización"), lambda each: each.seat.organisation.name),
            ("part", _("Tú"), lambda each: _("entregas") if each.outgoing.holder_id == member.pk else _("recibes")),
            ("state", _("Cómo está"), lambda each: each.get_state_display()),
            ("new_role", _("Lo que viene para ti"), "new_role"),
        ),
        registry.section(
            "covers",
            _("Reemplazos de emergencia"),
            EmergencyCover.objects.filter(member=member).select_related("seat__kind", "seat__organisation"),
            ("seat", _("Cargo"), lambda each: str(each.seat)),
            ("organisation", _("Organización"), lambda each: each.seat.organisation.name),
            ("since", _("Desde"), "since"),
            ("until", _("Hasta"), "until"),
        ),
    ]


def forget(member, at):
    """She stands in nowhere any more; what she said of her new place goes."""
    EmergencyCover.objects.filter(member=member, until=None).update(until=timezone.localdate(at))
    Handover.objects.filter(outgoing__holder=member).update(new_role="")
