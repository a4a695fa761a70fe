"""A form's field for several rows, that takes whatever is sent."""

from django import forms
from django.core.exceptions import ValidationError


class SeveralRows(forms.ModelMultipleChoiceField):
    """As Django's; but a number larger than the database's own is a wrong choice there, not an error of ours."""

    def _check_values(self, value):
        try:
            return super()._check_values(value)
        except OverflowError:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""}
            ) from None
