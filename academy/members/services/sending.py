"""What her phone sent: receipts, what was kept and why, and the ways to mend it."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit, record, sealing, shelf
from academy.core.ids import read_code
from academy.core.models import KeptEvent, SyncReceipt
from academy.core.tasks import retry_soon

from ..kept_forms import words_in
from ..models import Consent, Member
from ..permissions import facilitated_by

#: Counts of fewer women are not told.
LEAST = 5
MOST_SHOWN = 50
#: While she waits: some 10 ms each.
MOST_TRIED = 200
#: Where an event of any kind carries words of hers.
WORDS = ("text", "note", "name", "topic", "next_step", "shared")
#: Where it carries a form as it was filled in.
FIELDS = "fields"


@dataclass(frozen=True)
class Kept:
    """One kept event as she reads it. ``words``: what she wrote; ``sender``: who sent it, where that was not she."""

    pk: object
    what: str
    reason: str
    received_at: object
    words: tuple = ()
    sender: str = ""
    hers: bool = True


def kept_of(member):
    """What is kept of her, newest first, with her own words. Three queries."""
    rows = list(_hers(member).order_by("-received_at")[:MOST_SHOWN])
    senders = Member.objects.visible_to(member).in_bulk([row.by for row in rows if row.by and row.by != member.pk])
    return [_told(row, member, senders) for row in rows]


def _hers(member):
    """About her; or sent by her and about nobody that could be read."""
    return KeptEvent.objects.filter(Q(subject=member.pk) | Q(subject=None, by=member.pk))


def _told(row, member, senders):
    sent_by_her = row.by in (None, member.pk)
    sender = "" if sent_by_her else str(senders.get(row.by) or _("otra persona"))
    return Kept(
        pk=row.pk,
        what=record.label_of(row.kind),
        reason=row.reason,
        received_at=row.received_at,
        words=tuple(_words_in(shelf.unpacked(row.envelope).get("payload"), member))[:5],
        sender=sender,
        hers=sent_by_her,
    )


def _words_in(value, reader, depth=3):
    if isinstance(value, dict) and depth:
        for name, inner in value.items():
            if name == sealing.PRIVATE and sealing.opens(inner, reader):
                yield sealing.open_for(inner, reader)[:500]
            elif name in WORDS and isinstance(inner, str) and inner.strip():
                yield inner.strip()[:500]
            elif name == FIELDS and isinstance(inner, dict):
                texts = [text for values in inner.values() if isinstance(values, list) for text in values]
                yield from (text[:500] for text in words_in(text for text in texts if isinstance(text, str)))
            else:
                yield from _words_in(inner, reader, depth - 1)


def sent_for_others(member):
    """How much of what she sent about other women is kept, by kind and reason: no contents. One query."""
    rows = KeptEvent.objects.filter(by=member.pk).exclude(subject=None).exclude(subject=member.pk)
    return _counted(rows.values_list("kind", "code", "reason"))


def _counted(rows):
    """``(what, reason, how many)``, the most frequent first. The reason is that of the first of its code."""
    counts, reasons = {}, {}
    for kind, code, reason in rows:
        counts[kind, code] = counts.get((kind, code), 0) + 1
        reasons.setdefault((kind, code), reason)
    found = [(record.label_of(kind), reasons[kind, code], count) for (kind, code), count in counts.items()]
    return sorted(found, key=lambda line: -line[2])


# --- Mending ---------------------------------------------------------------------------------------


def retry_hers(*, member):
    """Try again what is kept of hers, and what she sent about others: the oldest MOST_TRIED. Counter of outcomes."""
    rows = KeptEvent.objects.filter(Q(subject=member.pk) | Q(by=member.pk)).order_by("received_at", "pk")
    return record.retry_kept(only=list(rows.values_list("pk", flat=True)[:MOST_TRIED]), by_hand=True)


def claim(*, member, kept):
    """She says that what another woman's session sent of her is hers. True where it could be applied."""
    with transaction.atomic():
        row = KeptEvent.objects.select_for_update().filter(pk=kept, subject=member.pk).first()
        if row is None:
            return False
        audit.note("members.kept_claimed", by=member, about=member, kind=row.kind, code=row.code)
    told = record.retry_kept(only=[kept], by_hand=True, by=member)
    return bool(told[record.APPLIED] or told[record.ALREADY])


def delete_kept(*, member, kept):
    """Throw away one kept event of hers. True where there was one; the audit keeps its kind, not its contents."""
    with transaction.atomic():
        row = _hers(member).select_for_update().filter(pk=kept).first()
        if row is None:
            return False
        audit.note("members.kept_deleted", by=member, about=member, kind=row.kind, code=row.code)
        row.delete()
    return True


def own_kept(member, kept):
    """The kept event as she reads it, or None where it is not hers."""
    row = _hers(member).filter(pk=kept).first()
    return _told(row, member, {}) if row else None


def signed_in(sender, user, **kwargs):
    """She is here: what was kept of hers may go through by now."""
    retry_soon(subject=user.pk)


# --- Her facilitator -------------------------------------------------------------------------------


def receipts_of(member):
    return SyncReceipt.objects.filter(by=member.pk)[:10]


def look_up(*, user, code):
    """``(receipt, owner)`` pairs for the code that a woman of ``user``'s scope read aloud. Each owner can see that."""
    code = read_code(code)[:8]
    hers = Member.objects.within(facilitated_by(user)).exclude(pk=user.pk)
    found = list(SyncReceipt.objects.filter(code=code, by__in=hers.values("pk"))[:MOST_SHOWN]) if code else []
    owners = Member.objects.in_bulk([receipt.by for receipt in found])
    for receipt in found:
        audit.note("members.receipt_looked_up", by=user, about=receipt.by)
    return [(receipt, owners[receipt.by]) for receipt in found]


@dataclass(frozen=True)
class KeptInScope:
    """By name whoever lets her progress be seen by name; the rest as counts, none of fewer than LEAST women.

    ``others`` is None for fewer than LEAST, none included.
    """

    named: list
    others: int | None
    lines: list
    #: Ids of those who are named.
    members: frozenset = frozenset()


def kept_in_scope(*, user, at=None):
    """What is kept of the women whom ``user`` facilitates: kinds, reasons and counts, no contents. Four queries."""
    women = Member.objects.within(facilitated_by(user)).exclude(pk=user.pk)
    rows = KeptEvent.objects.filter(subject__in=women.values("pk")).exclude(kind__in=record.kinds_of_hers_alone())
    rows = rows.order_by("-received_at")
    rows = list(rows.values_list("subject", "kind", "code", "reason")[:5000])
    subjects = {subject for subject, *_rest in rows}
    consents = Consent.objects.filter(
        purpose=Consent.Purpose.PROGRESS_BY_NAME, withdrawn_at=None, given_at__lte=at or timezone.now()
    )
    names = Member.objects.filter(pk__in=consents.filter(member__in=subjects).values("member")).in_bulk()
    named = [
        (names[pk].display_name, _counted(row[1:] for row in rows if row[0] == pk))
        for pk in sorted(names, key=lambda pk: names[pk].name_key)
    ]
    rest = [row for row in rows if row[0] not in names]
    women_behind = {}
    for subject, kind, code, _reason in rest:
        women_behind.setdefault((kind, code), set()).add(subject)
    told = [row for row in rest if len(women_behind[row[1], row[2]]) >= LEAST]
    others = len({row[0] for row in rest})
    return KeptInScope(
        named=named,
        others=others if others >= LEAST else None,
        lines=_counted(row[1:] for row in told),
        members=frozenset(names),
    )
