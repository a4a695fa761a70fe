"""The calculator inside a lesson, where no view prepares its form."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext as _

from academy.core.templatetags.plain import soles

from ..costing import Month, cost_of
from ..forms_calculator import CalculatorForm

register = template.Library()


#: Length of the longest bar, in units of the drawing; static/js/calc.js knows it too.
BAR_LENGTH = 330


@register.simple_tag
def empty_calculator():
    return CalculatorForm()


@register.simple_tag
def blank_sheet():
    """The sheet of nothing: what the script on the phone writes its own figures over."""
    return cost_of(Month())


@register.filter
def bar(sheet, name):
    """Length of the bar of ``cash``, ``food`` or ``work``; the longest of the three is BAR_LENGTH."""
    longest = max(sheet.cash, sheet.food, sheet.work)
    return int(getattr(sheet, name) * BAR_LENGTH / longest) if longest else 0


@register.simple_tag
def figure(amount, name):
    """An amount inside a sentence, where the script can find it without translators meeting its marks."""
    return format_html('<strong data-v="{}" data-d="0">{}</strong>', name, soles(amount, 0))


@register.filter
def bare(amount, places=2):
    """An amount in a column of soles."""
    return soles(amount, places).removeprefix("S/").strip()


@register.filter
def percent(share):
    return "–" if share is None else _("%(share)s %%") % {"share": share}


@register.filter
def counted(number):
    """Rations and hours: whole, because nobody serves half a plate."""
    whole = Decimal(number).quantize(Decimal(1), ROUND_HALF_UP)
    return formats.number_format(whole, 0, force_grouping=True)
