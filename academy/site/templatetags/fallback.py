"""Marks for words that are not in the page's language."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def lang_of(fallback, *path):
    """``<h2{% lang_of fallback block.id "title" %}>``: writes `` lang="es"`` where that piece fell back.

    ``fallback`` may be None or empty (a preview, a page in one language): then nothing is written. Arguments
    are the steps of the path: a block's id, a field, an item's id, a field.
    """
    if not fallback:
        return ""
    return mark_safe(fallback.lang_attr(*path))  # noqa: S308 - a constant or nothing


@register.filter
def fell_back(fallback, block_id):
    """Does anything in this block still stand in Spanish?"""
    return bool(fallback) and fallback.block(block_id)


@register.simple_tag
def fallback_note(fallback):
    """One notice for the page: what is not translated yet, and that a translation is a draft."""
    if fallback is None:
        return ""
    said = []
    if fallback.everything:
        said.append(_("Esta página aún no está traducida. La lees en español."))
    elif fallback.any:
        said.append(_("Una parte aún no está traducida. La lees en español."))
    if fallback.is_draft:
        said.append(_("Esta traducción es un borrador. Si hablas esta lengua, ayúdanos a corregirla."))
    if not said:
        return ""
    return format_html('<div class="notice small">{}</div>', format_html_join("", "<p>{}</p>", ((s,) for s in said)))
