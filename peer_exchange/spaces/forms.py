"""A space, a seat of ours in it, an institution with its posts and who holds them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..commitments.forms import day_field, text_field
from ..commitments.people import offered_to
from ..models import Institution, Space
from ..reserve import Reserve


class SpaceForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("¿De qué organización?"), queryset=None, empty_label=None)
    name = text_field(
        _("¿Cómo se llama el espacio?"),
        160,
        required=True,
        help_text=_("Ejemplo: Mesa de trabajo de seguridad alimentaria."),
        error_messages={"required": _("Escribe cómo se llama.")},
    )
    kind = forms.ChoiceField(label=_("¿Qué es?"), choices=Space.Kind.choices)
    legal_basis = text_field(_("Norma o acuerdo que lo creó"), 300)
    takes_part = text_field(
        _("¿Quiénes participan?"), 2000, rows=4, help_text=_("Instituciones y organizaciones, una por línea.")
    )
    rhythm = text_field(_("¿Cada cuánto se reúne?"), 120, help_text=_("Ejemplo: primer jueves de cada mes."))
    since = day_field(_("¿Desde cuándo existe?"), required=False)
    ended_on = day_field(_("¿Cuándo terminó?"), required=False, help_text=_("Vacío: sigue."))
    reserve = forms.ChoiceField(
        label=_("¿Quiénes lo leen?"), choices=[(level.value, level.label) for level in Reserve if level != Reserve.NONE]
    )

    def __init__(self, *args, places, space=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reserve"].initial = Reserve.ORGANISATION
        if space is not None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = places

    def clean(self):
        said = super().clean()
        if said.get("since") and said.get("ended_on") and said["ended_on"] < said["since"]:
            self.add_error("ended_on", _("Termina antes de empezar. Revisa las fechas."))
        return said


class SeatForm(forms.Form):
    name = text_field(_("¿Qué asiento es?"), 120, help_text=_("Ejemplo: titular, alterna, vocera."))
    holder = forms.ModelChoiceField(label=_("¿Qué compañera lo ocupa?"), queryset=None, required=False)
    holder_name = text_field(_("Si no está en la lista, su nombre"), 120)
    since = day_field(_("¿Desde cuándo?"))
    until = day_field(_("¿Hasta cuándo?"), required=False, help_text=_("Lo que dice el mandato."))
    mandate = text_field(_("¿Qué asamblea le dio el mandato?"), 300, help_text=_("Acta y fecha."))

    def __init__(self, *args, space, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = offered_to(standing, space.organisation)

    def clean(self):
        said = super().clean()
        if not said.get("holder") and not said.get("holder_name"):
            self.add_error("holder", _("Elige a la compañera, o escribe su nombre."))
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("Termina antes de empezar. Revisa las fechas."))
        return said


class EndSeatForm(forms.Form):
    ended_on = day_field(_("¿Qué día dejó el asiento?"))


class InstitutionForm(forms.Form):
    name = text_field(
        _("Nombre de la institución"), 160, required=True, error_messages={"required": _("Escribe cómo se llama.")}
    )
    kind = forms.ChoiceField(label=_("¿Qué es?"), choices=Institution.Kind.choices)


class OfficialForm(forms.Form):
    post = text_field(
        _("Puesto"),
        120,
        required=True,
        help_text=_("Ejemplo: gerente de desarrollo social."),
        error_messages={"required": _("Escribe el puesto.")},
    )
    duty = text_field(_("¿Qué le toca por ley?"), 300)
    name = text_field(_("¿Quién lo ocupa?"), 120, help_text=_("Vacío: nadie lo sabe todavía."))
    since = day_field(_("¿Desde cuándo?"), required=False)
