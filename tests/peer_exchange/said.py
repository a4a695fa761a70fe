"""Sessions for tests, noted and written the way the pages do it."""

from datetime import date, timedelta

from django.utils import timezone

from academy.core.ids import uuid7
from academy.members.models import Seat, SeatKind, Term
from peer_exchange.models import SessionLog
from peer_exchange.sessions import payloads, services

DAY = date(2026, 11, 20)


def noted(by, organisation, *, number=None, **said):
    """A field entry. The SessionLog."""
    number = number or uuid7()
    first = {"organisation": organisation.pk, "type": "dialogue", "held_on": DAY.isoformat(), "how_many": 12}
    outcome = services.note(session=number, by=by, nonce=uuid7(), **{**first, "reserve": "organisation", **said})
    assert outcome, outcome.reason
    return SessionLog.objects.get(pk=number)


def fields(**said):
    return {**payloads.fields_of({}), **said}


def point(topic, **said):
    return {"topic": topic, "outcome": "report", **said}


def written(session, by, *, summary, points=(), based_on=None, at=None, **said):
    """A text by ``by`` on what stands now, or on ``based_on``. The Outcome."""
    if based_on is None:
        based_on = session.texts.filter(is_open=True).values_list("pk", flat=True)
    return services.write(
        session=session,
        by=by,
        nonce=uuid7(),
        based_on=based_on,
        fields=fields(summary=summary, **said),
        points=list(points),
        at=at,
    )


def seated(member, organisation, code="presidenta", *, since=date(2025, 1, 1), until=date(2027, 1, 1)):
    """She sits on the board."""
    kind, _new = SeatKind.objects.get_or_create(code=code, defaults={"name_es": code.capitalize()})
    seat = Seat.objects.create(organisation=organisation, kind=kind)
    return Term.objects.create(
        seat=seat, holder=member, person=member.pk, since=since, until=until, acta="Libro 1, página 3"
    )


def approved(session, leader, writer):
    """Written by one, read and approved by another."""
    written(session, writer, summary="Se habló del agua.")
    session.refresh_from_db()
    outcome = services.move(
        session=session,
        by=leader,
        to="approved",
        nonce=uuid7(),
        read_on=max(session.held_on, timezone.localdate() - timedelta(1)),
    )
    assert outcome, outcome.reason
    session.refresh_from_db()
    return session
