"""Days and numbers as they are written in Peru, whatever the language."""

from datetime import date

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format, number_format


@pytest.mark.parametrize("language", ["es", "qu", "ay", "en"])
def test_a_day_is_typed_day_first_in_every_language(language):
    with translation.override(language):
        assert forms.DateField().clean("02/11/2026") == date(2026, 11, 2)


def test_a_short_day_in_english_cannot_be_read_as_another_day():
    with translation.override("en"):
        assert date_format(date(2026, 11, 2), "SHORT_DATE_FORMAT") == "2 Nov 2026"


@pytest.mark.parametrize("language", ["es", "qu", "ay", "en"])
def test_a_sum_is_written_the_same_in_every_language(language):
    with translation.override(language):
        assert number_format(1760.5, 2, use_l10n=True, force_grouping=True) == "1,760.50"
