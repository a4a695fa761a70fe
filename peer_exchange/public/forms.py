from django import forms
from django.utils.translation import gettext_lazy as _

from ..commitments.forms import text_field


class FaceForm(forms.Form):
    intro = text_field(
        _("¿Qué dice arriba de la página?"), 1000, rows=3, help_text=_("Una o dos frases. Sin nombres de compañeras.")
    )
    embeddable = forms.BooleanField(label=_("Otras páginas pueden mostrar nuestra tabla"), required=False)


class PublishForm(forms.Form):
    """``sure`` is asked only after a first name was found."""

    words = text_field(
        _("Lo que leerá la gente"),
        2000,
        rows=4,
        required=True,
        help_text=_("Puedes acortarlo. No nombres a ninguna compañera."),
        error_messages={"required": _("Escribe lo que leerá la gente.")},
    )
    sure = forms.BooleanField(
        label=_("El nombre que aparece no es de una compañera: es un lugar o una fiesta"), required=False
    )


class CorrectionForm(forms.Form):
    """``web``: a field that people do not see; who fills it is a program."""

    words = text_field(
        _("¿Qué está mal? ¿Cómo debe decir?"),
        1000,
        rows=4,
        required=True,
        error_messages={"required": _("Escribe qué está mal.")},
    )
    contact = text_field(_("¿Cómo te respondemos?"), 160, help_text=_("Si quieres. Solo lo lee la organización."))
    web = forms.CharField(required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    answer = text_field(
        _("¿Qué hicieron con el pedido?"),
        300,
        required=True,
        error_messages={"required": _("Escribe qué hicieron con el pedido.")},
    )
