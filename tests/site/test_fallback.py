"""What is still Spanish on a translated page says so."""

import pickle

import pytest
from django.template import Context, Template
from django.utils import translation
from wagtail.models import Locale

from academy.site.fallback import Fallback, fallback_of
from academy.site.models import PlainPage, TranslationState
from academy.site.starting import ensure_home
from academy.site.translating import plain, translate

pytestmark = pytest.mark.django_db

PROSE, CONTACT, EMPTY = (f"{n * 8}-1111-4111-8111-111111111111" for n in "123")
BODY = [
    {"type": "prose", "id": PROSE, "value": {"title": "Nuestra idea", "text": "<p>Una.</p><p>Dos <b>dos</b>.</p>"}},
    {
        "type": "contact",
        "id": CONTACT,
        "value": {
            "name": "Línea 100",
            "number": "100",
            "what": "Escucha.",
            "when": "24 h",
            "check_by": "2027-05-31",
            "source": "",
        },
    },
]


@pytest.fixture
def page():
    home = ensure_home()
    made = home.add_child(instance=PlainPage(title="Ayuda", slug="ayuda", intro="Aquí.", body=BODY, live=False))
    made.save_revision().publish()
    return PlainPage.objects.get(pk=made.pk)


def english(page, words):
    translate(page, {"en": words})
    return PlainPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def shown(source, **context):
    return Template("{% load fallback %}" + source).render(Context(context))


def test_a_spanish_page_has_nothing_to_say(page, django_assert_num_queries):
    page.locale  # noqa: B018 - fetched beforehand, as views do
    with django_assert_num_queries(0):
        found = fallback_of(page)
    assert not found
    assert found.lang_attr("title") == ""


def test_an_alias_is_spanish_from_first_to_last(page):
    alias = page.get_translation(Locale.objects.get(language_code="ay"))
    found = fallback_of(alias)
    assert found.everything
    assert found.lang(PROSE, "text") == "es"
    assert found.block(PROSE)
    assert found.language == "ay"


def test_only_what_has_no_translation_is_marked(page):
    found = fallback_of(
        english(
            page,
            {
                ("title", "Ayuda"): "Help",
                (f"body.{PROSE}.title", plain("Nuestra idea")): "Our idea",
                (f"body.{PROSE}.text", "Una."): "One.",
            },
        )
    )
    assert not found.fell("title")
    assert found.fell("intro")
    assert not found.fell(PROSE, "title")
    # One paragraph of two: neither language is right for the whole, so nothing is claimed.
    assert not found.fell(PROSE, "text")
    assert found.partial >= {f"{PROSE}.text"}
    assert found.fell(CONTACT, "what")
    assert found.block(PROSE)
    assert found.block(CONTACT)


def test_figures_read_the_same_in_every_language(page):
    found = fallback_of(english(page, {("title", "Ayuda"): "Help"}))
    assert not found.fell(CONTACT, "number")
    assert not found.fell("slug")


def test_a_page_that_is_translated_whole_has_no_fallback(page):
    words = {
        ("title", "Ayuda"): "Help",
        ("intro", plain("Aquí.")): "Here.",
        (f"body.{PROSE}.title", "Nuestra idea"): "Our idea",
        (f"body.{PROSE}.text", "Una."): "One.",
        (f"body.{PROSE}.text", "Dos <b>dos</b>."): "Two <b>two</b>.",
        (f"body.{CONTACT}.name", plain("Línea 100")): "Line 100",
        (f"body.{CONTACT}.what", "Escucha."): "Listens.",
    }
    translated = english(page, words)
    assert not fallback_of(translated).any
    assert translated.body[0].value["text"].source == "<p>One.</p><p>Two <b>two</b>.</p>"


def test_what_fell_back_is_kept_with_the_rendered_page(page):
    found = fallback_of(english(page, {("title", "Ayuda"): "Help"}))
    assert pickle.loads(pickle.dumps(found)) == found


def test_it_costs_two_queries_whatever_the_page_is_like(page, django_assert_num_queries):
    translated = english(page, {("title", "Ayuda"): "Help"})
    translated.locale  # noqa: B018
    # What is translated; what state the translation is in.
    with django_assert_num_queries(2):
        fallback_of(translated)


def test_the_tag_writes_the_language_where_a_piece_fell_back():
    found = Fallback("qu", paths=frozenset({"title", "b1.text", "b1.options.o1.text"}))
    assert shown('<h1{% lang_of f "title" %}>', f=found) == '<h1 lang="es">'
    assert shown('<p{% lang_of f block "text" %}>', f=found, block="b1") == '<p lang="es">'
    assert shown('<b{% lang_of f "b1" "options" o "text" %}>', f=found, o="o1") == '<b lang="es">'
    assert shown('<p{% lang_of f "b2" "text" %}>', f=found) == "<p>"
    assert shown('<p{% lang_of f "b1" "text" %}>', f=None) == "<p>"
    assert shown("{% if f|fell_back:'b1' %}sí{% endif %}{% if f|fell_back:'b2' %}no{% endif %}", f=found) == "sí"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, ""),
        (Fallback("en"), ""),
        (Fallback("ay", everything=True), "aún no está traducida"),
        (Fallback("qu", paths=frozenset({"title"})), "Una parte"),
        (Fallback("qu", state="draft"), "borrador"),
    ],
)
def test_a_page_says_what_is_not_translated_and_what_is_a_draft(found, said):
    with translation.override("es"):
        note = shown("{% fallback_note f %}", f=found)
    assert said in note
    assert bool(note) == bool(said)


def test_the_state_of_the_translation_comes_along(page):
    TranslationState.objects.create(translation_key=page.translation_key, language="en", state="draft")
    assert fallback_of(english(page, {("title", "Ayuda"): "Help"})).is_draft
