"""Pictures at the weight a phone can pay."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.images.shortcuts import get_rendition_or_not_found

register = template.Library()
WIDTHS = (320, 640)


@register.simple_tag
def lesson_picture(picture, alt, eager=False):
    """A drawing as it is (SVG), a photo as AVIF, WebP and JPEG in two widths. Never loaded before it is near.

    One query per rendition that is not prefetched: call it only where the result is cached.
    """
    if picture is None:
        return ""
    loading = "" if eager else mark_safe(' loading="lazy"')
    if picture.is_svg():
        return format_html(
            '<img src="{}" alt="{}" width="{}" height="{}"{} decoding="async">',
            picture.file.url,
            alt,
            *_size(picture),
            loading,
        )
    sources = []
    for kind in ("avif", "webp"):
        found = [get_rendition_or_not_found(picture, f"width-{width}|format-{kind}") for width in WIDTHS]
        sources.append((f"image/{kind}", ", ".join(f"{each.url} {each.width}w" for each in found)))
    plain = [get_rendition_or_not_found(picture, f"width-{width}|format-jpeg") for width in WIDTHS]
    largest = plain[-1]
    tags = mark_safe("").join(
        format_html('<source type="{}" srcset="{}" sizes="(min-width:40em) 640px, 100vw">', *each) for each in sources
    )
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="(min-width:40em) 640px, 100vw" alt="{}" '
        'width="{}" height="{}"{}></picture>',
        tags,
        plain[0].url,
        ", ".join(f"{each.url} {each.width}w" for each in plain),
        alt,
        largest.width,
        largest.height,
        loading,
    )


def _size(picture):
    """Width and height for the place it takes, scaled to 640 wide: an SVG's own units say nothing about pixels."""
    width, height = picture.width or 16, picture.height or 9
    return 640, round(640 * height / width)
