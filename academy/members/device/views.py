"""What her phone asks the site for: its words, and the key under which a file travels."""

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.core import sync
from academy.core.record import ALREADY, APPLIED, KEPT

from .. import phone, sessions
from ..kept_forms import keeps_what_she_typed
from . import carrying
from .words import packed

SAFE = (APPLIED, ALREADY, KEPT)

#: A year: the address changes with the words.
KEPT_FOR = 60 * 60 * 24 * 365


class BringForm(forms.Form):
    file = forms.FileField(
        label=_("El archivo que te dieron"),
        help_text=_("Termina en .relevo. No puedes leerlo, y está bien."),
        error_messages={
            "required": _("Elige el archivo."),
            "empty": _("El archivo está vacío. Pide que lo hagan y lo envíen otra vez."),
        },
    )


@require_safe
def words(request):
    """The same for everybody; asked for once in a phone's life, and again when a word changes."""
    body, edition = packed(get_language())
    response = HttpResponse(body, content_type="application/json")
    fresh = request.GET.get("v") == edition
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}, immutable" if fresh else "no-cache"
    return response


@never_cache
@require_safe
def carrier_key(request):
    """The site's key for files that a companion carries, what proves later whose phone made one, and her tile."""
    if not request.user.is_authenticated or request.session.get("borrowed"):
        return JsonResponse({"code": "signed_out"}, status=401)
    by_password = request.session.get("signed_in_with") == "password"
    tile = sessions.tile(request.user, phone.read(request), by_password=by_password)
    return JsonResponse({**carrying.key_for(request.user), "tile": tile})


@never_cache
@keeps_what_she_typed
def bring(request):
    """A companion brings the file of a phone without signal. It says how much arrived, and nothing of what."""
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    words, failed = [], 0
    if request.method == "POST" and form.is_valid():
        try:
            reports, _owner = carrying.bring(content=form.cleaned_data["file"].read(), by=request.user)
        except (carrying.Refused, sync.Refused) as refused:
            form.add_error("file", str(refused.reason))
        else:
            words = [sync.words_of(report.receipt) for report in reports if report.receipt]
            failed = sum(answer.state not in SAFE for report in reports for answer in report.answers)
            form = BringForm()
    context = {"form": form, "words": words, "failed": failed}
    return render(request, "members/sync/bring.html", context, status=422 if form.errors else 200)
