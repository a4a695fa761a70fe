"""The question on her own page, and what an hour is counted at, by who organises the network."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from academy.core import audit
from academy.core.ids import parse, uuid7
from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.members.permissions import may_organise

from .. import saying
from ..models import HoursSaid, HourWorth
from ..querysets import register_of
from ..snapshots import services as countings
from . import rules

READ_AND_WRITE = ["GET", "HEAD", "POST"]


class HoursForm(forms.Form):
    hours = forms.IntegerField(
        label=gettext_lazy("¿Cuántas horas a la semana?"),
        required=False,
        min_value=0,
        max_value=rules.MOST,
        help_text=gettext_lazy("Cocinar, comprar, reunirse, hacer trámites. Vacío: prefieres no decirlo."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Escribe un número de horas."),
            "max_value": gettext_lazy("Una semana tiene menos horas. Revisa el número."),
            "min_value": gettext_lazy("Escribe un número de horas."),
        },
    )


def say(*, member, hours, nonce, at=None):
    """One event. ``hours``: a week, or None to take it back."""
    return saying.said("leadership.hours_said", subject=member, by=member, payload={"hours": hours}, nonce=nonce, at=at)


@keeps_what_she_typed
@require_http_methods(READ_AND_WRITE)
def my_hours(request):
    said = HoursSaid.objects.visible_to(request.user).first()
    kept = take(request, request.path)
    first = kept.get("hours", said.hours if said else "")
    form = HoursForm(request.POST if request.method == "POST" else None, initial={"hours": first})
    if request.method == "POST" and form.is_valid():
        nonce = parse(request.POST.get("nonce")) or uuid7()
        outcome = say(member=request.user, hours=form.cleaned_data["hours"], nonce=nonce)
        if outcome:
            messages.success(request, _("Guardado. Nadie más ve tu respuesta."))
            return redirect("courses:my_path")
        form.add_error(None, outcome.reason)
    return render(request, "leadership/hours/hours.html", {"form": form, "said": said}, status=status_of(form))


class WorthForm(forms.Form):
    amount = forms.DecimalField(
        label=gettext_lazy("¿Cuánto vale una hora, en soles?"),
        max_digits=8,
        decimal_places=2,
        min_value=0,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Escribe un monto."), "invalid": gettext_lazy("Escribe un monto.")},
    )
    source = forms.CharField(
        label=gettext_lazy("¿Quién lo dice?"),
        max_length=160,
        help_text=gettext_lazy("Por ejemplo: el sueldo mínimo, con su norma y su fecha."),
        error_messages={"required": gettext_lazy("Escribe de dónde sale el monto.")},
    )

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Escribe un monto mayor que cero."))
        return amount


@by_password
@require_http_methods(READ_AND_WRITE)
def worth(request, pk):
    """Of the organisation at the top, by who organises it. For reports of what women give: no pay is promised."""
    place = get_object_or_404(register_of(request.user), pk=pk)
    if not place.is_root():
        raise Http404
    decision = may_organise(request.user, place)
    if not decision:
        raise PermissionDenied(decision.reason)
    said = HourWorth.objects.filter(organisation=place).first()
    kept = take(request, request.path)
    first = {"amount": said.amount, "source": said.source} if said else {}
    form = WorthForm(request.POST if request.method == "POST" else None, initial={**first, **kept.dict()})
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "said_by": request.user, "said_at": timezone.now()}
        HourWorth.objects.update_or_create(organisation=place, defaults=values)
        audit.note("leadership.hour_worth_said", by=request.user, organisation=place.pk)
        countings.soon(place.path)
        messages.success(request, _("Guardado. Se verá en la próxima cuenta."))
        return redirect("leadership:figure", key="unpaid_hours")
    context = {"organisation": place, "form": form, "said": said}
    return render(request, "leadership/hours/worth.html", context, status=status_of(form))
