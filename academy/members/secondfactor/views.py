"""Setting up the second step, showing it at the door, and ending sessions. Codes and keys stay in no cache."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from academy.core import audit
from academy.core.ids import grouped, parse

from .. import qr, sessions
from ..forms import status_of
from ..models import SecondFactor, SignIn
from . import passkeys, services, sign_ins
from .forms import AppForm, PasskeyForm, StepForm


def for_passwords(view):
    """For whoever came in with a password: a PIN opens her own page alone and needs no second step."""

    @never_cache
    @login_required
    @wraps(view)
    def asked(request, *args, **kwargs):
        if not request.user.has_usable_password() or request.session.get("signed_in_with") == "pin":
            return render(request, "members/secondfactor/not_needed.html")
        return view(request, *args, **kwargs)

    return asked


def for_who_may_set_up(view):
    """Not for a password alone, which somebody may have stolen: 403 with what is missing and the way to it."""

    @for_passwords
    @wraps(view)
    def asked(request, *args, **kwargs):
        if not services.may_set_up(request.user, request.session):
            return _factors(request, status=403)
        return view(request, *args, **kwargs)

    return asked


@for_passwords
def second_factors(request):
    """What she has, how many codes of her paper are left, and what is demanded."""
    return _factors(request)


def _factors(request, status=200):
    member = request.user
    due = request.session.get("second_step_due") if not request.session.get("second_step") else None
    context = {
        "factors": member.second_factors.all(),
        "left": services.codes_left(member),
        "demanded": services.is_demanded(member),
        "overdue": services.is_overdue(due),
        "demo": member.is_demo,
        "may_set_up": services.may_set_up(member, request.session),
    }
    return render(request, "members/secondfactor/factors.html", context, status=status)


@for_who_may_set_up
@sensitive_post_parameters("code")
def add_app(request):
    """A QR for an app, and the first code that it makes. The secret waits in her session until then."""
    secret = request.session.get("new_app")
    if not secret:
        secret = request.session["new_app"] = services.new_secret()
    form = AppForm(request.POST or None)
    status = status_of(form) if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            services.add_app(member=request.user, secret=secret, code=said["code"], name=said["name"])
        except services.Refused as refused:
            form.add_error("code", refused.decision.reason)
            status = 422
        else:
            request.session.pop("new_app", None)
            return _added(request)
    context = {
        "form": form,
        "qr": qr.svg(services.otpauth(secret, request.user), _("Código QR para tu aplicación")),
        "secret": grouped(secret),
        "link": services.otpauth(secret, request.user),
    }
    return render(request, "members/secondfactor/app.html", context, status=status)


@for_who_may_set_up
def add_passkey(request):
    """A passkey: her phone's own lock, or a key on a cable. Needs script and https; an app needs neither."""
    form = PasskeyForm(request.POST or None)
    status = 200
    if request.method == "POST":
        state, status = request.session.pop("passkey_state", None), 422
        if form.is_valid() and form.cleaned_data["passkey"] and state:
            said = form.cleaned_data
            decision = passkeys.add(request, request.user, state=state, said=said["passkey"], name=said["name"])
            if decision:
                return _added(request)
            form.add_error(None, decision.reason)
        elif form.is_valid():
            form.add_error(None, _("Este navegador no puede usar llaves. Usa una aplicación de códigos."))
    options, request.session["passkey_state"] = passkeys.ask_for_new(request, request.user)
    return render(request, "members/secondfactor/passkey.html", {"form": form, "options": options}, status=status)


def _added(request):
    """From now on this session has shown it too. The first brings the paper, and ends sessions without one."""
    if request.user.second_factors.count() == 1:
        sign_ins.end_others(request)
    request.session["second_step"] = True
    request.session.pop("second_step_due", None)
    messages.success(request, _("Listo: ya tienes tu segundo paso."))
    if not services.codes_left(request.user):
        request.session["printed"] = services.print_codes(member=request.user)
        return redirect("members:printed_codes")
    return redirect("members:second_factors")


@for_who_may_set_up
def printed_codes(request):
    """Ten codes for paper, shown once. New ones on POST."""
    if request.method == "POST":
        if not request.user.second_factors.exists():
            messages.info(request, _("Primero pon un segundo paso."))
            return redirect("members:second_factors")
        request.session["printed"] = services.print_codes(member=request.user)
        return redirect("members:printed_codes")
    codes = request.session.pop("printed", None)
    context = {"codes": codes, "left": services.codes_left(request.user)}
    return render(request, "members/secondfactor/codes.html", context)


@require_POST
@for_who_may_set_up
def remove_factor(request, pk):
    factor = get_object_or_404(SecondFactor, pk=pk, member=request.user)
    try:
        services.remove(factor=factor, by=request.user)
    except services.Refused as refused:
        messages.warning(request, refused.decision.reason)
    else:
        messages.success(request, _("Quitado."))
    return redirect("members:second_factors")


# --- At the door -----------------------------------------------------------------------------------


@never_cache
@sensitive_post_parameters("code", "passkey")
def second_step(request):
    """After the right password: the code, the key, or a code of her paper. Ten minutes; then the password again."""
    half = sessions.half_signed_in(request)
    if half is None:
        messages.info(request, _("Pasó mucho tiempo. Entra otra vez con tu contraseña."))
        return redirect("members:team_sign_in")
    member, borrowed, wanted = half
    form = StepForm(request.POST or None)
    status = status_of(form) if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        decision = _shown(request, member, form.cleaned_data)
        if decision:
            return sessions.finish(
                request, member, by_password=True, borrowed=borrowed, wanted=wanted, second_step=True
            )
        form.add_error(None, decision.reason)
        status = 429 if decision.code == "resting" else 422
    asked = passkeys.ask(request, member)
    options, state = asked if asked else ("", None)
    request.session["passkey_state"] = state
    return render(request, "members/secondfactor/step.html", {"form": form, "options": options}, status=status)


def _shown(request, member, said):
    state = request.session.pop("passkey_state", None)
    if said["passkey"] and state:
        return passkeys.fits(request, member, state=state, said=said["passkey"])
    return services.code_fits(member=member, code=said["code"])


# --- Sessions --------------------------------------------------------------------------------------


@never_cache
@login_required
def sessions_page(request):
    """Where she is signed in. POST ends one, or all others."""
    if request.method == "POST":
        return _ended(request)
    rows = list(SignIn.objects.filter(member=request.user))
    context = {"rows": rows, "here": request.session.get("sign_in"), "others": len(rows) > 1}
    return render(request, "members/secondfactor/sessions.html", context)


def _ended(request):
    if request.POST.get("session") == "others":
        sign_ins.end_others(request)
    else:
        row = _row(request)
        if str(row.pk) == request.session.get("sign_in"):
            return redirect(reverse("members:sign_out"))
        sign_ins.end(row)
    audit.note("members.session_ended", by=request.user, about=request.user)
    messages.success(request, _("Listo: esa sesión está cerrada."))
    return redirect("members:sessions")


def _row(request):
    row = SignIn.objects.filter(pk=parse(request.POST.get("session")), member=request.user).first()
    if row is None:
        raise Http404
    return row
