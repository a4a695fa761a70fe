"""Two women at the same moment. On SQLite they wait for each other anyway; PostgreSQL is where this can fail."""

from datetime import date

import pytest

from academy.core.ids import uuid7
from academy.members.exporting import kinds
from academy.members.exporting import services as exporting
from academy.members.models import ExportRequest
from leadership.handover import services as handover
from leadership.models import ChangeRequest, Election, EmergencyCover, Handover
from leadership.register import services
from peer_exchange.commitments import change
from peer_exchange.commitments import services as promises
from peer_exchange.models import Commitment, PublicFace
from peer_exchange.public import services as public
from tests.mentoring.races import meeting_place

from .women import TODAY, house, sits


def _handed(here):
    """A handover with all its things received, but for its closing."""
    outgoing = sits(here.seat, here.rosa)
    for woman in (here.rosa, here.lidia):
        woman.set_pin("834512")
        woman.save()
    outgoing.ended_on = TODAY
    outgoing.save()
    incoming = sits(here.seat, here.lidia, since=TODAY)
    found = handover.begin(outgoing=outgoing, incoming=incoming, by=here.ana)
    for item in found.items.all():
        handover.give(item=item, by=here.rosa, nothing=True)
        handover.receive(item=item, by=here.lidia)
    return found


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_women_at_once_leave_one_change_one_call_one_cover_and_no_closed_handover_that_is_not_whole(tmp_path):
    here = house()
    found = _handed(here)
    item = found.items.first()
    assert promises.note(
        organisation=here.kitchen, by=here.rosa, nonce=uuid7(), words="Agua", institution_said="Municipalidad",
        made_on=date(2026, 1, 20),
    )  # fmt: skip
    row = Commitment.objects.get()

    def proposed(kind, **payload):
        return services.propose(organisation=here.kitchen, by=here.nora, kind=kind, payload=payload)

    day = TODAY.isoformat()
    calls = [proposed("call_election", on=day, seats=[here.seat.pk]) for _each in range(2)]
    covers = [proposed("name_cover", seat=here.seat.pk, holder="", holder_name=name) for name in ("Bea", "Cata")]
    tap, asked = uuid7(), uuid7()
    rules = {"term_months": 24, "most_terms": None, "source": "Estatuto", "published": False}

    def approve(each):
        return lambda: services.approve(change=each, by=here.ana)

    def change_of(nonce):
        return lambda: change.change_authority(
            organisation=here.kitchen, institution=row.institution, post=None, before="A", after="B",
            on=date(2026, 3, 1), commitments=[row], by=here.rosa, nonce=nonce,
        )  # fmt: skip

    with meeting_place(tmp_path) as at_once:
        at_once(
            lambda: handover.close(handover=found, by=here.lidia),
            lambda: handover.not_received(item=item, by=here.lidia),
        )
        at_once(*map(approve, calls))
        assert all(isinstance(each, ChangeRequest) for each in at_once(*map(approve, covers)))
        taps = at_once(*2 * [lambda: services.propose(
            organisation=here.kitchen, by=here.rosa, kind="rules", payload=rules, change_id=tap
        )])  # fmt: skip
        assert [each.pk for each in taps] == [tap, tap]
        asks = at_once(*2 * [lambda: exporting.ask(
            kind=kinds.get("members.women"), organisation=here.kitchen, by=here.ana, why="Asamblea", ending="csv",
            request_id=asked,
        )])  # fmt: skip
        assert [each.pk for each in asks] == [asked, asked]
        assert all(at_once(*2 * [lambda: public.open_face(organisation=here.kitchen, by=here.ana)]))
        at_once(change_of(uuid7()), change_of(uuid7()))
        assert at_once(
            lambda: Handover.objects.filter(state="closed", items__received_at=None).exists(),
            lambda: Election.objects.called().count(),
            lambda: EmergencyCover.objects.filter(until=None).count(),
            lambda: Commitment.objects.filter(inherited_from=row.pk).count(),
            lambda: PublicFace.objects.count() + ExportRequest.objects.count(),
        ) == [False, 1, 1, 1, 2]
