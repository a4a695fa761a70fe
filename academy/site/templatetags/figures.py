"""Small judgements of templates about figures."""

import re

from django import template

register = template.Library()


@register.filter
def is_figure(text):
    """Does this cell hold a number, so that it lines up on the right?"""
    return bool(re.fullmatch(r"\s*(S/\s*)?[-+−]?[\d.,  ]+\s*%?\s*", str(text)))


@register.filter
def dialable(number):
    """A number for a tel: link: digits and a leading plus."""
    return re.sub(r"(?!^\+)\D", "", str(number))
