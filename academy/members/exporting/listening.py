"""What a woman takes back reaches the files that name her, at once; what is over is forgotten."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..her_data import registry, retention
from ..models import ExportRequest
from ..signals import consent_withdrawn
from . import kinds, services


def connect():
    consent_withdrawn.connect(_withdrew, dispatch_uid="exports_forget_who_withdrew")
    retention.forgets(
        "members.exports",
        what=_("Archivos con nombres"),
        keeps=_("7 días"),
        sweep=lambda at=None: services.forget_old(at=at),
    )
    registry.holds("exports", order=80, shown=shown, forget=forget, stays=_("Queda que hubo una lista, sin tu nombre."))


def _withdrew(sender, member, **kwargs):
    services.forget_files_of(member=member)


def shown(member):
    """The lists that she asked for or approved. Those that name her stand in «Quién miró»."""
    columns = [
        ("asked_at", _("Cuándo"), "asked_at"),
        ("title", _("Qué lista"), lambda each: str(kinds.title_of(each.kind))),
        ("organisation", _("Organización"), lambda each: each.organisation.name),
        ("why", _("Para qué"), "why"),
        ("state", _("Cómo quedó"), lambda each: each.get_state_display()),
    ]
    rows = ExportRequest.objects.select_related("organisation")
    return [
        registry.section("exports_asked", _("Listas con nombres que pediste"), rows.filter(asked_by=member), *columns),
        registry.section(
            "exports_decided", _("Listas con nombres que decidiste"), rows.filter(decided_by=member), *columns
        ),
    ]


def forget(member, at):
    # The mark inside says her name, whether she stands in the list or asked for it.
    services.forget_files_of(member=member)
    services.drop_files(ExportRequest.objects.with_a_file().filter(Q(asked_by=member) | Q(decided_by=member)))
    member.exports_asked.update(why="")
