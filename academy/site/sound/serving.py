"""A private recording, given to whoever its app has let in."""

from django.http import Http404

from academy.core import ranges

from . import services

TYPES = {".opus": "audio/ogg", ".m4a": "audio/mp4"}


def serve(request, recording, *, second=False):
    """The sound of a recording in whole or in part; 404 until it is ready. Asks nothing: that was the caller's part."""
    name = recording.second if second else recording.opus
    size = recording.second_bytes if second else recording.opus_bytes
    if not recording.ready or not name:
        raise Http404
    try:
        file = services.storage_of(recording).open(name)
    except FileNotFoundError:  # a copy of the site without its private files
        raise Http404 from None
    response = ranges.answer(
        request, file, size=size, content_type=TYPES[name[name.rindex(".") :]], etag=name.rpartition("/")[2]
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
