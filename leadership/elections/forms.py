"""What is typed about elections. Each form's ``payload()`` is what ``elections.changes`` reads."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.core.choosing import SeveralRows
from academy.members.models import Member
from academy.members.names import is_a_name, tidy
from academy.members.rules import name_key
from academy.members.seats import rules as seat_rules
from academy.members.services.access import Refused

from ..register.forms import HELD_OUT, acta_field, day_field, number_field
from . import rules
from .changes import until_of

MOST_NAMESAKES = 6


def hour_field(label, *, help_text=""):
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Escribe la hora así: 16:30.")},
    )


class CallForm(forms.Form):
    on = day_field(_("¿Qué día es la asamblea?"))
    hour = hour_field(_("¿A qué hora?"))
    second_hour = hour_field(_("¿A qué hora es la segunda llamada?"), help_text=_("Vacío: el estatuto no la pide."))
    place = forms.CharField(label=_("¿Dónde?"), required=False, max_length=160)
    seats = SeveralRows(
        label=_("¿Qué cargos se eligen?"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Elige al menos un cargo.")},
    )
    committee = forms.CharField(
        label=_("Comité electoral"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un nombre en cada línea. Vacío: la asamblea lo elige ese día."),
    )

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].queryset = seats

    def clean_committee(self):
        names = [tidy(line) for line in self.cleaned_data["committee"].splitlines()]
        return "\n".join(name for name in names if name)

    def clean(self):
        said = super().clean()
        first, second = said.get("hour"), said.get("second_hour")
        if first and second and second <= first:
            self.add_error("second_hour", gettext("La segunda llamada es después de la primera."))
        return said

    def payload(self):
        said = self.cleaned_data
        return {
            "on": said["on"].isoformat(),
            "hour": said["hour"].isoformat("minutes") if said["hour"] else "",
            "second_hour": said["second_hour"].isoformat("minutes") if said["second_hour"] else "",
            "place": said["place"].strip(),
            "committee": said["committee"],
            "seats": [seat.pk for seat in said["seats"]],
        }


class WhyNotForm(forms.Form):
    why = forms.CharField(
        label=_("¿Por qué no se hizo?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Lo leen todas las socias."),
        error_messages={"required": _("Escribe por qué no se hizo.")},
    )

    def __init__(self, *args, election, **kwargs):
        super().__init__(*args, **kwargs)
        self.election = election

    def payload(self):
        return {"election": str(self.election.pk), "why": self.cleaned_data["why"].strip()}


class Line:
    """One seat (or its alternate) in the form of results: the names of its fields."""

    def __init__(self, seat, alternate):
        self.seat, self.alternate = seat, alternate
        self.key = f"{seat.pk}{'s' if alternate else ''}"
        self.who, self.pick, self.none = f"who_{self.key}", f"pick_{self.key}", f"none_{self.key}"
        self.candidates, self.votes = f"candidates_{self.key}", f"votes_{self.key}"

    @property
    def title(self):
        return gettext("%(seat)s, suplente") % {"seat": self.seat} if self.alternate else str(self.seat)


class ResultsForm(forms.Form):
    """The acta's results, seat by seat. Names are typed as the acta has them and looked for among the women.

    One found: it is she. More than one: she who types picks. None: it stays a name, for who is no member.
    """

    since = day_field(_("¿Desde qué día tienen el cargo?"))
    until = day_field(_("¿Hasta qué día?"), required=False, help_text=_("Vacío: lo calculamos con la regla."))
    acta = acta_field(required=False)
    acta_pending = forms.BooleanField(
        label=_("Acta pendiente"), required=False, help_text=_("Ya eligieron, pero aún no tienes el libro.")
    )
    voters = number_field(_("¿Cuántas socias votaron?"), rules.MOST_VOTES, help_text=_("Vacío: el acta no lo dice."))

    def __init__(self, *args, election, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.election, self.place, self.found = election, place, {}
        seats = election.seats.select_related("kind")
        self.lines = [
            Line(seat, alternate) for seat in seats for alternate in ((False, True) if seat.alternates else (False,))
        ]
        for line in self.lines:
            self._add(line)

    def _add(self, line):
        self.fields[line.who] = forms.CharField(
            label=_("¿Quién ganó? Como en el acta"),
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs=HELD_OUT),
        )
        typed = tidy(self.data.get(line.who, "")) if self.is_bound else ""
        self.found[line.key] = women = self._women(typed)
        if len(women) > 1:
            self.fields[line.pick] = forms.ChoiceField(
                label=_("Hay varias con ese nombre. ¿Cuál es?"),
                required=False,
                widget=forms.RadioSelect,
                choices=[(str(woman.pk), self._told_apart(woman)) for woman in women]
                + [("none", _("Ninguna de ellas"))],
            )
        if not line.alternate:
            self.fields[line.none] = forms.BooleanField(label=_("Nadie fue elegida"), required=False)
        self.fields[line.candidates] = number_field(_("¿Cuántas candidatas hubo?"), 200)
        self.fields[line.votes] = number_field(_("¿Cuántos votos tuvo?"), rules.MOST_VOTES, least=0)

    def _women(self, typed):
        if not name_key(typed):
            return []
        named = Member.objects.of(self.place).filter(is_active=True, name_key=name_key(typed))
        return list(named.order_by("created_at", "pk")[:MOST_NAMESAKES])

    def _told_apart(self, woman):
        own = woman.memberships.standing().filter(organisation__path__startswith=self.place.path)
        where = own.select_related("organisation").first()
        return f"{woman.display_name} · {where.organisation.name}" if where else woman.display_name

    @property
    def head(self):
        return [self[name] for name in ("since", "until", "acta", "acta_pending", "voters")]

    @property
    def groups(self):
        """``[(line, [its fields])]`` as they are shown."""
        names = ("who", "pick", "none", "candidates", "votes")
        return [
            (line, [self[getattr(line, name)] for name in names if getattr(line, name) in self.fields])
            for line in self.lines
        ]

    def clean(self):
        said = super().clean()
        stands = seat_rules.may_stand_on(acta=said.get("acta") or "", pending=bool(said.get("acta_pending")))
        if not stands and "acta" not in self.errors:
            self.add_error("acta", str(stands.reason))
        if said.get("since") and said["since"] < self.election.on:
            self.add_error("since", gettext("El cargo empieza el día de la elección o después."))
        for line in self.lines:
            self._clean_line(line, said)
        return said

    def _clean_line(self, line, said):
        name, none = tidy(said.get(line.who) or ""), said.get(line.none)
        if name and none:
            self.add_error(line.who, gettext("Escribiste un nombre y marcaste «Nadie». Deja solo uno."))
        elif not name and not none and not line.alternate:
            self.add_error(line.who, gettext("Escribe quién ganó, o marca «Nadie fue elegida»."))
        elif name and not self.found[line.key] and not is_a_name(name):
            self.add_error(line.who, gettext("Escribe el nombre con letras."))
        elif line.pick in self.fields and not said.get(line.pick):
            self.add_error(line.pick, gettext("Elige cuál de ellas es."))
        if name:
            counted = rules.may_count(
                candidates=said.get(line.candidates), votes=said.get(line.votes), voters=said.get("voters")
            )
            if not counted:
                self.add_error(line.votes, str(counted.reason))
            self._clean_until(line, said)

    def _clean_until(self, line, said):
        if not said.get("since") or "until" in self.errors:
            return
        try:
            until_of(line.seat, said["since"], said.get("until"))
        except Refused as refused:
            self.add_error("until", str(refused))

    def winner(self, line):
        """``(Member or None, name)`` of a valid form; (None, "") where nobody was elected."""
        said = self.cleaned_data
        name, women = tidy(said.get(line.who) or ""), self.found[line.key]
        if not name:
            return None, ""
        if line.pick in self.fields:
            return next((w for w in women if str(w.pk) == said[line.pick]), None), name
        return (women[0] if women else None), name

    def payload(self):
        said = self.cleaned_data
        rows = []
        for line in self.lines:
            member, name = self.winner(line)
            if line.alternate and not name:
                continue
            rows.append(
                {
                    "seat": line.seat.pk,
                    "alternate": line.alternate,
                    "holder": str(member.pk) if member else "",
                    "holder_name": "" if member else name,
                    "candidates": said.get(line.candidates),
                    "votes": said.get(line.votes),
                }
            )
        return {
            "election": str(self.election.pk),
            "since": said["since"].isoformat(),
            "until": said["until"].isoformat() if said["until"] else "",
            "acta": said["acta"],
            "acta_pending": said["acta_pending"] and not said["acta"],
            "voters": said["voters"],
            "rows": rows,
        }
