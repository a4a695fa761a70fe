"""Who keeps what an organisation cannot do without: said by seat, by who sits on the board or organises it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from academy.core import audit
from academy.core.decisions import Allowed, Denied
from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.members.kept_forms import take
from academy.members.models import Seat, Term
from academy.members.permissions import may_organise

from ..metrics import KEYS
from ..models import Keeping
from ..querysets import register_of

LABELS = {
    "signature": gettext_lazy("Firma en el banco o en oficios"),
    "password": gettext_lazy("Clave o celular de la organización"),
    "book": gettext_lazy("Libro de actas y de caja"),
    "key": gettext_lazy("Llave del local o del almacén"),
    "register": gettext_lazy("Padrón de socias"),
}


class KeepingForm(forms.Form):
    """For each thing the seats that keep it. Several is good: then it hangs on nobody alone."""

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(seat.pk, str(seat)) for seat in seats]
        for item in KEYS:
            self.fields[item] = forms.TypedMultipleChoiceField(
                label=LABELS[item],
                choices=choices,
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


def may_say(user, organisation):
    """Two queries."""
    if may_organise(user, organisation):
        return Allowed()
    if Term.objects.holding().filter(holder=user, seat__organisation=organisation).exists():
        return Allowed()
    return Denied(_("Esto lo anota la directiva o la organizadora."), "no_seat")


@transaction.atomic
def say(*, organisation, by, kept):
    """``kept``: ``{item: [seat pk]}``; takes the place of what was said before."""
    Keeping.objects.filter(organisation=organisation).delete()
    Keeping.objects.bulk_create(
        Keeping(organisation=organisation, item=item, seat_id=seat, said_by=by)
        for item in KEYS
        for seat in kept.get(item, ())
    )
    audit.note("leadership.keeping_said", by=by, organisation=organisation.pk)


def said(organisation):
    """``{item: [seat pk]}``. One query."""
    found = {}
    for item, seat in Keeping.objects.filter(organisation=organisation).values_list("item", "seat"):
        found.setdefault(item, []).append(seat)
    return found


@by_password
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request, pk):
    """The form. Only for the board: who keeps keys and cash is what a thief wants to know."""
    organisation = get_object_or_404(register_of(request.user), pk=pk)
    decision = may_say(request.user, organisation)
    if not decision:
        raise PermissionDenied(decision.reason)
    seats = list(Seat.objects.standing().filter(organisation=organisation).select_related("kind"))
    kept = take(request, request.path)
    first = {item: kept.getlist(item) for item in KEYS} if kept else said(organisation)
    form = KeepingForm(request.POST if request.method == "POST" else None, initial=first, seats=seats)
    if request.method == "POST" and form.is_valid():
        say(organisation=organisation, by=request.user, kept=form.cleaned_data)
        messages.success(request, _("Listo. Ya se sabe quién guarda qué."))
        return redirect("leadership:board", pk=pk)
    context = {"organisation": organisation, "form": form, "seats": seats}
    return render(request, "leadership/home/keeping.html", context, status=status_of(form))
