"""What she does in a lesson: tasks in the world, words for herself, talk with others, sums of her kitchen."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from academy.site.blocks import rich

from .content import TalkBlock


class TaskBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tarea real"), max_length=120)
    text = rich(_("Qué hacer"))
    minutes = blocks.IntegerBlock(label=_("Minutos"), min_value=1, max_value=30, default=20)
    proof = blocks.TextBlock(label=_("Cómo se ve que está hecha"), help_text=_("Para la compañera que la confirma."))

    class Meta:
        icon = "tasks"
        label = _("Tarea real")
        template = "blocks/task.html"


class ReflectionBlock(blocks.StructBlock):
    prompt = blocks.TextBlock(label=_("Para pensar"), help_text=_("Lo que escriba es solo de ella."))

    class Meta:
        icon = "edit"
        label = _("Para mí")
        template = "blocks/reflection.html"


class CalculatorBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120)
    intro = blocks.TextBlock(label=_("Explicación"), required=False)

    class Meta:
        icon = "calendar-check"
        label = _("Calculadora de la ración")
        template = "blocks/calculator.html"


def doing_blocks():
    group = _("Hacer")
    return [
        ("task", TaskBlock(group=group)),
        ("reflection", ReflectionBlock(group=group)),
        ("talk", TalkBlock(group=group)),
        ("calculator", CalculatorBlock(group=group)),
    ]
