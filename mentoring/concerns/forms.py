"""What she types when something is not right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .services import KINDS, WORDS_LIMIT


class ConcernForm(forms.Form):
    kind = forms.ChoiceField(label=_("¿Qué pasa?"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    private = forms.CharField(
        label=_("Si quieres, cuenta un poco"),
        max_length=WORDS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No hace falta. Si hubo violencia, mejor cuéntalo hablando: lo escrito puede caer en otras manos."),
    )
    block = forms.BooleanField(
        label=_("No quiero que me propongan con ella otra vez"), required=False, help_text=_("Nadie se entera.")
    )
