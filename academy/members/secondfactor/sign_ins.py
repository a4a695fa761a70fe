"""Where she is signed in: written down as a session begins, ended from her page."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from academy.core import sealing

from ..models import SignIn
from . import rules


def began(request, member, *, by_password, borrowed):
    """Write this session down. After ``login``: its key is new."""
    if not request.session.session_key:
        request.session.save()
    row = SignIn.objects.create(
        member=member,
        sealed_key=sealing.seal(request.session.session_key, member),
        by_password=by_password,
        borrowed=borrowed,
        device=rules.device_words(request.headers.get("User-Agent", ""))[:40],
    )
    request.session["sign_in"] = str(row.pk)
    request.session["seen_on"] = timezone.localdate().isoformat()


def renewed(request):
    """The key of this session changed (a new PIN or password): the others are over, this one goes on."""
    end_others(request)
    row = here(request)
    if row is not None:
        if not request.session.session_key:
            request.session.save()
        row.sealed_key = sealing.seal(request.session.session_key, request.user)
        row.save(update_fields=["sealed_key"])


def seen(request):
    """Once a day: when she was last here. At most one update and one write of the session a day."""
    today = timezone.localdate().isoformat()
    if request.session.get("sign_in") and request.session.get("seen_on") != today:
        SignIn.objects.filter(pk=request.session["sign_in"]).update(seen_on=timezone.localdate())
        request.session["seen_on"] = today


def here(request):
    return SignIn.objects.filter(pk=request.session.get("sign_in"), member=request.user).first()


def over(request):
    """She signs out of this one."""
    SignIn.objects.filter(pk=request.session.get("sign_in")).delete()


def end(row):
    """End one session at once, wherever it is."""
    try:
        key = sealing.open_for(row.sealed_key, row.member_id)
    except sealing.CannotOpen:
        key = ""
    if key:
        import_module(settings.SESSION_ENGINE).SessionStore(key).delete()
    row.delete()


def end_others(request):
    for row in SignIn.objects.filter(member=request.user).exclude(pk=request.session.get("sign_in")):
        end(row)


def end_all(member):
    for row in SignIn.objects.filter(member=member):
        end(row)


def forget_old(*, at):
    """Rows of sessions that ran out by themselves."""
    oldest = timezone.localdate(at) - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return SignIn.objects.filter(began_at__date__lt=oldest, seen_on__lt=oldest).delete()[0]
