"""Form fields that say what is wrong beside themselves and to a screen reader."""

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect

register = template.Library()


@register.filter
def is_group(field):
    """Several controls under one legend."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_check(field):
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def described(field):
    """The control, tied to its help and its error by aria-describedby."""
    # Django 5 describes a field by its help text when the ids follow its own scheme; ours carry the error too.
    about = []
    if field.help_text:
        about.append(f"{field.auto_id}-help")
    attrs = {}
    if field.errors:
        about.append(f"{field.auto_id}-error")
        attrs["aria-invalid"] = "true"
    if about:
        attrs["aria-describedby"] = " ".join(about)
    return field.as_widget(attrs=attrs)
