from django import forms
from django.utils.translation import gettext_lazy as _


def code_field(label, help_text=""):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": _("Escribe el código.")},
    )


class AppForm(forms.Form):
    """The first code of a new app."""

    code = code_field(_("El código de seis números que muestra"))
    name = forms.CharField(
        label=_("Cómo la llamas"),
        max_length=40,
        required=False,
        help_text=_("Por ejemplo: mi celular. Puede quedar vacío."),
    )


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Cómo la llamas"),
        max_length=40,
        required=False,
        help_text=_("Por ejemplo: mi celular. Puede quedar vacío."),
    )
    passkey = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)


class StepForm(forms.Form):
    """A code, or what a passkey answered (filled by static/js/passkey.js)."""

    code = code_field(_("Tu código"), _("Seis números de tu aplicación, o uno de ocho letras de tu papel."))
    passkey = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A paper code has letters too.
        self.fields["code"].widget.attrs["inputmode"] = "text"
        if self.data.get("passkey"):
            self.fields["code"].required = False
