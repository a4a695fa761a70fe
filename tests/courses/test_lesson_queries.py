"""How many questions a page asks the database: a few, and as many for three hundred women as for one."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academy.members.models import Member, Membership
from academy.site.batches import together
from courses.models import Answer, Enrolment, LessonCompletion, LessonPage, RealTask, Reflection
from tests.courses.factories import _publish, answer_to, raw_task, uid, version, written_course

REFLECTION = {"type": "reflection", "value": {"prompt": "¿Qué te llevas?"}, "id": uid("reflection")}
#: A signed-in lesson that asks for everything a lesson can ask for:
#: 1 her session, 2 herself, 3 the page with its course and whether it is for all, 4 the course's outline,
#: 5 did she read it, 6 her answers, 7 her tasks, 8 what she wrote for herself.
HERS = 8
#: The same without 1, 2, 5, 6, 7, 8.
A_GUESTS = 2


@pytest.fixture
def lesson(course):
    """The course's first lesson, with every kind of question, a task and a reflection. Gives its address."""
    page = course.lesson_pages[0]
    page.body = [*page.body.raw_data, REFLECTION]
    page.save_revision(clean=False).publish()
    return f"/cursos/{course.page.slug}/{page.slug}/"


@pytest.fixture
def yuli(client, course, house):
    """Signed in, and half through the course."""
    at = timezone.now()
    common = {"member": house.yuli, "course": course.key}
    Enrolment.objects.create(**common, started_at=at)
    LessonCompletion.objects.create(**common, lesson=course.lessons[0], first_at=at, last_at=at)
    RealTask.objects.create(**common, task=course.tasks[0], lesson=course.lessons[0], done_at=at)
    Reflection.objects.create(**common, lesson=course.lessons[0], block=REFLECTION["id"], text="Mucho.", written_at=at)
    Answer.objects.bulk_create(_answers(house.yuli, course, at))
    client.force_login(house.yuli)
    return client


def _answers(member, course, at):
    for kind, raw in course.practice.items():
        known = version(raw, page=course.lessons[0])
        yield Answer(
            member=member,
            course=course.key,
            question=raw["id"],
            page=course.lessons[0],
            version=known.digest,
            kind=kind,
            response=answer_to(raw),
            right=True,
            answered_at=at,
        )


def crowd(course, house, number=300):
    """So many other women of her kitchen, each as far as she is."""
    at = timezone.now()
    women = Member.objects.bulk_create([Member(display_name=f"Socia {n}") for n in range(number)])
    Membership.objects.bulk_create([Membership(member=w, organisation=house.kitchen, since=at.date()) for w in women])
    hers = [{"member": woman, "course": course.key} for woman in women]
    Enrolment.objects.bulk_create([Enrolment(**each, started_at=at) for each in hers])
    for lesson in course.lessons:
        read = [LessonCompletion(**each, lesson=lesson, first_at=at, last_at=at) for each in hers]
        LessonCompletion.objects.bulk_create(read)
    tasks = [RealTask(**each, task=course.tasks[0], lesson=course.lessons[0], done_at=at) for each in hers]
    RealTask.objects.bulk_create(tasks)
    Answer.objects.bulk_create([answer for woman in women for answer in _answers_alike(woman, course, at)])


def _answers_alike(woman, course, at):
    raw = course.practice["choice"]
    common = {"member": woman, "course": course.key, "page": course.lessons[0], "answered_at": at}
    yield Answer(**common, question=raw["id"], version="0" * 16, kind="choice", response=answer_to(raw), right=True)


def longer(course, lessons=10):
    """So many lessons more in the same course."""
    with together():
        for n in range(3, 3 + lessons):
            body = [raw_task(f"more/{n}")]
            _publish(course.page, LessonPage(title=f"Lección {n}", slug=f"leccion-{n}", intro="Así.", body=body))


def asked(client, address):
    """The queries of this page once its parts are cached."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


def test_a_signed_in_lesson_asks_eight_queries_at_most(yuli, lesson):
    assert len(asked(yuli, lesson)) <= HERS


def test_a_lesson_asks_as_much_for_three_hundred_women_and_twelve_lessons(yuli, lesson, course, house):
    alone = asked(yuli, lesson)
    crowd(course, house)
    longer(course)
    cache.clear()

    assert [sql.split("WHERE")[0] for sql in asked(yuli, lesson)] == [sql.split("WHERE")[0] for sql in alone]
    assert "Lección 2" in yuli.get(lesson).content.decode()


def test_a_lesson_nobody_opened_today_costs_no_more_than_eight(yuli, lesson):
    """Its parts are made then; that asks nothing more where the lesson has no pictures."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        yuli.get(lesson)
    assert len(queries) <= HERS


def test_a_guest_costs_four_queries_at_most(client, lesson, course, house):
    alone = asked(client, lesson)
    crowd(course, house)
    longer(course)

    assert len(alone) <= A_GUESTS <= 4
    assert len(asked(client, lesson)) == len(alone)


def test_in_another_language_too(yuli, client, lesson):
    assert len(asked(yuli, f"/en{lesson}")) <= HERS
    yuli.logout()
    assert len(asked(client, f"/en{lesson}")) <= 4


@pytest.mark.parametrize("address", ["/mi-camino/", "/cursos/", "/cursos/?minutos=10", "/"])
def test_paths_and_catalogue_ask_the_same_however_many_learn(yuli, lesson, course, house, address):
    alone = len(asked(yuli, address))
    crowd(course, house)
    longer(course)
    for n in range(6):
        other = written_course(code=f"X{n}")
        at = timezone.now()
        Enrolment.objects.create(member=house.yuli, course=other.key, started_at=at)
        common = {"member": house.yuli, "course": other.key, "first_at": at, "last_at": at}
        LessonCompletion.objects.create(**common, lesson=other.lessons[0])
    many = asked(yuli, address)

    assert len(many) <= alone
    # Her path asks every programme for what is next: courses, ayni, promises, seats, elections, her stage in the words
    # of the assembly that decides for her.
    assert len(many) <= (27 if address == "/mi-camino/" else 20)


def test_the_catalogue_asks_the_same_for_one_course_and_for_five(client, lesson):
    from tests.courses.factories import published_course

    one = asked(client, "/cursos/")
    for n in range(4):
        published_course(f"C{n}")
    five = asked(client, "/cursos/")

    assert client.get("/cursos/").content.decode().count("course-card") == 5
    assert len(five) == len(one)
