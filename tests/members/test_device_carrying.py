"""Work that a companion brings in a file: hers by whom it was made, never by who carried it."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.core.models import AuditEntry, Event, KeptEvent, SyncReceipt
from academy.members.device import carrying, sealed

pytestmark = pytest.mark.django_db


def sheet(member, **changes):
    return {
        "id": str(uuid7()),
        "kind": "courses.sheet_saved",
        "subject": str(member.pk),
        "by": str(member.pk),
        "happened_at": timezone.now().isoformat(),
        "content_version": "",
        "payload": {"id": str(uuid7()), "name": "Mayo", "figures": {"days": "22"}},
        **changes,
    }


def packed(inside, *, key=None):
    """A file as static/js/box.js makes it (tests/browser/test_device_box.py opens one of its own)."""
    key = key or dict(zip(("kid", "pub"), sealed.current(), strict=True))
    content = inside if isinstance(inside, bytes) else json.dumps(inside).encode()
    box = sealed.seal(base64.b64decode(key["pub"]), content, f"relevo.carrier.{key['kid']}", iv=b"123456789012")
    parts = {name: base64.b64encode(getattr(box, name)).decode() for name in "eid"}
    return json.dumps({"relevo": "carrier", "v": 1, "key": key["kid"], **parts}).encode()


def made_by(member, *events):
    key = carrying.key_for(member)
    return packed({"token": key["token"], "device": "abc", "events": list(events)}, key=key)


def refused(content, by):
    with pytest.raises(carrying.Refused) as caught:
        carrying.bring(content=content, by=by)
    return caught.value.code


def test_what_is_inside_is_hers_and_the_carrier_is_written_down(people):
    event = sheet(people.rosa)
    carrying.bring(content=made_by(people.rosa, event), by=people.elena)

    stored = Event.objects.get(pk=event["id"])
    assert (stored.subject, stored.by, stored.device) == (people.rosa.pk, people.rosa.pk, "abc")
    assert SyncReceipt.objects.get().by == people.rosa.pk
    told = AuditEntry.objects.get(action="members.carried")
    assert (told.by, told.about) == (people.elena.pk, people.rosa.pk)


def test_brought_twice_or_by_two_it_counts_once_and_so_does_her_phone_later(people, as_):
    content = made_by(people.rosa, sheet(people.rosa), sheet(people.rosa))
    for carrier in (people.elena, people.elena, people.amanda):
        [report], _owner = carrying.bring(content=content, by=carrier)
    assert {answer.state for answer in report.answers} == {"already"}
    assert Event.objects.count() == 2


def test_the_carrier_cannot_read_it(people):
    content = made_by(
        people.rosa, sheet(people.rosa, payload={"id": str(uuid7()), "name": "mi secreto", "figures": {}})
    )
    outside = json.loads(content)
    everything = content + b"".join(base64.b64decode(outside[each]) for each in "eid")
    assert b"secreto" not in everything
    assert str(people.rosa.pk).encode() not in everything


def test_a_file_that_was_changed_on_its_way_is_refused_whole(people):
    outside = json.loads(made_by(people.rosa, sheet(people.rosa)))
    for name in "eid":
        raw = bytearray(base64.b64decode(outside[name]))
        raw[-1] ^= 1
        assert (
            refused(json.dumps({**outside, name: base64.b64encode(raw).decode()}).encode(), people.elena) == "damaged"
        )
    assert not Event.objects.exists()
    assert not KeptEvent.objects.exists()


def test_another_sites_file_and_no_file_at_all_are_told_apart(people):
    content = made_by(people.rosa, sheet(people.rosa))
    with override_settings(SEALING_KEYS=base64.b64encode(b"x" * 48).decode()):
        assert refused(content, people.elena) == "other_site"
    assert refused(b"\xff\xd8\xff a photo", people.elena) == "foreign"
    assert refused(b"{}", people.elena) == "foreign"
    assert refused(b"[" * 100_000, people.elena) == "foreign"
    assert refused(b" " * (carrying.MOST_BYTES + 1), people.elena) == "too_large"


def test_a_key_that_changed_still_opens_what_was_sealed_before(people):
    old, new = (base64.b64encode(bytes([n]) * 48).decode() for n in (1, 2))
    with override_settings(SEALING_KEYS=old):
        content = made_by(people.rosa, sheet(people.rosa))
        before = sealed.current()[0]
    with override_settings(SEALING_KEYS=f"{new},{old}"):
        assert sealed.current()[0] != before
        carrying.bring(content=content, by=people.elena)
    assert Event.objects.count() == 1


def test_a_new_pin_makes_files_of_before_void(people):
    content = made_by(people.rosa, sheet(people.rosa))
    people.rosa.set_pin("736182")
    people.rosa.save()
    assert refused(content, people.elena) == "revoked"
    assert not Event.objects.exists()


def test_a_proof_that_somebody_made_herself_is_none(people):
    for token in ("", None, 7, "a:b:c", carrying.key_for(people.rosa)["token"][:-2] + "xx"):
        assert refused(packed({"token": token, "events": [sheet(people.rosa)]}), people.elena) in ("damaged", "revoked")
    assert not Event.objects.exists()


def test_with_her_own_proof_nobody_sends_in_the_name_of_another(people):
    """Elena has a proof of her own, and says that it was Rosa who wrote this."""
    hers, forged = sheet(people.rosa), sheet(people.rosa, by=str(people.elena.pk))
    [report], _owner = carrying.bring(content=made_by(people.elena, hers, forged), by=people.elena)
    assert [answer.state for answer in report.answers] == ["later", "kept"]
    assert not Event.objects.exists()


def test_many_events_come_in_parts_and_too_many_are_refused(people, monkeypatch):
    monkeypatch.setattr(carrying.sync, "MOST_EVENTS", 2)
    reports, _owner = carrying.bring(
        content=made_by(people.rosa, *[sheet(people.rosa) for _n in range(5)]), by=people.elena
    )
    assert [len(report.answers) for report in reports] == [2, 2, 1]
    monkeypatch.setattr(carrying, "MOST_EVENTS", 3)
    assert refused(made_by(people.rosa, *[sheet(people.rosa) for _n in range(4)]), people.elena) == "too_many"


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
def test_whatever_lies_inside_or_outside_is_answered_in_words(people, noise):
    for content in (noise, packed(noise), b'{"relevo":"carrier","key":"' + noise.hex().encode() + b'","e":1}'):
        with pytest.raises(carrying.Refused):
            carrying.bring(content=content, by=people.elena)


# --- The page -------------------------------------------------------------------------------------


def upload(client, content):
    return client.post(reverse("members:bring"), {"file": SimpleUploadedFile("x.relevo", content)})


def test_the_page_says_how_much_arrived_and_nothing_of_what_or_whose(people, as_):
    page = upload(as_(people.elena), made_by(people.rosa, sheet(people.rosa))).content.decode()
    assert f"Recibido 1 de 1 · {SyncReceipt.objects.get().code}" in page
    assert "Rosa" not in page
    assert "Mayo" not in page


def test_a_bad_file_is_answered_beside_its_field(people, as_):
    answer = upload(as_(people.elena), b"nada")
    assert answer.status_code == 422
    assert "Este archivo no es de un celular de la escuela" in answer.content.decode()
    assert as_(people.elena).post(reverse("members:bring"), {}).status_code == 422


def test_a_phone_gets_the_key_only_for_who_is_signed_in_and_not_on_a_borrowed_one(people, client, as_):
    address = reverse("members:carrier_key")
    assert client.get(address).status_code == 401
    told = as_(people.rosa).get(address)
    assert told.json().keys() == {"kid", "pub", "token", "tile"}
    assert "no-store" in told["Cache-Control"]
    session = client.session
    session["borrowed"] = True
    session.save()
    assert client.get(address).status_code == 401
