"""A lesson to forward: short enough, whole sentences, nothing of a person, a picture a phone can pay."""

import io

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from courses import whatsapp
from courses.models import LessonPage

words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=160)
LINK = "https://sitio.example/cursos/un-curso/una-leccion/"


@given(words, st.lists(words, max_size=8), words, st.lists(words, max_size=8), st.text(max_size=250))
def test_a_message_is_never_too_long_and_always_leads_to_the_lesson(title, ideas, question, options, care):
    text = whatsapp.compose(title=title[:120], ideas=ideas, question=question, options=options, link=LINK, care=care)
    assert len(text.encode("utf-16-le")) // 2 <= whatsapp.LIMIT
    assert text.endswith(LINK)


def test_ideas_go_in_whole_and_the_question_without_its_key():
    text = whatsapp.compose(
        title="La *olla*",
        ideas=["Primera idea.", "x" * 600, "Tercera."],
        question="¿Un favor?",
        options=["Sí", "No"],
        link=LINK,
    )
    assert text == f"*La olla*\n\nPrimera idea.\n\n❓ ¿Un favor?\nA) Sí\nB) No\n\n👉 {LINK}"


def test_sentences_of_a_text_come_without_tags():
    html = "<p>La <b>olla</b> fue primero.</p><ul><li>Luego la ley.</li><li>¿Y después?</li></ul>"
    assert whatsapp.sentences(html) == ["La olla fue primero.", "Luego la ley.", "¿Y después?"]


@pytest.fixture
def lesson(loaded_once, db):
    return LessonPage.objects.get(slug="primera", locale__language_code="es")


@pytest.mark.django_db
def test_the_page_offers_text_link_and_picture(lesson, client):
    page = client.get(reverse("courses:lesson_message", args=[lesson.translation_key])).content.decode()
    assert "*La primera*" in page
    assert f"{settings.SITE_URL}/cursos/curso-de-prueba/primera/" in page
    assert "https://wa.me/?text=%2ALa%20primera" in page
    assert "Así es." not in page  # why an answer is right stays in the lesson
    assert "Descargar el dibujo" in page


@pytest.mark.django_db
def test_the_picture_of_a_drawing_is_a_small_jpeg(lesson, client):
    got = client.get(reverse("courses:lesson_message_picture", args=[lesson.translation_key]))
    assert len(got.content) <= whatsapp.PICTURE_LIMIT
    picture = Image.open(io.BytesIO(got.content))
    assert (picture.format, picture.size) == ("JPEG", (640, 360))


def test_a_large_photo_becomes_small_enough():
    noise = Image.effect_noise((2000, 1500), 120).convert("RGB")
    raw = io.BytesIO()
    noise.save(raw, "PNG")
    made = whatsapp._jpeg(raw.getvalue())
    assert len(made) <= whatsapp.PICTURE_LIMIT
    assert Image.open(io.BytesIO(made)).width <= whatsapp.WIDTH


@pytest.mark.django_db
def test_the_editors_own_words_go_before_made_ones(lesson):
    lesson.short_text = "Compañera, hoy leemos juntas."
    assert whatsapp.message_of(lesson, link=LINK) == f"Compañera, hoy leemos juntas.\n\n👉 {LINK}"
    lesson.short_text = "x" * 699
    assert whatsapp.message_of(lesson, link=LINK).startswith("*La primera*")


@pytest.mark.django_db
def test_in_another_language_it_is_in_that_language(lesson, client):
    page = client.get(f"/en/mensaje/{lesson.translation_key}/").content.decode()
    assert "*The first*" in page
    assert f"{settings.SITE_URL}/en/cursos/curso-de-prueba/primera/" in page
