"""Is an organisation rural? Said by who sits on its board or organises it; for counting whom the academy reaches."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from academy.core import audit
from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.members.kept_forms import take

from ..models import RuralSaid
from ..querysets import register_of
from .keeping import may_say

ANSWERS = {"yes": True, "no": False, "": None}


class RuralForm(forms.Form):
    rural = forms.ChoiceField(
        label=gettext_lazy("¿Es rural?"),
        required=False,
        choices=[
            ("yes", gettext_lazy("Sí, está en el campo")),
            ("no", gettext_lazy("No, está en la ciudad")),
            ("", gettext_lazy("No se sabe todavía")),
        ],
        widget=forms.RadioSelect,
    )


@transaction.atomic
def say(*, organisation, by, rural, at=None):
    """``rural``: True, False, or None to take it back."""
    if rural is None:
        RuralSaid.objects.filter(organisation=organisation).delete()
    else:
        values = {"rural": rural, "said_by": by, "said_at": at or timezone.now()}
        RuralSaid.objects.update_or_create(organisation=organisation, defaults=values)
    audit.note("leadership.rural_said", by=by, organisation=organisation.pk)


@by_password
@require_http_methods(["GET", "HEAD", "POST"])
def rural(request, pk):
    organisation = get_object_or_404(register_of(request.user), pk=pk)
    decision = may_say(request.user, organisation)
    if not decision:
        raise PermissionDenied(decision.reason)
    said = RuralSaid.objects.filter(organisation=organisation).first()
    now = "" if said is None else "yes" if said.rural else "no"
    kept = take(request, request.path)
    form = RuralForm(request.POST if request.method == "POST" else None, initial={"rural": kept.get("rural", now)})
    if request.method == "POST" and form.is_valid():
        say(organisation=organisation, by=request.user, rural=ANSWERS[form.cleaned_data["rural"]])
        messages.success(request, _("Guardado. Se verá en la próxima cuenta."))
        return redirect("leadership:board", pk=pk)
    context = {"organisation": organisation, "form": form}
    return render(request, "leadership/home/rural.html", context, status=status_of(form))
