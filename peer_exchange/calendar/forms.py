"""A day declared by decree, as an organiser types it."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.days import DayField

from . import holiday_on

AHEAD = timedelta(days=3 * 365)


class HolidayForm(forms.Form):
    day = DayField(label=_("¿Qué día no se trabaja?"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=_("¿Por qué?"), max_length=120, help_text=_("Ejemplo: puente, o duelo nacional."))
    source = forms.CharField(
        label=_("¿Qué norma lo dice?"), max_length=200, help_text=_("Número del decreto y su fecha.")
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        today = timezone.localdate()
        if not today - AHEAD <= day <= today + AHEAD:
            raise forms.ValidationError(_("Revisa el año."))
        if day.weekday() > 4:
            raise forms.ValidationError(_("Es sábado o domingo: ya no se cuenta."))
        if holiday_on(day):
            raise forms.ValidationError(_("Ya está: %(name)s.") % {"name": holiday_on(day)})
        return day
