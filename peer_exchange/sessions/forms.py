"""The field entry, the text, and the steps of a session."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField
from academy.core.languages import LANGUAGES
from academy.site.sound.forms import SoundField, SoundInput

from ..attendance import services as attendance
from ..evidence import services as evidence
from ..models import AgendaPoint, DialogueCycle, Issue, Mode, SessionLog, SessionType, Space
from ..reserve import Reserve
from . import payloads

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
#: Circles of trust have a form of their own: three questions and no more.
TYPES = [(value, label) for value, label in SessionType.choices if value != SessionType.TRUST_CIRCLE]
OPEN_RESERVES = [(value, label) for value, label in Reserve.choices if value != Reserve.NONE]


def date_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input():
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def count_field(label, **kwargs):
    number = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
    return forms.IntegerField(
        label=label, min_value=0, max_value=payloads.MOST_PEOPLE, widget=number, **{"required": False, **kwargs}
    )


class OnADay(forms.Form):
    """``held_on`` is what ``day`` and ``other_day`` say together."""

    organisation = forms.ChoiceField(label=_("¿De qué organización?"))
    day = forms.ChoiceField(
        label=_("¿Qué día?"),
        choices=[(TODAY, _("Hoy")), (YESTERDAY, _("Ayer")), (OTHER, _("Otro día"))],
        initial=TODAY,
        widget=forms.RadioSelect,
    )
    other_day = DayField(label=_("Si fue otro día, ¿cuál?"), required=False, widget=date_input())
    how_many = count_field(_("¿Cuántas fueron?"))

    def __init__(self, *args, organisations=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [(str(each.pk), each.name) for each in organisations]
        if len(organisations) == 1:
            self.fields["organisation"].initial = str(organisations[0].pk)
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean(self):
        said = super().clean()
        days = {TODAY: timezone.localdate(), YESTERDAY: timezone.localdate() - timedelta(days=1)}
        said["held_on"] = days.get(said.get("day"), said.get("other_day"))
        if said["held_on"] is None and "other_day" not in self.errors:
            self.add_error("other_day", _("Pon el día en que se reunieron."))
        elif said["held_on"] and said["held_on"] > timezone.localdate():
            self.add_error("other_day", _("Ese día aún no llega. Pon el día en que se reunieron."))
        return said

    def about(self):
        said = self.cleaned_data
        return {
            "organisation": int(said["organisation"]),
            "held_on": said["held_on"].isoformat(),
            "how_many": said["how_many"],
        }


class NoteForm(OnADay):
    """Ninety seconds, one hand. What is not asked here the recorder adds later."""

    type = forms.ChoiceField(label=_("¿Qué fue?"), choices=TYPES)
    note = forms.CharField(
        label=_("¿Qué acordaron?"),
        max_length=payloads.NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Una línea basta. También puedes decirlo con tu voz."),
    )
    voice = SoundField(
        label=_("Nota de voz"),
        required=False,
        most_bytes=evidence.MOST_BYTES,
        widget=SoundInput(most_seconds=evidence.MOST_SECONDS),
    )
    photo = forms.FileField(
        label=_("Foto de la página"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Se quita dónde y cuándo se tomó."),
    )
    reserve = forms.ChoiceField(label=_("¿Quién la lee?"), choices=Reserve.choices, initial=Reserve.ORGANISATION)

    field_order = ["organisation", "type", "day", "other_day", "how_many", "note", "voice", "photo", "reserve"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for n in range(1, payloads.MOST_PROMISES + 1):
            self.fields[f"who_{n}"] = forms.CharField(
                label=_("¿Quién prometió?"), required=False, max_length=payloads.SMALL_LIMIT
            )
            self.fields[f"what_{n}"] = forms.CharField(
                label=_("¿Qué prometió?"), required=False, max_length=payloads.POINT_LIMIT
            )
            self.fields[f"due_{n}"] = forms.CharField(label=_("¿Para cuándo?"), required=False, max_length=80)

    def promises(self):
        """``[(number, who, what, due)]`` as bound fields, for the page."""
        return [
            (n, [self[f"{name}_{n}"] for name in ("who", "what", "due")]) for n in range(1, payloads.MOST_PROMISES + 1)
        ]

    def clean(self):
        said = super().clean()
        for n in range(1, payloads.MOST_PROMISES + 1):
            if (said.get(f"who_{n}") or said.get(f"due_{n}")) and not said.get(f"what_{n}"):
                self.add_error(f"what_{n}", _("Escribe qué prometió, con sus palabras."))
        if said.get("reserve") == Reserve.NONE:
            self._without_words(said)
        return said

    def _without_words(self, said):
        """«Sin acta» keeps the day and how many: whatever else she filled in she must know."""
        filled = said.get("note") or said.get("voice") or said.get("photo")
        if filled or any(said.get(f"what_{n}") for n in range(1, payloads.MOST_PROMISES + 1)):
            self.add_error(
                "reserve", _("«Sin acta» guarda solo la fecha y cuántas. Borra lo demás, o elige otro nivel.")
            )

    def said(self, ids):
        """What ``services.note`` takes, without the files. ``ids``: numbers for the promises, in their order."""
        given = self.cleaned_data
        promises = [
            {"id": ids[n - 1], "who": given[f"who_{n}"], "what": given[f"what_{n}"], "due": given[f"due_{n}"]}
            for n in range(1, payloads.MOST_PROMISES + 1)
            if given[f"what_{n}"]
        ]
        return {
            **self.about(),
            "type": given["type"],
            "reserve": given["reserve"],
            "note": given["note"],
            "promises": promises,
        }


class CircleForm(OnADay):
    """A circle of trust: no minutes at all."""

    wants_another = forms.ChoiceField(
        label=_("¿Quieren otro círculo?"), choices=[("1", _("Sí")), ("0", _("Ahora no"))], widget=forms.RadioSelect
    )

    field_order = ["organisation", "day", "other_day", "how_many", "wants_another"]

    def said(self):
        return {
            **self.about(),
            "type": SessionType.TRUST_CIRCLE.value,
            "reserve": Reserve.NONE.value,
            "wants_another": self.cleaned_data["wants_another"] == "1",
        }


class TextForm(forms.Form):
    """The recorder's part: whole versions, never changes of single words."""

    type = forms.ChoiceField(label=_("Qué fue"), choices=TYPES)
    title = forms.CharField(label=_("Título"), max_length=payloads.TITLE_LIMIT, required=False)
    held_on = DayField(label=_("Día"), widget=date_input())
    place = forms.CharField(
        label=_("Lugar"), max_length=payloads.SMALL_LIMIT, required=False, help_text=_("En palabras, sin dirección.")
    )
    mode = forms.ChoiceField(label=_("Cómo fue"), choices=[("", "—"), *Mode.choices], required=False)
    starts_at = forms.TimeField(label=_("Hora de inicio"), required=False, widget=time_input())
    ends_at = forms.TimeField(label=_("Hora de término"), required=False, widget=time_input())
    call = forms.ChoiceField(label=_("Convocatoria"), choices=[("", "—"), *SessionLog.Call.choices], required=False)
    able = count_field(_("Cuántas socias pueden votar"))
    facilitated_by = forms.ChoiceField(label=_("Facilitó"), required=False)
    recorded_by = forms.ChoiceField(label=_("Lleva el registro"), required=False)
    agenda = forms.CharField(
        label=_("Agenda"),
        max_length=payloads.AGENDA_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un punto en cada línea."),
    )
    summary = forms.CharField(
        label=_("Qué se habló"),
        max_length=payloads.SUMMARY_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Sin relatos de violencia, sin teléfonos, sin montos ni días de cobro."),
    )
    fares = forms.CharField(label=_("Pasajes"), max_length=payloads.SMALL_LIMIT, required=False)
    childcare = forms.CharField(label=_("Cuidado de niñas y niños"), max_length=payloads.SMALL_LIMIT, required=False)
    language = forms.ChoiceField(label=_("Idioma"), choices=[("", "—"), *LANGUAGES], required=False)
    space = forms.ChoiceField(label=_("Espacio"), required=False)
    cycle = forms.ChoiceField(label=_("Ciclo de diálogo"), required=False)
    issues = forms.MultipleChoiceField(label=_("Temas"), required=False, widget=forms.CheckboxSelectMultiple)
    previous = forms.ChoiceField(label=_("Sesión anterior"), required=False)
    contributions_until = DayField(
        label=_("Aportes hasta"),
        required=False,
        widget=date_input(),
        help_text=_("Quien no pudo ir puede aportar hasta ese día."),
    )

    #: Selects that are left out of the page where there is nothing to choose.
    LINKS = ("space", "cycle", "issues", "previous")

    def __init__(self, *args, session, standing, **kwargs):
        super().__init__(*args, **kwargs)
        women = attendance.women_to_mark(session.organisation, standing, limit=300)
        chosen = [("", "—"), *((str(one.pk), one.display_name) for one in women)]
        for name, kept in (("facilitated_by", session.facilitated_by), ("recorded_by", session.recorded_by)):
            self.fields[name].choices = _with(chosen, kept)
        user = standing.member
        self._offer("space", Space.objects.visible_to(user, standing))
        self._offer("cycle", DialogueCycle.objects.visible_to(user, standing).filter(closed_at=None))
        self._offer("issues", Issue.objects.visible_to(user, standing))
        before = (
            SessionLog.objects.visible_to(user, standing)
            .leading()
            .filter(organisation=session.organisation, held_on__lte=session.held_on)
        )
        self._offer("previous", before.exclude(pk=session.pk).exclude(reserve=Reserve.NONE))

    def _offer(self, name, rows):
        found = [(str(row.pk), str(row)) for row in rows[:60]]
        field = self.fields[name]
        field.choices = found if name == "issues" else [("", "—"), *found]
        if not found:
            del self.fields[name]

    def clean(self):
        said = super().clean()
        if said.get("held_on") and said["held_on"] > timezone.localdate():
            self.add_error("held_on", _("Ese día aún no llega. Pon el día en que se reunieron."))
        return said

    def said(self):
        """The fields of the payload: days and hours as text."""
        given = {name: self.cleaned_data.get(name) for name in payloads.fields_of({}) if name in self.cleaned_data}
        for name in ("held_on", "contributions_until"):
            given[name] = given[name].isoformat() if given.get(name) else ""
        for name in ("starts_at", "ends_at"):
            given[name] = given[name].strftime("%H:%M") if given.get(name) else ""
        return given

    @staticmethod
    def initial_of(session):
        names = ("type", "title", "held_on", "place", "mode", "starts_at", "ends_at", "call", "able", "agenda")
        names += ("summary", "fares", "childcare", "language", "contributions_until")
        links = {f"{name}": str(getattr(session, f"{name}_id") or "") for name in ("space", "cycle", "previous")}
        people = {name: str(getattr(session, f"{name}_id") or "") for name in ("facilitated_by", "recorded_by")}
        issues = [str(pk) for pk in session.issues.values_list("pk", flat=True)]
        said = {name: getattr(session, name) for name in names}
        if not session.text:
            said["summary"] = session.note
        return {**said, **links, **people, "issues": issues}


def _with(choices, kept):
    """``choices`` with a member who is no longer among them but stands in the text."""
    if kept is None or any(value == str(kept.pk) for value, _label in choices):
        return choices
    return [*choices, (str(kept.pk), kept.display_name)]


class PointForm(forms.Form):
    """One point; an agreement says how it was decided."""

    topic = forms.CharField(label=_("Punto"), max_length=payloads.TOPIC_LIMIT, required=False)
    summary = forms.CharField(
        label=_("Qué se dijo"),
        max_length=payloads.POINT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    outcome = forms.ChoiceField(
        label=_("En qué quedó"), choices=AgendaPoint.Outcome.choices, initial=AgendaPoint.Outcome.REPORT, required=False
    )
    agreed = forms.CharField(label=_("Palabras del acuerdo"), max_length=payloads.POINT_LIMIT, required=False)
    consensus = forms.BooleanField(label=_("Por consenso"), required=False)
    votes_for = count_field(_("A favor"))
    votes_against = count_field(_("En contra"))
    abstained = count_field(_("Abstenciones"))
    responsible = forms.CharField(label=_("Responsable"), max_length=payloads.RESPONSIBLE_LIMIT, required=False)
    due_on = DayField(label=_("Para el día"), required=False, widget=date_input())

    def clean(self):
        said = super().clean()
        filled = any(said.get(name) for name in ("summary", "agreed", "responsible", "due_on"))
        if filled and not said.get("topic"):
            self.add_error("topic", _("Ponle nombre a este punto."))
        return said

    def said(self):
        given = dict(self.cleaned_data)
        given["due_on"] = given["due_on"].isoformat() if given.get("due_on") else ""
        return given


PointForms = forms.formset_factory(PointForm, extra=3, max_num=payloads.MOST_POINTS, validate_max=True)


class ApproveForm(forms.Form):
    read_on = DayField(label=_("¿Qué día se leyó en voz alta?"), widget=date_input())


class ReserveForm(forms.Form):
    reserve = forms.ChoiceField(label=_("¿Quién la lee?"), choices=OPEN_RESERVES)


class ContributeForm(forms.Form):
    words = forms.CharField(
        label=_("Tus palabras"),
        max_length=payloads.TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    voice = SoundField(
        label=_("O tu voz"),
        required=False,
        most_bytes=evidence.MOST_BYTES,
        widget=SoundInput(most_seconds=evidence.MOST_SECONDS),
    )
    photo = forms.FileField(label=_("O una foto"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))

    def clean(self):
        said = super().clean()
        if not any(said.get(name) for name in ("words", "voice", "photo")) and not self.errors:
            self.add_error("words", _("Escribe algo, o pon una foto o tu voz."))
        return said


class ExtractForm(forms.Form):
    extract = forms.CharField(
        label=_("Lo que cualquiera puede leer"),
        max_length=payloads.TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Sin nombres de socias. Vacío: deja de publicarse en ese momento."),
    )


class ChatForm(forms.Form):
    chat = forms.CharField(
        label=_("Pega aquí la conversación"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=200_000,
        help_text=_("De un grupo de WhatsApp: exportada sin archivos, o copiada."),
    )


class SearchForm(forms.Form):
    """Every field may be empty; what is no choice is left out."""

    q = forms.CharField(label=_("Buscar"), required=False, max_length=80)
    tipo = forms.ChoiceField(label=_("Qué fue"), required=False, choices=[("", _("Todas")), *SessionType.choices])
    desde = DayField(label=_("Desde"), required=False, widget=date_input())
    hasta = DayField(label=_("Hasta"), required=False, widget=date_input())
