"""What is typed about handovers and covers. ``payload()`` is what ``handover.changes`` reads."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.members.names import is_a_name, tidy

from ..register.forms import HELD_OUT, acta_field, day_field
from . import rules

MOST_LETTERS = 600


class GiveForm(forms.Form):
    what = forms.CharField(
        label=_("¿Qué entregas o dónde está?"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3, **HELD_OUT}),
        help_text=_("Nunca escribas una clave. Escribe quién la guarda o en qué sobre está."),
    )
    nothing = forms.BooleanField(label=_("No hay: este cargo no lo tiene"), required=False)

    def clean(self):
        said = super().clean()
        decision = rules.may_say(said.get("what") or "", nothing=said.get("nothing"))
        if not decision:
            self.add_error("what", str(decision.reason))
        return said


class ItemForm(forms.Form):
    title = forms.CharField(
        label=_("¿Qué más hay que entregar?"),
        max_length=80,
        widget=forms.TextInput(attrs=HELD_OUT),
        error_messages={"required": _("Escribe qué es.")},
    )


class NewRoleForm(forms.Form):
    words = forms.CharField(
        label=_("¿Qué te gustaría hacer ahora?"),
        required=False,
        max_length=160,
        help_text=_("Por ejemplo: acompañar a la nueva, guardar la memoria, negociar."),
    )


class CoverForm(forms.Form):
    """Who stands in. ``found``: women of the organisation whose name she looked for."""

    holder = forms.ModelChoiceField(
        label=_("¿Quién es?"),
        queryset=None,
        required=False,
        blank=True,
        widget=forms.RadioSelect,
        empty_label=_("No está aquí"),
    )
    holder_name = forms.CharField(
        label=_("Si no es socia aquí: su nombre"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=HELD_OUT),
    )

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = found

    def clean(self):
        said = super().clean()
        name = tidy(said.get("holder_name") or "")
        if not said.get("holder") and not name and "holder" not in self.errors:
            self.add_error("holder_name", gettext("Busca a la socia, o escribe su nombre."))
        elif name and not said.get("holder") and not is_a_name(name):
            self.add_error("holder_name", gettext("Escribe el nombre con letras."))
        return said

    def payload(self):
        said = self.cleaned_data
        return {
            "holder": str(said["holder"].pk) if said["holder"] else "",
            "holder_name": "" if said["holder"] else tidy(said["holder_name"]),
        }


class StartCoverForm(forms.Form):
    since = day_field(_("¿Desde qué día?"))
    until = day_field(_("¿Hasta qué día?"), required=False, help_text=_("Vacío: noventa días, para llamar a asamblea."))
    acta = acta_field(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = timezone.localdate()

    def payload(self):
        said = self.cleaned_data
        return {
            "since": said["since"].isoformat(),
            "until": said["until"].isoformat() if said["until"] else "",
            "acta": said["acta"],
        }


class FarewellForm(forms.Form):
    on = day_field(_("¿Qué día falleció?"))
    words = forms.CharField(
        label=_("Unas palabras para recordarla"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Solo si su familia quiere, y como ella quiera. Las ven las socias de su organización."),
    )
    family = forms.CharField(
        label=_("¿Quién de su familia está de acuerdo?"),
        required=False,
        max_length=120,
        help_text=_("Por ejemplo: su hija mayor. Solo si escribes el recuerdo."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        said = super().clean()
        if (said.get("words") or "").strip() and not (said.get("family") or "").strip():
            self.add_error("family", gettext("Pregunten primero a su familia. Escribe quién está de acuerdo."))
        return said

    def payload(self):
        said = self.cleaned_data
        words = said["words"].strip()
        return {
            "on": said["on"].isoformat(),
            "words": words,
            "family": said["family"].strip() if words else "",
            "proposer": str(self.user.pk),
        }


class UndoForm(forms.Form):
    """It was an error that she had died. ``farewell``: the change that said so."""

    why = forms.CharField(
        label=_("¿Cuál fue el error?"), max_length=300, error_messages={"required": _("Escribe cuál fue el error.")}
    )

    def __init__(self, *args, user, farewell, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.farewell = user, farewell

    def payload(self):
        return {
            "farewell": str(self.farewell.pk),
            "why": self.cleaned_data["why"].strip(),
            "proposer": str(self.user.pk),
        }
