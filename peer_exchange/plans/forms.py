"""What women type about modular plans."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.core.choosing import SeveralRows

from ..cycles.forms import PlacedForm
from ..models import DialogueCycle, PlanModule

DEAREST = 99_999_999


class Soles(forms.DecimalField):
    """An amount as women write it: «1,500», «1 500», «500,50», «S/ 500.50»."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(required=False, min_value=0, max_value=DEAREST, decimal_places=2, widget=widget, **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"^\s*S/\.?|\s", "", value)
            # A comma before three digits groups thousands, as in Peru; any other stands for the point.
            value = re.sub(r",(?=\d{3}(?:\D|$))", "", value).replace(",", ".")
        return super().to_python(value)


class PlanForm(PlacedForm):
    title = forms.CharField(label=_("¿Qué quieren construir o mejorar?"), max_length=160)
    words = forms.CharField(
        label=_("¿Por qué?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    cycle = forms.ModelChoiceField(
        label=_("Ciclo de diálogo"), queryset=DialogueCycle.objects.none(), required=False, empty_label=_("Ninguno")
    )

    def __init__(self, *args, cycles, fixed=False, **kwargs):
        """``fixed``: the organisation does not change any more."""
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = cycles
        if not cycles.exists():
            del self.fields["cycle"]
        if fixed:
            del self.fields["organisation"]


class ModuleForm(forms.Form):
    title = forms.CharField(label=_("¿Qué módulo?"), max_length=120, help_text=_("Ejemplo: lavadero con agua."))
    words = forms.CharField(
        label=_("¿Cómo será?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    cost_low = Soles(label=_("Cuesta desde (soles)"))
    cost_high = Soles(label=_("Cuesta hasta (soles)"))
    responsible = forms.ModelChoiceField(
        label=_("¿Qué vecina se encarga?"), queryset=None, required=False, empty_label=_("Todavía nadie")
    )
    responsible_said = forms.CharField(label=_("Si no está en la lista, ¿quién?"), max_length=120, required=False)
    needs = SeveralRows(
        label=_("¿Qué tiene que estar antes?"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    state = forms.ChoiceField(label=_("¿Cómo va?"), choices=PlanModule.State.choices, widget=forms.RadioSelect)

    def __init__(self, *args, women, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset, self.fields["needs"].queryset = women, others
        if not others.exists():
            del self.fields["needs"]

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("cost_low"), cleaned.get("cost_high")
        if low is not None and high is not None and low > high:
            self.add_error("cost_high", _("El costo mayor va aquí. Revisa los dos números."))
        if cleaned.get("responsible"):
            cleaned["responsible_said"] = ""
        return cleaned
