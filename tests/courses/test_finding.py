"""Finding a course: the catalogue's choices, search in four languages, a course's own page, her path."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.site.models import TranslationState
from courses.models import Certificate, CourseOutline, LessonWeight
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
    far_too_long = f"minutos={'9' * 5000}"  # Python refuses to read a number of so many figures
    for query in (
        "minutos=-3", "minutos=²", "minutos=99999", far_too_long, "idioma=xx", "ruta=%00", "orden=nada"
    ):  # fmt: skip
        assert client.get(f"{url}?{query}").status_code == 200, query


def test_a_language_shows_what_exists_in_it(client, course):
    url = f"{reverse('courses:catalogue')}?idioma=qu"
    assert "Es derecho, no favor" not in words(client, url)
    TranslationState.objects.create(translation_key=course.page.translation_key, language="qu")
    assert "Es derecho, no favor" in words(client, url)


def test_few_minutes_and_a_language_are_asked_together(client, course):
    url = f"{reverse('courses:catalogue')}?minutos=10&idioma=qu"
    assert "Lección 1" not in words(client, url)
    TranslationState.objects.create(translation_key=course.page.translation_key, language="qu")
    assert "Lección 1" in words(client, url)


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


@pytest.mark.parametrize("typed", ['"', "%22%00", "*", "'", "derecho%22", "(", "-", "%F0%9F%98%80", "NOT", "a OR"])
def test_search_takes_whatever_is_typed(client, course, typed):
    call_command("update_index", verbosity=0)
    page = words(client, f"{reverse('courses:search')}?q={typed}")
    assert ("Prueba con otra palabra" in page) == (not typed.startswith("derecho"))


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


def test_a_lesson_that_left_the_course_is_told_of_on_her_path(client, course, house):
    client.force_login(house.yuli)
    learning.read_lesson(member=house.yuli, course=course.key, lesson=course.lessons[0], nonce=uuid7())
    assert "ya no está en el curso" not in words(client, reverse("courses:my_path"))
    course.lesson_pages[0].delete()
    page = words(client, reverse("courses:my_path"))
    assert "También leíste 1 lección que ya no está en el curso. Sigue guardada." in page


def test_who_has_the_paper_has_finished_also_where_the_course_asks_for_more_since(client, course, house):
    learning.enrol(member=house.yuli, course=course.key, nonce=uuid7())
    Certificate.objects.create(
        code="ABCDEFGH2345", subject=uuid7(), member=house.yuli, course=course.key, course_code="T1",
        title="Es derecho, no favor", name="Yuli", organisation="", hours=2, language="es",
    )  # fmt: skip
    client.force_login(house.yuli)
    page = words(client, reverse("courses:my_path"))
    assert "Lo que terminaste" in page
    assert "Mi constancia (PDF)" in page
    assert "Lo que sigue" not in page


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


@pytest.mark.parametrize(
    "typed", ['"', "'", "*", "%", "a AND", "OR", "NEAR(", "a:b", ":*", "a & ! b", "\\", "&|!", "<b>", "\x00", "😀"]
)
def test_whatever_is_typed_is_looked_for_and_nothing_breaks(client, course, typed):
    answer = client.get(reverse("courses:search"), {"q": typed})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_a_closed_course_shows_none_of_its_lessons_by_minutes(client, course):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=course.page, restriction_type=PageViewRestriction.LOGIN)
    assert "Lección 1" not in words(client, f"{reverse('courses:catalogue')}?minutos=10")
