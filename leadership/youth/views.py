"""The question on her own page."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from academy.core.ids import parse, uuid7
from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed, take

from .. import saying
from ..models import YouthSaid
from . import rules


class AgeForm(forms.Form):
    young = forms.ChoiceField(
        label=gettext_lazy("¿Tienes menos de 35 años?"),
        choices=[
            (rules.YES, gettext_lazy("Sí, menos de 35")),
            (rules.NO, gettext_lazy("No, 35 o más")),
            ("", gettext_lazy("Prefiero no decirlo")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )


def say(*, member, young, nonce, at=None):
    """One event. ``young``: yes, no, or empty to take it back."""
    return saying.said("leadership.age_said", subject=member, by=member, payload={"young": young}, nonce=nonce, at=at)


@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def my_age(request):
    said = YouthSaid.objects.visible_to(request.user).first()
    now = "" if said is None else rules.YES if said.young else rules.NO
    kept = take(request, request.path)
    form = AgeForm(request.POST if request.method == "POST" else None, initial={"young": kept.get("young", now)})
    if request.method == "POST" and form.is_valid():
        nonce = parse(request.POST.get("nonce")) or uuid7()
        outcome = say(member=request.user, young=form.cleaned_data["young"], nonce=nonce)
        if outcome:
            messages.success(request, _("Guardado. Nadie más ve tu respuesta."))
            return redirect("courses:my_path")
        form.add_error(None, outcome.reason)
    return render(request, "leadership/youth/age.html", {"form": form}, status=status_of(form))
