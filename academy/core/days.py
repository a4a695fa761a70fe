"""Days that somebody may have meant: 26 and 20260 are slips of the finger, and nothing can be reckoned from them."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1950, 1, 1), date(2999, 12, 31)
REVISE = _("Revisa el año.")


def is_meant(day):
    return FIRST <= day <= LAST


class DayField(forms.DateField):
    """A DateField whose year can be meant."""

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not is_meant(day):
            raise forms.ValidationError(REVISE, code="year")
        return day
