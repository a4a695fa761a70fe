"""A lesson about violence: a word before, a way out, and nothing found afterwards on the phone."""

import pytest
from django.urls import reverse

from academy.site.offline import HEADER
from courses import offline
from courses.coursefile.building import build
from courses.coursefile.loading import CONTENT
from courses.coursefile.reading import read_file
from courses.models import LessonPage
from tests.courses.factories import published_course

pytestmark = pytest.mark.django_db
NOTE = "Esta lección habla de violencia. Puedes parar."


@pytest.fixture
def course():
    course = published_course()
    hard = course.lesson_pages[1]
    hard.care_note = NOTE
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
