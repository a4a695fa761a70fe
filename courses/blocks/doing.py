"""What she does in a lesson: tasks in the world, words for herself, talk with others, sums of her kitchen."""

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import expand_db_html

from academy.site.block_previews import AroundHer
from academy.site.blocks import rich

from .content import TalkBlock


class TaskBlock(AroundHer, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tarea real"), max_length=120)
    text = rich(_("Qué hacer"))
    minutes = blocks.IntegerBlock(label=_("Minutos"), min_value=1, max_value=30, default=20)
    proof = blocks.TextBlock(label=_("Cómo se ve que está hecha"), help_text=_("Para la compañera que la confirma."))

    class Meta:
        icon = "tasks"
        label = _("Tarea real")
        description = _("Algo que se hace fuera del celular, en 30 minutos o menos.")
        template = "blocks/task.html"
        preview_value = {
            "title": "Cuenta las raciones",
            "text": "<p>Ve a la cocina. Cuenta las raciones de hoy.</p>",
            "minutes": 15,
            "proof": "Muestra el cuaderno con la cuenta.",
        }

    def shown_around_her(self, raw):
        text = mark_safe(expand_db_html(raw["value"]["text"]))  # noqa: S308 - our own sample
        return {"text": text, "task": None, "action": ""}


class ReflectionBlock(AroundHer, blocks.StructBlock):
    prompt = blocks.TextBlock(label=_("Para pensar"), help_text=_("Lo que escriba es solo de ella."))

    class Meta:
        icon = "edit"
        label = _("Para mí")
        description = _("Una pregunta para ella sola. Nadie más lee lo que escribe.")
        template = "blocks/reflection.html"
        preview_value = {"prompt": "¿Qué te da miedo de hablar en público?"}


class CalculatorBlock(AroundHer, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120)
    intro = blocks.TextBlock(label=_("Explicación"), required=False)

    class Meta:
        icon = "calendar-check"
        label = _("Calculadora de la ración")
        description = _("Cuánto cuesta una ración. Las cifras se quedan en su celular.")
        template = "blocks/calculator.html"
        preview_value = {"title": "Saca tu cuenta", "intro": "Usa los números de tu cuaderno."}


def doing_blocks():
    group = _("Hacer")
    return [
        ("task", TaskBlock(group=group)),
        ("reflection", ReflectionBlock(group=group)),
        ("talk", TalkBlock(group=group)),
        ("calculator", CalculatorBlock(group=group)),
    ]
