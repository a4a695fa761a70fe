"""Her profile as she fills it in: one page of boxes, nothing that must be typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.core.choosing import SeveralRows
from academy.members.models import OrganisationKind

from ..matching import PARTS
from ..models import MentoringProfile, MentoringTopic
from ..rules import DEFAULT_CAPACITY, MOST_CAPACITY
from ..words import DAYS, LANGUAGES

PART_NAMES = {"morning": _("Mañana"), "afternoon": _("Tarde"), "evening": _("Noche")}
CHANNELS = (("call", _("Llamada")), ("whatsapp", _("WhatsApp")), ("visit", _("Visita, en persona")))
LIFE = (
    ("small_children", _("Tengo hijos pequeños")),
    ("paid_shift", _("Trabajo por turnos")),
    ("studies", _("Estudio")),
)
SLOTS = tuple((f"{day}-{part}", f"{day}-{part}") for day in range(7) for part in PARTS)


class Boxes(forms.CheckboxSelectMultiple):
    """Several boxes under one legend."""


class ProfileForm(forms.Form):
    """Everything optional but her age, a language and a way to talk: with less than that nobody can be found."""

    adult = forms.TypedChoiceField(
        label=_("¿Tienes 18 años o más?"),
        choices=(("yes", _("Sí")), ("no", _("Todavía no"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Si todavía no, aprendes en círculo, con permiso de tu organización."),
        error_messages={"required": _("Elige una de las dos.")},
    )
    wants = SeveralRows(
        label=_("Quiero aprender"), queryset=MentoringTopic.objects.none(), required=False, widget=Boxes
    )
    offers = SeveralRows(
        label=_("Puedo compartir"), queryset=MentoringTopic.objects.none(), required=False, widget=Boxes
    )
    slots = forms.MultipleChoiceField(label=_("¿Cuándo puedes?"), choices=SLOTS, required=False, widget=Boxes)
    channels = forms.MultipleChoiceField(
        label=_("¿Cómo pueden conversar?"),
        choices=CHANNELS,
        widget=Boxes,
        error_messages={"required": _("Elige al menos una manera de conversar.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("¿En qué lenguas conversas?"),
        choices=lambda: [(code, str(name).capitalize()) for code, name in LANGUAGES.items()],
        widget=Boxes,
        error_messages={"required": _("Elige al menos una lengua.")},
    )
    distance = forms.ChoiceField(
        label=_("¿Hasta dónde irías para verse?"),
        choices=MentoringProfile.Distance.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    kinds = SeveralRows(
        label=_("¿Qué organizaciones conoces por dentro?"),
        queryset=OrganisationKind.objects.none(),
        required=False,
        widget=Boxes,
    )
    life = forms.MultipleChoiceField(
        label=_("De tu vida, si quieres decirlo"),
        choices=LIFE,
        required=False,
        widget=Boxes,
        help_text=_("Sirve para buscar a quien vive algo parecido. Puedes dejarlo vacío."),
    )
    about = forms.CharField(
        label=_("Preséntate con tus palabras"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=_("Lo lee solo la compañera que te proponemos. No pongas tu teléfono."),
    )
    capacity = forms.TypedChoiceField(
        label=_("¿A cuántas puedes acompañar a la vez?"),
        choices=[(n, str(n)) for n in range(MOST_CAPACITY + 1)],
        coerce=int,
        empty_value=DEFAULT_CAPACITY,
        required=False,
        initial=DEFAULT_CAPACITY,
    )
    would_circle = forms.BooleanField(
        label=_("También quiero un círculo: grupo de hasta seis"), required=False, initial=True
    )

    #: Fieldsets of the page: heading, what it is for, names of fields.
    PIECES = (
        (_("Lo que quieres y lo que das"), _("Todas sabemos algo. Marca de los dos lados."), ("wants", "offers")),
        (_("Cuándo y cómo"), "", ("slots", "channels", "languages", "distance")),
        (_("De ti"), "", ("adult", "kinds", "life", "about")),
        (_("Tu cupo"), _("Si no ofreces nada, deja como está."), ("capacity", "would_circle")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        topics = MentoringTopic.objects.filter(retired=False).order_by("-direction", "order", "slug")
        self.fields["wants"].queryset = self.fields["offers"].queryset = topics
        self.fields["kinds"].queryset = OrganisationKind.objects.all()

    def grid(self):
        """The week: (day, [(value, what a screen reader hears, ticked)]) by row."""
        ticked = set(self["slots"].value() or ())
        return [
            (
                day,
                [(f"{number}-{part}", f"{day}, {PART_NAMES[part]}", f"{number}-{part}" in ticked) for part in PARTS],
            )
            for number, day in enumerate(map(str, DAYS))
        ]

    def parts(self):
        return list(PART_NAMES.values())

    def pieces(self):
        return [(title, help, [self[name] for name in names]) for title, help, names in self.PIECES]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["wants"] and not cleaned["offers"]:
            self.add_error("wants", _("Marca al menos algo que quieres aprender, o algo que puedes compartir."))
        return cleaned


def initial_of(profile):
    """What she said last time, as the form shows it; nothing where she never said anything."""
    if profile is None or profile.confirmed_at is None:
        return {}
    rows = list(profile.topics.all())
    return {
        "adult": None if profile.adult is None else ("yes" if profile.adult else "no"),
        "wants": [row.topic_id for row in rows if row.way == "wants"],
        "offers": [row.topic_id for row in rows if row.way == "offers"],
        "kinds": [kind.pk for kind in profile.kinds.all()],
        **{
            name: getattr(profile, name)
            for name in ("slots", "channels", "languages", "distance", "life", "about", "capacity", "would_circle")
        },
    }
