"""What a lesson tells and shows."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from academy.site.block_previews import first_file
from academy.site.blocks import CalloutBlock, ContactBlock, DrawingBlock, ProseBlock, rich
from academy.site.sound.words import length


class SceneBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), required=False, max_length=120)
    text = rich(_("La escena"), help_text=_("Una historia corta con personas inventadas que tienen nombre."))
    picture = ImageChooserBlock(label=_("Dibujo"), required=False)
    alt = blocks.CharBlock(label=_("Qué se ve"), required=False, max_length=250)

    class Meta:
        icon = "group"
        label = _("Escena")
        description = _("Una historia corta. Así empieza la lección.")
        template = "blocks/scene.html"
        preview_value = {
            "title": "En la cocina",
            "text": "<p>Yuli llegó tarde. Doña Hilda ya tenía la olla puesta.</p>",
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned.get("picture") and not cleaned.get("alt"):
            raise StructBlockValidationError({"alt": ValidationError(_("Di qué se ve en el dibujo."))})
        return cleaned


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), required=False, max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Paso"), max_length=300), label=_("Pasos"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Pasos")
        description = _("Qué hacer, en orden.")
        template = "blocks/steps.html"
        preview_value = {"title": "Así se hace", "items": ["Abre el cuaderno.", "Anota la fecha."]}


class PhraseBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Frase para decir en voz alta"))
    note = blocks.TextBlock(label=_("Cuándo o cómo decirla"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Frase para decir")
        description = _("Palabras para decir en voz alta.")
        template = "blocks/phrase.html"
        preview_value = {"text": "No es un favor: es un derecho.", "note": "Mira a los ojos."}


class AudioValue(blocks.StructValue):
    @property
    def length(self):
        """«2 min», as its editor said, for a file that is not prepared yet; empty where she left it to be measured."""
        seconds = self.get("seconds")
        return length(seconds) if seconds else ""


class AudioBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120)
    recording = DocumentChooserBlock(label=_("Grabación"))
    seconds = blocks.IntegerBlock(
        label=_("Duración en segundos"), min_value=1, required=False, help_text=_("Vacío: se mide sola.")
    )
    transcript = rich(_("Lo que se oye, por escrito"))

    class Meta:
        icon = "media"
        label = _("Audio")
        description = _("Una grabación. Se descarga solo si la tocan; se puede leer.")
        template = "blocks/audio.html"
        value_class = AudioValue
        preview_value = {"title": "Escucha la escena", "seconds": 120, "transcript": "<p>Buenos días, compañeras.</p>"}

    def get_preview_value(self):
        return self.normalize({**self.meta.preview_value, "recording": first_file()})

    def get_context(self, value, parent_context=None):
        """``sound``: what was made of the file; None until then, and in previews, where the file itself is played."""
        context = super().get_context(value, parent_context)
        return {**context, "sound": context.get("heard", {}).get(context.get("block_id"))}


class FileBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120)
    document = DocumentChooserBlock(label=_("Archivo"))
    note = blocks.CharBlock(label=_("Para qué sirve"), required=False, max_length=250)

    class Meta:
        icon = "doc-full"
        label = _("Archivo")
        description = _("Un modelo de carta o de cuaderno para bajar, con su peso.")
        template = "blocks/file.html"
        preview_value = {"title": "Modelo de carta", "note": "Para pedir una reunión."}

    def get_preview_value(self):
        return self.normalize({**self.meta.preview_value, "document": first_file()})


class TableBlock(blocks.StructBlock):
    """Sums: columns by name, rows of cells. A list and not a grid widget, so that each cell can be translated."""

    caption = blocks.CharBlock(label=_("Qué muestra"), max_length=200)
    columns = blocks.ListBlock(blocks.CharBlock(label=_("Columna"), max_length=60), label=_("Columnas"), min_num=2)
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(label=_("Celda"), required=False, max_length=80), label=_("Fila")),
        label=_("Filas"),
        min_num=1,
    )
    total = blocks.BooleanBlock(label=_("La última fila es el total"), required=False)

    class Meta:
        icon = "table"
        label = _("Cuenta")
        description = _("Una tabla pequeña de sumas.")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Un día de mercado",
            "columns": ["Cosa", "S/"],
            "rows": [["Papa", "24,00"], ["Total", "24,00"]],
            "total": True,
        }

    def clean(self, value):
        cleaned = super().clean(value)
        width = len(cleaned["columns"])
        for number, row in enumerate(cleaned["rows"], start=1):
            if len(row) != width:
                raise StructBlockValidationError(
                    {
                        "rows": ValidationError(
                            _("La fila %(row)s tiene %(cells)s celdas; las columnas son %(columns)s."),
                            params={"row": number, "cells": len(row), "columns": width},
                        )
                    }
                )
        return cleaned


class GlossaryBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Palabra"), max_length=80)
    meaning = blocks.TextBlock(label=_("Qué quiere decir"))

    class Meta:
        icon = "help"
        label = _("Palabra")
        description = _("Una palabra difícil y qué quiere decir.")
        template = "blocks/glossary.html"
        preview_value = {"term": "OSB", "meaning": "Organización social de base."}


class TalkBlock(blocks.StructBlock):
    questions = blocks.ListBlock(
        blocks.CharBlock(label=_("Pregunta"), max_length=300), label=_("Tres preguntas"), min_num=3, max_num=3
    )

    class Meta:
        icon = "comment"
        label = _("Para conversar")
        description = _("Tres preguntas para hablar en grupo.")
        template = "blocks/talk.html"
        preview_value = {"questions": ["¿Quién decide?", "¿Desde cuándo?", "¿Quién falta?"]}


class LegalBlock(blocks.StructBlock):
    text = rich(_("Nota legal"))
    source = blocks.CharBlock(label=_("Fuente"), max_length=250)
    url = blocks.URLBlock(label=_("Dirección oficial"), required=False)
    checked_on = blocks.DateBlock(label=_("Verificada el"))
    expires_on = blocks.DateBlock(label=_("Vence el"))

    class Meta:
        icon = "clipboard-list"
        label = _("Nota legal")
        description = _("Qué dice la ley, su fuente y hasta cuándo vale.")
        template = "blocks/legal.html"
        preview_value = {
            "text": "<p>La Ley 25307 reconoce a los comedores. Esta nota no reemplaza a una abogada.</p>",
            "source": "Ley 25307",
            "checked_on": date(2026, 1, 15),
            "expires_on": date(2099, 12, 31),
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["expires_on"] <= cleaned["checked_on"]:
            raise StructBlockValidationError(
                {"expires_on": ValidationError(_("Vence después del día en que se verificó."))}
            )
        return cleaned


class SourcesBlock(blocks.StructBlock):
    items = blocks.ListBlock(blocks.CharBlock(label=_("Fuente"), max_length=400), label=_("Fuentes"), min_num=1)

    class Meta:
        icon = "link"
        label = _("Fuentes")
        description = _("De dónde salen los datos.")
        template = "blocks/sources.html"
        preview_value = {"items": ["Ley 25307, 1991."]}


def content_blocks():
    told, shown, law = _("Contar"), _("Mostrar"), _("Respaldo")
    return [
        ("scene", SceneBlock(group=told)),
        ("prose", ProseBlock(group=told)),
        ("callout", CalloutBlock(group=told)),
        ("steps", StepsBlock(group=told)),
        ("phrase", PhraseBlock(group=told)),
        ("glossary", GlossaryBlock(group=told)),
        ("drawing", DrawingBlock(group=shown)),
        ("audio", AudioBlock(group=shown)),
        ("file", FileBlock(group=shown)),
        ("table", TableBlock(group=shown)),
        ("contact", ContactBlock(group=law)),
        ("legal", LegalBlock(group=law)),
        ("sources", SourcesBlock(group=law)),
    ]
