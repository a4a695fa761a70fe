"""Marking, typing and counting who was there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import AgeBand, Part
from ..sessions.forms import count_field
from .rules import faults_of_count

BAND_FIELDS = [(f"band_{band.value}", band) for band in AgeBand]


class SheetForm(forms.Form):
    """Members by a tap, others by their line of the sheet."""

    lines = forms.CharField(
        label=_("Escribe la hoja"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": _("María Quispe; Comedor Sol")}),
        help_text=_("Una persona en cada línea: nombre; organización."),
    )
    part = forms.ChoiceField(label=_("Estas personas son"), choices=Part.choices, initial=Part.MEMBER, required=False)


class CountForm(forms.Form):
    """How many, without a name: the total, and tallies for who has them."""

    total = count_field(_("Cuántas en total"), required=True)
    first_time = count_field(_("Por primera vez"))
    spoke = count_field(_("Hablaron"))
    young_spoke = count_field(_("Hablaron, menores de 30"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, band in BAND_FIELDS:
            self.fields[name] = count_field(band.label)

    def bands(self):
        return [self[name] for name, _band in BAND_FIELDS]

    def said(self):
        given = self.cleaned_data
        bands = {band.value: given[name] for name, band in BAND_FIELDS if given.get(name) is not None}
        return {
            "total": given["total"],
            "bands": bands,
            **{name: given.get(name) for name in ("first_time", "spoke", "young_spoke")},
        }

    def clean(self):
        said = super().clean()
        if said.get("total") is not None:
            faults = faults_of_count(**self.said())
            for name, words in faults.items():
                self.add_error(name, words)
        return said

    @staticmethod
    def initial_of(count):
        if count is None:
            return {}
        bands = {f"band_{band}": number for band, number in count.bands.items()}
        same = ("total", "first_time", "spoke", "young_spoke")
        return {**{name: getattr(count, name) for name in same}, **bands}
