"""The plain pages a new site begins with: help lines, her data, how to report a flaw. An editor makes them her own."""

from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Locale

from .batches import together
from .models import PlainPage
from .plain_words import PAGES
from .starting import ensure_home, texts_of
from .translating import pieces, plain, translate

_NAMESPACE = uuid5(NAMESPACE_URL, "relevo-plain-pages")


def ensure_plain_pages():
    """Make what is missing; leave what an editor has changed."""
    home = ensure_home()
    for slug, words in PAGES.items():
        if PlainPage.objects.filter(slug=slug, locale=Locale.get_default()).exists():
            continue
        with together():
            page = home.add_child(
                instance=PlainPage(
                    title=words["title"]["es"],
                    slug=slug,
                    intro=words["intro"]["es"],
                    body=[_raw(slug, number, *block) for number, block in enumerate(words["body"])],
                )
            )
            page.save_revision(clean=False).publish()
            texts = texts_of({"title": words["title"], "intro": words["intro"]})
            for number, block in enumerate(words["body"]):
                _say(texts, slug, number, *block)
            translate(page, texts)


def _id(slug, number):
    return str(uuid5(_NAMESPACE, f"{slug}/{number}"))


def _raw(slug, number, kind, fields):
    value = {name: said["es"] if isinstance(said, dict) else said for name, said in fields.items()}
    return {"type": kind, "id": _id(slug, number), "value": value}


def _say(texts, slug, number, kind, fields):
    """Add a block's translations under wagtail-localize's paths; rich text paragraph by paragraph."""
    for name, said in fields.items():
        if not isinstance(said, dict):
            continue
        path = f"body.{_id(slug, number)}.{name}"
        for language, translation in said.items():
            if language == "es":
                continue
            if name == "text":
                pairs = zip(pieces(said["es"])[1], pieces(translation)[1], strict=True)
                texts[language].update({(path, source): target for (source, _a), (target, _b) in pairs})
            else:
                texts[language][(path, plain(said["es"]))] = plain(translation)
