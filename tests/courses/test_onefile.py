"""A course as one file: whole, for itself, and without a question of the test."""

import re
from base64 import b64decode
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from academy.core.templatetags.plain import kb
from courses.models import CourseFile, CoursePage, FileEdition
from courses.onefile import building, keeping
from courses.onefile.pictures import Pictures, data_uri
from courses.onefile.style import style_for
from courses.onefile.weaving import woven
from courses.returning import codec, editions

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(loaded_once, db):
    """The course of every kind of block, in Spanish, English and a little Quechua."""
    page = CoursePage.objects.get(code="T1", locale__language_code="es")
    return keeping.Course(page.translation_key)


@pytest.fixture
def text(sample):
    return building.build(sample, "es").decode()


class Addresses(HTMLParser):
    """Everything that makes a browser ask somebody, and every id."""

    def __init__(self, html):
        super().__init__()
        self.fetched, self.links, self.ids, self.headings = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("src", "srcset", "poster", "action", "data", "background"):
                self.fetched.append(value)
            elif name in ("href", "xlink:href"):
                (self.links if tag == "a" else self.fetched).append(value)
            elif name == "id":
                self.ids.append(value)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(tag)


@pytest.mark.parametrize("language", ["es", "en", building.ALL])
def test_nothing_in_it_asks_anybody(sample, language):
    html = building.build(sample, language).decode()
    found = Addresses(html)
    assert [each for each in found.fetched if not each.startswith(("data:", "#"))] == []
    allowed = ("#", f"{settings.SITE_URL}/", "https://www.gob.pe/", "tel:")
    assert [each for each in found.links if not each.startswith(allowed)] == []
    assert len(found.ids) == len(set(found.ids))
    assert found.headings.count("h1") == 1
    assert "url(http" not in html
    assert "@import" not in html
    assert {each[1:] for each in found.links if each.startswith("#")} <= set(found.ids)


def test_its_policy_names_its_own_script_and_style(text):
    policy = re.search(r'Content-Security-Policy content="([^"]*)"', text)[1].replace("&#x27;", "'")
    assert policy.startswith("default-src 'none'")
    script, style = (re.search(rf"<{tag}>(.*?)</{tag}>", text, re.S)[1] for tag in ("script", "style"))
    assert f"script-src {building._sum(script)}" in policy
    assert f"style-src {building._sum(style)}" in policy
    assert not re.search(r'<[^>]+ (on\w+|style)="', text)


def test_its_script_is_no_module(text):
    """One «export» or «import», and a browser runs nothing of it: no verdict, no code."""
    script = re.search(r"<script>(.*?)</script>", text, re.S)[1]
    assert "data-calc" in script
    assert not re.search(r"^\s*(export|import)\b", script, re.M)


def test_no_question_of_the_test_is_in_it(sample):
    for language in (*sample.languages, building.ALL):
        html = building.build(sample, language).decode()
        for said in ("¿Cuánto?", "Ordena.", "Une.", "¿Qué ley?", "1.84", "Mira lo que sabes"):
            assert said not in html, said


def test_practice_stands_in_it_with_the_reason_of_each_answer(text):
    assert "¿Es un favor?" in text
    assert "No: hay ley." in text
    right = re.search(r"<input class=pick [^>]*data-ok>\s*<label[^>]*>(.*?)</label>", text)
    assert right[1] == "No"
    assert "Que diga quién." not in text  # the reader's guide of an essay is not hers


def test_every_piece_of_the_lessons_stands_in_it(text):
    told = "Tomasa|La olla fue primero|Guarda el papel|Anota|Es un derecho|Un día|Organización social|Línea 100"
    done = "¿Qué sabes hacer|No reemplaza|Cuéntalo|Te oyó|¿Dos?|Ley 25307|Tu ración|La segunda"
    assert [words for words in f"{told}|{done}".split("|") if words not in text] == []
    assert text.count("<symbol id=p") == 2  # the cover, and one pot shown twice
    assert text.count("href=#p2>") == 2


def test_what_is_still_spanish_says_so_in_another_language(sample):
    html = building.build(sample, "en").decode()
    assert "<html lang=en>" in html
    assert "In the kitchen" in html
    assert re.search(r"<h3 lang=es>Ojo</h3>", html)
    assert "not translated yet" in html


def test_a_draft_says_that_it_is_one(sample):
    with translation.override("qu"):
        said = translation.gettext("Esta traducción es un borrador. Si hablas esta lengua, ayúdanos a corregirla.")
    html = building.build(sample, building.ALL).decode()
    assert said in html
    assert "id=l-qu " in html


def test_each_lesson_ends_with_its_word(sample, text):
    edition = FileEdition.objects.latest("made_at")
    words = re.findall(r"class=code>([0-9A-Z-]{9})<", text)
    number = editions.number_of(edition)
    assert [codec.read(word) for word in words] == [[codec.Receipt(number, n)] for n in range(2)]


def test_the_same_course_makes_the_same_edition_and_the_same_file(sample):
    assert building.build(sample, "es") == building.build(sample, "es")
    before = FileEdition.objects.count()
    keeping.file_of(sample, "es")
    keeping.file_of(sample, "en")
    assert FileEdition.objects.count() == before


# --- Keeping -----------------------------------------------------------------------------------


def test_a_file_is_built_once_and_again_after_publishing(sample, django_assert_num_queries):
    kept = keeping.file_of(sample, "es")
    assert keeping.opened(kept) == building.build(sample, "es")
    assert kept.size == len(keeping.opened(kept))
    with django_assert_num_queries(1):
        assert keeping.file_of(sample, "es").pk == kept.pk
    lesson = sample.lessons[0]
    lesson.title = "La primera de todas"
    lesson.save_revision().publish()
    assert not CourseFile.objects.exists()
    again = keeping.file_of(keeping.Course(kept.course), "es")
    assert b"La primera de todas" in keeping.opened(again)


def test_a_closed_lesson_is_in_no_file(sample):
    PageViewRestriction.objects.create(page=sample.lessons[1], restriction_type=PageViewRestriction.LOGIN)
    html = building.build(keeping.Course(sample.page.translation_key), "es").decode()
    assert "La segunda" not in html
    PageViewRestriction.objects.create(page=sample.page, restriction_type=PageViewRestriction.LOGIN)
    with pytest.raises(keeping.NoFile):
        keeping.Course(sample.page.translation_key)


def test_an_expired_note_makes_another_file(sample, monkeypatch):
    from datetime import date

    before = keeping.fingerprint(sample)
    monkeypatch.setattr(keeping.timezone, "localdate", lambda *args: date(2028, 1, 1))
    assert keeping.fingerprint(sample) != before


# --- Pages -------------------------------------------------------------------------------------


def test_the_page_says_what_each_file_weighs_and_the_course_leads_there(sample, client):
    page = client.get(reverse("courses:course_file", args=[sample.page.translation_key])).content.decode()
    size = kb(keeping.file_of(sample, "es").size)
    assert f"Descargar · {size}" in page
    assert "En todas las lenguas" in page
    course = client.get("/cursos/curso-de-prueba/").content.decode()
    assert reverse("courses:course_file", args=[sample.page.translation_key]) in course
    # A phone that keeps the course compares its page: it may not change because somebody made a file.
    assert size not in course


def test_the_download_has_a_name_that_says_nothing_and_is_not_sent_twice(sample, client):
    address = reverse("courses:course_file_get", args=[sample.page.translation_key, "es"])
    got = client.get(address)
    assert got["Content-Disposition"] == 'attachment; filename="relevo-t1-es.html"'
    assert got.content == building.build(sample, "es")
    assert client.get(address, headers={"if-none-match": got["ETag"]}).status_code == 304


@pytest.mark.parametrize("language", ["xx", "fr"])
def test_there_is_no_file_in_a_language_that_the_course_does_not_have(sample, client, language):
    address = reverse("courses:course_file_get", args=[sample.page.translation_key, language])
    assert client.get(address).status_code == 404


# --- Weaving -----------------------------------------------------------------------------------


def rewoven(html, **more):
    return woven(html, pictures=Pictures(), places={"/cursos/a/b/": "2"}, mark="es-", **more)


def test_links_lead_into_the_file_or_to_the_site_and_nothing_runs():
    html = rewoven(
        '<h2 id="b-11111111-1111-1111-1111-111111111111" style="x" onclick="y">A &amp; B</h2>'
        '<a href="/cursos/a/b/#fin">c</a><a href="/otra/">d</a><script>bad()</script><form><button>e</button></form>'
    )
    assert html == (
        f'<h3>A &amp; B</h3><a href="#2">c</a><a href="{settings.SITE_URL}/otra/" rel="noopener noreferrer">d</a>'
    )


def test_ids_that_something_points_at_stay_and_are_one_languages_own():
    block = "c-11111111-1111-1111-1111-111111111111"
    html = rewoven(f'<p id="{block}">a</p><table aria-labelledby="{block}"></table>')
    assert html == '<p id="es-1">a</p><table aria-labelledby="es-1"></table>'


def test_a_recording_goes_in_only_where_it_is_wanted():
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("documents/voz.opus", ContentFile(b"OggS"))
    player = f'<audio controls src="{default_storage.url(name)}"></audio><p>dicho</p>'
    assert rewoven(player) == "<p>dicho</p>"
    assert "data:audio/ogg;base64,T2dnUw==" in rewoven(player, sound=True)


def test_a_drawing_that_could_run_something_is_shown_as_a_picture():
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><script>bad()</script><path d="M0 0h4v3z"/></svg>'
    address = default_storage.url(default_storage.save("original_images/x.svg", ContentFile(svg)))
    pictures = Pictures()
    assert 'aria-label="Una &lt;olla&gt;"' in pictures.shown(address, "Una <olla>", 640, 360)
    inside = re.search(r'href="data:image/svg\+xml;base64,([^"]+)"', pictures.symbols())[1]
    assert b64decode(inside) == svg
    assert "bad()" not in pictures.symbols()


def test_a_picture_that_is_gone_leaves_its_words():
    assert Pictures().shown("/media/nada.svg", "Una olla", 1, 1) == '<p class="muted">Una olla</p>'
    assert data_uri("/media/x.exe", b"") == ""


def test_only_the_style_that_is_used_goes_in():
    style = style_for('<p class="notice">')
    assert ".notice" in style
    assert ".picto-grid" not in style
    assert "prefers-color-scheme:dark" in style
