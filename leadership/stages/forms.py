"""What an organiser types about criteria."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.core.languages import LANGUAGES

from ..register.forms import acta_field, day_field
from .rules import DEFAULT, EVIDENCE, MOST_NEEDED, STAGES, WORDS_OF_A_STAGE
from .shown import EVIDENCE_WORDS, stages


class CriteriaForm(forms.Form):
    """For each stage the kinds of evidence of which one is enough, and how many of them are needed."""

    words = forms.CharField(
        label=_("En sus palabras"),
        required=False,
        max_length=2000,
        help_text=_("Cómo lo dirían en la asamblea. Puede quedar vacío."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, criteria=None, **kwargs):
        super().__init__(*args, **kwargs)
        rules = {**DEFAULT, **(criteria or {})}
        self.stages = stages()
        for code in STAGES[1:]:
            rule = rules[code]
            self.fields[f"any_{code}"] = forms.MultipleChoiceField(
                label=_("%(stage)s: qué lo muestra") % {"stage": self.stages[code].name},
                choices=[(kind, EVIDENCE_WORDS[kind]) for kind in EVIDENCE],
                initial=rule["any_of"],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Elige al menos una señal.")},
            )
            self.fields[f"least_{code}"] = forms.IntegerField(
                label=_("%(stage)s: cuántas hacen falta") % {"stage": self.stages[code].name},
                initial=rule["at_least"],
                min_value=1,
                max_value=MOST_NEEDED,
                error_messages={"required": _("Escribe un número."), "invalid": _("Escribe un número.")},
            )
        self.order_fields([*(name for code in STAGES[1:] for name in (f"any_{code}", f"least_{code}")), "words"])

    def rules(self):
        said = self.cleaned_data
        return {code: {"any_of": said[f"any_{code}"], "at_least": said[f"least_{code}"]} for code in STAGES[1:]}


class AdoptForm(forms.Form):
    acta = acta_field()
    on = day_field(_("¿Qué día lo aprobó la asamblea?"))


_LABELS = {"name": _("«%(stage)s»: cómo le dicen"), "says": _("«%(stage)s»: qué se ve")}


class NamesForm(forms.Form):
    """Name and «qué se ve» of each stage in each language. Empty: as the academy says it, or as in Spanish."""

    def __init__(self, *args, names=None, **kwargs):
        super().__init__(*args, **kwargs)
        said, self.academys = names or {}, stages()
        for language, _own in LANGUAGES:
            for code in STAGES:
                for field, most in WORDS_OF_A_STAGE.items():
                    initial = said.get(code, {}).get(field, {}).get(language, "")
                    self.fields[f"{field}_{code}_{language}"] = forms.CharField(
                        label=_LABELS[field] % {"stage": self.academys[code].name},
                        required=False,
                        max_length=most,
                        initial=initial,
                        widget=forms.TextInput(attrs={"lang": language, "autocomplete": "off"}),
                    )

    def by_language(self):
        """``[(code, own name, fields, is there something of it?)]``: Spanish first."""
        for language, own_name in LANGUAGES:
            fields = [field for field in self if field.name.endswith(f"_{language}")]
            yield language, own_name, fields, any(field.value() or field.errors for field in fields)

    def names(self):
        said = self.cleaned_data
        return {
            code: {
                field: {language: said[f"{field}_{code}_{language}"] for language, _own in LANGUAGES}
                for field in WORDS_OF_A_STAGE
            }
            for code in STAGES
        }
