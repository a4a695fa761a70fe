"""What the two of a pair type: agreement, pause, change, closing, three months later."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField

from ..models import Meeting
from ..payloads import CHANNELS
from .rules import GOALS

RHYTHMS = [
    (7, _("Cada semana")),
    (14, _("Cada dos semanas")),
    (21, _("Cada tres semanas")),
    (30, _("Cada mes")),
]


class AgreementForm(forms.Form):
    """One to three goals, and how they go about it."""

    goal_1 = forms.CharField(label=_("¿Qué quieren lograr?"), max_length=200, help_text=_("Con sus palabras."))
    goal_2 = forms.CharField(label=_("Otra meta"), max_length=200, required=False)
    goal_3 = forms.CharField(label=_("Otra más"), max_length=200, required=False)
    every_days = forms.TypedChoiceField(
        label=_("¿Cada cuánto se encuentran?"), choices=RHYTHMS, coerce=int, initial=14, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("¿Por dónde?"),
        choices=[choice for choice in Meeting.Channel.choices if choice[0] in CHANNELS],
        initial="call",
        widget=forms.RadioSelect,
    )
    quiet_hours = forms.CharField(
        label=_("¿A qué hora no llamar?"), max_length=200, required=False, help_text=_("Ejemplo: después de las ocho.")
    )
    confidential = forms.CharField(
        label=_("¿Qué se queda entre ustedes?"),
        max_length=300,
        initial=_("Todo lo que conversamos. Solo se cuenta si las dos queremos."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    told_to = forms.CharField(
        label=_("¿Qué se cuenta y a quién?"),
        max_length=300,
        required=False,
        initial=_("La coordinadora sabe que nos acompañamos y cuándo conversamos. Nada más."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    how_to_end = forms.CharField(
        label=_("¿Cómo terminamos?"),
        max_length=300,
        initial=_("Cuando una quiera, sin explicar y sin culpas."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    read_aloud_by = forms.CharField(
        label=_("¿Quién lo leyó en voz alta?"),
        max_length=60,
        required=False,
        help_text=_("Si lo leyeron juntas, pon el nombre."),
    )

    def words(self):
        """The fields of an Agreement."""
        said = dict(self.cleaned_data)
        goals = [said.pop(f"goal_{n}").strip() for n in range(1, GOALS + 1)]
        said.pop("read_aloud_by")
        return {**said, "goals": [goal for goal in goals if goal]}

    @staticmethod
    def initial_of(agreement):
        """A standing text as the beginning of the next one."""
        goals = dict(zip(("goal_1", "goal_2", "goal_3"), agreement.goals, strict=False))
        names = ("every_days", "channel", "quiet_hours", "confidential", "told_to", "how_to_end")
        return {**goals, **{name: getattr(agreement, name) for name in names}}


class AcceptForm(forms.Form):
    read_aloud_by = forms.CharField(
        label=_("¿Quién te lo leyó en voz alta?"), max_length=60, required=False, help_text=_("Puedes dejarlo vacío.")
    )


class PauseForm(forms.Form):
    resume_on = DayField(
        label=_("¿Hasta cuándo?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Si no sabes, déjalo vacío. No tienes que explicar."),
    )


class ChangeForm(forms.Form):
    never_again = forms.BooleanField(
        label=_("No quiero que nos propongan juntas otra vez"),
        required=False,
        help_text=_("Nadie lo sabrá, ni ella ni la coordinadora."),
    )


class ClosingForm(forms.Form):
    learned = forms.CharField(label=_("¿Qué aprendiste?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    can_now = forms.CharField(
        label=_("¿Qué puedes hacer ahora?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    will_accompany = forms.CharField(
        label=_("¿A quién acompañarás tú?"),
        max_length=300,
        required=False,
        help_text=_("Una vecina, una compañera nueva. Basta decir quién es para ti."),
    )
    goals_reached = forms.TypedChoiceField(
        label=_("¿Cuántas metas lograron?"), coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    shared = forms.BooleanField(label=_("Ella puede leer lo que escribí"), required=False, initial=True)

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["goals_reached"].choices = [(n, str(n)) for n in range(goals + 1)]
        if not goals:
            del self.fields["goals_reached"]


class FollowUpForm(forms.Form):
    served = forms.ChoiceField(
        label=_("¿Te sirvió?"),
        choices=[("yes", _("Sí")), ("some", _("Algo")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    did_next = forms.ChoiceField(
        label=_("¿Qué hiciste después?"),
        choices=[
            ("task", _("Asumí una tarea")),
            ("facilitated", _("Facilité una reunión")),
            ("stood", _("Me presenté a un cargo")),
            ("accompanies", _("Acompaño a otra")),
            ("not_yet", _("Todavía nada, y está bien")),
        ],
        widget=forms.RadioSelect,
    )
