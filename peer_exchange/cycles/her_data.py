"""What cycles, practices, maps and plans hold about a woman: shown to her, forgotten."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import record
from academy.core.models import Event
from academy.members.her_data.registry import holds, section

from ..maps.handlers import PointNoted, forget_file
from ..models import CycleRole, MapPoint, PlanModule, Practice

STAYS = gettext_lazy("Los ciclos, mapas, planes y prácticas quedan en tu organización, sin tu nombre.")


def shown(member):
    """Four queries."""
    roles = CycleRole.objects.filter(member=member).select_related("cycle")
    practices = Practice.objects.filter(authors=member).prefetch_related("texts")
    points = MapPoint.objects.filter(noted_by=member).select_related("map")
    modules = PlanModule.objects.filter(responsible=member).select_related("plan")
    return [
        section(
            "cycle_roles",
            _("Tus papeles en los diálogos"),
            roles,
            ("cycle", _("Ciclo"), lambda row: row.cycle.title),
            ("role", _("Papel"), lambda row: str(row.get_role_display())),
            ("asked_at", _("Cuándo te preguntaron"), "asked_at"),
            ("accepted_at", _("Dijiste que sí"), "accepted_at"),
            ("left_at", _("Dijiste que no, o lo dejaste"), "left_at"),
        ),
        section(
            "practices",
            _("Prácticas que escribiste"),
            practices,
            ("title", _("Título"), lambda row: next((text.title for text in row.texts.all()), "")),
            ("authors_said", _("Firma"), "authors_said"),
            ("state", _("Cómo está"), lambda row: str(row.get_state_display())),
        ),
        section(
            "map_points",
            _("Lo que anotaste en mapas"),
            points,
            ("map", _("Mapa"), lambda row: row.map.title),
            ("words", _("Qué hay ahí"), "words"),
            ("on", _("Día"), "on"),
        ),
        section(
            "modules",
            _("Módulos de los que te encargas"),
            modules,
            ("plan", _("Plan"), lambda row: row.plan.title),
            ("title", _("Módulo"), "title"),
        ),
    ]


def forget(*, member, at):
    """Her name goes from signatures; nobody is left in charge in her place, or asked for a role."""
    name = member.display_name
    for practice in Practice.objects.filter(authors=member).prefetch_related("authors"):
        alone = len(practice.authors.all()) == 1
        practice.authors_said = "" if alone else practice.authors_said.replace(name, "").strip(" ,;y")
        practice.save(update_fields=["authors_said"])
    PlanModule.objects.filter(responsible=member).update(responsible=None)
    CycleRole.objects.filter(member=member, accepted_at=None).delete()
    _photos(member)


def _photos(member):
    """Photos that she took for a map go; what she wrote down there is the organisation's."""
    hers = Event.objects.filter(by=member.pk, kind=PointNoted.kind).exclude(payload__photo="")
    names = [name for name in hers.values_list("payload__photo", flat=True) if name]
    for map in list(hers.order_by().values_list("subject", flat=True).distinct()):
        record.blank(subject=map, events=hers.filter(subject=map), names=("photo",))
    for name in names:
        transaction.on_commit(partial(forget_file, name))


def register():
    holds("exchange.cycles", order=52, shown=shown, forget=forget, stays=STAYS)
