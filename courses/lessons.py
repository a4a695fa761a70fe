"""A lesson put together for one reader: what is the same for all from the cache, what is hers set around it."""

from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils import timezone
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from academy.site.fallback import fallback_of

from .blocks import QUESTION_TYPES
from .sounds import heard, player, sounds_of

#: Rendered for each reader: they carry her answers, or a form with her token.
LIVE = {*QUESTION_TYPES, "task", "reflection", "calculator"}
#: Seconds. A translation that was signed off stops calling itself a draft within this time.
CACHED_FOR = 60 * 60


@dataclass
class Piece:
    """One block of a lesson: ready HTML for what all see alike, the raw value for what is hers.

    ``sound`` is the player that stands above it, empty where it has no recording.
    """

    id: str
    kind: str
    html: str = ""
    sound: str = ""
    raw: dict = field(default_factory=dict)

    @property
    def is_question(self):
        return self.kind in QUESTION_TYPES


def pieces(page, *, preview=False):
    """The lesson's blocks in order, and its Fallback. One cache read when warm; no query per block.

    The key names the published state of the page and the day: a legal note that expires tonight warns
    tomorrow without anybody publishing again. It names the sounds too: they change without publishing.
    """
    raw = list(page.body.raw_data)
    state = f"{page.latest_revision_id}:{page.last_published_at}:{sounds_of(page)['v']}"
    key = f"lesson:2:{page.pk}:{state}:{timezone.localdate()}"
    key = key.replace(" ", "T")
    known = None if preview else cache.get(key)
    if known is None:
        known = _render_static(page)
        if not preview:
            cache.set(key, known, CACHED_FOR)
    html, players, fallback = known
    made = []
    for child in raw:
        own = str(child["id"])
        made.append(Piece(own, child["type"], html.get(own, ""), players.get(own, ""), child))
    return made, fallback


def _render_static(page):
    fallback = fallback_of(page)
    language = page.locale.language_code
    sounds = heard(sounds_of(page), language=language, raw=page.body.raw_data, fallback=fallback)
    context = {
        "fallback": fallback,
        "page": page,
        "today": timezone.localdate(),
        "heard": sounds,
        "language": language,
    }
    html = {
        str(child.id): child.render(context={**context, "block_id": str(child.id)})
        for child in page.body
        if child.block_type not in LIVE
    }
    audio = {str(child["id"]) for child in page.body.raw_data if child["type"] == "audio"}
    players = {block: player(facts, language=language) for block, facts in sounds.items() if block not in audio}
    return html, players, fallback


def rich(html):
    """Rich text of a raw value, links expanded. Written by editors in Wagtail, which lets only TEXT_FEATURES in."""
    return mark_safe(expand_db_html(html or ""))  # noqa: S308
