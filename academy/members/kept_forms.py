"""What she typed is kept when her session had ended, and comes back after she signs in.

A page uses ``@keeps_what_she_typed`` in place of ``login_required`` on the view that takes the form, and
``take(request, request.path)`` in the view that shows it. Between the two she is asked whether she wrote
it: another woman may be the next to sign in on this phone. Kept in the session, half an hour, no files.
"""

import re
import time
import uuid
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from academy.core import sealing
from academy.core.ids import uuid7

from . import phone

SESSION_KEY = "kept_forms"
MOST_BYTES = 50 * 1024
MOST_FORMS = 3
#: How long a form waits for its writer, in seconds.
KEPT_FOR = 30 * 60
#: Never kept: what opens an account, and what only the machinery reads.
NEVER = ("csrfmiddlewaretoken", "pin", "password", "code", "secret", "passkey")
#: Forms that open an account: a name typed there is no work to be saved.
DOORS = tuple(
    f"members:{name}"
    for name in (
        "sign_in",
        "profile_sign_in",
        "team_sign_in",
        "second_step",
        "recover",
        "sign_out",
        "invitation",
        "kept_form",
    )
)
#: Kept for the form, but nothing that she typed or chose.
NOT_HERS = ("nonce", "back", "next", "mine", "version", "p", "finish", "seen", "sheet")
#: How an id travels in a question to be matched.
MASKED = re.compile(r"[0-9a-f]{12}")


class KeptForm(QueryDict):
    """What she typed, as a form posts it. ``action`` is the address it was sent to. Empty where nothing was kept."""

    action = ""


def keeps_what_she_typed(view):
    """Send who is not signed in to the door; keep what she typed where the request was a form."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return HttpResponseRedirect(_door(request.get_full_path()))
        page = _page_of(request)
        if keep(request, page):
            messages.info(request, _("Guardamos lo que escribiste. Entra para seguir."))
        return HttpResponseRedirect(_door(page))

    return guarded


def keep(request, page):
    """Put the posted words aside for ``page``. False where there is nothing to keep or it is too long."""
    data = {
        name: request.POST.getlist(name)
        for name in request.POST
        if not any(name == never or name.startswith(f"{never}_") or name.endswith(f"_{never}") for never in NEVER)
    }
    words = {name: values for name, values in data.items() if name not in NOT_HERS and any(values)}
    photo = bool(request.FILES)
    if not (words or photo) or sum(len(v.encode()) for values in data.values() for v in values) > MOST_BYTES:
        return False
    last = phone.read(request).last
    whose = request.user.pk if request.user.is_authenticated else last
    if sealing.PRIVATE in data:
        # What she alone reads waits sealed for her; where nobody knows whose it is, nobody could ever open it.
        hers = data.pop(sealing.PRIVATE)
        data[sealing.PRIVATE] = [sealing.seal(text, whose) for text in hers] if whose else []
    forms = _fresh(request)
    forms[str(uuid7())] = {
        "page": page,
        "action": request.path,
        "data": data,
        "at": int(time.time()),
        "whose": str(whose) if whose else "",
        "taken_by": "",
        "photo": photo,
    }
    request.session[SESSION_KEY] = dict(list(forms.items())[-MOST_FORMS:])
    return True


def after_refused_form(request):
    """For the page that says a form came without a valid token: keep its words, say where to go on.

    Returns the address of the form's page (or of the door, for who is not signed in), or None where the
    form did not come from our own pages: nothing that a stranger's page sent is ever kept.
    """
    if request.method != "POST" or not _from_our_pages(request) or _is_a_door(request):
        return None
    page = _page_of(request)
    if not keep(request, page):
        return None
    if request.user.is_authenticated:
        # She saw these words a moment ago, on the page that she sent: nothing to ask.
        forms = request.session[SESSION_KEY]
        forms[list(forms)[-1]]["taken_by"] = str(request.user.pk)
        request.session.modified = True
        return page
    return _door(page)


def waiting(request, member):
    """``(key, form)`` pairs that may be hers and that nobody was asked about. Those of another woman are dropped."""
    forms = _fresh(request)
    hers = {key: form for key, form in forms.items() if form["whose"] in ("", str(member.pk))}
    if hers != request.session.get(SESSION_KEY, {}):
        request.session[SESSION_KEY] = hers
    return [(key, form) for key, form in hers.items() if not form["taken_by"]]


def waits_for(request, member):
    return bool(waiting(request, member))


def accept(request, key):
    """She says that she wrote it. Returns the page where it comes back, or None where it is gone."""
    forms = _fresh(request)
    form = forms.get(key)
    if form is None or form["whose"] not in ("", str(request.user.pk)):
        return None
    form["taken_by"] = str(request.user.pk)
    request.session[SESSION_KEY] = forms
    return form["page"]


def discard(request, key):
    forms = _fresh(request)
    forms.pop(key, None)
    request.session[SESSION_KEY] = forms


def take(request, path):
    """What she typed on the page ``path`` before her session ended, once; an empty KeptForm where nothing was.

    Reads the session only where she is signed in. Says so with a message when something comes back.
    """
    found = KeptForm(mutable=True)
    if not request.user.is_authenticated or SESSION_KEY not in request.session:
        return found
    forms = _fresh(request)
    for key, form in list(forms.items()):
        if urlsplit(form["page"]).path == path and form["taken_by"] == str(request.user.pk):
            for name, values in form["data"].items():
                found.setlist(name, [_opened(text, request.user) for text in values])
            found.action = form["action"]
            del forms[key]
            request.session[SESSION_KEY] = forms
            messages.success(request, _("Guardamos lo que escribiste. Revísalo y envíalo."))
            if form.get("photo"):
                messages.warning(request, _("La foto no se guardó. Elígela otra vez."))
            break
    return found


def _opened(text, reader):
    """What was sealed for her, opened; a token of somebody else's is nothing she typed."""
    if not sealing.is_token(text):
        return text
    return sealing.open_for(text, reader) if sealing.opens(text, reader) else ""


def words_of(form):
    """The texts a woman would recognise as hers, longest first; ids and ticks are left out."""
    texts = [v for name, values in form["data"].items() if name not in (*NOT_HERS, sealing.PRIVATE) for v in values]
    return words_in(texts)


def words_in(texts):
    """Of what a form posts that which somebody wrote, longest first."""
    return sorted((t for t in texts if t.strip() and not _is_machine_word(t)), key=len, reverse=True)[:8]


def _is_machine_word(text):
    try:
        uuid.UUID(text)
    except ValueError:
        return text in ("on", "true", "false") or bool(MASKED.fullmatch(text))
    return True


def _fresh(request):
    now = time.time()
    forms = request.session.get(SESSION_KEY, {})
    return {key: form for key, form in forms.items() if now - form["at"] < KEPT_FOR}


def _door(page):
    return f"{reverse('members:sign_in')}?{urlencode({'next': page})}"


def _page_of(request):
    """The page that showed the form: its hidden ``back``, else where the browser says it came from."""
    for candidate in (request.POST.get("back", ""), request.headers.get("Referer", "")):
        if candidate and url_has_allowed_host_and_scheme(
            candidate, {request.get_host()}, require_https=request.is_secure()
        ):
            parts = urlsplit(candidate)
            # Two slashes at the start would lead to another site.
            path = "/" + parts.path.lstrip("/\\")
            return path + (f"?{parts.query}" if parts.query else "")
    return request.path


def _is_a_door(request):
    """Doors keep nothing, and the editor's pages keep their own drafts."""
    match = request.resolver_match
    return request.path.startswith("/admin/") or (match is not None and match.view_name in DOORS)


def _from_our_pages(request):
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and urlsplit(source).netloc == request.get_host()
