"""What strangers read. Never kept by any cache: taking down is immediate because there is nothing left to take down."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from academy.core import style
from academy.members.forms import status_of

from ..commitments import shown
from ..commitments.owed.reading import reckoned
from ..models import PublicFace
from . import services
from .forms import CorrectionForm

#: Rows of the page; the table that others embed shows fewer.
MOST, MOST_IN_TABLE = 300, 50
#: Only for the table, only where the organisation said so: any site may frame it. It loads a stylesheet, nothing else.
FRAMED = (
    "default-src 'none'; style-src 'self' {style}; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)


def _kept_nowhere(view):
    """View decorator: no cache of any kind, no copy in a search engine."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, max-age=0"
        response["X-Robots-Tag"] = "noarchive"
        return response

    return answered


def _face(slug):
    return get_object_or_404(PublicFace.objects.select_related("organisation"), slug=slug)


def _gone(request, face):
    """It stood once, so that it did is no secret: «gone» makes search engines drop it, «not found» lets them wait."""
    return render(request, "peer_exchange/public/gone.html", {"organisation": face.organisation}, status=410)


@_kept_nowhere
@require_safe
def page(request, slug):
    face = _face(slug)
    if face.published_at is None:
        return _gone(request, face)
    today = timezone.localdate()
    rows = services.published_of(face)
    context = {
        "face": face,
        "rows": [shown.shown(row, today) for row in rows[:MOST]],
        "whole": reckoned(rows, at=today).whole,
        "today": today,
    }
    return render(request, "peer_exchange/public/page.html", context)


@xframe_options_exempt
@_kept_nowhere
@require_safe
def table(request, slug):
    """The same as a bare table that other sites may frame."""
    face = _face(slug)
    if face.published_at is None or not face.embeddable:
        response = HttpResponse(_("Esta tabla ya no se publica."), status=410, content_type="text/plain; charset=utf-8")
    else:
        today = timezone.localdate()
        rows = [shown.shown(row, today) for row in services.published_of(face)[:MOST_IN_TABLE]]
        context = {"face": face, "rows": rows, "today": today}
        response = render(request, "peer_exchange/public/table.html", context)
    response["Content-Security-Policy"] = FRAMED.format(style=style.source())
    return response


@_kept_nowhere
def ask_correction(request, slug, pk):
    """Anybody may say that something published is wrong."""
    face = _face(slug)
    if face.published_at is None:
        return _gone(request, face)
    row = services.published_of(face).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        # Told the same: a program learns nothing.
        decision = True if said.pop("web") else services.ask_correction(commitment=row, **said)
        if decision:
            messages.success(request, _("Gracias. La organización lo revisará."))
            return redirect("exchange:open_commitments", slug=slug)
        form.add_error(None, str(decision))
    context = {"form": form, "face": face, "row": row}
    return render(request, "peer_exchange/public/correction.html", context, status=status_of(form))
