"""Opening and closing her session: the request's side of signing in."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from . import kept_forms, notices, phone, pictograms
from .models import Member
from .secondfactor import services as second_step
from .secondfactor import sign_ins
from .services.access import holds_role, next_step

BACKEND = "academy.members.backends.MemberBackend"
#: How long the second step may take after the password was right, in seconds.
HALF_SIGNED_IN_FOR = 600
_NOT_A_LANDING = ("members:sign_in", "members:team_sign_in", "members:sign_out", "members:recover")


def safe_next(request):
    """The address she wanted, if it is ours and no door; empty otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if not ours or wanted.split("?")[0] in {reverse(name) for name in _NOT_A_LANDING}:
        return ""
    return wanted


def landing(member):
    """Where she goes when she asked for nothing: her path, in her language."""
    with translation.override(member.language):
        return resolve_url(settings.LOGIN_REDIRECT_URL)


def begin(request, member, *, by_password=False, by_code=False, borrowed=False, wanted=""):
    """Open her session and answer with where she goes. After a password, the second step comes first if there is one.

    ``by_code``: she has just chosen her password with a code that was given to her; here she may set up a second step.
    Whoever was signed in on this phone before is signed out; the session's key changes.
    """
    step = next_step(member) if by_password else None
    if step:
        half = {"member": str(member.pk), "at": int(time.time()), "next": wanted, "borrowed": borrowed}
        # Whoever was in here before is out; what a guest typed and was kept for her stays (``kept_forms``).
        if request.user.is_authenticated:
            logout(request)
        request.session.cycle_key()
        request.session["half_signed_in"] = half
        # Her phone still holds the password that its keys are wrapped with: only now can it be told whose they are.
        return onward(request, step, **({} if borrowed else {"half": str(member.pk)}))
    return finish(request, member, by_password=by_password, by_code=by_code, borrowed=borrowed, wanted=wanted)


def half_signed_in(request):
    """``(member, borrowed, next)`` of who gave the right password and owes the second step; None after ten minutes."""
    half = request.session.get("half_signed_in")
    if not half or time.time() - half["at"] > HALF_SIGNED_IN_FOR:
        return None
    member = Member.objects.filter(pk=half["member"], is_active=True).first()
    return (member, half["borrowed"], half["next"]) if member else None


def finish(request, member, *, by_password=False, by_code=False, borrowed=False, wanted="", second_step=False):
    before = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    # Django's login() empties the session of another woman and changes the key in every case.
    login(request, member, backend=BACKEND)
    request.session.pop("half_signed_in", None)
    request.session["signed_in_with"] = "password" if by_password else "pin"
    request.session["came_by_code"] = by_code
    request.session["borrowed"] = borrowed
    if borrowed:
        # Ends with the browser; the owner of the phone finds her own language again.
        request.session.set_expiry(0)
        request.session["language_before"] = before
    sign_ins.began(request, member, by_password=by_password, borrowed=borrowed)
    if by_password:
        _about_second_step(request, member, second_step)
    _tell(request, member)
    known = phone.read(request)
    known = known.signed_out().forgetting(member.pk) if borrowed else known.remembering(member.pk)
    said = {"me": str(member.pk), "borrowed": borrowed, "tile": tile(member, known, by_password=by_password)}
    response = onward(request, _where(request, member, wanted), **said)
    remember_language(response, member.language, borrowed=borrowed)
    if not borrowed or phone.COOKIE in request.COOKIES:
        phone.write(response, known)
    return response


def _about_second_step(request, member, shown):
    """What the session needs to know of it, and a word while she still has days to set one up."""
    request.session["second_step"] = shown
    due = None if shown else second_step.due_for(member)
    if due is None:
        if member.is_demo and holds_role(member):
            messages.info(request, _("Persona inventada: aquí no pedimos el segundo paso. En un sitio de verdad, sí."))
        return
    request.session["second_step_due"] = due.isoformat()
    if not second_step.is_overdue(due.isoformat()):
        day = {"day": date_format(due, "DATE_FORMAT")}
        if request.session["came_by_code"]:
            words = _("Desde el %(day)s entras también con un segundo paso. Ponlo ahora: luego necesitas otro código.")
        else:
            words = _("Desde el %(day)s entras también con un segundo paso. En «Mi página» dice cómo ponerlo.")
        messages.warning(request, words % day)


def tile(member, known, *, by_password):
    """What her phone shows of her where there is no signal; None where it does not remember her."""
    if member.pk not in known.members:
        return None
    return {
        "name": member.display_name,
        "sign": pictograms.sign(member.pictogram),
        "way": "password" if by_password else "pin",
        "hidden": member.pk in known.hidden,
    }


def onward(request, where, **told):
    """On to ``where``: a redirect; for the script that asked in the page's place (static/js/door.js), its address.

    A script cannot see where a redirect leads, and has to wrap the keys of her phone with the PIN it still holds.
    """
    if request.headers.get("X-Relevo") == "door":
        return JsonResponse({"go": where, **told})
    return HttpResponseRedirect(where)


def end(request, response):
    """Close the session. A borrowed phone keeps nothing of hers: no name, no language, no cached page."""
    borrowed = request.session.get("borrowed", False)
    before = request.session.get("language_before", "")
    member_id = request.user.pk
    sign_ins.over(request)
    logout(request)
    known = phone.read(request).signed_out()
    if borrowed:
        known = known.forgetting(member_id)
        if before:
            remember_language(response, before, borrowed=False)
        else:
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite=settings.LANGUAGE_COOKIE_SAMESITE)
        response["Clear-Site-Data"] = '"cache"'
    if phone.COOKIE in request.COOKIES:
        phone.write(response, known)
    return borrowed


def remember_language(response, language, *, borrowed):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=None if borrowed else settings.LANGUAGE_COOKIE_AGE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _where(request, member, wanted):
    if kept_forms.waits_for(request, member):
        return reverse("members:kept_form")
    return wanted or landing(member)


def _tell(request, member):
    """What concerns her safety is said at once, on the first page she sees."""
    for notice in member.notices.filter(seen_at=None, kind__in=notices.URGENT)[:3]:
        messages.warning(request, notices.sentence(notice))
    if member.notices.filter(seen_at=None).exclude(kind__in=notices.URGENT).exists():
        messages.info(request, _("Tienes avisos nuevos en tu página."))
