"""Recordings on a page."""

from django import template
from django.core.files.storage import default_storage

from academy.site.sound.words import length

register = template.Library()


@register.filter
def media_url(name):
    """The address of a file of the media storage; one of a bucket is good for a day."""
    return default_storage.url(name)


@register.inclusion_tag("parts/player.html", takes_context=True)
def player(context, sound, title=""):
    """What plays these facts of a recording: ``Recording.facts``, with ``text`` where a transcript stands beside it."""
    return {"sound": sound, "length": length(sound["seconds"]), "title": title, "language": context.get("language")}
