"""The frame of every page."""

import re

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _

from academy.core import style
from academy.core.languages import CODES, DEFAULT, LANGUAGES

from .. import navigation

register = template.Library()
_PREFIX = re.compile(rf"^/({'|'.join(c for c in CODES if c != DEFAULT)})(?=/|$)")


@register.simple_tag
def critical_style():
    """The style of the first screen, inside the page: one round of TCP shows it."""
    return mark_safe(style.critical())  # noqa: S308 - our own file


@register.simple_tag
def home_url():
    language = get_language()
    return "/" if language == DEFAULT else f"/{language}/"


def in_language(path, code):
    """The same address in another language: only the prefix changes, because slugs are equal."""
    # One slash at the start: two would lead to another site.
    bare = "/" + _PREFIX.sub("", path).lstrip("/\\")
    return bare if code == DEFAULT else f"/{code}{bare}"


@register.simple_tag(takes_context=True)
def alternate(context, code):
    return in_language(context["request"].path, code)


@register.simple_tag(takes_context=True)
def main_menu(context):
    return _menu(context, "main")


@register.simple_tag(takes_context=True)
def own_menu(context):
    """Her page, or the door."""
    return _menu(context, "own")


@register.simple_tag(takes_context=True)
def foot_menu(context):
    return _menu(context, "foot")


def _menu(context, name):
    request = context.get("request")
    if request is None:
        return ""
    if not hasattr(request, "user"):
        return ""
    rows = []
    for link in navigation.links(name, request):
        url = link.url() if ":" in link.name else in_language(link.name, get_language())
        here = mark_safe(' aria-current="page"') if _is_here(request.path, url) else ""
        rows.append((url, here, link.label))
    return format_html_join("", '<a href="{}"{}>{}</a>', rows)


def _is_here(path, url):
    return path == url or (url.strip("/") not in ("", *CODES) and path.startswith(url))


@register.simple_tag(takes_context=True)
def language_switch(context):
    """Links to this page in each language, each written in its own language."""
    request = context.get("request")
    if request is None:
        return ""
    now = get_language()
    rows = [
        (
            in_language(request.path, code),
            code,
            code,
            mark_safe(' aria-current="true"') if code == now else "",
            name,
        )
        for code, name in LANGUAGES
    ]
    items = format_html_join("", '<li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>', rows)
    return format_html('<ul class="langs" aria-label="{}">{}</ul>', _("Idioma"), items)


@register.simple_tag
def draft_note():
    """Quechua and Aymara words of the frame are drafts until a speaker signs them (docs/translating.md)."""
    if get_language() not in settings.DRAFT_LANGUAGES:
        return ""
    return format_html(
        '<p class="small muted" lang="es">{}</p>',
        _("Estas palabras son un borrador. Si hablas esta lengua, ayúdanos a corregirlas."),
    )


@register.simple_tag(takes_context=True)
def offered_language(context):
    """On the front door: a link to the language her phone speaks, in that language, where it is not this one."""
    request = context["request"]
    code = get_language_from_request(request)
    if code == get_language() or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return ""
    address = in_language(request.path, code)
    return format_html('<p><a class="btn quiet" href="{}" lang="{}">{}</a></p>', address, code, dict(LANGUAGES)[code])
