"""What may enter the record about forms: the page's own view decides, and writes (docs/decisions/0043)."""

import hashlib
import json
import re
from copy import copy
from inspect import unwrap

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.record import Handler, Unfit, handles, projects
from academy.core.record.reading import bad

from .. import authority
from ..reserve import standing_of
from .requests import Filled, FormPage, posted, stands

PAGE = re.compile(r"[a-z_]{1,60}", re.ASCII)
MOST_FIELDS, MOST_VALUES, MOST_ABOUT, NAME_LIMIT, QUERY_LIMIT, ABOUT_LIMIT = 800, 500, 6, 100, 300, 80


def read(payload):
    """``(page, about, query, seen, fields)`` of what a phone sent. Raises Unfit. Its size was looked at before."""
    page, about, query, seen = (payload.get(name) or "" for name in ("page", "at", "query", "seen"))
    about, fields = about or {}, payload.get("fields")
    right = (
        all(isinstance(text, str) for text in (page, query, seen))
        and PAGE.fullmatch(page)
        and len(query) <= QUERY_LIMIT,
        isinstance(about, dict) and len(about) <= MOST_ABOUT and all(map(_is_short, about.values())),
        isinstance(fields, dict) and len(fields) <= MOST_FIELDS and all(map(_is_field, fields.items())),
    )
    if not all(right):
        raise bad()
    return page, about, query, seen, fields


def _is_short(value):
    return isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= ABOUT_LIMIT


def _is_field(named):
    name, values = named
    right = isinstance(values, list) and len(values) <= MOST_VALUES and len(name) <= NAME_LIMIT
    return right and all(isinstance(text, str) for text in values)


def view_of(page, about):
    """``(what it says of itself, the view without its gates, its arguments)``. The sender was let in before."""
    try:
        found = resolve(reverse(f"exchange:{page}", kwargs=about))
    except (NoReverseMatch, Resolver404, ValueError, TypeError):
        raise bad() from None
    said = getattr(found.func, "from_phones", None)
    if said is None:
        raise Unfit(_("Esta hoja se llena con señal."), "needs_server")
    return said, unwrap(found.func), found.kwargs


def _asked(view, request, about):
    try:
        return view(request, **about)
    except Http404:
        raise Unfit(_("Lo que anotaste ya no está aquí, o ya no lo ves."), "unknown_page") from None
    except PermissionDenied as denied:
        raise Unfit(str(denied) or _("Esto ya no te toca a ti."), "not_in_scope") from None


def put_through(arrival):
    """Do what the form does, once, all or nothing. Raises Unfit with what to mend.

    She must have been allowed on the day when she filled it in, and be allowed now.
    """
    page, about, query, seen, fields = read(arrival.payload)
    said, view, about = view_of(page, about)
    by, at = authority.recorder(arrival), arrival.happened_at
    standing = standing_of(by).also(standing_of(by, timezone.localdate(at)))
    if said.changes:
        opened = Filled(by, at=at, standing=standing, query=query)
        shown = _asked(view, opened, about)
        if isinstance(shown, FormPage) and seen != stands(opened, shown.form):
            if _says_nothing_new(shown.form, fields):
                return
            raise Unfit(
                _("Alguien lo cambió mientras tanto. Abre esa hoja, mira qué dice y anota lo tuyo otra vez."),
                "changed_meanwhile",
            )
    with transaction.atomic():
        request = Filled(by, at=at, standing=standing, query=query, fields=fields)
        answer = _asked(view, request, about)
        if isinstance(answer, FormPage):
            raise Unfit(answer.why(), "not_taken")
        if request.heard.wrong:
            raise Unfit(request.heard.wrong, "not_taken")


def _says_nothing_new(form, fields):
    """Does what stands say already what she says?"""
    hers = copy(form)
    hers.is_bound, hers.data, hers.files = True, posted(fields), {}
    hers._bound_fields_cache = {}
    return not hers.has_changed()


@handles
class FormFilled(Handler):
    """She filled in a form of the exchange where there was no signal.

    What the form writes is written by its page, as if she had posted it; events that the page makes have the ids that
    they would have had. Of her words only a sum stays in this event: they live where the page put them, and go from
    there.
    """

    kind = "exchange.form_filled"
    stream = "exchange_form"
    label = gettext_lazy("una hoja llenada sin señal")

    def clean(self, payload):
        page, about, query, seen, fields = read(payload)
        said = json.dumps([query, seen, fields], sort_keys=True, ensure_ascii=True)
        return {"page": page, "at": about, "sum": hashlib.sha256(said.encode()).hexdigest()}

    def identifier(self, payload):
        return f"{payload['page']}:{payload['sum'][:32]}"

    def may(self, arrival):
        """Found out by doing it: nobody else knows the rules of each page."""
        decision = super().may(arrival)
        if decision:
            put_through(arrival)
        return decision


@projects("exchange_form")
def nothing(subject, identifier, events):
    """What a form wrote is no summary of this event: typed events have their own, the rest stands in its own rows."""
