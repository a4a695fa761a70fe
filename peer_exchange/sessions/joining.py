"""Two women noted one session: one note leads, the other is shown with it. Nothing goes, and it can be undone.

Texts, photos, voices, contributions and promises stay with their own note and are read from both. Names are put on the
list of the one that leads (``attendance.joining``), so that one list counts.
"""

from academy.core import record
from academy.core.ids import event_id, parse
from academy.core.models import Event

from .. import authority
from ..models import SessionLog, SessionText
from ..reserve import Reserve
from . import rules
from .folding import JOINED

#: From the widest level to the narrowest.
LEVELS = list(Reserve.values)
AGREED = (SessionLog.State.APPROVED, SessionLog.State.CLOSED)


def parts_of(session):
    """Notes of the same session that are shown with it, oldest first. One query.

    None that fewer women may read than the one that leads: its level is on its way, or was set before it came here.
    """
    found = session.parts.select_related("noted_by").order_by("noted_at", "pk")
    return [each for each in found if LEVELS.index(each.reserve) <= LEVELS.index(session.reserve)]


def same_session(session, standing):
    """Other notes of what may be the same session: same day, same organisation. One query."""
    rows = SessionLog.objects.visible_to(standing.member, standing).leading()
    rows = rows.filter(organisation=session.organisation, held_on=session.held_on).exclude(reserve=Reserve.NONE)
    return list(rows.exclude(pk=session.pk).select_related("organisation", "noted_by")[:5])


def open_texts(session, own, parts):
    """Texts that nobody took up: the session's own (``own``: all of its texts) and those of its parts.

    A text of the leading session takes up one of a part by naming it. One query, none without parts.
    """
    found = [text for text in own if text.is_open]
    if parts:
        taken = {number for text in own for number in text.based_on}
        theirs = SessionText.objects.filter(session__in=[each.pk for each in parts], is_open=True)
        found += [text for text in theirs.select_related("written_by") if str(text.pk) not in taken]
    return found


def head_and_going(by, one, other):
    """``(head, going, Decision)`` of two notes: who leads by what they hold; the other way round where she may only
    give up that one.
    """
    head, going = (one, other) if rules.leads_first(_weight(one), _weight(other)) else (other, one)
    decision = may_join(by, going=going, head=head)
    if not decision and may_join(by, going=head, head=going):
        return going, head, may_join(by, going=head, head=going)
    return head, going, decision


def _weight(session):
    return (session.state in AGREED, session.parts.exists(), bool(session.text), session.noted_at)


def may_join(by, *, going, head):
    return rules.may_join(
        same_organisation=going.organisation_id == head.organisation_id,
        same_day=going.held_on == head.held_on,
        going_agreed=going.state in AGREED,
        going_leads=going.parts.exists(),
        head_joined=bool(head.joined_into_id),
        head_closed=head.closed_at is not None,
        keeps_going=bool(authority.keeps(by, going)),
        keeps_head=bool(authority.keeps(by, head)),
        narrows=LEVELS.index(going.reserve) > LEVELS.index(head.reserve),
    )


def followed_by(event, *, joined, parted):
    """What follows from a joining or a parting that was stored: the narrower level for both, and the signals."""
    going = SessionLog.objects.select_related("organisation").get(pk=event.subject)
    into = parse(event.payload["into"]) if event.payload["into"] else _before(event)
    head = SessionLog.objects.select_related("organisation").filter(pk=into).first()
    if head is None:
        return
    if not event.payload["into"]:
        parted.send(SessionLog, going=going, head=head, event=event)
        return
    level = max(going.reserve, head.reserve, key=LEVELS.index)
    for each in (head, going):
        _set_reserve(event, each, level)
    joined.send(SessionLog, going=going, head=head, event=event)


def _before(event):
    """The session that it was joined to before it was parted from it."""
    events = Event.objects.filter(subject=event.subject, kind=JOINED).exclude(pk=event.pk)
    said = [each.payload["into"] for each in events.order_by("happened_at", "pk") if each.payload["into"]]
    return parse(said[-1]) if said else None


def same_reserve(event, parts):
    for part in parts:
        _set_reserve(event, part, event.payload["reserve"])


def _set_reserve(event, session, level):
    if session.reserve == level:
        return
    record.record(
        kind="exchange.session_reserved",
        subject=session.pk,
        by=event.by,
        payload={"session": str(session.pk), "reserve": level},
        id=event_id(event.pk, {"reserve": str(session.pk)}),
        happened_at=event.happened_at,
        keep=True,
    )
