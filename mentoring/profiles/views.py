"""Her profile: filled in, confirmed with one tap, resting, emptied; and whom she will not be paired with."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from academy.core.ids import parse
from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.members.models import Member
from academy.members.rules import name_key

from ..models import MentoringProfile
from . import private, services
from .forms import ProfileForm, initial_of

MOST_FOUND = 20


def profile_of(member):
    return MentoringProfile.objects.visible_to(member).prefetch_related("topics", "kinds").first()


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """What she wants and offers. One page; what she said in the last cycle stands there already."""
    hers = profile_of(request.user)
    if request.method == "POST":
        form = ProfileForm(request.POST)
        if form.is_valid():
            services.save_profile(member=request.user, **form.cleaned_data)
            messages.success(request, _("Guardado. Gracias por contarnos."))
            return redirect("mentoring:home")
    else:
        kept = take(request, request.path)
        form = ProfileForm(kept or None, initial=initial_of(hers) or {"languages": [request.user.language]})
    page = {"form": form, "profile": hers, "stale": is_stale(hers)}
    return render(request, "mentoring/profile/profile.html", page, status=status_of(form))


def is_stale(profile, *, today=None):
    """She said it for a cycle that is over."""
    said = profile is not None and profile.taking_part and profile.good_until is not None
    return said and profile.good_until < (today or timezone.localdate())


@never_cache
@keeps_what_she_typed
@require_POST
def still_so(request):
    """«Sigue igual»: one tap."""
    if services.still_so(member=request.user) is None:
        messages.info(request, _("Todavía no llenaste tu ficha. Empieza aquí."))
        return redirect("mentoring:profile")
    messages.success(request, _("Gracias. Tu ficha sigue igual."))
    return redirect("mentoring:home")


@never_cache
@keeps_what_she_typed
@require_POST
def rest(request):
    resting = request.POST.get("resting") == "1"
    services.rest(member=request.user, resting=resting)
    if resting:
        messages.success(request, _("Descansas. Nadie te verá hasta que tú quieras."))
    else:
        messages.success(request, _("Ya apareces otra vez."))
    return redirect("mentoring:home")


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def empty(request):
    """Asks once, then what she said goes."""
    if request.method == "POST":
        services.empty_profile(member=request.user)
        messages.success(request, _("Borramos tu ficha. Puedes volver cuando quieras."))
        return redirect("mentoring:home")
    return render(request, "mentoring/profile/empty.html")


@never_cache
@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def not_with(request):
    """Whom she will not be paired with: hers alone. Names are found only among women whom she may see."""
    if request.method == "POST":
        return _change_not_with(request)
    refused = private.never_with(profile_of(request.user))
    names = Member.objects.in_bulk(refused)
    query = request.GET.get("q", "").strip()
    found = []
    if name_key(query):
        seen = Member.objects.visible_to(request.user).exclude(pk__in=[request.user.pk, *refused])
        found = seen.filter(name_key__contains=name_key(query)).order_by("name_key")[:MOST_FOUND]
    page = {"refused": [names[pk] for pk in refused if pk in names], "found": found, "q": query}
    return render(request, "mentoring/profile/not_with.html", page)


def _change_not_with(request):
    wanted = parse(request.POST.get("member"))
    if request.POST.get("action") == "remove":
        if wanted is None or not private.allow_again(member=request.user, other_id=wanted):
            raise Http404
        messages.success(request, _("Listo. La quitaste de tu lista."))
    else:
        seen = Member.objects.visible_to(request.user).exclude(pk=request.user.pk)
        other = get_object_or_404(seen, pk=wanted)
        private.refuse(member=request.user, other=other)
        messages.success(request, _("Listo. No te la propondremos. Nadie más lo sabe."))
    return redirect("mentoring:not_with")
