"""Recordings outside the lesson: in the message to forward, and in the course as one file."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from academy.core.templatetags.plain import kb
from courses.models import CoursePage, LessonPage, LessonSounds
from courses.onefile import building, keeping

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(loaded_once, db):
    return LessonPage.objects.get(slug="primera", locale__language_code="es")


@pytest.fixture
def spoken(lesson):
    """A recording of its first text and of its first question, as the worker leaves them."""

    def facts(name):
        opus = default_storage.save(f"sound/{name}.opus", ContentFile(b"OggS" + b"x" * 3000))
        second = default_storage.save(f"sound/{name}.m4a", ContentFile(b"....ftypM4A " + b"y" * 5000))
        sizes = {"seconds": 8, "bytes": 3004, "second_bytes": 5012}
        return {"id": name, "lang": "es", "opus": opus, "second": second, "text": "", **sizes}

    raw = list(lesson.body.raw_data)
    text = next(each for each in raw if each["type"] == "prose")
    question = next(each for each in raw if each["type"] == "choice")
    blocks = {str(each["id"]): facts(name) for each, name in ((text, "voz-texto"), (question, "voz-pregunta"))}
    data = {"v": "1", "blocks": {"es": blocks}, "files": {}}
    LessonSounds.objects.update_or_create(lesson=lesson.translation_key, defaults={"data": data})
    return SimpleNamespace(text=text, question=question)


def test_the_message_offers_each_recording_in_a_form_that_chats_play(client, lesson, spoken):
    page = client.get(reverse("courses:lesson_message", args=[lesson.translation_key])).content.decode()
    assert "Para escuchar" in page
    assert page.count(".m4a") == 2
    assert ".opus" not in page
    assert f"{spoken.question['value']['prompt']} · {kb(5012)}" in page


def test_a_lesson_without_recordings_offers_none(client, lesson):
    page = client.get(reverse("courses:lesson_message", args=[lesson.translation_key])).content.decode()
    assert "Para escuchar" not in page


def test_the_file_with_recordings_has_its_own_link_and_weight(client, lesson, spoken):
    key = CoursePage.objects.get(code="T1", locale__language_code="es").translation_key
    page = client.get(reverse("courses:course_file", args=[key])).content.decode()
    assert "es.html?con=voz" in page
    assert "Con las grabaciones" in page
    LessonSounds.objects.all().delete()
    assert "con=voz" not in client.get(reverse("courses:course_file", args=[key])).content.decode()


def test_questions_are_heard_in_the_file_too_and_a_silent_one_promises_nothing(lesson, spoken):
    key = CoursePage.objects.get(code="T1", locale__language_code="es").translation_key
    spoken_file = building.build(keeping.Course(key), "es", sound=True).decode()
    assert spoken_file.count("<audio ") == 2
    silent = building.build(keeping.Course(key), "es").decode()
    assert "<audio" not in silent
    assert "Escuchar" not in silent


def test_a_new_recording_makes_another_file_and_only_where_it_is_heard(lesson, spoken):
    key = CoursePage.objects.get(code="T1", locale__language_code="es").translation_key
    plain, heard = (keeping.fingerprint(keeping.Course(key), sound=sound) for sound in (False, True))
    row = LessonSounds.objects.get()
    row.data = {**row.data, "v": "2"}
    row.save()
    assert keeping.fingerprint(keeping.Course(key)) == plain
    assert keeping.fingerprint(keeping.Course(key), sound=True) != heard
