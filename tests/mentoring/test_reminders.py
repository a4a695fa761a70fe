"""What stands before her is told where she looks, without a name, and costs the same for one pair or many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from academy.members import facts
from mentoring.leaving import is_gone
from mentoring.models import CheckIn, CircleSeat, MentoringCircle, Pairing
from mentoring.pairing import reminders
from tests.courses.factories import MemberFactory
from tests.mentoring.pairs import agreed, pair

pytestmark = pytest.mark.django_db


def words(member):
    return [line.words for line in reminders.lines_for(member)]


def test_the_line_stands_on_her_pages_and_names_nobody(client):
    two = pair(days_ago=20)
    agreed(two)
    assert words(two.yuli) == ["Decir cómo me va", "Ya toca encontrarse. ¿Cuándo pueden?"]
    CheckIn.objects.create(pairing=two.pairing, member=two.yuli, moment="start", face="good")
    assert words(two.yuli) == ["Ya toca encontrarse. ¿Cuándo pueden?"]
    assert words(two.hilda) == ["Decir cómo me va", "Ya toca encontrarse. ¿Cuándo pueden?"]
    client.force_login(two.yuli)
    for name in ("mentoring:home", "courses:my_path"):
        assert "Ya toca encontrarse" in client.get(reverse(name)).content.decode()
    assert "Hilda" not in str(facts.ask("mentoring.reminders", member=two.yuli))


def test_the_two_questions_are_asked_for_three_months_and_no_longer():
    two = pair(days_ago=200)
    for days, said in ((80, []), (95, ["Dos preguntas, tres meses después"]), (200, [])):
        ended = timezone.now() - timedelta(days=days)
        Pairing.objects.update(state="closed", ending="mutual", ended_at=ended)
        assert words(two.yuli) == said


def test_many_pairs_cost_what_one_does():
    two = pair(days_ago=20)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reminders.lines_for(two.yuli)
        return len(asked)

    before = cost()
    began = timezone.now() - timedelta(days=20)
    for _each in range(4):
        Pairing.objects.create(mentee=two.yuli, mentor=MemberFactory(), state="active", began_at=began, agreed_at=began)
    assert cost() == before <= 6
    assert len(words(two.yuli)) == 10


def test_a_circle_whose_only_companion_is_gone_ends_and_the_others_are_told(client):
    two = pair()
    circle = MentoringCircle.objects.create(organisation=two.north, name="Del acta")
    for woman, part in ((two.hilda, "mentor"), (two.yuli, "mentee")):
        CircleSeat.objects.create(circle=circle, member=woman, part=part, accepted_at=timezone.now())
    is_gone(member=two.hilda)
    circle.refresh_from_db()
    assert circle.ended_at is not None
    told = list(two.yuli.notices.values_list("kind", flat=True))
    assert "mentoring_circle_ended" in told
    assert "mentoring_companion_gone" in told
    client.force_login(two.yuli)
    page = client.get(reverse("mentoring:pair", args=[two.pairing.pk])).content.decode()
    assert "Gracias por lo que caminaron juntas." in page
    assert "nactiva" not in page
