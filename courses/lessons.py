"""A lesson put together for one reader: what is the same for all from the cache, what is hers set around it."""

from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils import timezone
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from academy.site.fallback import fallback_of

from .blocks import QUESTION_TYPES

#: Rendered for each reader: they carry her answers, or a form with her token.
LIVE = {*QUESTION_TYPES, "task", "reflection", "calculator"}
#: Seconds. A translation that was signed off stops calling itself a draft within this time.
CACHED_FOR = 60 * 60


@dataclass
class Piece:
    """One block of a lesson: ready HTML for what all see alike, the raw value for what is hers."""

    id: str
    kind: str
    html: str = ""
    raw: dict = field(default_factory=dict)

    @property
    def is_question(self):
        return self.kind in QUESTION_TYPES


def pieces(page, *, preview=False):
    """The lesson's blocks in order, and its Fallback. One cache read when warm; no query per block.

    The key names the published state of the page and the day: a legal note that expires tonight warns
    tomorrow without anybody publishing again.
    """
    raw = list(page.body.raw_data)
    key = f"lesson:{page.pk}:{page.latest_revision_id}:{page.last_published_at}:{timezone.localdate()}"
    key = key.replace(" ", "T")
    known = None if preview else cache.get(key)
    if known is None:
        known = _render_static(page)
        if not preview:
            cache.set(key, known, CACHED_FOR)
    html, fallback = known
    made = [
        Piece(id=str(child["id"]), kind=child["type"], html=html.get(str(child["id"]), ""), raw=child)
        for child in raw
    ]
    return made, fallback


def _render_static(page):
    fallback = fallback_of(page)
    context = {"fallback": fallback, "page": page, "today": timezone.localdate()}
    html = {
        str(child.id): child.render(context={**context, "block_id": str(child.id)})
        for child in page.body
        if child.block_type not in LIVE
    }
    return html, fallback


def rich(html):
    """Rich text of a raw value, links expanded. Written by editors in Wagtail, which lets only TEXT_FEATURES in."""
    return mark_safe(expand_db_html(html or ""))  # noqa: S308
