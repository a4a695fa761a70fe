"""What a woman wrote on a sheet, typed in by whoever accompanies her: the same events as if she had done it here.

Ids follow from the sheet, the day, the woman and what is said, so typing a sheet twice is one. Typed again with
other words it is a correction: what stood before is taken back, by who typed it (``corrections``).
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import record
from academy.core.ids import event_id, uuid7
from academy.core.models import Event

from .. import authority, corrections
from ..circles.rules import begins
from ..circles.services import PAPER

TYPED = ("courses.answered", "courses.task_done", "courses.lesson_read")


@dataclass
class Typed:
    """False where it was refused, with the reason; then nothing was written. ``new``: something changed."""

    reason: str = ""
    new: bool = False
    corrected: bool = False
    #: She said before that some of it is not hers, and her word stands.
    disowned: bool = False

    def __bool__(self):
        return not self.reason


def type_sheet(*, sheet, woman, day, by, answers=(), tasks=(), at=None):
    """``answers``: ``[{question, version, response}]``; ``tasks``: ids of what she did. One transaction."""
    refusal = _refusal(by, woman, day)
    if refusal:
        return Typed(refusal)
    base = {"course": str(sheet.course), "lesson": str(sheet.lesson)}
    wanted = [("lesson_read", base)]
    wanted += [("answered", {**base, **answer}) for answer in answers]
    wanted += [("task_done", {**base, "task": str(task), "note": "", "photo": ""}) for task in tasks]
    nonce = event_id(sheet.pk, {"day": day.isoformat()})
    at = at or timezone.now()
    typed = Typed()
    with transaction.atomic(), record.holding(woman):
        before = _typed_before(nonce, woman, day)
        ids = set()
        for kind, payload in wanted:
            outcome = record.record(
                kind=f"courses.{kind}",
                subject=woman,
                by=by,
                payload=payload,
                id=_id(nonce, woman, kind, payload),
                happened_at=begins(day),
                device=PAPER,
                at=at,
            )
            if not outcome:
                transaction.set_rollback(True)
                return Typed(outcome.reason)
            typed.new = typed.new or outcome.state == record.APPLIED
            ids.add(outcome.id)
        _correct(typed, before, ids, by=by, at=at)
    return typed


def _refusal(by, woman, day):
    if not authority.accompanies(by, woman.pk, authority.FACILITATORS):
        return _("Ella ya no está en tus organizaciones. Habla con su organizadora.")
    if not authority.accompanies(by, woman.pk, authority.FACILITATORS, at=day):
        return _("Ese día todavía no la acompañabas. Pídelo a su organizadora.")
    return ""


def _id(nonce, woman, kind, payload):
    return event_id(nonce, {"subject": str(woman.pk), "kind": kind, **payload})


def _typed_before(nonce, woman, day):
    """Her events that came from this sheet and day."""
    rows = Event.objects.filter(subject=woman.pk, kind__in=TYPED, device=PAPER, happened_at=begins(day))
    return [row for row in rows if row.pk == _id(nonce, woman, row.kind.partition(".")[2], row.payload)]


def _correct(typed, before, ids, *, by, at):
    """What stood and was not typed again goes; what was taken back and is typed again stands.

    That first, so that her summary is never without any: a row that goes and comes back is another row.
    """
    for event in sorted(before, key=lambda event: event.pk not in ids):
        again, disowned = event.pk in ids, corrections.is_disowned(event)
        if again != disowned:
            continue
        corrections.say(event=event, by=by, mine=again, nonce=uuid7(), at=at)
        if corrections.is_disowned(event) == again:
            typed.disowned = True
        else:
            typed.new = typed.corrected = True
