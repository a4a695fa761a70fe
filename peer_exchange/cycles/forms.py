"""What women type about cycles, issues and workshops."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField

from ..models import Commitment, CommunityMap, CycleRole, CycleStep, DesignWorkshop, DialogueCycle, Issue
from ..reserve import Reserve
from . import priorities

#: Nothing of these is kept as a bare count: that level is for sessions alone.
LEVELS = [choice for choice in Reserve.choices if choice[0] != Reserve.NONE]
MOST_PROBLEMS = 30


def day(label, help_text="", **kwargs):
    return DayField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **kwargs,
    )


def lines_of(text, *, longest, most):
    """Lines of a text, without empty ones; raises ValidationError where one is too long or there are too many."""
    lines = [" ".join(line.split()).lstrip("-•* ") for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > most:
        raise forms.ValidationError(_("Son muchas líneas. Escribe hasta %(most)s."), params={"most": most})
    if any(len(line) > longest for line in lines):
        raise forms.ValidationError(
            _("Una línea es muy larga. Escribe hasta %(limit)s letras en cada una."), params={"limit": longest}
        )
    return lines


class PlacedForm(forms.Form):
    """Of one of her organisations, read at one of four levels. ``places``: organisations that she may write for."""

    organisation = forms.ModelChoiceField(label=_("¿De qué organización?"), queryset=None, empty_label=None)
    reserve = forms.ChoiceField(label=_("¿Quién puede leerlo?"), choices=LEVELS, initial=Reserve.ORGANISATION)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places
        self.order_fields([name for name in self.fields if name not in ("organisation", "reserve")])


class CycleForm(PlacedForm):
    title = forms.CharField(
        label=_("¿Qué queremos lograr?"), max_length=160, help_text=_("Ejemplo: que llegue el agua a la zona alta.")
    )
    dialogue_on = day(
        _("¿Qué día será el diálogo?"), _("Si aún no saben, déjalo vacío. Con el día salen las fechas de cada paso.")
    )
    issue = forms.ModelChoiceField(label=_("Nace de un tema"), queryset=Issue.objects.none(), required=False)
    map = forms.ModelChoiceField(label=_("Nace de un mapa"), queryset=CommunityMap.objects.none(), required=False)
    promise = forms.ModelChoiceField(
        label=_("Nace de una promesa vieja"), queryset=Commitment.objects.none(), required=False
    )

    def __init__(self, *args, sources, **kwargs):
        """``sources``: ``{field: queryset}`` of what she may read."""
        super().__init__(*args, **kwargs)
        for name, rows in sources.items():
            self.fields[name].queryset = rows
            self.fields[name].empty_label = _("Ninguno")
            if not rows.exists():
                del self.fields[name]


class CycleChangeForm(forms.ModelForm):
    class Meta:
        model = DialogueCycle
        fields = ("title", "dialogue_on", "reserve")
        labels = {"dialogue_on": _("¿Qué día será el diálogo?"), "reserve": _("¿Quién puede leerlo?")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dialogue_on"] = day(_("¿Qué día será el diálogo?"))
        self.fields["reserve"].choices = LEVELS


class StepForm(forms.Form):
    state = forms.ChoiceField(label=_("¿Cómo va?"), choices=CycleStep.State.choices, widget=forms.RadioSelect)
    output = forms.CharField(
        label=_("¿Qué salió?"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    on_it = forms.CharField(
        label=_("¿Quiénes están en esto?"), max_length=200, required=False, help_text=_("Con el nombre que usan.")
    )
    due_on = day(_("¿Para cuándo?"), _("Vacío: el tiempo de siempre."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class RoleForm(forms.Form):
    """Whom to ask, for which role."""

    role = forms.ChoiceField(choices=CycleRole.Role.choices)
    member = forms.ModelChoiceField(queryset=None)
    aloud = forms.BooleanField(required=False)

    def __init__(self, *args, women, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = women


class CloseForm(forms.Form):
    learned = forms.CharField(
        label=_("¿Qué funcionó y qué cambiarían?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class IssueForm(PlacedForm):
    title = forms.CharField(label=_("¿Cuál es el problema?"), max_length=160)
    affected = forms.CharField(label=_("¿A quiénes afecta?"), max_length=300, required=False)
    gender_note = forms.CharField(
        label=_("¿Cómo afecta a las mujeres?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Más trabajo, más horas, más riesgo…"),
    )
    evidence = forms.CharField(label=_("¿Qué prueba tienen?"), max_length=500, required=False)
    votes = forms.IntegerField(label=_("¿Cuántos votos tuvo?"), required=False, min_value=0, max_value=100_000)


class WorkshopForm(PlacedForm):
    title = forms.CharField(label=_("¿De qué fue el taller?"), max_length=160)
    held_on = DayField(label=_("¿Qué día fue?"), widget=forms.DateInput(attrs={"type": "date"}))
    dots_each = forms.IntegerField(
        label=_("¿Cuántos puntos tuvo cada una?"), initial=3, min_value=1, max_value=20, help_text=_("Lo usual: tres.")
    )
    problems = forms.CharField(
        label=_("¿Qué problemas nombraron?"),
        help_text=_("Uno por línea."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_problems(self):
        lines = lines_of(self.cleaned_data["problems"], longest=160, most=MOST_PROBLEMS)
        kept = {}
        for line in lines:
            kept.setdefault(line.casefold(), line)
        return list(kept.values())


class ProblemForm(forms.Form):
    title = forms.CharField(label=_("Otro problema"), max_length=160)


class DotsForm(forms.Form):
    """One number for each problem, and how many women voted."""

    women = forms.IntegerField(label=_("¿Cuántas votaron?"), required=False, min_value=1, max_value=100_000)

    def __init__(self, *args, workshop: DesignWorkshop, problems, **kwargs):
        super().__init__(*args, **kwargs)
        self.workshop, self.problems = workshop, problems
        self.fields["women"].initial = workshop.women
        for problem in problems:
            self.fields[f"dots_{problem.pk}"] = forms.IntegerField(
                label=problem.title, required=False, min_value=0, max_value=1_000_000, initial=problem.dots
            )
        for field in self.fields.values():
            field.widget.attrs["inputmode"] = "numeric"

    def dots(self):
        return {problem.pk: self.cleaned_data.get(f"dots_{problem.pk}") for problem in self.problems}

    def clean(self):
        cleaned = super().clean()
        extra = priorities.too_many(
            [cleaned.get(f"dots_{problem.pk}") for problem in self.problems],
            women=cleaned.get("women"),
            each=self.workshop.dots_each,
        )
        if extra:
            raise forms.ValidationError(
                _("Sobran %(extra)s puntos: cada una tenía %(each)s. Cuenta otra vez."),
                params={"extra": extra, "each": self.workshop.dots_each},
            )
        return cleaned
