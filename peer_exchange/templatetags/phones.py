"""Forms that phones may keep where there is no signal (static/js/form.js, fill.js)."""

import json

from django import template
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..filled.requests import stands

register = template.Library()


def _page(context, name, about):
    """``(name, arguments, what its view says of itself)``: of the page that is shown, or of the one named."""
    if name:
        found = resolve(reverse(f"exchange:{name}", kwargs=about))
    else:
        found = context["request"].resolver_match
    return found.url_name, found.kwargs, getattr(found.func, "from_phones", None)


@register.simple_tag(takes_context=True)
def from_phone(context, name="", **about):
    """Attributes of a ``<form>`` that waits on her phone without signal; none where its page does not take that.

    Without ``name`` the form is that of the page itself, in ``form``. The script comes with ``phone_script``.
    """
    request = context["request"]
    page, about, said = _page(context, name, about)
    if said is None:
        return ""
    seen = stands(request, context["form"]) if said.changes and not name and context.get("form") else ""
    return format_html(
        ' data-phone="fill" data-page="{}" data-about="{}" data-query="{}" data-seen="{}" data-me="{}" data-kept="{}"'
        ' data-lost="{}" data-files="{}" data-files-only="{}"',
        page,
        json.dumps({key: value if isinstance(value, int) else str(value) for key, value in about.items()}),
        "" if name else request.META.get("QUERY_STRING", "")[:300],
        seen,
        request.user.pk,
        _("Guardado en este celular. Se enviará cuando haya señal."),
        _("Sin señal no se pudo guardar. Copia lo que escribiste, o espera la señal sin cerrar."),
        _("Guardado en este celular, sin la foto ni la voz. Ponlas cuando haya señal."),
        _("La foto y la voz esperan señal. Escribe algo para guardarlo ya."),
    )


@register.simple_tag
def phone_script():
    """The script of such forms. A page may name it twice: it comes once."""
    return format_html('<script type="module" src="{}"></script>', static("js/form.js"))
