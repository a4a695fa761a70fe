"""What is typed about files that name women."""

from django import forms
from django.utils.translation import gettext_lazy as _

from . import kinds

ENDINGS = {
    kinds.XLSX: _("Excel (.xlsx)"),
    kinds.CSV: _("Texto con comas (.csv)"),
    kinds.PDF: _("Para imprimir (.pdf)"),
}


class AskForm(forms.Form):
    why = forms.CharField(
        label=_("¿Para qué la necesitas?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Lo leen la compañera que aprueba y tu organización."),
        error_messages={"required": _("Escribe para qué la necesitas.")},
    )
    ending = forms.ChoiceField(
        label=_("¿Qué archivo quieres?"), widget=forms.RadioSelect, error_messages={"required": _("Elige uno.")}
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ending"].choices = [(ending, ENDINGS[ending]) for ending in kind.endings]
        self.fields["ending"].initial = kind.endings[0]
        if len(kind.endings) == 1:
            self.fields["ending"].widget = forms.HiddenInput()


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("¿Por qué no?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Escribe por qué, para que tu compañera lo sepa.")},
    )
