"""What women type about practices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..cycles.forms import LEVELS, PlacedForm, lines_of
from ..reserve import Reserve
from ..visits.naming import organisations_named

MOST_NAMED = 20


def words(label, help_text=""):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class TextForm(forms.Form):
    title = forms.CharField(label=_("Nombre de la práctica"), max_length=160)
    did = words(_("¿Qué hicieron?"), _("Paso a paso, como se lo contarías a una vecina."))
    worked = words(_("¿Qué funcionó?"))
    adapt = words(_("¿Cómo puede adaptarlo otra organización?"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class PracticeForm(PlacedForm):
    title = TextForm.base_fields["title"]
    did = TextForm.base_fields["did"]
    worked = TextForm.base_fields["worked"]
    adapt = TextForm.base_fields["adapt"]
    authors_said = forms.CharField(
        label=_("¿Cómo quieren firmar?"),
        max_length=300,
        required=False,
        help_text=_("Con el nombre que usan, o como grupo."),
    )
    named = forms.CharField(
        label=_("¿Qué otras organizaciones se nombran?"),
        max_length=2600,
        required=False,
        help_text=_("Una por línea. A cada una se le pide permiso."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.fields["reserve"].label = _("Cuando se comparta, ¿quién puede leerla?")
        self.fields["reserve"].initial = Reserve.NETWORK

    def clean_named(self):
        return named_by(self.cleaned_data["named"], self.standing)


def named_by(text, standing):
    """Organisations of the lines, or ValidationError that says which was not found."""
    found, unknown = organisations_named(lines_of(text, longest=120, most=MOST_NAMED), standing)
    if unknown:
        raise forms.ValidationError(
            _("No encontramos «%(name)s». Escribe su nombre completo o su código corto."), params={"name": unknown[0]}
        )
    return found


class DescribeForm(forms.Form):
    authors_said = forms.CharField(label=_("¿Cómo quieren firmar?"), max_length=300, required=False)
    reserve = forms.ChoiceField(label=_("Cuando se comparta, ¿quién puede leerla?"), choices=LEVELS)


class NameForm(forms.Form):
    named = forms.CharField(label=_("Otra organización que se nombra"), max_length=120)

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = standing

    def clean_named(self):
        return named_by(self.cleaned_data["named"], self.standing)
