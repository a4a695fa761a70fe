"""A lesson about violence: a word before, a way out, and nothing found afterwards on the phone."""

import re

import pytest
from django.urls import reverse

from academy.site.offline import HEADER
from courses import offline, whatsapp
from courses.coursefile.building import build
from courses.coursefile.loading import CONTENT
from courses.coursefile.reading import read_file
from courses.models import LessonPage
from courses.onefile import building, keeping
from courses.sheets import printing
from tests.courses.factories import published_course

pytestmark = pytest.mark.django_db
NOTE = "Esta lección habla de violencia. Puedes parar."


@pytest.fixture
def course():
    course = published_course()
    hard = course.lesson_pages[1]
    hard.care_note, hard.intro = NOTE, "Lo que empieza."
    hard.save_revision().publish()
    course.lesson_pages[1] = LessonPage.objects.get(pk=hard.pk)
    return course


def test_it_says_so_first_offers_a_way_out_and_nothing_keeps_it(client, course, settings):
    settings.LEAVE_TO = "https://clima.example/"
    hard, plain = course.lesson_pages[1], course.lesson_pages[0]
    page = client.get(hard.url)
    words = page.content.decode()
    assert words.index("Salir rápido") < words.index("<h1") < words.index(NOTE)
    assert 'href="https://clima.example/" rel="noreferrer"' in words
    assert "js/leave.js" in words
    assert "No borra el historial" in words
    assert f"<title>{hard.title}" not in words
    assert "no-store" in page["Cache-Control"]
    assert HEADER not in page
    files = {file["u"] for file in offline.download_of(course.page).files}
    assert plain.url in files
    assert hard.url not in files
    page = client.get(plain.url)
    words = page.content.decode()
    assert f"<title>{plain.title}</title>" in words
    assert HEADER in page
    assert "js/leave.js" not in words
    assert "Salir rápido" not in words


def test_asking_for_support_has_the_same_way_out_and_a_neutral_title(client, house):
    client.force_login(house.yuli)
    for name in ("mentoring:support", "mentoring:report"):
        page = client.get(reverse(name))
        words = page.content.decode()
        assert "Salir rápido" in words
        assert "js/leave.js" in words
        assert "no-store" in page["Cache-Control"]
        assert "<title>Relevo</title>" in words


def test_the_note_comes_from_the_course_file_in_its_languages():
    found = read_file(CONTENT / "l7-acompanar-sin-mandar.yaml")
    built = {page.key: page for page in build(found, {}).lessons}
    notes = [page.values["care_note"] for page in built.values() if page.values["care_note"]]
    assert len(notes) == 1
    assert "Puedes parar" in notes[0]
    assert any("You may stop" in said for page in built.values() for said in page.texts["en"].values())


def test_wherever_the_lesson_goes_the_note_goes_first(course, monkeypatch):
    """In the file, in the message, on paper: before the first sentence of the lesson."""
    hard, plain = course.lesson_pages[1], course.lesson_pages[0]
    made = building.build(keeping.Course(course.page.translation_key), "es").decode()
    before, inside = re.split("<section[^>]*id=.?2.?>", made)
    assert NOTE not in before
    assert inside.index("Antes de leer.") < inside.index(NOTE) < inside.index(hard.intro) < inside.index("Ya la leí")
    assert made.count("Antes de leer.") == 1

    for own in ("", "Mi resumen."):
        hard.short_text = own
        assert whatsapp.message_of(hard, link="https://x.example/").startswith(f"⚠️ Antes de leer. {NOTE}")
    assert "Antes de leer" not in whatsapp.message_of(plain, link="https://x.example/")

    said = []
    compiled = printing.paper
    monkeypatch.setattr(printing, "paper", lambda name, data: said.append(data) or compiled(name, data))
    for page, care in ((hard, NOTE), (plain, "")):
        assert printing.learner_pdf(page, course.outline).startswith(b"%PDF")
        assert printing.guide_pdf(page, course.outline).startswith(b"%PDF")
        assert [data["care"] for data in said[-2:]] == [care, care]
