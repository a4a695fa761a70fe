"""What publishing leaves behind for the record."""

import pytest

from courses.grading import digest
from courses.models import CourseIndexPage, CourseOutline, CoursePage, LessonPage, QuestionVersion, TestPage
from courses.publishing import rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(loaded_once, db):
    return CoursePage.objects.get(code="T1", locale__language_code="es")


def outline():
    return CourseOutline.objects.get(code="T1")


def lesson(language="es"):
    return LessonPage.objects.get(slug="primera", locale__language_code=language)


def test_the_outline_says_what_a_course_consists_of_in_every_language(course):
    found = outline()
    assert found.pk == course.translation_key
    assert found.titles == {"es": "Curso de prueba", "en": "Sample course", "qu": "Yachay", "ay": "Curso de prueba"}
    data = found.data
    assert data["rule"] == {"lessons": None, "tasks": 1, "test": True}
    assert (data["hours"], data["certificate"], data["track"]) == ("2.5", True, "derechos")
    assert [entry["slug"] for entry in data["lessons"]] == ["primera", "segunda"]
    first = data["lessons"][0]
    assert first["key"] == str(lesson().translation_key)
    assert first["titles"]["en"] == "The first"
    assert [task["titles"]["es"] for task in first["tasks"]] == ["Cuéntalo"]
    assert len(first["questions"]) == 1
    assert data["test"]["titles"]["en"] == "See what you know"
    assert data["paths"] == {
        "es": "/cursos/curso-de-prueba/",
        "qu": "/qu/cursos/curso-de-prueba/",
        "ay": "/ay/cursos/curso-de-prueba/",
        "en": "/en/cursos/curso-de-prueba/",
    }


def test_the_paths_are_those_wagtail_serves(course):
    for page in CoursePage.objects.filter(code="T1").select_related("locale"):
        assert page.get_url_parts()[2] == outline().data["paths"][page.locale.language_code]


def test_each_question_is_kept_as_it_stands_in_each_language(course):
    question = outline().lessons[0]["questions"][0]
    versions = {version.language: version for version in QuestionVersion.objects.filter(question=question)}
    assert set(versions) == {"es", "en"}  # not translated into Quechua: the same version as the Spanish one
    assert versions["es"].data["value"]["prompt"] == "¿Es un favor?"
    assert versions["en"].data["value"]["prompt"] == "Is it a favour?"
    assert versions["es"].page == lesson().translation_key
    block = next(block for block in lesson().body.raw_data if block["id"] == question)
    assert versions["es"].digest == digest(block)


def test_test_questions_are_kept_too(course):
    test = TestPage.objects.get(locale__language_code="es")
    kinds = QuestionVersion.objects.filter(page=test.translation_key, language="es").values_list("kind", flat=True)
    assert sorted(kinds) == ["match", "number", "order", "short"]


def test_an_edited_question_is_a_new_version_and_the_old_one_stays(course):
    page = lesson()
    raw = list(page.body.raw_data)
    question = next(block for block in raw if block["type"] == "choice")
    before = QuestionVersion.objects.filter(question=question["id"]).count()
    question["value"]["prompt"] = "¿Es un derecho?"
    page.body = raw
    page.save_revision().publish()
    assert QuestionVersion.objects.filter(question=question["id"]).count() == before + 1
    page = lesson()
    page.save_revision().publish()
    assert QuestionVersion.objects.filter(question=question["id"]).count() == before + 1


def test_a_new_title_is_in_the_outline_also_where_only_a_translation_changed(course):
    english = lesson("en")
    english.title = "Number one"
    english.save_revision().publish()
    assert outline().lessons[0]["titles"]["en"] == "Number one"


def test_an_unpublished_lesson_leaves_the_outline_and_comes_back(course):
    lesson().unpublish()
    assert [entry["slug"] for entry in outline().lessons] == ["segunda"]
    lesson().save_revision().publish()
    assert [entry["slug"] for entry in outline().lessons] == ["primera", "segunda"]


def test_a_lesson_that_moves_changes_the_outline(course):
    lesson().move(TestPage.objects.get(locale__language_code="es"), pos="left")
    assert [entry["slug"] for entry in outline().lessons] == ["segunda", "primera"]


def test_a_deleted_lesson_leaves_the_outline_and_its_questions_stay(course):
    questions = QuestionVersion.objects.count()
    lesson().delete()
    assert [entry["slug"] for entry in outline().lessons] == ["segunda"]
    assert QuestionVersion.objects.count() == questions


def test_a_course_that_goes_offline_is_marked_and_what_it_was_stays(course):
    lessons = outline().lessons
    course.unpublish()
    assert outline().removed_at is not None
    assert outline().lessons == lessons
    CoursePage.objects.get(pk=course.pk).save_revision().publish()
    assert outline().removed_at is None


def test_a_deleted_course_is_marked_and_what_it_was_stays(course):
    CoursePage.objects.get(pk=course.pk).delete()
    assert outline().removed_at is not None
    assert len(outline().lessons) == 2


def test_a_new_slug_is_in_the_paths(course, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = CoursePage.objects.get(pk=course.pk)
        page.slug = "otra"
        page.save()
    assert set(outline().data["paths"].values()) == {
        "/cursos/otra/",
        "/qu/cursos/otra/",
        "/ay/cursos/otra/",
        "/en/cursos/otra/",
    }


def test_a_catalogue_under_another_name_changes_every_path(course, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        index = CourseIndexPage.objects.get(locale__language_code="es")
        index.slug = "escuela"
        index.save()
    assert outline().data["paths"]["en"] == "/en/escuela/curso-de-prueba/"


def test_all_of_it_can_be_made_again(course):
    before = (outline().data, outline().titles, set(QuestionVersion.objects.values_list("question", "digest")))
    CourseOutline.objects.all().delete()
    QuestionVersion.objects.all().delete()
    assert rebuild() == 1
    assert (
        outline().data,
        outline().titles,
        set(QuestionVersion.objects.values_list("question", "digest")),
    ) == before


def test_an_outline_costs_the_same_for_any_number_of_lessons(course, django_assert_max_num_queries):
    from courses.publishing import write_outline

    # course; its editions; lessons; test; editions of lessons and of the test; homes; outline read and written.
    with django_assert_max_num_queries(13):
        write_outline(course.translation_key)
