"""``POST /sync/foto/<number>/``: the photo of a task comes alone from a phone, before the event that names it."""

import os
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from academy.core import record
from academy.core.ids import uuid7
from academy.core.models import Event, KeptEvent
from courses.models import RealTask
from courses.services import photos
from tests.courses.factories import moment, people, written_course

pytestmark = pytest.mark.django_db
HEADERS = {"X-Relevo": "sync", "Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


def jpeg(size=(64, 48), **options):
    written = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(written, "JPEG", **options)
    return written.getvalue()


@pytest.fixture
def who():
    return people()


@pytest.fixture
def course():
    return written_course()


@pytest.fixture
def send(who):
    def post(member, number, content, **headers):
        client = Client()
        if member is not None:
            client.force_login(member)
        return client.post(f"/sync/foto/{number}/", content, content_type="image/jpeg", headers={**HEADERS, **headers})

    return post


def files(private):
    return sorted(str(path.relative_to(private)) for path in private.rglob("*.jpg"))


def test_a_photo_is_kept_once_however_often_it_is_sent(send, who, private):
    number, picture = uuid7(), jpeg()
    answers = [send(who.yuli, number, content) for content in (picture, picture, jpeg((32, 32)))]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    name = f"tasks/sent/{who.yuli.pk.hex}/{number.hex}.jpg"
    assert {answer.json()["name"] for answer in answers} == {name}
    assert files(private) == [name]
    assert Image.open(private / name).size == (64, 48), "the first stands"


def test_place_and_time_do_not_stay_in_it(send, who, private):
    exif = Image.Exif()
    exif[0x010F] = "the maker of her phone"
    number = uuid7()
    send(who.yuli, number, jpeg(exif=exif))
    assert b"maker of her phone" not in (private / files(private)[0]).read_bytes()


def test_the_number_of_another_woman_neither_shows_nor_touches_hers(send, who, private):
    number = uuid7()
    send(who.yuli, number, jpeg())
    send(who.rosa, number, jpeg((32, 32)))
    assert len(files(private)) == 2
    assert Image.open(private / photos.sent_name(owner=who.yuli.pk, number=number)).size == (64, 48)
    told = send(who.rosa, uuid7(), jpeg(), **{"X-Relevo-Owner": str(who.yuli.pk)})
    assert (told.status_code, told.json()["code"]) == (409, "other_session")
    assert len(files(private)) == 2


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"x" * (photos.SENT_LIMIT + 1), 413, "too_heavy"),
        (b"<html>no photo</html>", 422, "not_a_photo"),
        (b"", 422, "not_a_photo"),
        (jpeg((400, 400))[:2000], 422, "broken"),
    ],
    ids=["too large", "a page", "nothing", "cut off"],
)
def test_what_is_no_photo_or_too_large_is_refused_with_a_sentence(send, who, private, content, status, code):
    answer = send(who.yuli, uuid7(), content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["reason"]
    assert files(private) == []


def test_nobody_without_a_session_and_no_other_site_leaves_anything(send, who, private):
    assert send(None, uuid7(), jpeg()).status_code == 401
    assert send(who.yuli, uuid7(), jpeg(), Origin="https://elsewhere.example").status_code == 403
    assert send(who.yuli, uuid7(), jpeg(), **{"X-Relevo": "fragment"}).status_code == 403
    assert files(private) == []


def test_nobody_fills_the_disk_with_photos(send, who, private, monkeypatch):
    monkeypatch.setattr(photos, "MOST_OF_HERS", 2)
    answers = [send(who.yuli, uuid7(), jpeg()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert send(who.rosa, uuid7(), jpeg()).status_code == 200


# --- The event that names it --------------------------------------------------------------------------


def done(who, course, photo):
    payload = {"course": course.key, "lesson": course.lessons[0], "task": course.tasks[0], "note": "x", "photo": photo}
    return record.record(
        kind="courses.task_done",
        subject=who.yuli,
        by=who.yuli,
        payload=payload,
        happened_at=moment(),
        at=moment(10_000),
        id=uuid7(),
    )


def test_an_event_shows_only_a_photo_that_arrived_and_that_is_hers(send, who, course):
    number = uuid7()
    name = photos.sent_name(owner=who.yuli.pk, number=number)
    assert done(who, course, name).code == "photo_missing"
    send(who.yuli, number, jpeg())
    theirs = uuid7()
    send(who.rosa, theirs, jpeg())
    assert done(who, course, photos.sent_name(owner=who.rosa.pk, number=theirs)).code == "not_hers"
    assert done(who, course, f"{name}/../{theirs.hex}.jpg").code == "bad_payload"
    assert done(who, course, name)
    assert RealTask.objects.get(member=who.yuli).photo == name


# --- Photos that nothing names ------------------------------------------------------------------------


def test_photos_that_no_task_names_go_after_thirty_days_and_no_others(send, who, course, private):
    used, shelved, stray, new = (uuid7() for _ in range(4))
    for number in (used, shelved, stray, new):
        send(who.yuli, number, jpeg())
    names = {number: photos.sent_name(owner=who.yuli.pk, number=number) for number in (used, shelved, stray, new)}
    assert done(who, course, names[used])
    later = uuid7()
    send(who.yuli, later, jpeg())
    assert done(who, course, photos.sent_name(owner=who.yuli.pk, number=later))  # the task shows this one now
    KeptEvent.objects.create(
        id=uuid7(),
        subject=who.yuli.pk,
        by=who.yuli.pk,
        kind="courses.task_done",
        envelope={"payload": {"photo": names[shelved]}},
        code="unknown_course",
        reason="",
    )
    now = timezone.now()
    old = (now - timedelta(days=31)).timestamp()
    for number in (used, shelved, stray):
        os.utime(private / names[number], (old, old))
    assert Event.objects.filter(payload__photo=names[used]).exists()
    assert photos.forget_strays(at=now) == 1
    assert names[stray] not in files(private)
    assert len(files(private)) == 4
    assert photos.forget_strays(at=now) == 0
