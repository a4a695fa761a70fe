"""Her data on her own page: all of it, as a file, and gone."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from academy.core.models import Event

from .. import phone
from ..services import signing_in
from . import erasing, registry, showing
from .forms import EraseForm


@never_cache
@login_required
@require_GET
def her_data(request):
    """All that is held about her. Everything stands on one page: a search in it finds all."""
    context = {
        "sections": showing.readable(request.user),
        "events": Event.objects.filter(subject=request.user.pk).count(),
        "borrowed": request.session.get("borrowed", False),
    }
    return render(request, "members/her_data/her_data.html", context)


@never_cache
@login_required
@require_GET
def as_page(request):
    """The same as one file that opens anywhere, without the site."""
    context = {"sections": showing.readable(request.user), "made_at": timezone.now(), "language": get_language()}
    response = render(request, "members/her_data/file.html", context)
    return _as_download(response, "html")


@never_cache
@login_required
@require_GET
def as_json(request):
    text = json.dumps(showing.as_file(request.user), ensure_ascii=False, indent=1)
    return _as_download(HttpResponse(text, content_type="application/json"), "json")


def _as_download(response, ending):
    # The name of the file says nothing: another may see it among the phone's downloads.
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="datos-{day}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@login_required
@sensitive_post_parameters("secret")
def erase(request):
    """What goes, what stays and why; then her PIN or password, and it is done."""
    member = request.user
    form = EraseForm(request.POST or None, by_password=not member.pin)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            decision = signing_in.secret_fits(member=member, secret=form.cleaned_data["secret"])
            if decision:
                return _erased(request, member)
            form.add_error("secret", decision.reason)
            status = 429 if decision.code == "resting" else 422
    context = {
        "form": form,
        "stays": [part.stays for part in registry.parts() if part.stays],
        "alone": _organises_alone(member),
        "terms": member.terms.holding(timezone.localdate()).exists(),
    }
    return render(request, "members/her_data/erase.html", context, status=status)


def _erased(request, member):
    pk = member.pk
    erasing.erase(member=member)
    logout(request)
    messages.success(request, _("Tus datos ya no están. Gracias por lo caminado."))
    response = redirect("members:erased")
    # Her name leaves the door of this phone; what its box still holds of her cannot be opened or sent any more.
    known = phone.read(request).forgetting(pk)
    if phone.COOKIE in request.COOKIES:
        phone.write(response, known)
    response["Clear-Site-Data"] = '"cache"'
    return response


def _organises_alone(member):
    """Organisations that nobody else organises, from there or from above: after this they have no organiser."""
    found = []
    for role in member.roles.standing().filter(kind="organiser").select_related("organisation"):
        above = [role.organisation, *role.organisation.get_ancestors()]
        others = type(role).objects.standing().filter(kind="organiser", organisation__in=above, member__is_active=True)
        if not others.exclude(member=member).exists():
            found.append(role.organisation.name)
    return found


@never_cache
@require_GET
def erased(request):
    return render(request, "members/her_data/erased.html")
