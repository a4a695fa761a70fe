"""What a phone downloads of a course: true sizes, nothing of a test, and only what changed."""

import copy
import hashlib
import json
import re

import brotli
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.site.models import File, Picture
from academy.site.offline.models import DataCost
from courses import grading, offline, publishing
from courses.models import CourseDownload, LessonPage, TestPage
from tests.courses.factories import published_course, raw_question, uid

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9">' + b'<path d="M0 0h9"/>' * 40 + b"</svg>"
#: What the manifest asks when nothing changed: the course, what is closed, its children, its outline, the download,
#: the tariff.
WARM = 6


@pytest.fixture
def drawn(course):
    """The course with a drawing in both lessons and a recording in the first."""
    picture = Picture.objects.create(title="Olla", file=ContentFile(DRAWING, "olla.svg"), width=16, height=9)
    voice = File.objects.create(title="Voz", file=ContentFile(b"OggS" + b"o" * 5000, "voz.ogg"))
    drawing = {"type": "drawing", "value": {"picture": picture.pk, "alt": "Una olla", "caption": ""}, "id": uid("d")}
    sound = {
        "type": "audio",
        "value": {"title": "Oye", "recording": voice.pk, "seconds": 9, "transcript": "<p>Hola</p>"},
        "id": uid("a"),
    }
    _add(course.lesson_pages[0], drawing, sound)
    _add(course.lesson_pages[1], drawing)
    return course


def _add(page, *blocks):
    page = LessonPage.objects.get(pk=page.pk)
    page.body = [*page.body.raw_data, *blocks]
    page.save_revision(clean=False).publish()
    return page


def manifest(client, course, language=""):
    reply = client.get(f"{language}/cursos/{course.page.slug}/descarga.json")
    assert reply.status_code == 200
    return reply.json()


def test_what_is_told_is_what_is_sent(client, drawn):
    """Every file of the list, fetched as a phone fetches it: its bytes on the wire and the sum of its content."""
    said = manifest(client, drawn)
    kinds = [each["k"] for each in said["files"]]
    assert kinds.count("page") == 4
    assert (kinds.count("picture"), kinds.count("sound"), kinds.count("data")) == (1, 1, 1)
    for each in said["files"]:
        reply = client.get(each["u"], headers={"accept-encoding": "br"})
        sent = reply.getvalue()
        content = brotli.decompress(sent) if reply.get("Content-Encoding") == "br" else sent
        assert len(sent) == each["b"], each["u"]
        known = offline.page_sum(content) if each["k"] == "page" else hashlib.sha256(content).hexdigest()
        assert known == each["h"], each["u"]
        assert "Set-Cookie" not in reply.headers
        assert b"csrfmiddlewaretoken" not in content


def test_the_course_page_tells_the_weight_and_the_price_of_exactly_this(client, drawn):
    DataCost.objects.create(soles_per_mb="0.025")
    said = manifest(client, drawn)
    html = client.get(drawn.page.url).content.decode()
    whole = sum(each["b"] for each in said["files"] if each["k"] != "sound")
    told = int(re.search(r'data-bytes="(\d+)"', html)[1])
    assert whole <= told < whole + 2 * offline.FULL
    assert 'data-sound="5004"' in html
    assert 'data-tariff="0.025"' in html
    assert said["tariff"] == "0.025"


def test_the_list_is_made_once_and_answered_in_few_queries_and_bytes(client, drawn):
    assert manifest(client, drawn)["tariff"] == "", "nobody set one: no money is spoken of"
    made = CourseDownload.objects.get().made_at
    with CaptureQueriesContext(connection) as asked:
        manifest(client, drawn)
    assert len(asked) <= WARM, [each["sql"] for each in asked]
    assert CourseDownload.objects.get().made_at == made
    address = f"/cursos/{drawn.page.slug}/descarga.json"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


def test_publishing_one_lesson_changes_that_lesson_alone(client, drawn):
    before = {each["u"]: each["h"] for each in manifest(client, drawn)["files"]}
    page = LessonPage.objects.get(pk=drawn.lesson_pages[0].pk)
    page.intro = "Otra manera de empezar."
    page.save_revision(clean=False).publish()
    after = {each["u"]: each["h"] for each in manifest(client, drawn)["files"]}
    assert [address for address in after if after[address] != before.get(address)] == [page.url]


def test_a_release_that_only_renames_style_and_scripts_changes_no_page():
    page = b'<link href="/static/css/site.0123456789ab.css"><script src="/static/js/app.0123456789ab.js"></script>'
    assert offline.page_sum(page) == offline.page_sum(page.replace(b"0123456789ab", b"ba9876543210"))
    assert offline.page_sum(page) != offline.page_sum(page.replace(b"site", b"other"))


def test_each_language_has_its_own_addresses(client, course):
    english = manifest(client, course, "/en")
    assert english["language"] == "en"
    assert all(each["u"].startswith(("/en/", "/media/", "/documents/")) for each in english["files"])


def test_a_closed_or_missing_course_is_not_told_of(client, course):
    from wagtail.models import PageViewRestriction

    assert client.get("/cursos/no-hay/descarga.json").status_code == 404
    PageViewRestriction.objects.create(page=course.page, restriction_type=PageViewRestriction.LOGIN)
    for name in ("descarga.json", "offline.json"):
        assert client.get(f"/cursos/{course.page.slug}/{name}").status_code == 404


def test_the_scripts_find_where_their_words_are_before_the_cards_own(client, course):
    """They take the first ``data-words`` of the page for an address; the card of a download has words of its own."""
    manifest(client, course)
    html = client.get(course.page.url).content.decode()
    found = re.findall(r'data-words="([^"]*)"', html)
    assert len(found) == 2
    assert found[0].startswith(reverse("members:device_words"))


def test_with_the_worker_switched_off_no_page_offers_a_download(client, course, settings):
    manifest(client, course)
    settings.OFFLINE = False
    html = client.get(course.page.url).content.decode()
    assert "data-keep" not in html
    assert "data-worker" not in html


# --- Practice ----------------------------------------------------------------------------------


def practice(client, course):
    return client.get(f"/cursos/{course.page.slug}/offline.json").json()


def test_practice_can_be_checked_on_the_phone(client, course):
    questions = practice(client, course)["lessons"][course.lessons[0]]["questions"]
    assert set(questions) == {raw["id"] for raw in course.practice.values()}
    for kind, raw in course.practice.items():
        said = questions[raw["id"]]
        assert (said["type"], said["version"]) == (kind, grading.digest(raw))
    right = [each["id"] for each in questions[course.practice["choice"]["id"]]["value"]["options"] if each.get("right")]
    assert len(right) == 1
    assert questions[course.practice["number"]["id"]]["value"]["answer"] == "1.84"
    assert questions[course.practice["short"]["id"]]["value"]["accept"] == ["asamblea", "la asamblea"]
    assert "guide" not in questions[course.practice["essay"]["id"]]["value"]
    pair = questions[course.practice["match"]["id"]]["value"]["pairs"][0]
    assert (pair["l"], pair["r"]) == (grading.masked("left", pair["id"]), grading.masked("right", pair["id"]))


def test_nothing_of_a_test_is_in_anything_that_is_downloaded(client, db):
    """Neither ids nor a word of it: looked for in every file, page and list."""
    secret = [raw_question(kind, "hidden", prompt="zzsecreto") for kind in grading.KINDS]
    secret = json.loads(re.sub(r'("(?:text|why|left|right|unit|guide)": )"', r'\1"zzsecreto', json.dumps(secret)))
    course = published_course(test={"questions": secret})
    said = manifest(client, course)
    everything = json.dumps(said)
    for each in said["files"]:
        everything += client.get(each["u"]).getvalue().decode()
    assert course.practice["choice"]["id"] in everything
    assert "zzsecreto" not in everything
    for raw in secret:
        assert raw["id"] not in everything
        for name in ("options", "items", "pairs"):
            for key, _entry in grading.entries(raw["value"], name):
                assert key not in everything


@settings(max_examples=15)
@given(kind=st.sampled_from(grading.KINDS), secret=st.text("abcdefghijk", min_size=12, max_size=12))
def test_a_practice_question_that_stands_in_a_test_too_keeps_its_key_at_home(kind, secret):
    """Whatever its kind: with its id in a test, not a word of it is told."""
    from types import SimpleNamespace
    from unittest.mock import patch

    raw = raw_question(kind, "secret", prompt=secret)
    raw = json.loads(json.dumps(raw).replace('"why": "', f'"why": "{secret}'))
    page = SimpleNamespace(slug="a", title="A", locale=SimpleNamespace(language_code="es"))
    with patch.object(offline, "fallback_of", lambda page: SimpleNamespace(language="es")):
        hidden = offline._lesson(page, [copy.deepcopy(raw)], {raw["id"]})
        told = offline._lesson(page, [copy.deepcopy(raw)], set())
    assert secret not in json.dumps(hidden)
    assert raw["id"] not in json.dumps(hidden)
    assert raw["id"] in told["questions"]


def test_a_question_copied_from_the_test_into_a_lesson_is_left_out(client, course):
    test = TestPage.objects.get(translation_key=course.test, locale__language_code="es")
    publishing.write_versions(test.translation_key)
    copied = dict(test.questions.raw_data[0])
    _add(course.lesson_pages[0], copied)
    assert str(copied["id"]) not in json.dumps(practice(client, course))


def test_what_has_no_words_in_her_language_says_so(client, course):
    said = client.get(f"/qu/cursos/{course.page.slug}/offline.json").json()
    assert said["language"] == "qu"
    questions = [each for lesson in said["lessons"].values() for each in lesson["questions"].values()]
    assert questions
    assert all("why" in each["es"] for each in questions if each["value"].get("why"))
