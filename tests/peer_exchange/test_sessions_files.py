"""Photos and voices of sessions: kept privately, sent before their event, given to who may, gone when they are due."""

import io
import wave
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from academy.core import record
from academy.core.ids import uuid7
from academy.core.private_files import private_storage
from academy.site.sound.models import Recording
from peer_exchange.evidence import services
from peer_exchange.models import Evidence, SessionLog
from peer_exchange.sessions import folding

from .said import DAY, noted
from .test_acta import photo


@pytest.fixture(autouse=True)
def _private_here(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def voice():
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 4000)
    return out.getvalue()


def send(client, number, content, **headers):
    return client.post(
        reverse("voice_sent", args=[number]),
        content,
        content_type="application/octet-stream",
        headers={"X-Relevo": "sync", "Origin": "http://testserver", **headers},
    )


def said(number, organisation, **more):
    return {
        "session": str(number),
        "organisation": organisation.pk,
        "type": "visit",
        "held_on": DAY.isoformat(),
        "reserve": "organisation",
        **more,
    }


def test_a_voice_sent_before_its_event_is_kept_once_and_named_by_it(client, house):
    client.force_login(house.yuli)
    number, session = uuid7(), uuid7()
    assert send(client, number, voice(), **{"X-Relevo-Owner": str(house.hilda.pk)}).status_code == 409
    for _time in range(2):
        assert send(client, number, voice()).json() == {"name": str(number)}
    assert send(client, uuid7(), b"no es sonido").status_code == 422
    client.force_login(house.hilda)
    assert send(client, number, voice()).status_code == 422, "the number is another woman's"
    stolen = record.record(
        kind=folding.NOTED, subject=session, by=house.hilda, payload=said(session, house.kitchen, recording=str(number))
    )
    assert stolen.code == "sound_missing"
    outcome = record.record(
        kind=folding.NOTED, subject=session, by=house.yuli, payload=said(session, house.kitchen, recording=str(number))
    )
    assert outcome, outcome.reason
    kept = Evidence.objects.get()
    assert (kept.recording_id, kept.shows, kept.reserve) == (number, "voice", "organisation")


def test_a_site_of_somebody_else_and_a_guest_send_nothing(client, house):
    assert send(client, uuid7(), voice()).status_code == 401
    client.force_login(house.yuli)
    foreign = client.post(reverse("voice_sent", args=[uuid7()]), voice(), content_type="application/octet-stream")
    assert foreign.status_code == 403
    assert not Recording.objects.exists()


def test_an_event_cannot_name_the_photo_of_another_phone_or_one_that_never_came(house):
    session = uuid7()
    hers, missing = house.hilda.pk.hex, f"tasks/sent/{house.yuli.pk.hex}/{'b' * 32}.jpg"
    for name, code in ((f"tasks/sent/{hers}/{'a' * 32}.jpg", "bad_payload"), (missing, "photo_missing")):
        payload = said(session, house.kitchen, photo=name)
        assert record.record(kind=folding.NOTED, subject=session, by=house.yuli, payload=payload).code == code
    assert (
        record.record(
            kind=folding.NOTED,
            subject=session,
            by=house.yuli,
            payload=said(session, house.kitchen, photo="../../secreto.jpg"),
        ).code
        == "bad_payload"
    )
    assert not SessionLog.objects.exists()


def test_the_form_keeps_photo_and_voice_and_a_narrower_level_narrows_them_too(client, house):
    from peer_exchange.sessions import services as sessions

    client.force_login(house.yuli)
    data = {
        "nonce": str(uuid7()),
        "organisation": house.kitchen.pk,
        "type": "visit",
        "day": "today",
        "reserve": "public",
        "photo": photo(300),
        "voice": SimpleUploadedFile("voz.wav", voice()),
    }
    answer = client.post(reverse("exchange:note"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    session = SessionLog.objects.get()
    assert set(session.evidence.values_list("shows", "reserve")) == {
        ("page", "organisation"),
        ("voice", "organisation"),
    }
    shown = session.evidence.get(shows="page")
    client.force_login(house.hilda)
    assert client.get(reverse("exchange:photo", args=[shown.pk])).status_code == 200
    assert sessions.set_reserve(session=session, by=house.yuli, reserve="participants", nonce=uuid7())
    assert client.get(reverse("exchange:photo", args=[shown.pk])).status_code == 404


def test_a_refused_entry_leaves_no_voice_behind(client, house):
    client.force_login(house.yuli)
    mine = noted(house.hilda, house.kitchen)
    data = {
        "nonce": str(mine.pk),
        "organisation": house.kitchen.pk,
        "type": "visit",
        "day": "today",
        "reserve": "organisation",
        "voice": SimpleUploadedFile("voz.wav", voice()),
    }
    assert client.post(reverse("exchange:note"), data).status_code == 422
    assert not Recording.objects.exists()


def test_voices_that_nothing_names_go_after_thirty_days_and_hers_when_she_is_erased(
    house, django_capture_on_commit_callbacks
):
    from peer_exchange import her_data

    session = noted(house.yuli, house.kitchen, held_on=timezone.localdate().isoformat())
    named = services.keep_voice(SimpleUploadedFile("a.wav", voice()), by=house.hilda)
    services.keep_voice(SimpleUploadedFile("b.wav", voice() + b"\0\0"), by=house.hilda)
    from peer_exchange.sessions import services as sessions

    name = services.keep_photo(photo(200), owner=session.pk)
    assert sessions.contribute(session=session, by=house.hilda, nonce=uuid7(), recording=named.pk, photo=name)
    later = timezone.now() + timedelta(days=31)
    assert services.forget_strays(at=later) == 1
    assert Recording.objects.get() == named
    with django_capture_on_commit_callbacks(execute=True):
        her_data.forget(member=house.hilda, at=later)
    assert not Recording.objects.exists()
    assert not private_storage().exists(name)
    assert not Evidence.objects.exists()
