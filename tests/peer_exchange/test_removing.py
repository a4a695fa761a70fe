"""Photos, voices and proofs that were a mistake are taken away, file and all; other mistakes are taken back."""

from datetime import date

from django.urls import reverse

from academy.core import record
from academy.core.ids import uuid7
from academy.core.private_files import private_storage
from peer_exchange.commitments import services as promises
from peer_exchange.evidence import services as evidence
from peer_exchange.models import EscalationStep, Evidence, SpaceSeat
from peer_exchange.spaces import services as spaces

from .gathering import photo
from .promises import promise, valley
from .said import noted, seated


def url(name, *args):
    return reverse(f"exchange:{name}", args=args)


def remove(client, woman, found):
    client.force_login(woman)
    return client.post(url("remove_evidence", found.pk), {"nonce": str(uuid7())})


def test_a_photo_of_the_field_entry_goes_with_its_file_and_a_rebuild_does_not_bring_it_back(
    client, house, django_capture_on_commit_callbacks
):
    number = uuid7()
    name = evidence.keep_photo(photo(), owner=number)
    session = noted(house.yuli, house.kitchen, number=number, photo=name)
    found = Evidence.objects.get()
    assert remove(client, house.rosa, found).status_code == 404
    assert remove(client, house.hilda, found).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert remove(client, house.yuli, found).status_code == 302
    assert not Evidence.objects.exists()
    assert not private_storage().exists(name)
    record.rebuild(subject=session.pk)
    assert not Evidence.objects.exists()
    assert remove(client, house.yuli, found).status_code == 404


def test_who_leads_takes_a_proof_of_a_promise_away(client, db, django_capture_on_commit_callbacks):
    here = valley()
    row = promise(here)
    name = evidence.keep_photo(photo(), owner=row.pk)
    found = evidence.add(
        organisation=here.kitchen, by=here.yuli, shows="scene", photo=name, commitment=row, reserve="organisation"
    )
    assert remove(client, here.nora, found).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert remove(client, here.lidia, found).status_code == 302
    assert not private_storage().exists(name)


def test_a_file_that_another_event_of_hers_names_is_not_the_one_that_goes(house):
    seated(house.hilda, house.kitchen)
    session = noted(house.yuli, house.kitchen)
    said = {"session": str(session.pk), "evidence": str(uuid7())}
    outcome = record.record(kind="exchange.session_file_removed", subject=session, by=house.hilda, payload=said)
    assert outcome.code == "unknown_file"


def test_an_answer_that_was_written_down_wrongly_is_corrected(client, db):
    here = valley()
    row = promise(here)
    taken = promises.escalate(commitment=row, by=here.yuli, nonce=uuid7(), step="reminder", on=date(2026, 8, 3))
    client.force_login(here.nora)
    address = url("note_answer", row.pk, taken.id)
    client.post(address, {"nonce": str(uuid7()), "on": "2026-08-10", "answer": "Dijeron que no"})
    assert address in client.get(url("commitment", row.pk)).content.decode()
    assert "Dijeron que no" in client.get(address).content.decode()
    client.post(address, {"nonce": str(uuid7()), "on": "2026-08-11", "answer": "Dijeron que sí"})
    step = EscalationStep.objects.get(pk=taken.id)
    assert (step.answered_on, step.answer) == (date(2026, 8, 11), "Dijeron que sí")


def test_that_she_left_her_seat_can_be_taken_back(client, db):
    here = valley()
    space = spaces.save_space(
        organisation=here.kitchen, by=here.lidia, number=uuid7(), name="Mesa", kind="working_table"
    )
    seat = spaces.give_seat(space=space, by=here.lidia, holder=here.nora, since=date(2026, 1, 1))
    spaces.end_seat(seat=seat, by=here.lidia, on=date(2026, 5, 1))
    client.force_login(here.lidia)
    address = url("end_space_seat", space.pk, seat.pk)
    assert address in client.get(url("space", space.pk)).content.decode()
    client.post(address, {"undo": "1"})
    assert SpaceSeat.objects.get().ended_on is None
