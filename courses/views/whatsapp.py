"""A lesson as a message to forward. The lesson is public, and so is this."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from academy.site.fallback import fallback_of

from .. import whatsapp
from .lesson import open_lesson


def _lesson(request, key):
    page = open_lesson(request, key)
    if page is None:
        raise Http404
    return page


@require_safe
def lesson_message(request, lesson):
    """The text to copy or send, its picture, and what there is to listen to."""
    page = _lesson(request, lesson)
    address = page.get_url(request)
    text = whatsapp.message_of(page, link=f"{settings.SITE_URL}{address}")
    picture, alt = whatsapp.picture_of(page)
    context = {
        "page": page,
        "text": text,
        "share": whatsapp.share_link(text),
        "picture_bytes": len(whatsapp.jpeg_of(picture)) if picture else 0,
        "alt": alt,
        "fallback": fallback_of(page),
        "recordings": _recordings(page),
    }
    return render(request, "courses/onefile/message.html", context)


@require_safe
def lesson_message_picture(request, lesson):
    picture, _alt = whatsapp.picture_of(_lesson(request, lesson))
    if picture is None:
        raise Http404
    response = HttpResponse(whatsapp.jpeg_of(picture), content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="dibujo.jpg"'
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _recordings(page):
    """Recordings of the lesson that can be sent as a voice note, with their weight."""
    found = []
    for child in page.body:
        recording = child.value.get("recording") if child.block_type == "audio" else None
        if recording:
            found.append({"title": child.value["title"], "url": recording.url, "size": recording.get_file_size() or 0})
    return found
