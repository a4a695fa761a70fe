"""Bringing a code home: typed, pasted, or read from a photo of its QR."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from academy.core import record

from ..models import CourseOutline
from . import codec, editions, events


@dataclass(frozen=True)
class Brought:
    """What became of one code. ``titles``: the lessons it speaks of, where its edition is known here."""

    state: str
    reason: str
    code: str
    course: str
    titles: tuple[str, ...]
    answered: int
    right: int
    with_answers: bool

    @property
    def kept(self):
        return self.state == record.KEPT


def bring(*, member, typed, by, language, at=None):
    """Enter what was typed for ``member``. Returns a Brought for each code in it; raises ``codec.Slip``.

    What cannot be applied is kept on the shelf. Each code is a transaction of its own.
    """
    at = at or timezone.now()
    return [_brought(item, member=member, by=by, language=language, at=at) for item in codec.read(typed)]


def _brought(item, *, member, by, language, at):
    with transaction.atomic():
        outcome = record.record(
            kind=events.KIND,
            subject=member,
            by=by,
            payload={"code": events.text_of(item)},
            id=events.id_of(item, member.pk),
            happened_at=at,
            device=events.DEVICE,
            at=at,
            keep=True,
        )
    edition = editions.named(item.edition)
    outline = CourseOutline.objects.filter(pk=edition.course).first() if edition else None
    places = (item.lesson,) if isinstance(item, codec.Receipt) else item.lessons
    keys = {edition.lessons[place] for place in places if place < len(edition.lessons)} if edition else ()
    return Brought(
        state=outcome.state,
        reason=outcome.reason,
        code=outcome.code,
        course=outline.title_in(language) if outline else "",
        titles=tuple(
            lesson["titles"].get(language) or lesson["titles"].get("es", "")
            for lesson in (outline.lessons if outline else ())
            if lesson["key"] in keys
        ),
        answered=getattr(item, "answered", 0),
        right=getattr(item, "right", 0),
        with_answers=bool(getattr(item, "answers", "")),
    )
