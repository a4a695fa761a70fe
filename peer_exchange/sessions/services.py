"""The verbs of sessions. Each makes an event, with the id that the same form would have made on a phone."""

from contextlib import ExitStack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit, record
from academy.core.decisions import Denied
from academy.core.ids import event_id

from .. import authority
from ..models import Contribution, SessionLog
from ..reserve import Reserve
from . import joining, rules

KIND = "exchange."


def enter(*, kind, session, by, payload, nonce, at=None, happened_at=None, device=""):
    """One event of a session (its id). The Outcome."""
    subject = getattr(session, "pk", session)
    payload = {"session": str(subject), **payload}
    return record.record(
        kind=f"{KIND}{kind}",
        subject=subject,
        by=by,
        payload=payload,
        id=event_id(nonce, {"subject": str(subject), "kind": kind, **payload}),
        happened_at=happened_at,
        device=device,
        at=at,
    )


def note(*, session, by, nonce, at=None, device="", **said):
    """The field entry. ``session``: the id of a new one, which is the number of the form; ``said`` as its payload."""
    return enter(kind="session_noted", session=session, by=by, payload=said, nonce=nonce, at=at, device=device)


def write(*, session, by, nonce, based_on, fields, points, at=None, happened_at=None):
    """A whole text. ``based_on``: ids of the texts that she had before her and takes up."""
    said = {"based_on": sorted(map(str, based_on)), "fields": fields, "points": points}
    when = {"at": at, "happened_at": happened_at}
    return enter(kind="session_written", session=session, by=by, payload=said, nonce=nonce, **when)


def move(*, session, by, to, nonce, read_on=None, at=None):
    """The next step. Refused where the page that she saw is not how it stands now."""
    with record.holding(session.pk):
        session = SessionLog.objects.select_related("organisation").get(pk=session.pk)
        decision = may_move(session, by, to=to, read_on=read_on, at=at)
        if not decision:
            return decision
        said = {
            "to": to,
            "text": str(session.text) if to == "approved" else "",
            "read_on": read_on.isoformat() if read_on and to == "approved" else "",
        }
        return enter(kind="session_moved", session=session, by=by, payload=said, nonce=nonce, at=at)


def _open_texts(session):
    """How many, with those of notes that were joined to it."""
    parts = joining.parts_of(session)
    return len(joining.open_texts(session, session.texts.all(), parts)) if parts else session.open_texts


def may_move(session, by, *, to, read_on=None, at=None):
    """May the session, as its row stands now, take this step by her hand? Two queries."""
    return rules.may_move(
        state=session.state,
        to=to,
        open_texts=_open_texts(session),
        is_writer=_wrote(session, by),
        read_on=read_on,
        held_on=session.held_on,
        today=timezone.localdate(at),
    )


def _wrote(session, by):
    return session.texts.filter(pk=session.text, written_by=by).exists()


def set_reserve(*, session, by, reserve, nonce, at=None):
    with ExitStack() as held:
        # The note that gives way before the one that leads, as when they are joined: no two women wait for each other.
        for part in session.parts.order_by("pk").values_list("pk", flat=True):
            held.enter_context(record.holding(part))
        return enter(kind="session_reserved", session=session, by=by, payload={"reserve": reserve}, nonce=nonce, at=at)


def join(*, going, head, by, nonce, at=None):
    """Show the note ``going`` with ``head``, which leads. The Outcome, or why not."""
    said = {"into": str(head.pk)}
    with ExitStack() as held:
        # Each of two women may be joining hers to the other's: in one order.
        for number in sorted([going.pk, head.pk]):
            held.enter_context(record.holding(number))
        return enter(kind="session_joined", session=going, by=by, payload=said, nonce=nonce, at=at)


def part(*, session, by, nonce, at=None):
    """They are two again."""
    return enter(kind="session_joined", session=session, by=by, payload={"into": ""}, nonce=nonce, at=at)


def remove_file(*, session, evidence, by, nonce, at=None):
    """Take a photo or a voice away that came with the field entry or with a contribution. For ever."""
    said = {"evidence": str(evidence)}
    return enter(kind="session_file_removed", session=session, by=by, payload=said, nonce=nonce, at=at)


def contribute(*, session, by, nonce, words="", photo="", recording="", at=None, happened_at=None):
    """Of who could not come; after the approval, an addendum."""
    agreed = session.state in (SessionLog.State.APPROVED, SessionLog.State.CLOSED)
    kind = Contribution.Kind.ADDENDUM if agreed else Contribution.Kind.CONTRIBUTION
    said = {"kind": kind.value, "words": words, "photo": photo, "recording": str(recording or "")}
    when = {"at": at, "happened_at": happened_at}
    return enter(kind="session_contributed", session=session, by=by, payload=said, nonce=nonce, **when)


def may_publish(user, session):
    if session.reserve != Reserve.PUBLIC:
        return Denied(_("Primero ponla como pública: lo deciden ustedes."), "not_public")
    if session.state not in ("approved", "closed"):
        return Denied(_("Se publica cuando está leída y aprobada."), "not_approved")
    return authority.leads(user, session.organisation)


@transaction.atomic
def publish_extract(*, session, by, extract, at=None):
    """What strangers may read. Empty: taken back at once. Raises PermissionError."""
    decision = may_publish(by, session) if extract else authority.leads(by, session.organisation)
    if not decision:
        raise PermissionError(str(decision))
    stands = (at or timezone.now()) if extract else None
    SessionLog.objects.filter(pk=session.pk).update(extract=extract, extract_published_at=stands)
    action = "exchange.extract_published" if extract else "exchange.extract_withdrawn"
    audit.note(action, by=by, session=str(session.pk))
