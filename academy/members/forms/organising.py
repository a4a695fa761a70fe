"""Forms of the organiser's pages."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import tree_rules
from ..importing import MOST_BYTES
from ..models import Organisation, OrganisationKind, Role, Territory
from ..names import is_a_name, tidy
from .access import PictogramField


class OrganisationForm(forms.Form):
    """An organisation under ``parent``; its short code is made for it."""

    name = forms.CharField(
        label=_("Nombre de la organización"),
        max_length=120,
        help_text=_("Como la llaman ustedes. Ejemplo: Comedor Santa Rosa."),
        error_messages={"required": _("Escribe el nombre.")},
    )
    kind = forms.ModelChoiceField(
        label=_("¿Qué es?"), queryset=OrganisationKind.objects.all(), empty_label=_("Elige una")
    )
    level = forms.ChoiceField(label=_("¿De qué nivel es?"), widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Distrito, provincia o región"),
        required=False,
        max_length=120,
        help_text=_("Escribe el nombre o el ubigeo. Puedes dejarlo vacío."),
    )

    def __init__(self, *args, parent, **kwargs):
        super().__init__(*args, **kwargs)
        self.parent = parent
        labels = dict(Organisation.Level.choices)
        levels = tree_rules.levels_under(parent.level)
        self.fields["level"].choices = [(level, labels[level]) for level in reversed(levels)]
        if levels:
            self.fields["level"].initial = levels[-1]

    def clean_name(self):
        name = tidy(self.cleaned_data["name"])
        if sum(c.isalpha() for c in name) < 2:
            raise forms.ValidationError(gettext("Escribe el nombre con letras."), "no_letters")
        return name

    def clean_place(self):
        """Two queries at most. A name that many places carry asks for the code or a choice."""
        text = tidy(self.cleaned_data["place"])
        if not text:
            return None
        found = list(Territory.objects.named(text, inside=self.parent.territory)[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(gettext("No encontramos ese lugar. Revisa cómo se escribe."), "unknown")
        names = ", ".join(f"{place.code} ({place.kind}, {place.parent or place.country})" for place in found[:5])
        message = gettext("Hay varios lugares así. Escribe el número: %(places)s")
        raise forms.ValidationError(message % {"places": names}, "several")


class InviteForm(forms.Form):
    name = forms.CharField(
        label=_("¿Cómo se llama?"),
        max_length=60,
        help_text=_("El nombre que ella usa. Después lo puede cambiar."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Escribe su nombre.")},
    )
    pictogram = PictogramField(required=False, label=_("Su dibujo (si ya eligió uno)"))

    def __init__(self, *args, taken=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pictogram"].close(taken)

    def clean_name(self):
        name = tidy(self.cleaned_data["name"])
        if not is_a_name(name):
            raise forms.ValidationError(gettext("Escribe el nombre con letras."), "no_letters")
        return name


class RoleForm(forms.Form):
    """``members`` is what she found by name; nobody outside it can be chosen. ``kinds`` are those given here."""

    member = forms.ModelChoiceField(label=_("¿A quién?"), queryset=None, widget=forms.RadioSelect, empty_label=None)
    kind = forms.ChoiceField(label=_("¿Qué responsabilidad?"), widget=forms.RadioSelect)

    def __init__(self, *args, members, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["kind"].choices = [(kind, label) for kind, label in Role.Kind.choices if kind in kinds]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Tu lista"),
        help_text=_("CSV o Excel (.xlsx). Hasta 5 000 filas y 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": _("Elige un archivo."),
            "empty": _("El archivo está vacío."),
            "missing": _("Elige un archivo."),
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("El archivo pesa más de 2 MB. Divídelo en dos."), "too_big")
        return file
