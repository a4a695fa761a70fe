"""A notice of an authority that came late, or never: proof of what blocks them, with or without a photo."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from academy.core.record import Unfit
from academy.members.kept_forms import keeps_what_she_typed

from .. import doors
from ..evidence import services as evidence
from ..filled.requests import from_phones
from ..models import Evidence
from ..reserve import Reserve
from ..sessions.shown import session_for
from . import handlers
from .forms import NoticeForm
from .views import commitment_or_404


@keeps_what_she_typed
@never_cache
@from_phones
def of_commitment(request, pk):
    row = commitment_or_404(request, pk)
    doors.insist(handlers.may_write(request.user, row))
    return _page(request, row, reverse("exchange:commitment", args=[row.pk]), commitment=row)


@keeps_what_she_typed
@never_cache
@from_phones
def of_session(request, pk):
    row = session_for(doors.here(request), pk) if doors.here(request) else None
    if row is None or row.is_count_only:
        raise Http404
    doors.insist(doors.may_add(doors.here(request), row.organisation))
    return _page(request, row, reverse("exchange:session", args=[row.pk]), session=row)


def _page(request, row, back, **of):
    data, first = doors.typed(request)
    form = NoticeForm(data, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid() and _add(request, row, form, of):
        messages.success(request, _("Guardada. Si esto traba una promesa, anótalo también en «cómo va»."))
        return redirect(back)
    context = {"form": form, "row": row, "back": back}
    return doors.page(request, "peer_exchange/evidence/notice.html", context, form)


def _add(request, row, form, of):
    """Once, however often the form arrives. False: the photo cannot be used, which the form says."""
    said = dict(form.cleaned_data)
    upload, never = said.pop("photo"), said.pop("what") == NoticeForm.NONE
    number = doors.form_id(request, {"of": str(row.pk), "notice": said["words"]})
    if Evidence.objects.filter(pk=number).exists():
        return True
    try:
        photo = evidence.keep_photo(upload, owner=row.pk) if upload else ""
    except Unfit as unfit:
        form.add_error("photo", unfit.reason)
        return False
    if never:
        # When they heard of it by chance is no notice.
        heard = said.pop("received_on")
        said["received_on"] = None
        said["words"] = _said(said["words"], heard)
    narrow = row.reserve == Reserve.PARTICIPANTS
    level = Reserve.PARTICIPANTS if narrow else Reserve.ORGANISATION
    shows = Evidence.Shows.NOTICE
    evidence.add(
        organisation=row.organisation,
        by=request.user,
        id=number,
        shows=shows,
        photo=photo,
        reserve=level,
        **of,
        **said,
    )
    return True


def _said(words, heard):
    if heard is None:
        return words
    told = _("Nos enteramos el %(day)s.") % {"day": heard.strftime("%d/%m/%Y")}
    return f"{words[: 298 - len(told)].rstrip('.')}. {told}"
