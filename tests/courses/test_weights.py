"""What a lesson costs: read from its page as a phone reads it, kept when it is published."""

import brotli
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from courses import weights
from courses.models import LessonPage, LessonWeight
from tests.courses.factories import published_course

PICTURE = """
<picture>
<source type="image/avif" srcset="/media/a.avif 640w, /media/a-320.avif 320w">
<source type="image/webp" srcset="/media/a-320.webp 320w">
<img src="/media/a.jpg" srcset="/media/a-320.jpg 320w" alt="">
</picture>
"""


# --- What a page makes a phone fetch ---------------------------------------------------------------


def test_of_a_picture_a_phone_takes_the_first_kind_and_its_narrowest_width():
    assert weights.fetched_by(PICTURE).pictures == ["/media/a-320.avif"]


def test_a_drawing_is_fetched_as_it_is_and_once_though_it_stands_twice():
    html = '<img src="/media/x.svg" alt=""><p><img src="/media/x.svg" alt="">' + PICTURE + '<img src="/media/y.svg">'
    assert weights.fetched_by(html).pictures == ["/media/x.svg", "/media/a-320.avif", "/media/y.svg"]


def test_style_script_and_icon_are_the_shell_and_what_is_written_into_the_page_is_not_fetched():
    html = """
    <link rel="stylesheet" href="/static/a.css"><link rel="icon" href="/static/i.svg">
    <link rel="alternate" hreflang="en" href="/en/"><script>let a</script><script type="module" src="/static/a.js">
    </script><img src="data:image/png;base64,AA" alt=""><audio src="/documents/1/voz.ogg" preload="none"></audio>
    """
    fetched = weights.fetched_by(html)
    assert fetched.shell == ["/static/a.css", "/static/i.svg", "/static/a.js"]
    assert fetched.pictures == []


@given(st.text())
def test_no_page_can_stop_the_measuring(html):
    weights.fetched_by(html)


@pytest.mark.parametrize("address", ["/static/../secret.css", "/static/%2e%2e/x.css", "https://elsewhere.org/a.css"])
def test_addresses_that_climb_out_weigh_nothing(address):
    assert weights.static_size(address) == 0


def test_a_style_weighs_what_it_weighs_on_the_wire():
    from django.contrib.staticfiles import finders

    with open(finders.find("css/site.css"), "rb") as file:
        content = file.read()
    size = weights.static_size("/static/css/site.css")
    assert size == len(brotli.compress(content))
    assert 0 < size < len(content)


# --- Budgets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "shell", "pictures", "broken"),
    [
        (14, 11, 25, set()),
        (15, 0, 0, {"html"}),
        (14, 12, 0, {"text"}),
        (10, 10, 31, {"pictures"}),
        (30, 1, 30, {"html", "text", "pictures"}),
    ],
)
def test_each_budget_is_held_at_its_edge(html, shell, pictures, broken):
    weight = LessonWeight(html=html * 1024, shell=shell * 1024, pictures=pictures * 1024, recordings=10**7)
    assert weights.over_budget(weight) == broken


# --- Measuring -------------------------------------------------------------------------------------


@pytest.fixture
def course(db):
    return published_course()


def with_blocks(page, *blocks):
    page.body = [*page.body.raw_data, *blocks]
    page.save_revision(clean=False).publish()
    return LessonPage.objects.get(pk=page.pk)


def test_a_lesson_is_measured_as_a_guest_gets_it(course, client):
    lesson = course.lesson_pages[0]
    weight = weights.measure(lesson)
    html = client.get(lesson.url).content
    # Tokens and nonces differ from answer to answer; their length does not.
    assert abs(weight.html - len(weights.pressed(html))) < 120
    assert weight.shell >= weights.static_size("/static/css/site.css")
    assert (str(weight.page), str(weight.course), weight.language) == (course.lessons[0], course.key, "es")
    assert weight.pictures == weight.recordings == 0
    assert weight.total == weight.html + weight.shell
    assert weight.next == weight.html


def test_drawings_and_recordings_are_counted_apart(course):
    from academy.site.models import File, Picture

    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path d="M0 0h9"/></svg>'
    picture = Picture.objects.create(title="Olla", file=ContentFile(drawing, "olla.svg"), width=16, height=9)
    voice = File.objects.create(title="Voz", file=ContentFile(b"o" * 5000, "voz.ogg"))
    lesson = with_blocks(
        course.lesson_pages[1],
        {"type": "drawing", "value": {"picture": picture.pk, "alt": "Una olla", "caption": ""}},
        {"type": "audio", "value": {"title": "Oye", "recording": voice.pk, "seconds": 9, "transcript": "<p>Hola</p>"}},
    )
    weight = weights.measure(lesson)
    assert weight.pictures == len(drawing) == default_storage.size(picture.file.name)
    assert weight.recordings == 5000
    assert weight.total == weight.html + weight.shell + weight.pictures


def test_measuring_again_replaces_the_figure(course):
    lesson = course.lesson_pages[1]
    first = weights.measure(lesson)
    text = {"type": "prose", "value": {"title": "", "text": f"<p>{' '.join(map(str, range(2000)))}</p>"}}
    second = weights.measure(with_blocks(lesson, text))
    assert second.html > first.html + 1000
    assert LessonWeight.objects.filter(page=lesson.translation_key, language="es").count() == 1


def test_publishing_measures_and_unpublishing_forgets(course, django_capture_on_commit_callbacks):
    lesson = course.lesson_pages[0]
    LessonWeight.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        lesson.save_revision(clean=False).publish()
    assert LessonWeight.objects.filter(page=lesson.translation_key, language="es").exists()
    lesson.unpublish()
    assert not LessonWeight.objects.filter(page=lesson.translation_key, language="es").exists()


def test_the_command_measures_every_language_and_drops_what_is_gone(course, capsys):
    LessonWeight.objects.create(page=course.page.translation_key, course=course.page.translation_key, language="es")
    call_command("measure_weights")
    live = set(LessonPage.objects.live().values_list("translation_key", "locale__language_code"))
    assert set(LessonWeight.objects.values_list("page", "language")) == live
    assert f"{len(live)} measured, 0 over budget" in capsys.readouterr().out


def test_a_page_that_guests_cannot_read_has_no_weight(course):
    from wagtail.models import PageViewRestriction

    lesson = course.lesson_pages[0]
    weights.measure(lesson)
    PageViewRestriction.objects.create(page=course.page, restriction_type=PageViewRestriction.LOGIN)
    assert weights.measure_key(lesson.translation_key, "es") is None
    assert not LessonWeight.objects.filter(page=lesson.translation_key, language="es").exists()


def test_the_language_of_whoever_measures_stays_hers(course):
    from django.utils import translation

    with translation.override("en"):
        weights.measure(course.lesson_pages[0])
        assert translation.get_language() == "en"
