"""What an organiser types about criteria."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..register.forms import acta_field, day_field
from .rules import DEFAULT, EVIDENCE, MOST_NEEDED, STAGES
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
