"""Forms of the doors: sign in, come in with a code."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.core.ids import read_code
from academy.core.languages import LANGUAGES

from .. import pictograms, rules
from ..models import Member


def pin_input(autocomplete="current-password"):
    return forms.PasswordInput(
        attrs={
            "inputmode": "numeric",
            "autocomplete": autocomplete,
            "maxlength": 6,
            "pattern": "[0-9]*",
        }
    )


class PinField(forms.CharField):
    """Six digits; spaces typed between them are dropped."""

    def __init__(self, *, label=_("Tu PIN de seis números"), autocomplete="current-password", **kwargs):
        super().__init__(
            label=label,
            widget=pin_input(autocomplete),
            error_messages={"required": _("Escribe tu PIN.")},
            **kwargs,
        )

    def to_python(self, value):
        return "".join(super().to_python(value).split())


class PictogramSelect(forms.RadioSelect):
    """Drawn by ``templates/members/access/picto_field.html``: each option carries its ``sign``."""

    taken = frozenset()

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["sign"] = pictograms.sign(value)
        if value in self.taken and not selected:
            option["attrs"]["disabled"] = True
            option["taken"] = True
        return option


class PictogramField(forms.ChoiceField):
    """One drawing of the grid; those in ``taken`` can be seen and not chosen."""

    widget = PictogramSelect

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Tu dibujo"))
        super().__init__(choices=self._all, **kwargs)

    def _all(self):
        empty = [("", _("sin dibujo"))] if not self.required else []
        return empty + pictograms.choices()

    def close(self, taken):
        self.widget.taken = frozenset(taken)

    def validate(self, value):
        super().validate(value)
        if value in self.widget.taken:
            raise ValidationError(gettext("Otra compañera ya tiene ese dibujo. Elige otro."), "taken")


class WhosePhone(forms.ChoiceField):
    """Hers, or borrowed: a borrowed phone keeps nothing."""

    def __init__(self):
        super().__init__(
            label=_("¿De quién es este celular?"),
            choices=[
                ("mine", _("Recordar mi nombre en este celular")),
                ("borrowed", _("Es un celular prestado: no guardar nada")),
            ],
            initial="mine",
            required=False,
            widget=forms.RadioSelect,
        )


class SignInForm(forms.Form):
    """A wrong shape says so; a wrong combination is the service's to refuse, in the same words for all."""

    organisation = forms.CharField(
        label=_("Código de tu organización"),
        max_length=20,
        help_text=_("Está en tu tarjeta."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "organization", "spellcheck": "false"}
        ),
        error_messages={"required": _("Escribe el código de tu organización.")},
    )
    name = forms.CharField(
        label=_("Tu nombre"),
        max_length=60,
        required=False,
        help_text=_("Como lo escribiste la primera vez."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    pictogram = PictogramField(required=False)
    pin = PinField()
    phone = WhosePhone()

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("name", "").strip() and not cleaned.get("pictogram"):
            self.add_error("name", gettext("Escribe tu nombre o elige tu dibujo."))
        return cleaned


class ProfilePinForm(forms.Form):
    pin = PinField()


class TeamSignInForm(forms.Form):
    username = forms.CharField(
        label=_("Usuaria"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Contraseña"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    phone = WhosePhone()


class CodeForm(forms.Form):
    """A code from a card or a voice, typed."""

    code = forms.CharField(
        label=_("Tu código"),
        max_length=40,
        help_text=_("Son diez letras y números. No importan los espacios."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        code = read_code(self.cleaned_data["code"])
        if len(code) != 10:
            raise ValidationError(gettext("El código tiene diez letras y números. Revísalo."), "shape")
        return code


class NewPinForm(forms.Form):
    pin = PinField(
        label=_("Elige tu PIN: seis números"),
        help_text=_("No uses tu cumpleaños ni 123456."),
        autocomplete="new-password",
    )
    pin_again = PinField(label=_("Escribe tu PIN otra vez"), autocomplete="new-password")

    def clean_pin(self):
        pin = self.cleaned_data["pin"]
        decision = rules.may_use_pin(pin)
        if not decision:
            raise ValidationError(decision.reason, decision.code)
        return pin

    def clean(self):
        cleaned = super().clean()
        if "pin" in cleaned and cleaned["pin"] != cleaned.get("pin_again"):
            self.add_error("pin_again", gettext("Los dos PIN no son iguales. Escríbelos otra vez."))
        return cleaned


class JoinPinForm(NewPinForm):
    phone = WhosePhone()


class JoinNameForm(forms.Form):
    name = forms.CharField(
        label=_("¿Qué nombre usas?"),
        max_length=60,
        help_text=_("Con este nombre vas a entrar. Tu organización lo ve."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Escribe tu nombre.")},
    )
    language = forms.ChoiceField(label=_("¿En qué idioma quieres leer?"), choices=LANGUAGES, widget=forms.RadioSelect)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not rules.name_key(name):
            raise ValidationError(gettext("Escribe tu nombre."), "empty")
        return name


class JoinPictogramForm(forms.Form):
    pictogram = PictogramField(error_messages={"required": _("Elige un dibujo.")})

    def __init__(self, *args, taken=(), **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["pictogram"]
        field.close(taken)
        # Where every drawing is taken she goes by her name alone.
        field.required = not set(pictograms.PICTOGRAMS) <= set(taken)


class PasswordForm(forms.Form):
    """User name and password of whoever holds a role. ``member`` is needed to refuse a password like her name."""

    username = forms.CharField(
        label=_("Elige tu usuaria"),
        max_length=60,
        min_length=3,
        help_text=_("Letras y números, sin espacios. Por ejemplo: rosa.villa."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Elige tu contraseña"),
        max_length=200,
        strip=False,
        help_text=_("Diez letras o más. Cuatro palabras juntas sirven muy bien."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Escríbela otra vez"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_username(self):
        username = self.cleaned_data["username"].strip().lower()
        if not username.replace(".", "").replace("-", "").replace("_", "").isalnum():
            raise ValidationError(gettext("Usa solo letras, números, punto o guion."), "shape")
        if Member.objects.filter(username__iexact=username).exclude(pk=self.member.pk).exists():
            raise ValidationError(gettext("Esa usuaria ya existe. Elige otra."), "taken")
        return username

    def clean(self):
        cleaned = super().clean()
        password = cleaned.get("password")
        if password is not None:
            if password != cleaned.get("password_again"):
                self.add_error("password_again", gettext("Las dos contraseñas no son iguales."))
            self.member.username = cleaned.get("username") or self.member.username
            try:
                validate_password(password, self.member)
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
