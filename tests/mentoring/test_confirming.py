"""A real task of the other of the pair, confirmed from the pair's own page."""

import pytest
from django.urls import reverse

from academy.core.ids import uuid7
from courses.models import RealTask
from courses.services import learning
from mentoring.models import Pairing
from tests.courses.factories import MemberFactory, written_course
from tests.mentoring.pairs import pair

pytestmark = pytest.mark.django_db


def done_task(member):
    course = written_course()
    outcome = learning.task_done(
        member=member, course=course.key, lesson=course.lessons[0], task=course.tasks[0], note="Hecho", nonce=uuid7()
    )
    assert outcome, outcome.reason
    return RealTask.objects.get(member=member)


def test_the_other_of_a_pair_confirms_though_she_is_of_another_organisation(client):
    two = pair()
    task = done_task(two.yuli)
    client.force_login(two.hilda)
    page = client.get(reverse("mentoring:pair", args=[two.pairing.pk])).content.decode()
    address = reverse("courses:confirm_task", args=[task.pk])
    assert address in page
    assert "Tarea 1" in page
    client.post(address, {"nonce": uuid7()})
    task.refresh_from_db()
    assert task.confirmed_by == two.hilda


def test_after_the_pair_ended_and_for_a_stranger_the_task_does_not_exist(client):
    two = pair()
    task = done_task(two.yuli)
    Pairing.objects.update(state="changed")
    for woman in (two.hilda, MemberFactory()):
        client.force_login(woman)
        assert client.post(reverse("courses:confirm_task", args=[task.pk])).status_code == 404
