"""A promise, a follow-up, a step, a change of authority: what is typed."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core import amounts
from academy.core.choosing import SeveralRows
from academy.core.days import DayField
from academy.members.models import Territory

from ..calendar import next_working_day
from ..models import Commitment, Evidence, FollowUp, Ladder, Obstacle
from ..reserve import Reserve
from . import payloads, people, rules

NO_DATE, A_DATE = "none", "date"


def day_field(label, *, required=True, help_text="", **kwargs):
    return DayField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Elige una fecha."), "invalid": _("Escribe la fecha así: 31/12/2026.")},
        **kwargs,
    )


class AmountField(forms.DecimalField):
    """Up to two decimals, thousands with comma or point (``amounts.read``)."""

    default_error_messages = {"invalid": _("Escribe solo el número. Por ejemplo: 6, 2.5 o 1,500.")}

    def to_python(self, value):
        if isinstance(value, str) and value.strip() and not value.strip().startswith("-"):
            try:
                value = amounts.read(value)
            except ValueError:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(value)


def amount_field(label):
    return AmountField(
        label=label,
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"min_value": _("Escribe un número sin signo.")},
    )


def text_field(label, limit, *, required=False, rows=0, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(label=label, max_length=limit, required=required, widget=widget, **kwargs)


class NotInFuture(forms.Form):
    def clean_on(self):
        return _not_ahead(self.cleaned_data["on"])


def _not_ahead(day):
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("Ese día todavía no llega."))
    return day


class CommitmentForm(forms.Form):
    """``has_date`` asks in so many words: a promise without a date is noted as one, never by forgetting."""

    organisation = forms.ModelChoiceField(label=_("¿A qué organización se lo prometieron?"), queryset=None)
    institution_said = text_field(
        _("¿Qué institución lo prometió?"),
        payloads.WHO_LIMIT,
        required=True,
        help_text=_("Primero la institución. Ejemplo: Municipalidad de Comas."),
        error_messages={"required": _("Escribe qué institución lo prometió.")},
    )
    post_said = text_field(_("¿Qué puesto tiene quien lo dijo?"), payloads.POST_LIMIT, help_text=_("Ejemplo: alcalde."))
    official_said = text_field(_("¿Quién lo dijo? Su nombre, si lo saben"), payloads.POST_LIMIT)
    words = text_field(
        _("¿Qué prometió? Con sus palabras"),
        payloads.WORDS_LIMIT,
        required=True,
        rows=3,
        error_messages={"required": _("Escribe qué prometió.")},
    )
    made_on = day_field(_("¿Qué día lo prometió?"))
    has_date = forms.ChoiceField(
        label=_("¿Dijo para cuándo?"),
        choices=[(A_DATE, _("Sí, hay fecha")), (NO_DATE, _("Sin fecha"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": _("Di si hay fecha o no.")},
    )
    due_on = day_field(_("¿Para qué día?"), required=False)
    due_said = text_field(
        _("¿Cómo lo dijo?"), payloads.SAID_LIMIT, help_text=_("Si no hay fecha. Ejemplo: «en dos meses».")
    )
    kind = forms.ChoiceField(label=_("¿Cómo quedó?"), choices=Commitment.Kind.choices, widget=forms.RadioSelect)
    unit = text_field(_("¿En qué se cuenta?"), payloads.UNIT_LIMIT, help_text=_("Ejemplo: meses de kits, soles."))
    asked = amount_field(_("¿Cuánto pedimos?"))
    promised = amount_field(_("¿Cuánto prometió?"))
    obtained = amount_field(_("¿Cuánto llegó hasta hoy?"))
    topic = text_field(_("Tema"), payloads.TOPIC_LIMIT, help_text=_("Ejemplo: salud, presupuesto, agua."))
    territory = forms.ModelChoiceField(label=_("¿De qué lugar?"), queryset=None, required=False)
    follower_one = forms.ModelChoiceField(label=_("¿Quién le hace seguimiento?"), queryset=None, required=False)
    follower_two = forms.ModelChoiceField(label=_("¿Y con ella?"), queryset=None, required=False)
    reserve = forms.ChoiceField(
        label=_("¿Quiénes lo leen?"), choices=[(level.value, level.label) for level in Reserve if level != Reserve.NONE]
    )

    def __init__(self, *args, places, standing, organisation=None, commitment=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.commitment = commitment
        places_field = self.fields["organisation"]
        places_field.queryset = places
        if organisation is not None:
            places_field.initial = organisation.pk
        if commitment is not None:
            del self.fields["organisation"]
        self.fields["institution_said"].widget.attrs["list"] = "institutions"
        chosen = (commitment.follower_one_id, commitment.follower_two_id) if commitment is not None else ()
        women = people.nobody() if organisation is None else people.offered_to(standing, organisation, *chosen)
        for name in ("follower_one", "follower_two"):
            self.fields[name].queryset = women
        self.fields["territory"].queryset = _places_near(organisation)
        self.fields["kind"].initial = Commitment.Kind.SPOKEN
        self.fields["reserve"].initial = Reserve.ORGANISATION

    def clean_made_on(self):
        return _not_ahead(self.cleaned_data["made_on"])

    def clean(self):
        said = super().clean()
        due_on, made_on = said.get("due_on"), said.get("made_on")
        if due_on is None and said.get("has_date") != NO_DATE and "due_on" not in self.errors:
            self.add_error("due_on", _("Falta la fecha. Si no dijo cuándo, marca «Sin fecha»."))
        if due_on and said.get("has_date") == NO_DATE:
            self.add_error("has_date", _("Pusiste una fecha. Marca «Sí, hay fecha», o bórrala."))
        if due_on and made_on and due_on < made_on:
            self.add_error("due_on", _("Esa fecha es antes del día en que lo prometió."))
        if said.get("follower_one") and said.get("follower_one") == said.get("follower_two"):
            self.add_error("follower_two", _("Elige a otra: son dos las que hacen seguimiento."))
        if said.get("promised") is not None and not said.get("unit"):
            self.add_error("unit", _("Di en qué se cuenta: meses, kits, soles…"))
        return said

    def moved(self):
        """``(due day, next working day)`` where the due date is a day off, else None."""
        due_on = self.cleaned_data.get("due_on")
        works_on = next_working_day(due_on) if due_on else None
        return (due_on, works_on) if works_on != due_on else None

    def said(self):
        """What ``services.note`` takes."""
        data = self.cleaned_data
        names = (
            "institution_said post_said official_said words made_on due_on due_said kind unit asked promised obtained"
            " topic territory reserve"
        ).split()
        return {
            **{name: data.get(name) for name in names},
            "followers": [one for one in (data.get("follower_one"), data.get("follower_two")) if one],
        }

    @staticmethod
    def initial_of(row):
        names = (
            "institution_said post_said official_said words made_on due_on due_said kind unit asked promised obtained"
            " topic territory reserve follower_one follower_two"
        ).split()
        return {
            **{name: getattr(row, f"{name}_id", None) or getattr(row, name) for name in names},
            "has_date": A_DATE if row.due_on else NO_DATE,
        }


def _places_near(organisation):
    """The organisation's own place, what holds it and its districts; at most a province's."""
    place = organisation.territory if organisation is not None else None
    if place is None:
        return Territory.objects.none()
    codes = [code for code in place.path.split("/") if code]
    paths = ["/" + "/".join(codes[:end]) + "/" for end in range(1, len(codes) + 1)]
    above = Territory.objects.filter(path__in=paths)
    return (above | Territory.objects.filter(parent=place)).order_by("path")


class FollowUpForm(NotInFuture):
    on = day_field(_("¿Qué día preguntaron?"))
    channel = forms.ChoiceField(label=_("¿Cómo?"), choices=FollowUp.Channel.choices, widget=forms.RadioSelect)
    result = text_field(
        _("¿Qué respondió?"),
        payloads.RESULT_LIMIT,
        rows=3,
        required=True,
        error_messages={"required": _("Cuenta qué respondió, o que no respondió.")},
    )
    obtained = amount_field(_("¿Cuánto llegó en total hasta hoy?"))
    state = forms.ChoiceField(
        label=_("¿Cómo está ahora?"), required=False, choices=[("", _("Sigue igual")), *Commitment.State.choices[1:]]
    )
    obstacle = forms.ChoiceField(
        label=_("¿Qué lo traba?"), required=False, choices=[("", _("Nada por ahora")), *Obstacle.choices]
    )
    obstacle_note = text_field(_("Cuéntalo en una línea"), payloads.NOTE_LIMIT)
    next_check_on = day_field(
        _("¿Cuándo preguntan otra vez?"), required=False, help_text=_("Vacío: a los 15, 30, 60 y 90 días.")
    )

    def __init__(self, *args, commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.commitment = commitment
        if commitment.unit:
            self.fields["obtained"].label = _("¿Cuánto llegó en total hasta hoy? (%(unit)s)") % {
                "unit": commitment.unit
            }

    def clean(self):
        said = super().clean()
        promised = self.commitment.promised
        obtained = said.get("obtained")
        obtained = self.commitment.obtained if obtained is None else obtained
        wrong = rules.may_say(state=said.get("state"), promised=promised, obtained=obtained)
        if wrong:
            self.add_error("state", wrong)
        if said.get("state") == Commitment.State.BROKEN and not said.get("obstacle"):
            self.add_error("obstacle", _("Elige qué lo trabó: así se ve qué nos frena."))
        return said

    def said(self):
        return dict(self.cleaned_data)


class StepForm(NotInFuture):
    step = forms.ChoiceField(label=_("¿Qué paso dieron?"), choices=Ladder.choices, widget=forms.RadioSelect)
    on = day_field(_("¿Qué día?"), help_text=_("El día del cargo con sello, si fue una carta."))
    note = text_field(_("Número de la carta u otra seña"), payloads.NOTE_LIMIT)


class AnswerForm(NotInFuture):
    on = day_field(_("¿Qué día respondieron?"))
    answer = text_field(
        _("¿Qué dijeron?"),
        payloads.RESULT_LIMIT,
        rows=3,
        required=True,
        error_messages={"required": _("Escribe qué dijeron.")},
    )


class ChangeForm(NotInFuture):
    """A new authority. Which promises go along is chosen on the page; all open ones are marked."""

    before = text_field(_("¿Quién salió?"), payloads.POST_LIMIT)
    after = text_field(
        _("¿Quién entró?"),
        payloads.POST_LIMIT,
        required=True,
        error_messages={"required": _("Escribe quién entró.")},
    )
    on = day_field(_("¿Qué día cambió?"))
    commitments = SeveralRows(
        label=_("¿Qué promesas se presentan de nuevo?"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marca por lo menos una promesa.")},
    )

    def __init__(self, *args, open_ones, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commitments"].queryset = open_ones
        self.fields["commitments"].initial = [row.pk for row in open_ones]
        self.fields["commitments"].label_from_instance = lambda row: row.words[:120]


class ProofForm(forms.Form):
    """A photo and what it shows. ``received_on`` later than ``dated``: they told us late."""

    SHOWS = [
        (each.value, each.label)
        for each in (Evidence.Shows.STAMPED, Evidence.Shows.SIGNED_PAGE, Evidence.Shows.DOCUMENT, Evidence.Shows.SCENE)
    ]

    shows = forms.ChoiceField(label=_("¿Qué es?"), choices=SHOWS, widget=forms.RadioSelect)
    photo = forms.FileField(
        label=_("Foto"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Se quita dónde y cuándo se tomó. Pesa como mucho 200 KB."),
        error_messages={"required": _("Elige la foto.")},
    )
    words = text_field(_("Qué muestra"), 300)
    dated = day_field(_("¿Qué fecha tiene el papel?"), required=False)
    received_on = day_field(_("¿Qué día llegó?"), required=False, help_text=_("Si es un aviso que llegó tarde."))
    faces = forms.BooleanField(label=_("Se ven caras"), required=False)
    faces_agreed = forms.BooleanField(label=_("Dijeron sí a la foto"), required=False)

    def clean(self):
        said = super().clean()
        if said.get("faces") and not said.get("faces_agreed"):
            self.add_error("faces_agreed", _("Pregúntales primero. Sin su sí, la foto no se guarda."))
        return said


class NoticeForm(forms.Form):
    """A notice that came late, or never came. With both days the page says by how much."""

    LATE, NONE = "late", "none"

    what = forms.ChoiceField(
        label=_("¿Qué pasó?"),
        choices=[(LATE, _("El aviso llegó tarde")), (NONE, _("No nos avisaron"))],
        widget=forms.RadioSelect,
    )
    words = text_field(_("¿De qué era?"), 300, required=True, help_text=_("Ejemplo: capacitación en la municipalidad."))
    dated = day_field(_("¿Qué día era?"))
    received_on = day_field(
        _("¿Qué día les llegó el aviso?"), required=False, help_text=_("Si no avisaron: el día en que se enteraron.")
    )
    photo = forms.FileField(
        label=_("Foto del aviso"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Si tienen. Se quita dónde y cuándo se tomó."),
    )

    def clean(self):
        said = super().clean()
        if said.get("what") == self.LATE and not said.get("received_on") and "received_on" not in self.errors:
            self.add_error("received_on", _("Pon el día en que les llegó."))
        received = said.get("received_on")
        if received and received > timezone.localdate():
            self.add_error("received_on", _("Ese día todavía no llega."))
        return said
