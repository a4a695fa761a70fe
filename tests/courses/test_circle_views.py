"""The pages of circles: one form, without JavaScript, for fifteen women; hers, to see and to disown."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from academy.core.models import Event
from academy.members.models import Membership
from courses.circles import services
from courses.circles.posted import prefix
from courses.models import Answer, Circle, CircleAttendance, CircleMeeting, LessonCompletion
from tests.courses.factories import MemberFactory, uid

#: Opening a lesson with a circle: 1 session, 2 herself, 3 does she hold a role (by password), 4 may she lead, 5–6 the
#: circle in her scope, 7 the lesson, 8 the outline, 9 the women, 10 does this meeting stand, 11–12 who came last
#: time, 13 how many belong to it.
MEET = 14


@pytest.fixture
def circle(house):
    women = [MemberFactory(display_name=f"Mujer {n:02}", member_of=house.kitchen) for n in range(15)]
    circle = services.found_circle(name="Los jueves", organisation=house.kitchen, by=house.amanda)
    services.set_women(circle=circle, women=women, by=house.amanda)
    return circle


@pytest.fixture
def amanda(client, house):
    client.force_login(house.amanda)
    return client


def form(circle, course, lesson=0):
    return reverse("courses:circle_meet", args=[circle.pk, course.lessons[lesson]])


def fields(page):
    """What the form would post as it stands: hidden fields and ticked boxes."""
    html = page.content.decode()
    html = html[html.index('id="reunion"') :]
    posted = {}
    for tag in re.findall(r"<input [^>]*>", html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("hidden" in tag or " checked" in tag or 'name="day_other"' in tag):
            posted.setdefault(name[1], []).append(value[1] if value else "")
    return posted


def test_a_lesson_with_fifteen_women_is_one_form_without_javascript(amanda, house, course, circle):
    page = amanda.get(form(circle, course))
    posted = fields(page)
    women = [str(pk) for pk in circle.women.order_by("name_key").values_list("pk", flat=True)]
    choice, order = course.practice["choice"], course.practice["order"]
    posted |= {
        "present": women[:12],
        f"{prefix(choice['id'])}r": uid("curso-t1/lesson/choice", 1),
        "task": course.tasks[0],
    }
    for place in (1, 2, 3):
        posted[f"{prefix(order['id'])}o_{uid('curso-t1/lesson/order', place)}"] = str(place)
    answer = amanda.post(form(circle, course), posted)
    meeting = CircleMeeting.objects.get()
    assert answer["Location"] == reverse("courses:circle_meeting", args=[circle.pk, meeting.pk])
    assert (meeting.present, meeting.women, meeting.tasks) == (12, 15, [course.tasks[0]])
    assert [each["right"] for each in meeting.answers] == [True, True]
    assert LessonCompletion.objects.filter(lesson=course.lessons[0]).count() == 12
    assert not Answer.objects.exists()
    seen = amanda.get(answer["Location"]).content.decode()
    assert "Mujer 00" in seen
    assert "Pregunta en tu comedor" in seen


def test_who_came_last_time_is_marked_already(amanda, course, circle):
    women = list(circle.women.order_by("name_key"))
    yesterday = timezone.localdate() - timedelta(days=1)
    services.hold_meeting(
        circle=circle,
        course=course.key,
        lesson=course.lessons[0],
        day=yesterday,
        by=circle.created_by,
        present=women[:4],
    )
    posted = fields(amanda.get(form(circle, course, 1)))
    assert set(posted["present"]) == {str(woman.pk) for woman in women[:4]}
    assert "was" not in posted


def test_sent_twice_it_says_so_and_unticked_it_is_corrected(amanda, course, circle):
    women = [str(pk) for pk in circle.women.order_by("name_key").values_list("pk", flat=True)]
    posted = fields(amanda.get(form(circle, course))) | {"present": women[:3]}
    amanda.post(form(circle, course), posted)
    again = amanda.post(form(circle, course), posted, follow=True).content.decode()
    assert "ya estaba anotada" in again
    posted = fields(amanda.get(form(circle, course)))
    assert posted["present"] == women[:3]
    amanda.post(form(circle, course), posted | {"present": women[1:3]})
    assert {str(pk) for pk in CircleAttendance.objects.values_list("member", flat=True)} == set(women[1:3])


def test_a_slip_says_what_to_do_and_keeps_what_she_ticked(amanda, course, circle):
    women = [str(pk) for pk in circle.women.values_list("pk", flat=True)]
    order = course.practice["order"]
    posted = {
        "day": "other",
        "day_other": (timezone.localdate() + timedelta(days=3)).strftime("%d/%m/%Y"),
        "present": women[:2],
        f"{prefix(order['id'])}o_{uid('curso-t1/lesson/order', 1)}": "1",
    }
    answer = amanda.post(form(circle, course), posted)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Esa fecha todavía no llega" in words
    assert set(fields(answer)["present"]) == set(women[:2])
    assert fields(answer)["day_other"] == [posted["day_other"]]
    assert words.count("field-error") >= 2
    assert not Event.objects.exists()
    assert "Al menos una" in amanda.post(form(circle, course), {"day": "hoy"}).content.decode()


def test_attendance_can_be_saved_first_and_the_rest_later(amanda, course, circle):
    women = [str(pk) for pk in circle.women.values_list("pk", flat=True)]
    posted = fields(amanda.get(form(circle, course))) | {"present": women[:2], "step": "presence"}
    answer = amanda.post(form(circle, course), posted)
    assert answer["Location"].endswith("#leccion")
    assert CircleAttendance.objects.count() == 2
    choice = course.practice["choice"]
    posted = fields(amanda.get(answer["Location"].partition("#")[0]))
    posted[f"{prefix(choice['id'])}r"] = uid("curso-t1/lesson/choice", 2)
    amanda.post(form(circle, course), posted)
    assert [each["right"] for each in CircleMeeting.objects.get().answers] == [False]


def test_the_circle_page_asks_as_little_for_fifteen_women_as_for_one(amanda, course, circle, house):
    def asked():
        cache.clear()
        amanda.get(form(circle, course))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            amanda.get(form(circle, course))
        return len(queries)

    many = asked()
    services.set_women(circle=circle, women=list(circle.women.all()[:1]), by=house.amanda)
    assert asked() == many <= MEET


def test_a_circle_is_founded_filled_and_names_no_woman_of_elsewhere(amanda, house):
    refused = amanda.post(reverse("courses:new_circle"), {"name": "X", "organisation": house.elsewhere.pk})
    assert refused.status_code == 422
    answer = amanda.post(reverse("courses:new_circle"), {"name": " Los  lunes ", "organisation": house.kitchen.pk})
    circle = Circle.objects.get()
    assert (circle.name, list(circle.facilitators.all())) == ("Los lunes", [house.amanda])
    page = amanda.get(answer["Location"]).content.decode()
    assert "Yuli" in page
    assert "Rosa" not in page
    amanda.post(answer["Location"], {"woman": [house.yuli.pk, house.rosa.pk]})
    assert list(circle.women.all()) == [house.yuli]
    # Of a list that was searched in, only those who were shown can be taken off.
    amanda.post(answer["Location"], {"woman": [house.hilda.pk], "shown": [house.hilda.pk]})
    assert set(circle.women.all()) == {house.yuli, house.hilda}
    amanda.post(answer["Location"], {"state": "closed"})
    assert "Círculos cerrados" in amanda.get(reverse("courses:circles")).content.decode()
    amanda.post(answer["Location"], {"state": "open"})
    assert "Círculos cerrados" not in amanda.get(reverse("courses:circles")).content.decode()


def test_she_sees_what_was_noted_of_her_and_disowns_it_with_two_taps(client, house, course):
    circle = services.found_circle(name="Los jueves", organisation=house.kitchen, by=house.amanda)
    services.set_women(circle=circle, women=[house.yuli], by=house.amanda)
    day = timezone.localdate()
    services.hold_meeting(
        circle=circle,
        course=course.key,
        lesson=course.lessons[0],
        day=day,
        by=house.amanda,
        present=[house.yuli],
        check=True,
    )
    client.force_login(house.yuli)
    path = client.get(reverse("courses:my_path")).content.decode()
    assert "Una pregunta para ti" in path
    assert reverse("courses:noted") in path
    page = client.get(reverse("courses:noted")).content.decode()
    assert "Los jueves" in page
    assert "Lo anotó Amanda" in page
    event = Event.objects.get(subject=house.yuli.pk, kind="courses.attended")
    client.post(reverse("courses:noted_one", args=[event.pk]), {"mine": "0"})
    assert not LessonCompletion.objects.exists()
    assert "Dijiste que no es tuyo" in client.get(reverse("courses:noted")).content.decode()
    assert "Una pregunta para ti" not in client.get(reverse("courses:my_path")).content.decode()
    client.post(reverse("courses:noted_one", args=[event.pk]), {"mine": "1"})
    assert LessonCompletion.objects.exists()


def test_what_she_filled_in_survives_the_end_of_her_session(client, course, circle, house):
    women = [str(pk) for pk in circle.women.values_list("pk", flat=True)]
    where = form(circle, course)
    client.post(where, {"day": timezone.localdate().isoformat(), "present": women[:5], "back": where})
    client.force_login(house.amanda)
    session = client.session
    (kept,) = session["kept_forms"].values()
    kept["taken_by"] = str(house.amanda.pk)
    session.save()
    assert set(fields(client.get(where))["present"]) == set(women[:5])
    assert not Event.objects.exists()


def test_a_woman_who_left_is_no_tile_any_more(amanda, course, circle):
    gone = circle.women.order_by("name_key").first()
    Membership.objects.filter(member=gone).update(until=timezone.localdate())
    assert gone.display_name not in amanda.get(form(circle, course)).content.decode()
