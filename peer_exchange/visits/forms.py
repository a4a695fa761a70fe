"""What women type about exchange visits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField

from ..cycles.forms import LEVELS, day, lines_of
from ..models import ExchangeVisit
from ..reserve import Reserve
from .naming import organisations_named

MOST_QUESTIONS, MOST_GUESTS = 12, 20


class VisitForm(forms.Form):
    """``standing``: hers; names of organisations are looked for where she belongs."""

    title = forms.CharField(label=_("¿De qué es la visita?"), max_length=160)
    host = forms.CharField(
        label=_("¿Quién recibe?"), max_length=120, help_text=_("El nombre o el código corto de la organización.")
    )
    guests = forms.CharField(
        label=_("¿Quiénes visitan?"),
        max_length=2600,
        help_text=_("Una organización por línea: su nombre o su código corto."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    starts_on = DayField(label=_("¿Qué día?"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = day(_("¿Hasta qué día?"), _("Si dura más de un día."))
    place = forms.CharField(
        label=_("¿Dónde?"), max_length=160, required=False, help_text=_("Con palabras, sin dirección exacta.")
    )
    questions = forms.CharField(
        label=_("¿Qué quieren aprender?"),
        help_text=_("Una pregunta por línea."),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    plan = forms.CharField(
        label=_("¿Cómo será el día?"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    state = forms.ChoiceField(label=_("¿Ya se hizo?"), choices=ExchangeVisit.State.choices, initial="planned")
    reserve = forms.ChoiceField(label=_("¿Quién puede leerlo?"), choices=LEVELS, initial=Reserve.ORGANISATION)

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = standing

    @staticmethod
    def initial_of(visit):
        names = ("title", "ends_on", "place", "plan", "state", "reserve")
        return {
            **{name: getattr(visit, name) for name in names},
            "starts_on": visit.starts_on.isoformat(),
            "host": visit.host.name,
            "guests": "\n".join(guest.name for guest in visit.guests.all()),
            "questions": "\n".join(visit.questions),
        }

    def clean_questions(self):
        return lines_of(self.cleaned_data["questions"], longest=200, most=MOST_QUESTIONS)

    def _named(self, lines):
        found, unknown = organisations_named(lines, self.standing)
        if unknown:
            raise forms.ValidationError(
                _("No encontramos «%(name)s». Escribe su nombre completo o su código corto."),
                params={"name": unknown[0]},
            )
        return found

    def clean_host(self):
        return self._named([self.cleaned_data["host"]])[0]

    def clean_guests(self):
        return self._named(lines_of(self.cleaned_data["guests"], longest=120, most=MOST_GUESTS))

    def clean(self):
        cleaned = super().clean()
        host, guests = cleaned.get("host"), cleaned.get("guests")
        if host and guests:
            cleaned["guests"] = guests = [guest for guest in guests if guest.pk != host.pk]
            if not guests:
                self.add_error("guests", _("Pon otra organización: la que recibe no se visita a sí misma."))
            elif not any(self.standing.is_inside(each) for each in (host, *guests)):
                raise forms.ValidationError(_("Tu organización tiene que recibir o visitar."))
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Termina antes de empezar. Revisa las fechas."))
        return cleaned


class TryForm(forms.Form):
    words = forms.CharField(label=_("¿Qué van a probar en casa?"), max_length=300)
    by_when = day(_("¿Para cuándo?"))
    organisation = forms.ModelChoiceField(label=_("¿Qué organización?"), queryset=None, empty_label=None)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places


class ResultForm(forms.Form):
    result = forms.CharField(
        label=_("¿Cómo les fue?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    done = forms.BooleanField(label=_("Ya lo probamos"), required=False)


class ReturnForm(forms.Form):
    words = forms.CharField(
        label=_("¿Qué cambió desde la visita?"),
        max_length=2000,
        help_text=_("Lo que aprendemos lo compartimos, también lo que no salió."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
