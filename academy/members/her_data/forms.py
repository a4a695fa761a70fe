from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """Her word and her PIN (or password): nobody who finds the phone open can do it."""

    sure = forms.BooleanField(
        label=_("Sí, quiero borrar mis datos para siempre."),
        error_messages={"required": _("Marca la casilla si quieres borrar tus datos.")},
    )
    secret = forms.CharField(max_length=200, strip=False)

    def __init__(self, *args, by_password, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["secret"]
        field.label = _("Tu contraseña") if by_password else _("Tu PIN de seis números")
        field.error_messages["required"] = _("Escribe tu contraseña.") if by_password else _("Escribe tu PIN.")
        attrs = {"autocomplete": "current-password"}
        field.widget = forms.PasswordInput(attrs if by_password else {**attrs, "inputmode": "numeric"})
