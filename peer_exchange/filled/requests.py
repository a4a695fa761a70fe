"""A form that a phone kept, as the request it would have been; and what a page answers to such a request."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.contrib.messages import constants
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

#: A reason is read on a small screen, and stored.
REASON_LIMIT = 400


@dataclass(frozen=True)
class FromPhones:
    """How a view takes forms from phones.

    ``changes``: it writes over what stands, so that a form which shows something older is kept and not applied; such
    a view is asked for its page first, with GET.
    """

    changes: bool = False


def from_phones(view=None, *, changes=False):
    """Decorator of a view, beneath all others: its form may be filled in without signal. See FromPhones."""
    if view is None:
        return partial(from_phones, changes=changes)
    view.from_phones = FromPhones(changes)
    return view


class _Heard:
    """In place of messages, which nobody would read: what a page says went wrong is the reason."""

    def __init__(self):
        self.wrong = ""

    def add(self, level, message, extra_tags=""):
        if level >= constants.ERROR:
            self.wrong = str(message)


class Filled(HttpRequest):
    """What ``member`` filled in at ``at``. ``fields``: ``{name: [texts]}``; None asks for the page. Has no files.

    ``standing``: what she may do, as pages ask for it (``doors.here``).
    """

    def __init__(self, member, *, at, standing, query="", fields=None):
        super().__init__()
        self.user, self.filled_at, self.session = member, at, {}
        self.method = "GET" if fields is None else "POST"
        self.GET, self.POST = QueryDict(query), posted(fields or {})
        self._messages = self.heard = _Heard()
        self.exchange_standing = standing


def posted(fields):
    """``{name: [texts]}`` as a form posts it."""
    found = QueryDict(mutable=True)
    for name, values in fields.items():
        found.setlist(name, values)
    return found


class FormPage(HttpResponse):
    """A page with its form, never drawn. ``asks``: what the page wants to know besides, before it writes anything."""

    def __init__(self, form, more, asks):
        super().__init__()
        self.form, self.more, self.asks = form, more, asks

    def why(self):
        """Why nothing was written, in words of ours alone: what she typed is not told to whoever looks after her."""
        forms = [each for each in (self.form, *self.more) if each is not None]
        found = [words for form in forms for words in _faults(form)]
        said = " ".join(dict.fromkeys(found)) or str(self.asks)
        return said[:REASON_LIMIT] or _("Algo en esta hoja no vale. Ábrela con señal y revísala.")


def _faults(form):
    if hasattr(form, "forms"):
        for each in form.forms:
            yield from _faults(each)
        yield from filter(None, map(_plain, form.non_form_errors().as_data()))
        return
    for name, errors in form.errors.as_data().items():
        label = "" if name == NON_FIELD_ERRORS else str(form.fields[name].label)
        for error in errors:
            words = _plain(error)
            yield f"{label}: {words}" if label and words else words or f"{label}."


def _plain(error):
    """The words of one error; empty where what she typed would stand in them."""
    params = error.params or {}
    if not all(isinstance(value, int | float | Decimal) for value in params.values()):
        return ""
    return str(error.message) % params if params else str(error.message)


def stands(request, form):
    """What the page shows before anything is typed, as 16 hexadecimal digits: the same as long as nobody changed it."""
    now = getattr(request, "stands", {})
    said = {name: _text(now.get(name, field.initial)) for name, field in form.fields.items()}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _text(value):
    value = value() if callable(value) else value
    if isinstance(value, list | tuple | set):
        return sorted(map(_text, value))
    return "" if value is None else str(getattr(value, "pk", value))
