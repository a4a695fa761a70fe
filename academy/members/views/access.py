"""Doors: sign in, come in with a code, sign out. One action on each screen; nothing personal in an address."""

from ipaddress import ip_address, ip_network

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from academy.core.ids import read_code

from .. import kept_forms, phone, sessions
from ..forms import access as forms
from ..forms import status_of
from ..models import Invitation, Member
from ..secondfactor import services as second_step
from ..services import access, guards, signing_in

#: Where a proxy of ours stands (RFC 1918, RFC 4193 and this machine itself); containers live in 172.16/12.
_NEAR = [
    ip_network(each) for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]


@never_cache
@sensitive_post_parameters("pin")
def sign_in(request):
    """Profiles of this phone first; else the form. ``?otra=1`` goes straight to the form."""
    wanted = sessions.safe_next(request)
    if request.method == "GET" and "otra" not in request.GET:
        known = phone.read(request)
        profiles = Member.objects.filter(pk__in=known.seen, is_active=True).in_bulk()
        here = [profiles[pk] for pk in known.seen if pk in profiles and pk != request.user.pk]
        if here or request.user.is_authenticated:
            return render(request, "members/access/profiles.html", {"profiles": here, "next": wanted})
    form = forms.SignInForm(request.POST or None)
    status = status_of(form)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        result = signing_in.by_pin(
            organisation_code=said["organisation"],
            name=said["name"],
            pictogram=said["pictogram"],
            pin=said["pin"],
        )
        if result.member:
            borrowed = said["phone"] == "borrowed"
            return sessions.begin(request, result.member, borrowed=borrowed, wanted=wanted)
        status = _explain(form, result)
    context = {"form": form, "next": wanted, "open_grid": bool(form["pictogram"].value())}
    return render(request, "members/access/sign_in.html", context, status=status)


@never_cache
@sensitive_post_parameters("pin")
def profile_sign_in(request, pk):
    """Only the PIN, and only for a profile that this phone remembers; for any other id there is no such page."""
    known = phone.read(request)
    if pk not in known.members:
        raise Http404
    member = get_object_or_404(Member, pk=pk, is_active=True)
    wanted = sessions.safe_next(request)
    form = forms.ProfilePinForm(request.POST or None)
    status = status_of(form)
    if request.method == "POST" and form.is_valid():
        result = signing_in.by_profile(member=member, device=known.device, pin=form.cleaned_data["pin"])
        if result.member:
            return sessions.begin(request, result.member, wanted=wanted)
        status = _explain(form, result)
    context = {"form": form, "profile": member, "next": wanted}
    return render(request, "members/access/profile.html", context, status=status)


@never_cache
@sensitive_post_parameters("password")
def team_sign_in(request):
    """User name and password, for whoever has a role over others; Wagtail's editor sends its people here too."""
    wanted = sessions.safe_next(request)
    form = forms.TeamSignInForm(request.POST or None)
    status = status_of(form)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        result = signing_in.by_password(request=request, username=said["username"], password=said["password"])
        if result.member:
            borrowed = said["phone"] == "borrowed"
            return sessions.begin(request, result.member, by_password=True, borrowed=borrowed, wanted=wanted)
        status = _explain(form, result)
    return render(request, "members/access/team.html", {"form": form, "next": wanted}, status=status)


def _explain(form, result):
    """Put the refusal into the form; returns the status of the answer (429 while the account rests)."""
    if result.ask == "name":
        form.add_error("name", _("Varias compañeras tienen este dibujo. Escribe también tu nombre."))
        return 422
    form.add_error(None, result.refusal.reason)
    form.needs_password = result.refusal.code == "needs_password"
    return 429 if result.refusal.code == "resting" else 422


@never_cache
def recover(request):
    """What to do when she cannot come in, and the place to type a code that somebody read to her."""
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("members:invitation", code=form.cleaned_data["code"])
    return render(request, "members/access/recover.html", {"form": form}, status=status_of(form))


@never_cache
@sensitive_post_parameters("pin", "pin_again", "password", "password_again")
def invitation(request, code):
    """Come in with a code. Unknown: 404; used, revoked or expired: 410; each says what to do."""
    address = request.META.get("REMOTE_ADDR", "")
    counted = _counts(address)
    if counted and guards.tried_too_many_codes(address):
        return render(request, "members/access/too_many_codes.html", status=429)
    found = access.find_invitation(code)
    if found is None:
        if counted:
            guards.count_unknown_code(address)
        return render(request, "members/access/no_invitation.html", {"reason": "", "code": "unknown"}, status=404)
    decision = access.may_claim(found, timezone.now())
    if not decision:
        return _closed(request, decision)
    steps = {
        Invitation.Purpose.JOIN: _join,
        Invitation.Purpose.RECOVER: _new_pin,
        Invitation.Purpose.PASSWORD: _new_password,
    }
    try:
        return steps[found.purpose](request, found, read_code(code))
    except access.Refused as refused:
        return _closed(request, refused.decision)


def _closed(request, decision):
    context = {"reason": decision.reason, "code": decision.code}
    return render(request, "members/access/no_invitation.html", context, status=410)


def _counts(address):
    """Is this the address of a phone or a village, and not that of our own proxy?"""
    try:
        here = ip_address(address)
    except ValueError:  # a socket has no address
        return False
    return not any(here in network for network in _NEAR)


def _join(request, found, code):
    """Three screens: name and language, drawing, PIN. What she chose waits in her session, not in the address."""
    said = request.session.get("joining", {})
    if said.get("invitation") != found.pk:
        said = {"invitation": found.pk}
    step = request.GET.get("paso", "1")
    if step == "3" and "name" in said and "pictogram" in said:
        return _join_pin(request, found, code, said)
    if step in ("2", "3") and "name" in said:
        return _join_pictogram(request, found, code, said)
    return _join_name(request, found, code, said)


def _join_name(request, found, code, said):
    known = found.member
    initial = {
        "name": said.get("name") or (known.display_name if known else found.display_name),
        "language": said.get("language") or get_language(),
    }
    form = forms.JoinNameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said |= form.cleaned_data
        request.session["joining"] = said
        with override(said["language"]):
            return HttpResponseRedirect(f"{reverse('members:invitation', args=[code])}?paso=2")
    context = {"form": form, "invitation": found, "name": initial["name"], "step": 1}
    return render(request, "members/access/join_name.html", context, status=status_of(form))


def _join_pictogram(request, found, code, said):
    taken = access.taken_pictograms(found.organisation, but=found.member)
    initial = said.get("pictogram") or (found.member.pictogram if found.member else "")
    form = forms.JoinPictogramForm(request.POST or None, taken=taken, initial={"pictogram": initial})
    if request.method == "POST" and form.is_valid():
        decision = access.may_be_called(
            name=said["name"],
            pictogram=form.cleaned_data["pictogram"],
            organisations=[found.organisation],
            but=found.member,
        )
        if decision:
            request.session["joining"] = said | form.cleaned_data
            return HttpResponseRedirect(f"{reverse('members:invitation', args=[code])}?paso=3")
        form.add_error("pictogram", decision.reason)
    context = {"form": form, "invitation": found, "name": said["name"], "step": 2}
    return render(request, "members/access/join_pictogram.html", context, status=status_of(form))


def _join_pin(request, found, code, said):
    form = forms.JoinPinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = access.claim_invitation(
            code=code,
            name=said["name"],
            pictogram=said["pictogram"],
            language=said["language"],
            pin=form.cleaned_data["pin"],
        )
        request.session.pop("joining", None)
        borrowed = form.cleaned_data["phone"] == "borrowed"
        with override(member.language):
            wanted = reverse("members:how_i_enter")
            messages.success(request, _("Listo, %(name)s. Ya estás dentro.") % {"name": member.display_name})
        return sessions.begin(request, member, borrowed=borrowed, wanted=wanted)
    context = {"form": form, "invitation": found, "name": said["name"], "step": 3}
    return render(request, "members/access/join_pin.html", context, status=status_of(form))


def _new_pin(request, found, code):
    form = forms.JoinPinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = access.renew_pin(code=code, pin=form.cleaned_data["pin"])
        signing_in.forgive_member(member, device=phone.read(request).device)
        return sessions.begin(request, member, borrowed=form.cleaned_data["phone"] == "borrowed")
    context = {"form": form, "name": found.member.display_name}
    return render(request, "members/access/new_pin.html", context, status=status_of(form))


def _new_password(request, found, code):
    form = forms.PasswordForm(request.POST or None, member=found.member, initial={"username": found.member.username})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        member = access.choose_password(code=code, username=said["username"], password=said["password"])
        wanted = reverse("members:second_factors") if second_step.is_demanded(member) else ""
        return sessions.begin(request, member, by_password=True, by_code=True, wanted=wanted)
    context = {"form": form, "name": found.member.display_name}
    return render(request, "members/access/new_password.html", context, status=status_of(form))


@never_cache
def sign_out(request):
    """A question on GET (a link must not sign anybody out), the deed on POST."""
    if not request.user.is_authenticated:
        return redirect("members:signed_out")
    if request.method != "POST":
        return render(request, "members/access/sign_out.html", {"borrowed": request.session.get("borrowed", False)})
    response = redirect("members:signed_out")
    if sessions.end(request, response):
        response["Location"] += "?prestado=1"
    return response


@never_cache
def signed_out(request):
    """Says what stayed on this phone: nothing, or the names it remembers, each with a way to be forgotten."""
    known = phone.read(request)
    profiles = Member.objects.filter(pk__in=known.seen, is_active=True)
    context = {"borrowed": "prestado" in request.GET, "profiles": profiles}
    return render(request, "members/access/signed_out.html", context)


@never_cache
@require_POST
def forget_device_profile(request):
    """Take a name off this phone. Needs no sign-in: whoever holds the phone may hide a profile, nothing is lost."""
    pk = request.POST.get("profile", "")
    known = phone.read(request)
    response = redirect("members:sign_in")
    for member_id in known.members:
        if str(member_id) == pk:
            messages.success(request, _("Este celular ya no recuerda ese nombre."))
            phone.write(response, known.forgetting(member_id))
    return response


@never_cache
@require_POST
@login_required
def show_on_phone(request):
    """Her name on the door of this phone, or off it. Off, she comes in by typing code and name."""
    known = phone.read(request)
    response = redirect("members:account")
    if request.user.pk not in known.members:
        messages.info(request, _("Este celular no recuerda tu nombre."))
        return response
    shown = request.POST.get("shown") == "1"
    phone.write(response, known.showing(request.user.pk, shown))
    told = _("Tu nombre sale en la puerta.") if shown else _("Tu nombre ya no sale. Para entrar, escribe tu nombre.")
    messages.success(request, told)
    return response


@never_cache
@login_required
def kept_form(request):
    """«Did you write this?» Shows the words only where this phone knows that they are hers; else she says so first."""
    waiting = kept_forms.waiting(request, request.user)
    if not waiting:
        return HttpResponseRedirect(sessions.landing(request.user))
    key, form = waiting[-1]
    if request.method == "POST":
        key = request.POST.get("key", "")
        if request.POST.get("answer") == "yes":
            page = kept_forms.accept(request, key)
            return HttpResponseRedirect(page or sessions.landing(request.user))
        kept_forms.discard(request, key)
        messages.info(request, _("Borramos lo que estaba guardado."))
        return HttpResponseRedirect(sessions.landing(request.user))
    context = {
        "key": key,
        "words": kept_forms.words_of(form) if form["whose"] else [],
        "hers": bool(form["whose"]),
        "minutes": max(1, int((timezone.now().timestamp() - form["at"]) // 60)),
    }
    return render(request, "members/access/kept_form.html", context)
