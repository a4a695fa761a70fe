"""How a woman is shown. Nothing here asks the database."""

from urllib.parse import urlencode

from django import template

from academy.members import pictograms

register = template.Library()


@register.filter
def sign(code):
    """The character of her pictogram; empty where she has none."""
    return pictograms.sign(code)


@register.simple_tag
def next_query(wanted):
    """``?next=…`` for a link between doors, or nothing."""
    return "?" + urlencode({"next": wanted}) if wanted else ""
