"""What phones send (``/sync/``), and the pages on which she and her facilitator read what became of it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import is_same_domain
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from academy.core import audit, ids
from academy.core import sync as transport

from ..gates import by_password
from ..kept_forms import keeps_what_she_typed
from ..services import sending
from ..services.access import holds_role
from .organising import require_role

HEADER = "sync"


@csrf_exempt
@never_cache
@require_POST
def sync(request):
    """Take a batch from a device of whoever is signed in, and say of each event what became of it.

    A worker cannot read the token of a form, so another site is kept out in three other ways: the session
    cookie is SameSite=Lax and does not come with a foreign POST; ``X-Relevo: sync`` is a header that no page of
    another origin may send without asking first, and nobody is allowed here; ``Origin`` must be our own.
    """
    refusal = turned_away(request)
    if refusal is not None:
        return refusal
    with override(request.user.language):
        try:
            batch = transport.read_batch(_body(request))
        except transport.Refused as refused:
            return _refused(refused.status, refused.code, refused.reason)
        return JsonResponse(transport.take(batch, by=request.user).as_json())


def turned_away(request):
    """The answer to a phone that may not send here, or None. For every address that takes what phones send."""
    if not request.user.is_authenticated:
        return _refused(401, "signed_out", _("Entra primero con tu nombre."))
    with override(request.user.language):
        if request.headers.get("X-Relevo") != HEADER or not _from_here(request):
            return _refused(403, "not_from_here", _("Esto no vino de una página de este sitio."))
        if request.session.get("signed_in_with") == "pin" and holds_role(request.user):
            return _refused(401, "needs_password", _("Para esto, entra con tu usuaria y contraseña."))
    return None


def _refused(status, code, reason):
    limits = {"limit_events": transport.MOST_EVENTS, "limit_bytes": transport.MOST_BYTES}
    told = {"code": code, "reason": str(reason), **(limits if status == 413 else {})}
    return JsonResponse(told, status=status)


def _body(request):
    """The body, refused by its announced length before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > transport.MOST_BYTES:
        raise transport.too_large()
    return request.body


def _from_here(request):
    """Browsers send ``Origin`` with every POST of a script or a worker; without it nobody is let in."""
    origin = request.headers.get("Origin", "")
    if origin == f"{request.scheme}://{request.get_host()}":
        return True
    parts = urlsplit(origin)
    for trusted in settings.CSRF_TRUSTED_ORIGINS:
        known = urlsplit(trusted)
        if parts.scheme == known.scheme and is_same_domain(parts.netloc, known.netloc.removeprefix("*")):
            return True
    return False


# --- Her page --------------------------------------------------------------------------------------


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def sync_centre(request):
    """What arrived, with its code; what was kept, with its reason and the ways to mend it."""
    if request.method == "POST":
        return _mend(request)
    context = {
        "receipts": [(receipt, transport.words_of(receipt)) for receipt in sending.receipts_of(request.user)],
        "kept": sending.kept_of(request.user),
        "for_others": sending.sent_for_others(request.user),
    }
    return render(request, "members/sync/centre.html", context)


def _mend(request):
    claimed = ids.parse(request.POST.get("claim"))
    if claimed:
        if sending.claim(member=request.user, kept=claimed):
            messages.success(request, _("Listo: ya está anotado."))
        else:
            messages.warning(request, _("Todavía no se puede anotar. Mira por qué aquí abajo."))
        return redirect("members:sync_centre")
    told = sending.retry_hers(member=request.user)
    done = told["applied"] + told["already"]
    if done:
        words = ngettext("%(count)s anotación entró ahora.", "%(count)s anotaciones entraron ahora.", done)
        messages.success(request, words % {"count": done})
    else:
        messages.info(request, _("Todavía no se puede. Lo guardamos aquí."))
    return redirect("members:sync_centre")


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def delete_kept(request, pk):
    """Asks once, then throws it away. What is not hers does not exist."""
    kept = sending.own_kept(request.user, pk)
    if kept is None:
        raise Http404
    if request.method == "POST":
        sending.delete_kept(member=request.user, kept=pk)
        messages.success(request, _("Lo borramos."))
        return redirect("members:sync_centre")
    return render(request, "members/sync/delete.html", {"kept": kept})


# --- Her facilitator's page ------------------------------------------------------------------------


@by_password
@require_GET
def receipt(request):
    """The code that a woman read to her over the phone; and how much is kept of the women she accompanies."""
    require_role(request)
    code = request.GET.get("codigo", "").strip()[:20]
    found = sending.look_up(user=request.user, code=code) if code else []
    scope = None if code else sending.kept_in_scope(user=request.user)
    audit.seen("members.kept_seen", by=request.user, about=scope.members if scope else ())
    context = {
        "code": code,
        "found": [(each, transport.words_of(each), owner) for each, owner in found],
        "scope": scope,
        "least": sending.LEAST,
    }
    status = 404 if code and not found else 200
    return render(request, "members/sync/receipt.html", context, status=status)
