"""What a coordinator types: cycles, weights, pairs of an assembly, circles."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField

from .. import rules
from ..models import MatchingWeights, MentoringCycle
from ..querysets import coordinated_by

MOST_ORGANISATIONS = 200
WEIGHTS = {
    "topics": (_("Lo que una quiere aprender y la otra comparte"), 35),
    "hours": (_("Horas libres en común"), 20),
    "distance": (_("Cercanía"), 15),
    "kinds": (_("Tipo de organización"), 10),
    "life": (_("Vida parecida, si lo dijeron"), 10),
    "load": (_("Primero quien acompaña a menos"), 10),
}


def day_field(label):
    return DayField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Elige una fecha."), "invalid": _("Escribe la fecha así: 31/12/2026.")},
    )


def acta_field():
    return forms.CharField(
        label=_("Acta de la asamblea"),
        max_length=120,
        help_text=_("Libro, página y fecha."),
        error_messages={"required": _("Escribe el acta: libro, página y fecha.")},
    )


class InScope(forms.Form):
    """A form about one organisation of hers: the highest she coordinates stand first."""

    organisation = forms.ModelChoiceField(
        label=_("Para qué organización y las de abajo"),
        queryset=None,
        empty_label=None,
        error_messages={"invalid_choice": _("Elige una organización tuya.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = coordinated_by(user).order_by("depth", "path")
        self.fields["organisation"].queryset = mine
        # The list shows the highest; any of hers is accepted.
        self.fields["organisation"].choices = [(each.pk, each.name) for each in mine[:MOST_ORGANISATIONS]]


class CycleForm(InScope):
    name = forms.CharField(
        label=_("Nombre del ciclo"), max_length=80, error_messages={"required": _("Ponle un nombre.")}
    )
    starts = day_field(_("Empieza"))
    ends = day_field(_("Termina"))

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("El ciclo termina después de empezar. Revisa las fechas."))
        return cleaned


class WeightsForm(InScope):
    acta = acta_field()
    adopted_on = day_field(_("Día de la asamblea"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, most) in WEIGHTS.items():
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=100,
                initial=most,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages={"invalid": _("Escribe un número entero."), "required": _("Escribe un número.")},
            )

    def clean_adopted_on(self):
        day = self.cleaned_data["adopted_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("La asamblea ya pasó. Ese día todavía no llega."), "future")
        return day

    def clean(self):
        cleaned = super().clean()
        parts = {name: cleaned[name] for name in MatchingWeights.PARTS if name in cleaned}
        if len(parts) == len(MatchingWeights.PARTS):
            problem = rules.weights_problem(parts)
            if problem:
                raise ValidationError(problem, "sum")
        return cleaned


class RoundForm(InScope):
    cycle = forms.ModelChoiceField(
        label=_("Ciclo"), queryset=None, empty_label=None, error_messages={"required": _("Primero abre un ciclo.")}
    )
    weights = forms.ModelChoiceField(
        label=_("Pesos que adoptó la asamblea"),
        queryset=None,
        empty_label=None,
        error_messages={"required": _("Primero escribe los pesos que adoptó la asamblea.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        mine = coordinated_by(user).values("pk")
        cycles = MentoringCycle.objects.filter(organisation__in=mine, ends__gte=timezone.localdate())
        weights = MatchingWeights.objects.filter(organisation__in=mine).select_related("organisation")
        self.fields["cycle"].queryset, self.fields["weights"].queryset = cycles, weights
        self.fields["weights"].label_from_instance = lambda row: (
            gettext("%(organisation)s, versión %(version)s: %(acta)s")
            % {"organisation": row.organisation.name, "version": row.version, "acta": row.acta}
        )

    def clean(self):
        cleaned = super().clean()
        place = cleaned.get("organisation")
        for name in ("cycle", "weights"):
            row = cleaned.get(name)
            if place and row and not place.path.startswith(row.organisation.path):
                self.add_error(name, _("Eso es de otra organización. Elige uno que valga aquí."))
        return cleaned


class AssemblyForm(forms.Form):
    """Two women of her scope, found by name, and the acta."""

    mentee = forms.ModelChoiceField(
        label=_("Quien aprende"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Elige a quien aprende.")},
    )
    mentor = forms.ModelChoiceField(
        label=_("Quien acompaña"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Elige a quien acompaña.")},
    )
    acta = acta_field()

    def __init__(self, *args, members, mentees, mentors, **kwargs):
        """``members``: all whom she may name; ``mentees`` and ``mentors``: those found by name, as they are listed."""
        super().__init__(*args, **kwargs)
        for name, found in (("mentee", mentees), ("mentor", mentors)):
            self.fields[name].queryset = members
            self.fields[name].choices = [(each.pk, str(each)) for each in found]


class CircleForm(InScope):
    name = forms.CharField(
        label=_("Nombre del círculo"), max_length=80, error_messages={"required": _("Ponle un nombre.")}
    )
    consent_acta = forms.CharField(
        label=_("Acta del permiso, si hay menores de 18"),
        max_length=120,
        required=False,
        help_text=_("Libro, página y fecha en que la organización dio permiso."),
    )


class ActaForm(forms.Form):
    """The acta alone; what it is about was marked in a list."""

    acta = acta_field()
