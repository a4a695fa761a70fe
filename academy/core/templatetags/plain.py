"""Sizes, money and forms in words; nothing here asks the database."""

from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from django import template
from django.utils import formats
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from academy.core.ids import grouped as group_code
from academy.core.ids import uuid7

register = template.Library()


@register.filter
def kb(size):
    """Bytes as she knows them: «12 KB», from 1,000 KB on «1.2 MB». 1 KB is 1,024 bytes, rounded up: never less."""
    kilobytes = -(-int(size or 0) // 1024)
    if kilobytes < 1000:
        return f"{kilobytes} KB"
    megabytes = (Decimal(kilobytes) / 1024).quantize(Decimal("0.1"), ROUND_UP)
    return f"{formats.number_format(megabytes, 1)} MB"


@register.filter
def soles(amount, places=2):
    """An amount in soles, «S/ 1,697.00», in the page's own manner of writing numbers; it never breaks in two lines."""
    if amount is None:
        return "–"
    # number_format cuts off what it does not show; money is rounded.
    rounded = Decimal(amount).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    return f"S/\u00a0{formats.number_format(rounded, int(places), force_grouping=True)}"


@register.filter
def spoken(code):
    return group_code(code)


@register.simple_tag
def nonce_field():
    """A hidden field that makes a second tap on the same form the same event."""
    return mark_safe(f'<input type="hidden" name="nonce" value="{uuid7()}">')  # noqa: S308 - our own number


@register.simple_tag
def own_language(code):
    from academy.core.languages import own_name

    return own_name(code) if code else _("idioma")
