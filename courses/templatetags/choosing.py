"""Links of the catalogue's choices."""

from django import template

register = template.Library()


@register.simple_tag
def choose(choice, **changes):
    """The address of the same choice with one thing changed. A time is a list of lessons, so it drops nothing else."""
    return choice.but(**changes)
