"""Eight kinds of question. The value is what is asked and what is right; marking is in ``courses.grading``.

Options and items are lists whose entries have ids of their own, the same in every language: an answer names
ids, so it means the same whichever language she reads in.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from academy.site.block_previews import AroundHer

CATEGORIES = [
    ("ley", _("La ley")),
    ("organizacion", _("La organización")),
    ("cuentas", _("Las cuentas")),
    ("celular", _("El celular")),
    ("relevo", _("El relevo")),
    ("seguridad", _("Cuidarnos")),
]


def category_choices():
    return list(CATEGORIES)


class QuestionBlock(AroundHer, blocks.StructBlock):
    """What all questions share. Practice questions explain; nobody fails them."""

    prompt = blocks.TextBlock(label=_("Pregunta"))
    category = blocks.ChoiceBlock(label=_("Tema"), choices=category_choices, required=False)

    class Meta:
        icon = "help"
        template = "blocks/question.html"

    def shown_around_her(self, raw):
        from ..asking import ask

        return {"q": ask(raw)}


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Respuesta"), max_length=250)
    right = blocks.BooleanBlock(label=_("Es correcta"), required=False)
    why = blocks.TextBlock(label=_("Por qué"), required=False, help_text=_("Se muestra a quien la eligió."))


class ChoiceQuestion(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("Respuestas"), min_num=2, max_num=8)
    why = blocks.TextBlock(label=_("Explicación"), required=False)

    class Meta:
        label = _("Una respuesta")
        description = _("Una sola respuesta es correcta. Cada una explica por qué.")
        preview_value = {
            "prompt": "¿Qué es el apoyo al comedor?",
            "options": [
                {"text": "Un derecho", "right": True, "why": "Está en la ley."},
                {"text": "Un favor", "right": False, "why": "No: está en la ley."},
            ],
        }

    def clean(self, value):
        cleaned = super().clean(value)
        right = sum(1 for option in cleaned["options"] if option["right"])
        problem = self.count_problem(right)
        if problem:
            raise StructBlockValidationError({"options": ValidationError(problem)})
        return cleaned

    def count_problem(self, right):
        return None if right == 1 else _("Marca exactamente una respuesta correcta.")


class SeveralQuestion(ChoiceQuestion):
    class Meta:
        label = _("Varias respuestas")
        description = _("Una o más respuestas son correctas.")
        preview_value = {
            "prompt": "¿Qué se anota en el cuaderno?",
            "options": [
                {"text": "Las raciones", "right": True, "why": "Sí, cada día."},
                {"text": "Las compras", "right": True, "why": "Sí, con su precio."},
                {"text": "Los chismes", "right": False, "why": "Esos no dan de comer."},
            ],
        }

    def count_problem(self, right):
        return None if right else _("Marca al menos una respuesta correcta.")


class TrueFalseQuestion(QuestionBlock):
    answer = blocks.BooleanBlock(label=_("Es verdad"), required=False)
    why = blocks.TextBlock(label=_("Explicación"))

    class Meta:
        label = _("Verdad o no")
        description = _("Una frase: ¿es verdad?")
        preview_value = {"prompt": "El cargo es para siempre.", "answer": False, "why": "Tiene un plazo."}


class NumberQuestion(QuestionBlock):
    answer = blocks.DecimalBlock(label=_("Número correcto"))
    tolerance = blocks.DecimalBlock(label=_("Cuánto puede variar"), min_value=0, default=0)
    unit = blocks.CharBlock(label=_("Unidad"), required=False, max_length=20)
    why = blocks.TextBlock(label=_("Explicación"))

    class Meta:
        label = _("Número")
        description = _("Se responde con un número. Puede variar un poco.")
        preview_value = {
            "prompt": "Compraste 100 soles y salieron 50 raciones. ¿Cuánto cuesta cada una?",
            "answer": "2",
            "tolerance": "0.01",
            "unit": "S/",
            "why": "100 entre 50 es 2.",
        }


class OrderItemBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Paso"), max_length=200)


class OrderQuestion(QuestionBlock):
    items = blocks.ListBlock(OrderItemBlock(), label=_("En el orden correcto"), min_num=2, max_num=8)
    why = blocks.TextBlock(label=_("Explicación"))

    class Meta:
        label = _("Poner en orden")
        description = _("Escribe los pasos en el orden correcto. A ella le salen mezclados.")
        preview_value = {
            "prompt": "¿Qué va primero?",
            "items": [{"text": "Lavarse las manos"}, {"text": "Pelar la papa"}, {"text": "Servir"}],
            "why": "Primero, las manos limpias.",
        }


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Esto"), max_length=150)
    right = blocks.CharBlock(label=_("va con esto"), max_length=150)


class MatchQuestion(QuestionBlock):
    pairs = blocks.ListBlock(PairBlock(), label=_("Parejas"), min_num=2, max_num=8)
    why = blocks.TextBlock(label=_("Explicación"))

    class Meta:
        label = _("Unir parejas")
        description = _("Cada cosa con su pareja.")
        preview_value = {
            "prompt": "¿Quién hace qué?",
            "pairs": [
                {"left": "Tesorera", "right": "Cuida las cuentas"},
                {"left": "Secretaria", "right": "Escribe el acta"},
            ],
            "why": "Cada cargo tiene su tarea.",
        }


class ShortQuestion(QuestionBlock):
    accept = blocks.ListBlock(
        blocks.CharBlock(label=_("Respuesta que vale"), max_length=100), label=_("Respuestas que valen"), min_num=1
    )
    why = blocks.TextBlock(label=_("Explicación"))

    class Meta:
        label = _("Respuesta corta")
        description = _("Una o dos palabras. Vale cualquiera de tu lista.")
        preview_value = {
            "prompt": "¿Cómo se llama el libro de las reuniones?",
            "accept": ["libro de actas", "actas"],
            "why": "En el libro de actas queda todo.",
        }


class EssayQuestion(QuestionBlock):
    guide = blocks.TextBlock(label=_("Qué mira quien la lee"), required=False)
    why = blocks.TextBlock(label=_("Una respuesta posible"), required=False)

    class Meta:
        label = _("Texto libre")
        description = _("Escribe con sus palabras. Lo lee una facilitadora.")
        preview_value = {"prompt": "Cuenta cómo lo harías en tu comedor.", "guide": "Que nombre a quién invita."}


QUESTION_TYPES = {
    "choice": ChoiceQuestion,
    "choices": SeveralQuestion,
    "true_false": TrueFalseQuestion,
    "number": NumberQuestion,
    "order": OrderQuestion,
    "match": MatchQuestion,
    "short": ShortQuestion,
    "essay": EssayQuestion,
}


def question_blocks():
    group = _("Preguntas")
    return [(name, block(group=group)) for name, block in QUESTION_TYPES.items()]
