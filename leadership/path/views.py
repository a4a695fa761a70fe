"""Her passport: hers alone; and what she lets her companion of ayni see."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from academy.core import audit
from academy.core.ids import parse, uuid7
from academy.members import consenting, facts
from academy.members.gates import by_password
from academy.members.kept_forms import keeps_what_she_typed
from academy.members.models import Consent, Member

from ..models import Willingness
from ..stages import services
from ..stages.reading import standing_of
from ..stages.shown import stages_for
from . import passport as passports


@never_cache
@keeps_what_she_typed
@require_GET
def passport(request):
    """Everything of her path, each thing with the place where she says that it is not so."""
    context = {
        "pages": passports.pages_of(request.user),
        "places": passports.places_of(request.user),
        "standing": standing_of(request.user),
        "names": stages_for(request.user),
    }
    context["stage"] = context["names"][context["standing"].stage]
    return render(request, "leadership/path/passport.html", context)


@require_POST
@never_cache
@keeps_what_she_typed
def hide(request):
    """Leave a fact off the paper, or put it back."""
    known = {line.key for page in passports.pages_of(request.user) for line in page.lines}
    fact, hidden = request.POST.get("fact", ""), request.POST.get("hidden") == "1"
    if fact not in known:
        messages.error(request, _("Eso ya no está en tu camino."))
        return redirect("leadership:passport")
    nonce = parse(request.POST.get("nonce")) or uuid7()
    outcome = services.hide(member=request.user, fact=fact, hidden=hidden, nonce=nonce)
    if not outcome:
        messages.error(request, outcome.reason)
    elif hidden:
        messages.success(request, _("Escondido: no sale en tu pasaporte impreso."))
    else:
        messages.success(request, _("Ahora sale en tu pasaporte impreso."))
    return redirect("leadership:passport")


@never_cache
@keeps_what_she_typed
@require_GET
def passport_pdf(request):
    return _file(HttpResponse(passports.pdf_of(request.user), content_type="application/pdf"), "pasaporte.pdf")


@never_cache
@keeps_what_she_typed
@require_GET
def passport_json(request):
    data = passports.data_of(request.user)
    return _file(JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1}), "pasaporte.json")


def _file(response, name):
    # The file's name says nothing: it stays in the download list of a phone that others use.
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@by_password
@require_GET
def companion(request, pk):
    """What a woman lets her companion of ayni see: her stage, and the seats she said yes or maybe to. Nothing else.

    Whoever is not in a living pair with her, or was not allowed, learns nothing: not even that she is known here.
    """
    walks = facts.ask("mentoring.companions", default=(), member=request.user)
    her = get_object_or_404(Member.objects.filter(pk__in=list(walks), is_active=True), pk=pk)
    her = get_object_or_404(
        Member.objects.filter(pk__in=consenting.who_allow(Consent.Purpose.PATH_TO_MENTOR)), pk=her.pk
    )
    audit.note("leadership.path_seen", by=request.user, about=her)
    standing = standing_of(her)
    said = Willingness.objects.standing().filter(member=her).exclude(answer=Willingness.Answer.LATER)
    context = {
        "her": her,
        "standing": standing,
        "stage": stages_for(her)[standing.stage],
        "said": said.select_related("kind").order_by("kind__order", "kind__code"),
    }
    return render(request, "leadership/path/companion.html", context)
