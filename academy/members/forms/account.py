"""Forms of her own page: one question each."""

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.core.languages import LANGUAGES

from .. import pictograms, rules
from ..models import Member
from ..services import access
from .access import NewPinForm, PictogramField, PinField

#: How a number without a country is read.
HOME_REGION = "PE"


class DetailForm(forms.Form):
    """One field of hers. ``member`` is who changes it; ``saved()`` is what goes to the service."""

    heading = ""
    why = ""

    def __init__(self, *args, member, **kwargs):
        self.member = member
        kwargs.setdefault("initial", {name: getattr(member, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)

    def saved(self):
        return self.cleaned_data


class NameForm(DetailForm):
    heading = _("Tu nombre")
    why = _("Con este nombre entras. Tu organización lo ve.")
    display_name = forms.CharField(
        label=_("¿Qué nombre usas?"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def clean_display_name(self):
        name = " ".join(self.cleaned_data["display_name"].split())
        if not rules.name_key(name):
            raise ValidationError(gettext("Escribe tu nombre."), "empty")
        _refuse_double(self.member, name=name, pictogram=self.member.pictogram)
        return name


class DrawingForm(DetailForm):
    heading = _("Tu dibujo")
    why = _("Con tu dibujo te encuentras en un celular compartido.")
    pictogram = PictogramField(required=True, error_messages={"required": _("Elige un dibujo.")})

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        taken = set()
        for membership in member.memberships.standing().select_related("organisation"):
            taken |= access.taken_pictograms(membership.organisation, but=member)
        self.fields["pictogram"].close(taken - {member.pictogram})
        self.fields["pictogram"].required = not set(pictograms.PICTOGRAMS) <= taken

    def clean_pictogram(self):
        pictogram = self.cleaned_data["pictogram"]
        _refuse_double(self.member, name=self.member.display_name, pictogram=pictogram)
        return pictogram


class LanguageForm(DetailForm):
    heading = _("Tu idioma")
    why = _("Las lecciones y las páginas salen en este idioma.")
    language = forms.ChoiceField(label=_("¿En qué idioma quieres leer?"), choices=LANGUAGES, widget=forms.RadioSelect)


class CertificateNameForm(DetailForm):
    heading = _("Tu nombre en las constancias")
    why = _("Así sale tu nombre en tus constancias. Si lo dejas vacío, sale el nombre que usas.")
    name_on_certificates = forms.CharField(
        label=_("Tu nombre completo"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name_on_certificates(self):
        return " ".join(self.cleaned_data["name_on_certificates"].split())


class LegalNameForm(DetailForm):
    heading = _("Tu nombre completo")
    why = _("Solo para actas, si tienes un cargo. No lo ve nadie más. Puede quedar vacío.")
    legal_name = forms.CharField(
        label=_("Como en tu documento"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_legal_name(self):
        return " ".join(self.cleaned_data["legal_name"].split())


class PhoneForm(DetailForm):
    heading = _("Tu teléfono")
    why = _("No hace falta. Sirve solo para avisarte. Nadie lo ve sin tu permiso.")
    phone = forms.CharField(
        label=_("Número de celular"),
        max_length=30,
        required=False,
        help_text=_("Si lo dejas vacío, se borra."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self):
        typed = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, HOME_REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise ValidationError(gettext("Ese número no parece un teléfono. Son nueve números."), "shape")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class ChangePinForm(NewPinForm):
    """The PIN of now, then the new one twice. Whether the old one fits is asked of the service, which counts."""

    heading = _("Tu PIN")
    why = _("Si cambias tu PIN, se cierra tu sesión en otros celulares.")
    old_pin = PinField(label=_("Tu PIN de ahora"))
    field_order = ["old_pin", "pin", "pin_again"]

    def __init__(self, *args, member, **kwargs):
        self.member = member
        super().__init__(*args, **kwargs)


class ConsentForm(forms.Form):
    """Yes or no to one purpose; who read it to her, where somebody did."""

    purpose = forms.CharField(max_length=40)
    wording = forms.CharField(max_length=20)
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    read_aloud_by = forms.ModelChoiceField(
        queryset=Member.objects.none(),
        required=False,
        label=_("Me lo leyó en voz alta una compañera"),
        empty_label=_("Nadie, lo leí yo"),
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read_aloud_by"].queryset = Member.objects.companions_of(member).order_by("display_name")


#: By the last part of the address of each question.
QUESTIONS = {
    "nombre": NameForm,
    "dibujo": DrawingForm,
    "idioma": LanguageForm,
    "constancias": CertificateNameForm,
    "nombre-completo": LegalNameForm,
    "telefono": PhoneForm,
}


def _refuse_double(member, *, name, pictogram):
    organisations = member.memberships.standing().values("organisation")
    decision = access.may_be_called(name=name, pictogram=pictogram, organisations=organisations, but=member)
    if not decision:
        raise ValidationError(decision.reason, decision.code)
