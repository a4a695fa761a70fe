"""A photo or a voice, for who may read what it belongs to. Its address is not enough."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.members.kept_forms import keeps_what_she_typed
from academy.site.photos import open_photo
from academy.site.sound import serving

from ..models import Evidence


def evidence_of(request, pk):
    """Among what she may read; to all others it does not exist."""
    return get_object_or_404(Evidence.objects.visible_to(request.user).select_related("recording"), pk=pk)


@keeps_what_she_typed
@never_cache
@require_safe
def photo(request, pk):
    found = evidence_of(request, pk)
    if not found.photo:
        raise Http404
    try:
        file = open_photo(found.photo)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@keeps_what_she_typed
@never_cache
@require_safe
def sound(request, pk):
    """``?m4a`` for phones that do not play Opus."""
    found = evidence_of(request, pk)
    if found.recording is None:
        raise Http404
    return serving.serve(request, found.recording, second="m4a" in request.GET)
