"""What pages of cycles, visits, practices, maps and plans share: where she stands, what she finds, what she may do."""

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, When
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from academy.core import ids
from academy.core.decisions import Allowed, Denied
from academy.members.forms import status_of
from academy.members.kept_forms import take
from academy.members.models import Organisation

from .calendar import declared
from .filled.requests import Filled, FormPage
from .reserve import standing_of

#: Organisations offered in one list: a woman has few, an organiser looks after many and comes from one of them.
OFFERED = 200


def here(request):
    """Her Standing today. Three queries, once a request; None for who is not signed in. Holidays that were declared
    are read then too, once a minute."""
    if not hasattr(request, "exchange_standing"):
        declared.refresh()
        request.exchange_standing = standing_of(request.user)
    return request.exchange_standing


def find(request, model, pk, *related):
    """The row, where she may read it; to everybody else it does not exist."""
    rows = model.objects.visible_to(request.user, here(request)).select_related(*related)
    return get_object_or_404(rows, pk=pk)


def may_add(standing, organisation):
    """Who is of an organisation writes of its dialogue."""
    if standing is not None and standing.is_inside(organisation):
        return Allowed()
    return Denied(_("Esto lo escriben las socias de esa organización."), "not_inside")


def may_decide(standing, organisation, *hers):
    """Who began it (``hers``: ids of members) or leads the organisation decides about it as a whole."""
    if standing is not None and (standing.member.pk in hers or standing.leads(organisation)):
        return Allowed()
    return Denied(_("Esto lo decide la directiva, o quien lo empezó."), "not_leading")


def insist(decision):
    if not decision:
        raise PermissionDenied(str(decision))


def places_of(standing):
    """Organisations that she may write for, her own first, then in the tree's order; at most OFFERED."""
    if standing is None:
        return Organisation.objects.none()
    own = Q(path__in=standing.own) | Q(pk__in=standing.boards)
    for path in standing.looks_after:
        own |= Q(path__startswith=path)
    shown = list(Organisation.objects.filter(own).values_list("pk", flat=True)[:OFFERED])
    hers = max(standing.own, key=len, default="") or next(iter(standing.looks_after), "")
    hers_first = Case(When(path=hers, then=0), default=1)
    return Organisation.objects.filter(pk__in=shown).order_by(hers_first, "path")


def some_place(standing):
    """Has she any organisation to write for? Who has none is told so, with 403."""
    places = places_of(standing)
    if not places.exists():
        raise PermissionDenied(_("Para esto necesitas ser parte de una organización."))
    return places


def form_id(request, words):
    """The id that this form, printed with its number, gives to what it makes: the same form twice is one row."""
    nonce = ids.parse(request.POST.get("nonce", "")) or ids.uuid7()
    return ids.event_id(nonce, words)


def typed(request, first=None):
    """``(data or None, initial)`` of a form: what she typed before her session ended comes back.

    ``first``: what stands, as the form shows it.
    """
    request.stands = first or {}
    if request.method == "POST":
        return request.POST, first or {}
    kept = take(request, request.path)
    return None, {**(first or {}), **(kept.dict() if kept else {})}


def page(request, template, context, form, *more, asks=""):
    """The page of a form, 422 with what is wrong in it or in ``more``. A form that waited on a phone is told only that.

    ``asks``: what the page wants to know before it goes on, for such a form.
    """
    if isinstance(request, Filled):
        return FormPage(form, more, asks)
    wrong = any(each.is_bound and each.total_error_count() for each in more)
    return render(request, template, context, status=422 if wrong else status_of(form) if form else 200)


def when(request):
    """When she filled it in, where that was without signal; else None: now."""
    return getattr(request, "filled_at", None)
