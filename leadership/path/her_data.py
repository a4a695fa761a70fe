"""What her path holds about her: shown to her, taken along, erased. What she would take on goes with her whole."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members.her_data.registry import holds, section

from ..models import (
    HiddenFact,
    HoursSaid,
    StageRecord,
    StageStanding,
    TaskEvidence,
    TaskTick,
    Willingness,
    YouthSaid,
)
from ..stages.shown import stages_for
from ..willing.showing import words_of

STAYS = gettext_lazy("Queda cuántas mujeres pasaron por cada momento, sin ti.")


def shown(member):
    names = stages_for(member)
    records = StageRecord.objects.visible_to(member)
    return [
        section(
            "stage",
            _("Tu momento"),
            StageStanding.objects.visible_to(member),
            ("stage", _("Momento"), lambda row: names[row.stage].name),
            ("since", _("Desde"), "since"),
            ("state", _("Cómo está"), lambda row: row.get_state_display()),
        ),
        section(
            "stages",
            _("Lo que dijiste de tu camino"),
            records,
            ("at", _("Día"), "at"),
            ("stage", _("Momento"), lambda row: names[row.stage].name if row.stage else ""),
            ("kind", _("Qué"), lambda row: row.get_kind_display()),
            ("evidence", _("En qué se apoya"), lambda row: [each["words"] for each in row.evidence]),
        ),
        section(
            "willing",
            _("Cargos que aceptarías"),
            Willingness.objects.visible_to(member).select_related("kind"),
            ("seat", _("Cargo"), lambda row: row.kind.name),
            ("answer", _("Respuesta"), lambda row: row.get_answer_display()),
            ("above", _("También más arriba"), "above"),
            ("said_on", _("Día"), "said_on"),
            ("good_until", _("Vale hasta"), "good_until"),
        ),
        section(
            "does",
            _("Tareas de cargos que ya haces"),
            TaskTick.objects.visible_to(member).select_related("kind", "asked", "member"),
            ("seat", _("Cargo"), lambda row: row.kind.name),
            ("task", _("Tarea"), words_of),
            ("done_on", _("Desde"), "done_on"),
            ("asked", _("A quién se lo pediste"), lambda row: row.asked.display_name if row.asked else ""),
            ("confirmed_on", _("Lo confirmó"), "confirmed_on"),
        ),
        section(
            "age",
            _("Si tienes menos de 35 años"),
            YouthSaid.objects.visible_to(member),
            ("young", _("Menos de 35"), "young"),
            ("said_on", _("Día"), "said_on"),
        ),
        section(
            "hours",
            _("Tus horas sin pago"),
            HoursSaid.objects.visible_to(member),
            ("hours", _("Horas a la semana"), "hours"),
            ("said_on", _("Día"), "said_on"),
        ),
        section(
            "hidden",
            _("Lo que no sale en tu pasaporte"),
            HiddenFact.objects.visible_to(member),
            ("fact", _("Qué"), "fact"),
        ),
    ]


def forget(*, member, at):
    """Rows of what she alone knows go here; their events go by their handlers (``without_her`` is None)."""
    for model in (Willingness, TaskTick, TaskEvidence, HiddenFact, YouthSaid, HoursSaid):
        model.objects.filter(member=member).delete()


def register():
    holds("path", order=35, shown=shown, forget=forget, stays=STAYS)
