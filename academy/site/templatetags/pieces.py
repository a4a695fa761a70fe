"""Setting a prepared piece into a page."""

from django import template
from django.template.loader import get_template

register = template.Library()


@register.simple_tag(takes_context=True)
def piece(context, name, values):
    """Render template ``name`` with ``values`` and this answer's token; the rest of the page stays out of it."""
    request = context["request"]
    return get_template(name).render(dict(values), request)
