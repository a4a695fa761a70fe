"""Finding a course: the catalogue's choices, search in four languages, a course's own page, her path."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.site.models import TranslationState
from courses.models import CourseOutline, LessonWeight
from courses.services import learning
from tests.courses.factories import published_course

pytestmark = pytest.mark.django_db


def words(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_a_road_shows_only_its_courses(client, course):
    url = reverse("courses:catalogue")
    assert "Es derecho, no favor" in words(client, f"{url}?ruta=derechos")
    assert "Es derecho, no favor" not in words(client, f"{url}?ruta=presupuesto")


def test_ten_minutes_shows_lessons_and_not_courses(client, course):
    page = words(client, f"{reverse('courses:catalogue')}?minutos=10")
    assert "Lección 1" in page
    assert "No hay lecciones tan cortas" in words(client, f"{reverse('courses:catalogue')}?minutos=5")


def test_choices_that_make_no_sense_are_left_out(client, course):
    url = reverse("courses:catalogue")
    for query in ("minutos=-3", "minutos=²", "minutos=99999", "idioma=xx", "ruta=%00", "orden=nada"):
        assert client.get(f"{url}?{query}").status_code == 200, query


def test_a_language_shows_what_exists_in_it(client, course):
    url = f"{reverse('courses:catalogue')}?idioma=qu"
    assert "Es derecho, no favor" not in words(client, url)
    TranslationState.objects.create(translation_key=course.page.translation_key, language="qu")
    assert "Es derecho, no favor" in words(client, url)


def test_what_costs_less_comes_first(client, course):
    heavy, light = course, published_course("T2")
    CourseOutline.objects.filter(pk=light.key).update(titles={"es": "Liviano"})
    for each, size in ((heavy, 50_000), (light, 1_000)):
        for lesson in each.lessons:
            LessonWeight.objects.update_or_create(
                page=lesson, language="es", defaults={"course": each.key, "html": size}
            )
    page = words(client, f"{reverse('courses:catalogue')}?orden=peso")
    assert page.index(light.page.slug) < page.index(heavy.page.slug)
    assert "98 KB" in page


@pytest.mark.parametrize("typed", ["derecho", "DERÉCHO", "lección", "leccion"])
def test_search_finds_with_accents_and_without(client, course, typed):
    call_command("update_index", verbosity=0)
    assert "/cursos/" in words(client, f"{reverse('courses:search')}?q={typed}").split('role="status"')[1]


def test_search_says_what_to_do_where_nothing_is_found(client, course):
    assert "Prueba con otra palabra" in words(client, f"{reverse('courses:search')}?q=xilófono")


def test_search_never_shows_the_questions_of_a_test(client, course):
    call_command("update_index", verbosity=0)
    prompt = next(iter(course.asked.values()))["value"]["prompt"]
    assert course.test_page.slug not in words(client, f"{reverse('courses:search')}?q={prompt}").split("<main")[1]


def test_her_path_names_one_next_thing(client, course, house):
    client.force_login(house.yuli)
    learning.read_lesson(member=house.yuli, course=course.key, lesson=course.lessons[0], nonce=uuid7())
    page = words(client, reverse("courses:my_path"))
    assert page.count("Lo que sigue") == 1
    assert "Lección 2 · 6 min" in page
    assert "Llevas 1 de 3 pasos." in page


def test_what_is_left_is_told_on_the_course(client, course, house):
    client.force_login(house.yuli)
    learning.read_lesson(member=house.yuli, course=course.key, lesson=course.lessons[0], nonce=uuid7())
    page = words(client, course.page.url)
    assert "Te falta:" in page
    assert "1 lección." in page
    assert "2 tareas por confirmar." in page


def test_a_course_that_is_gone_stays_on_her_path(client, course, house):
    client.force_login(house.yuli)
    learning.read_lesson(member=house.yuli, course=course.key, lesson=course.lessons[0], nonce=uuid7())
    course.page.delete()
    page = words(client, reverse("courses:my_path"))
    assert "Cursos que ya no se publican" in page
    assert "✓ Lección 1" in page
    assert CourseOutline.objects.get(pk=course.key).removed_at


def test_her_path_compares_her_with_nobody(client, course, house):
    for woman in (house.yuli, house.hilda):
        learning.read_lesson(member=woman, course=course.key, lesson=course.lessons[0], nonce=uuid7())
    client.force_login(house.yuli)
    assert "Hilda" not in words(client, reverse("courses:my_path"))


def test_days_are_told_in_her_language(client, course, house):
    client.force_login(house.yuli)
    day = timezone.now() - timedelta(days=3)
    learning.read_lesson(member=house.yuli, course=course.key, lesson=course.lessons[0], nonce=uuid7(), at=day)
    assert f"{timezone.localtime(day).day} de " in words(client, reverse("courses:my_path"))
