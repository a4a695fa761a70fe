"""Forms of whoever accompanies, and of papers: codes to type, names to print."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from academy.core.ids import read_code

from .models import CourseOutline


class CodeForm(forms.Form):
    """A code read from a paper, however it is typed."""

    code = forms.CharField(
        label=_("Código"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Está debajo del dibujo cuadrado. Los espacios y guiones no importan."),
    )

    def clean_code(self):
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("Escribe el código con letras y números."))
        return code


class NameForm(forms.Form):
    """The name that a constancia will say."""

    name = forms.CharField(
        label=_("Tu nombre en la constancia"),
        max_length=120,
        help_text=_("Escríbelo como quieres que se lea. Con tildes y completo, si quieres."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not any(c.isalpha() for c in name):
            raise ValidationError(_("Escribe tu nombre."))
        if any(not (c.isalpha() or c in " .,'’ʼ´-–·" or unicodedata.category(c) == "Mn") for c in name):
            # What is drawn (emojis) or counted would not stand on paper.
            raise ValidationError(_("Escribe tu nombre solo con letras."))
        return name


class MarkForm(forms.Form):
    """What the reader says of a text."""

    right = forms.TypedChoiceField(
        label=_("¿Logra lo que pedimos?"),
        choices=[("1", _("Sí, lo logra")), ("0", _("Todavía no"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Unas palabras para ella"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Empieza por lo que hizo bien. Ella lo lee en su lección."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("right") is False and not cleaned.get("note", "").strip():
            self.add_error("note", _("Escríbele qué le falta. Así puede mejorar."))
        return cleaned


class MarkingFilter(forms.Form):
    """Which texts to show. All is optional; what does not fit is as if not chosen."""

    course = forms.ModelChoiceField(
        label=_("Curso"), queryset=CourseOutline.objects.all(), required=False, empty_label=_("Todos")
    )
    question = forms.ChoiceField(label=_("Pregunta"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organización"), queryset=None, required=False, empty_label=_("Todas")
    )
    state = forms.ChoiceField(
        label=_("Cuáles"), choices=[("", _("Esperan lectura")), ("done", _("Ya leídos"))], required=False
    )

    def __init__(self, *args, organisations, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["question"].choices = [
            ("", _("Todas")),
            *((key, prompt if len(prompt) <= 70 else f"{prompt[:69]}…") for key, prompt in questions),
        ]

    @property
    def chosen(self):
        """What ``marking.texts_for`` takes."""
        cleaned = self.cleaned_data if self.is_valid() or hasattr(self, "cleaned_data") else {}
        return {
            "course": getattr(cleaned.get("course"), "pk", None),
            "question": cleaned.get("question") or None,
            "organisation": cleaned.get("organisation"),
            "done": cleaned.get("state") == "done",
        }
