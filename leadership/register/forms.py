"""What is typed about boards. Each form's ``payload()`` is what ``changes`` reads."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField
from academy.members.models import SeatKind, Term
from academy.members.names import is_a_name, tidy
from academy.members.seats import rules
from academy.members.seats.services import rule_of

MOST_MONTHS = 120
HELD_OUT = {"autocomplete": "off"}
AS_THE_BOARD = _("Vacío: como toda la directiva.")


def day_field(label, *, required=True, help_text=""):
    return DayField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Elige una fecha."), "invalid": _("Escribe la fecha así: 31/12/2026.")},
    )


def acta_field(*, required=True):
    return forms.CharField(
        label=_("Acta"),
        required=required,
        max_length=160,
        help_text=_("Libro, página y fecha. Ejemplo: Libro 2, página 31, 8 de marzo."),
        error_messages={"required": _("Escribe el acta: libro, página y fecha.")},
    )


def number_field(label, most, *, help_text="", least=1):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=help_text,
        error_messages={"invalid": _("Escribe un número.")},
    )


def text_area(label, help_text=""):
    return forms.CharField(
        label=label, required=False, max_length=1000, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class RulesForm(forms.Form):
    term_months = number_field(_("¿Cuántos meses dura un cargo?"), MOST_MONTHS, help_text=_("Dos años son 24 meses."))
    most_terms = number_field(
        _("¿Cuántos períodos seguidos se permiten?"), 20, help_text=_("Vacío: el estatuto no lo dice.")
    )
    source = forms.CharField(
        label=_("¿Dónde lo dice?"),
        required=False,
        max_length=200,
        help_text=_("Ejemplo: Estatuto, artículo 14. O la ordenanza de tu municipalidad."),
    )
    published = forms.BooleanField(
        label=_("Mostrar la directiva a cualquiera, sin entrar"),
        required=False,
        help_text=_("Se ven cargos, nombres y fechas. Nunca teléfonos. Decídanlo en asamblea."),
    )

    def clean(self):
        said = super().clean()
        if (said.get("term_months") or said.get("most_terms")) and not said.get("source"):
            self.add_error("source", gettext("Escribe dónde lo dice: estatuto, ordenanza o acta."))
        return said

    def payload(self):
        return dict(self.cleaned_data)


class SeatForm(forms.Form):
    """``new``: the kind is chosen too. Empty fields mean: as its kind or its board says."""

    kind = forms.ModelChoiceField(
        label=_("¿Qué cargo es?"),
        queryset=None,
        to_field_name="code",
        empty_label=_("Elige uno"),
        error_messages={"required": _("Elige un cargo.")},
    )
    name = forms.CharField(
        label=_("¿Cómo lo llaman ustedes?"),
        required=False,
        max_length=60,
        help_text=_("Solo si le dicen de otra manera."),
    )
    alternates = number_field(_("¿Cuántas suplentes tiene?"), 9, least=0)
    hours = number_field(_("¿Cuántas horas al mes pide?"), 300)
    tasks = text_area(_("¿Qué hay que hacer?"), _("Una tarea en cada línea."))
    reading = text_area(_("¿Qué pide leer, escribir o sumar?"))
    support = text_area(_("¿Qué apoyo hay?"))
    micro_roles = text_area(_("¿Qué partes se pueden repartir?"), _("Una en cada línea."))
    term_months = number_field(
        _("¿Dura otro tiempo? Meses"), MOST_MONTHS, help_text=_("Vacío: como toda la directiva.")
    )
    most_terms = number_field(_("¿Otros períodos seguidos?"), 20, help_text=_("Vacío: como toda la directiva."))
    rule_source = forms.CharField(label=_("¿Dónde lo dice?"), required=False, max_length=200)

    def __init__(self, *args, new=True, **kwargs):
        super().__init__(*args, **kwargs)
        if new:
            self.fields["kind"].queryset = SeatKind.objects.all()
        else:
            del self.fields["kind"]

    def clean(self):
        said = super().clean()
        if (said.get("term_months") or said.get("most_terms")) and not said.get("rule_source"):
            self.add_error("rule_source", gettext("Escribe dónde lo dice: estatuto, ordenanza o acta."))
        return said

    def payload(self):
        said = dict(self.cleaned_data)
        if "kind" in said:
            said["kind"] = said["kind"].code
        said["name"] = tidy(said["name"])
        said["alternates"] = said["alternates"] or 0
        return said


class TermForm(forms.Form):
    """Who was elected. ``found``: women of the organisation whose name she looked for."""

    holder = forms.ModelChoiceField(
        label=_("¿Quién es?"),
        queryset=None,
        required=False,
        blank=True,
        widget=forms.RadioSelect,
        empty_label=_("No está aquí"),
    )
    holder_name = forms.CharField(
        label=_("Si no es socia aquí: su nombre, como en el acta"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=HELD_OUT),
    )
    since = day_field(_("¿Desde qué día?"))
    until = day_field(
        _("¿Hasta qué día?"), required=False, help_text=_("Vacío: lo calculamos con la regla de la directiva.")
    )
    acta = acta_field(required=False)
    acta_pending = forms.BooleanField(
        label=_("Acta pendiente"), required=False, help_text=_("Ya la eligieron, pero aún no tienes el libro.")
    )
    alternate = forms.BooleanField(label=_("Es suplente"), required=False)
    candidates = number_field(
        _("¿Cuántas candidatas hubo?"), 200, help_text=_("Según el acta. Vacío: el acta no lo dice.")
    )
    ends_previous = forms.BooleanField(
        label=_("Quien estaba antes termina ese mismo día"), required=False, initial=True
    )
    not_elected = forms.BooleanField(label=_("No la eligió la asamblea: cubre por emergencia"), required=False)
    ended_on = day_field(_("Si ya terminó: ¿qué día?"), required=False, help_text=_("Para anotar períodos de antes."))

    def __init__(self, *args, seat, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.seat = seat
        self.fields["holder"].queryset = found
        if not seat.alternates:
            del self.fields["alternate"]

    def clean(self):
        said = super().clean()
        name = tidy(said.get("holder_name") or "")
        if not said.get("holder") and not name and "holder" not in self.errors:
            self.add_error("holder_name", gettext("Busca a la socia, o escribe su nombre como en el acta."))
        elif name and not said.get("holder") and not is_a_name(name):
            self.add_error("holder_name", gettext("Escribe el nombre con letras."))
        if not said.get("acta") and not said.get("acta_pending"):
            self.add_error("acta", str(rules.may_stand_on(acta="", pending=False).reason))
        if said.get("since") and not said.get("until") and "until" not in self.errors:
            months = rule_of(self.seat).months
            if months:
                said["until"] = rules.planned_end(said["since"], months)
            else:
                self.add_error("until", gettext("Aún no hay regla de cuánto dura. Elige la fecha."))
        return said

    def payload(self):
        said = self.cleaned_data
        return {
            "seat": self.seat.pk,
            "holder": str(said["holder"].pk) if said["holder"] else "",
            "holder_name": "" if said["holder"] else tidy(said["holder_name"]),
            "since": said["since"].isoformat(),
            "until": said["until"].isoformat(),
            "acta": said["acta"],
            "acta_pending": said["acta_pending"] and not said["acta"],
            "alternate": said.get("alternate", False),
            "elected": not said["not_elected"],
            "candidates": said["candidates"],
            "ends_previous": said["ends_previous"],
            "ended_on": said["ended_on"].isoformat() if said["ended_on"] else "",
        }


class EndForm(forms.Form):
    on = day_field(_("¿Qué día terminó?"))
    how = forms.ChoiceField(
        label=_("¿Cómo terminó?"),
        widget=forms.RadioSelect,
        choices=[choice for choice in Term.Ended.choices if choice[0] != Term.Ended.ABOLISHED],
        error_messages={"required": _("Elige una.")},
    )
    acta = acta_field(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def payload(self):
        said = self.cleaned_data
        return {"on": said["on"].isoformat(), "how": said["how"], "acta": said["acta"]}


class ActaForm(forms.Form):
    acta = acta_field()

    def payload(self):
        return dict(self.cleaned_data)


class AnnulForm(forms.Form):
    why = forms.CharField(
        label=_("¿Cuál fue el error?"), max_length=300, error_messages={"required": _("Escribe cuál fue el error.")}
    )

    def payload(self):
        return dict(self.cleaned_data)


class AbolishForm(forms.Form):
    on = day_field(_("¿Desde qué día ya no existe?"))
    acta = acta_field()
    ends_terms = forms.BooleanField(label=_("El período de quien está ahí termina con el cargo"), required=False)

    def payload(self):
        said = self.cleaned_data
        return {"on": said["on"].isoformat(), "acta": said["acta"], "ends_terms": said["ends_terms"]}


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("¿Qué hay que corregir?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Escribe por qué, para que tu compañera lo corrija.")},
    )
