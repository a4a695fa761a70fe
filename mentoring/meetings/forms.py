"""A meeting in a minute, and how it goes."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField

from ..models import CheckIn, Meeting
from ..pairing.guide import STEPS
from ..payloads import NOTE_LIMIT, PRIVATE_LIMIT, STEP_LIMIT, TOPIC_LIMIT

#: label and help where more than two of them meet.
OF_A_CIRCLE = {
    "shared": (
        _("Nota para el círculo"),
        _("La leen todas las del círculo. No escribas relatos de violencia ni datos de otras personas."),
    ),
    "private": (_("Nota solo para ti"), _("Se guarda cerrada: ni ellas ni la coordinadora la leen.")),
}
TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
#: Lengths offered as one tap; what a correction brings besides is offered too.
MINUTES = (15, 30, 45, 60, 90)


class MeetingForm(forms.Form):
    """``met_on`` is what ``day`` and ``other_day`` say together. ``present``: only of a circle."""

    day = forms.ChoiceField(
        label=_("¿Qué día?"),
        choices=[(TODAY, _("Hoy")), (YESTERDAY, _("Ayer")), (OTHER, _("Otro día"))],
        initial=TODAY,
        widget=forms.RadioSelect,
    )
    other_day = DayField(
        label=_("Si fue otro día, ¿cuál?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    channel = forms.ChoiceField(
        label=_("¿Cómo?"), choices=Meeting.Channel.choices, initial="call", widget=forms.RadioSelect
    )
    minutes = forms.TypedChoiceField(
        label=_("¿Cuántos minutos?"), coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    present = forms.MultipleChoiceField(
        label=_("¿Quiénes estuvieron contigo?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marca a las que estuvieron.")},
    )
    next_step = forms.CharField(
        label=_("¿Qué sigue?"), max_length=STEP_LIMIT, required=False, help_text=_("Un paso chico para la próxima.")
    )
    step = forms.TypedChoiceField(
        label=_("¿De qué encuentro de la guía?"), coerce=int, required=False, empty_value=None
    )
    topic = forms.CharField(label=_("¿De qué conversaron?"), max_length=TOPIC_LIMIT, required=False)
    shared = forms.CharField(
        label=_("Nota para las dos"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La leen las dos. No escribas relatos de violencia ni datos de otras personas."),
    )
    private = forms.CharField(
        label=_("Nota solo para ti"),
        max_length=PRIVATE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Se guarda cerrada: ni ella ni la coordinadora la leen."),
    )

    def __init__(self, *args, minutes=None, companions=(), circle=False, **kwargs):
        super().__init__(*args, **kwargs)
        if circle:
            self.fields["present"].required = bool(companions)
            self.fields["present"].choices = [(str(one.pk), one.display_name) for one in companions]
            for name, words in OF_A_CIRCLE.items():
                self.fields[name].label, self.fields[name].help_text = words
            # A group of eight meets in one place more often than in one call.
            self.fields["channel"].initial = "visit"
        else:
            del self.fields["present"]
        offered = sorted({*MINUTES, minutes} - {None})
        self.fields["minutes"].choices = [(n, _("%(n)s min") % {"n": n}) for n in offered]
        steps = [(step.number, f"{step.number}. {step.title}") for step in STEPS]
        self.fields["step"].choices = [("", _("Ninguno, conversamos libre")), *steps]

    def clean(self):
        said = super().clean()
        days = {TODAY: timezone.localdate(), YESTERDAY: timezone.localdate() - timedelta(days=1)}
        said["met_on"] = days.get(said.get("day"), said.get("other_day"))
        if said["met_on"] is None and "other_day" not in self.errors:
            self.add_error("other_day", _("Pon el día en que conversaron."))
        return said

    def said(self):
        """What ``log_meeting`` takes, besides the day."""
        names = ("met_on", "channel", "minutes", "step", "topic", "next_step", "shared", "private", "present")
        return {name: self.cleaned_data.get(name) for name in names if name in self.fields or name == "met_on"}

    @staticmethod
    def initial_of(meeting, private):
        today = timezone.localdate()
        days = {today: TODAY, today - timedelta(days=1): YESTERDAY}
        return {
            "day": days.get(meeting.met_on, OTHER),
            "other_day": meeting.met_on,
            "channel": meeting.channel,
            "minutes": meeting.minutes,
            "step": meeting.guide_step,
            "topic": meeting.topic,
            "next_step": meeting.next_step,
            "shared": meeting.shared_note,
            "private": private,
            "present": [str(one.pk) for one in meeting.present.all()],
        }


class NoteForm(forms.Form):
    private = forms.CharField(
        label=_("Nota solo para ti"),
        max_length=PRIVATE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Se guarda cerrada: ni ella ni la coordinadora la leen. Vacía: se borra."),
    )


class CheckInForm(forms.Form):
    face = forms.ChoiceField(
        label=_("¿Cómo te va en tu acompañamiento?"),
        choices=[
            (CheckIn.Face.GOOD, _("🙂 Va bien")),
            (CheckIn.Face.SO_SO, _("😐 Más o menos")),
            (CheckIn.Face.TALK, _("💬 Quiero hablar con alguien")),
        ],
        widget=forms.RadioSelect,
    )
