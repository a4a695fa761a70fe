"""A lesson as a message to forward. The lesson is public, and so is this."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from academy.site.fallback import fallback_of

from .. import whatsapp
from ..sounds import heard, sounds_of
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
    fallback = fallback_of(page)
    context = {
        "page": page,
        "text": text,
        "share": whatsapp.share_link(text),
        "picture_bytes": len(whatsapp.jpeg_of(picture)) if picture else 0,
        "alt": alt,
        "fallback": fallback,
        "recordings": _recordings(page, fallback),
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


def _recordings(page, fallback):
    """What can be heard in the lesson, in its order, to be sent as voice notes: ``[{title, url, size}]``.

    AAC and not Opus: every chat plays it. An audio block whose file is not prepared yet gives the file itself.
    """
    facts = heard(sounds_of(page), language=page.locale.language_code, raw=page.body.raw_data, fallback=fallback)
    found = []
    for child in page.body:
        said = facts.get(str(child.id))
        if said:
            url, size = default_storage.url(said["second"]), said["second_bytes"]
        elif child.block_type == "audio":
            recording = child.value.get("recording")
            url, size = (recording.url, recording.get_file_size() or 0) if recording else ("", 0)
        else:
            continue
        if url:
            title = child.value.get("title") or child.value.get("prompt") or gettext("Escuchar")
            found.append({"title": title, "url": url, "size": size})
    return found
