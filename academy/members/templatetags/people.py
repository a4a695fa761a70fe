"""How a woman is shown. Nothing here asks the database."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language

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


@register.simple_tag
def device_words():
    """Where the phone's scripts find their sentences in this language; the address changes with the words."""
    from academy.members.device.words import packed

    return f"{reverse('members:device_words')}?v={packed(get_language())[1]}"
