"""Papers of an assembly, rules of an organisation, its dossier, photos of signed pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField

from ..models import DossierPaper, Evidence, SessionType
from ..sessions.forms import count_field, date_input, time_input
from .papers import MOST_LINES

ASSEMBLIES = [
    (kind.value, kind.label) for kind in (SessionType.ASSEMBLY, SessionType.SPECIAL_ASSEMBLY, SessionType.BOARD)
]
YES_NO = [("", _("No lo dice")), ("1", _("Sí")), ("0", _("No"))]


class PapersForm(forms.Form):
    """Before the assembly. Nothing of it is kept: it goes onto the paper."""

    type = forms.ChoiceField(label=_("Para qué"), choices=ASSEMBLIES)
    held_on = DayField(label=_("Día"), required=False, widget=date_input())
    starts_at = forms.TimeField(label=_("Hora, 1.ª convocatoria"), required=False, widget=time_input())
    second_at = forms.TimeField(label=_("Hora, 2.ª convocatoria"), required=False, widget=time_input())
    place = forms.CharField(label=_("Lugar"), max_length=160, required=False)
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Un punto en cada línea."),
    )
    able = count_field(_("Cuántas socias pueden votar"))
    lines = forms.IntegerField(
        label=_("Líneas de la lista"),
        min_value=1,
        max_value=MOST_LINES,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    with_document = forms.BooleanField(label=_("Con columna de DNI: va a RUOS o SUNARP"), required=False)
    with_phone = forms.BooleanField(label=_("Con columna de celular"), required=False)

    def clean(self):
        said = super().clean()
        first, second = said.get("starts_at"), said.get("second_at")
        if first and second and second <= first:
            self.add_error("second_at", _("La 2.ª convocatoria es después de la 1.ª."))
        return said


class RulesForm(forms.Form):
    """Empty: the statute does not say, and what is said further up holds."""

    scope = forms.ChoiceField(label=_("¿Para quién vale?"), required=False)
    quorum_first = forms.IntegerField(
        label=_("Quórum, 1.ª convocatoria: más de … %"), min_value=0, max_value=99, required=False
    )
    quorum_second = forms.IntegerField(
        label=_("Quórum, 2.ª convocatoria: más de … %"),
        min_value=0,
        max_value=99,
        required=False,
        help_text=_("0: vale con las que estén."),
    )
    notice_days = forms.IntegerField(
        label=_("Días entre la convocatoria y la asamblea"), min_value=0, max_value=120, required=False
    )
    most_terms = forms.IntegerField(
        label=_("Períodos seguidos que se permiten"), min_value=1, max_value=20, required=False
    )
    sheet_with_document = forms.ChoiceField(label=_("La lista pide DNI"), choices=YES_NO, required=False)
    signers_in_register = forms.ChoiceField(
        label=_("Quien firma debe estar en el padrón"), choices=YES_NO, required=False
    )
    source = forms.CharField(
        label=_("¿Dónde lo dice?"), max_length=200, help_text=_("Estatuto u ordenanza, con su artículo.")
    )
    checked_on = DayField(
        label=_("¿Qué día lo leyeron ahí?"),
        required=False,
        widget=date_input(),
        help_text=_("Vacío: queda como «por confirmar»."),
    )

    def __init__(self, *args, scopes=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("quorum_first", "quorum_second", "notice_days", "most_terms"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        self.fields["scope"].choices = scopes
        if len(scopes) < 2:
            del self.fields["scope"]

    def said(self):
        given = dict(self.cleaned_data)
        given.pop("scope", None)
        for name in ("sheet_with_document", "signers_in_register"):
            given[name] = {"1": True, "0": False}.get(given[name])
        return given

    @staticmethod
    def initial_of(row):
        if row is None:
            return {}
        names = ("quorum_first", "quorum_second", "notice_days", "most_terms", "source", "checked_on")
        yes_no = {True: "1", False: "0", None: ""}
        flags = {name: yes_no[getattr(row, name)] for name in ("sheet_with_document", "signers_in_register")}
        return {**{name: getattr(row, name) for name in names}, **flags}


class PaperForm(forms.Form):
    """One paper of the dossier. ``title``: of another paper, what it is."""

    title = forms.CharField(label=_("¿Qué papel es?"), max_length=120)
    state = forms.ChoiceField(label=_("¿Cómo está?"), choices=DossierPaper.State.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=_("Número o partida"), max_length=80, required=False)
    issued_on = DayField(label=_("Fecha del papel"), required=False, widget=date_input())
    expires_on = DayField(
        label=_("Vence el"), required=False, widget=date_input(), help_text=_("Vacío: no vence, o no se sabe.")
    )
    note = forms.CharField(label=_("Nota"), max_length=300, required=False)
    photo = forms.FileField(
        label=_("Foto como prueba"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("La ve la directiva y quien acompaña. Se quita dónde y cuándo se tomó."),
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != DossierPaper.Kind.OTHER:
            del self.fields["title"]

    def clean(self):
        said = super().clean()
        issued, expires = said.get("issued_on"), said.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("Vence antes de su fecha. Revisa las dos."))
        return said


class SignedForm(forms.Form):
    """Photos of what was signed on paper."""

    SHOWS = [
        (each.value, each.label)
        for each in (Evidence.Shows.SIGNED_PAGE, Evidence.Shows.ATTENDANCE, Evidence.Shows.PAGE, Evidence.Shows.SCENE)
    ]

    shows = forms.ChoiceField(label=_("¿Qué es?"), choices=SHOWS, widget=forms.RadioSelect)
    photo = forms.FileField(
        label=_("Foto"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Se quita dónde y cuándo se tomó. Pesa como mucho 200 KB."),
        error_messages={"required": _("Elige la foto.")},
    )
    words = forms.CharField(label=_("Qué muestra"), max_length=300, required=False)
    faces = forms.BooleanField(label=_("Se ven caras"), required=False)
    faces_agreed = forms.BooleanField(label=_("Dijeron sí a la foto"), required=False)

    def clean(self):
        said = super().clean()
        if said.get("faces") and not said.get("faces_agreed"):
            self.add_error("faces_agreed", _("Pregúntales primero. Sin su sí, la foto no se guarda."))
        return said
