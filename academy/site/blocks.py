"""Blocks that more than one kind of page uses. Values only: what they show of a person is added around them."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from .block_previews import first_picture

TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link"]


def rich(label, **kwargs):
    """Rich text with what a course file can also say: bold, italic, lists, links."""
    return blocks.RichTextBlock(label=label, features=TEXT_FEATURES, **kwargs)


class ProseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), required=False, max_length=120)
    text = rich(_("Texto"))

    class Meta:
        icon = "pilcrow"
        label = _("Texto")
        description = _("La idea, en 120 palabras o menos.")
        template = "blocks/prose.html"
        preview_value = {"title": "La idea", "text": "<p>Los comedores existen por ley.</p>"}


class DrawingBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Dibujo o foto"))
    alt = blocks.CharBlock(
        label=_("Qué se ve"), max_length=250, help_text=_("Para quien no ve la imagen. Di lo que muestra.")
    )
    caption = blocks.CharBlock(label=_("Pie"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Dibujo")
        description = _("Un dibujo o una foto, y lo que se ve en él.")
        template = "blocks/drawing.html"
        preview_value = {"alt": "Dos mujeres con una olla", "caption": "Cada día, a las seis."}

    def get_preview_value(self):
        return self.normalize({**self.meta.preview_value, "picture": first_picture()})


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Tono"),
        choices=[("idea", _("Idea")), ("care", _("Cuidado")), ("example", _("Ejemplo"))],
        default="idea",
    )
    title = blocks.CharBlock(label=_("Título"), required=False, max_length=120)
    text = rich(_("Texto"))

    class Meta:
        icon = "warning"
        label = _("Recuadro")
        description = _("Una idea, un cuidado o un ejemplo que resalta.")
        template = "blocks/callout.html"
        preview_value = {"tone": "care", "title": "Ojo", "text": "<p>Guarda el cargo.</p>"}


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Quién atiende"), max_length=120)
    number = blocks.CharBlock(label=_("Número"), max_length=40)
    what = blocks.TextBlock(label=_("Para qué"))
    when = blocks.CharBlock(label=_("Cuándo"), required=False, max_length=120)
    check_by = blocks.DateBlock(label=_("Revisar antes de"))
    source = blocks.CharBlock(label=_("Fuente"), required=False, max_length=250)

    class Meta:
        icon = "mobile-alt"
        label = _("Línea de ayuda")
        description = _("Un número público y cuándo hay que revisarlo.")
        template = "blocks/contact.html"
        preview_value = {
            "name": "Línea 100",
            "number": "100",
            "what": "Escucha y orienta.",
            "when": "Todo el día",
            "check_by": date(2099, 12, 31),
        }
