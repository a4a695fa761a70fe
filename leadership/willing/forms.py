"""What she says of a seat and of its tasks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Willingness
from .asking import may_be_asked

MOST_COMPANIONS = 200


class WillingForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("¿Aceptarías este cargo si te eligen?"),
        required=False,
        choices=[*Willingness.Answer.choices, ("", _("prefiero no decir"))],
        widget=forms.RadioSelect,
    )
    above = forms.BooleanField(
        label=_("También en organizaciones de más arriba"),
        required=False,
        help_text=_("Por ejemplo, en tu federación."),
    )


class TickForm(forms.Form):
    done = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")],
        coerce=lambda text: text == "1",
        error_messages={"required": _("Elige una respuesta.")},
    )
    asked = forms.ModelChoiceField(
        label=_("¿Quién te vio hacerlo?"),
        queryset=None,
        required=False,
        empty_label=_("Todavía nadie"),
        error_messages={"invalid_choice": _("Elige a una compañera de tu organización.")},
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = may_be_asked(member).order_by("display_name", "pk")
