"""The ledger of what she allows: no unless she says yes, and a withdrawal is true everywhere at the next look."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.core.models import AuditEntry
from academy.members import consenting
from academy.members.models import Consent, Membership, Role
from academy.members.services.account import give_consent, withdraw_consent
from courses import grading
from courses.models import Enrolment
from courses.services import learning
from tests.courses.factories import MemberFactory, moment, written_course
from tests.mentoring.pairs import pair

pytestmark = pytest.mark.django_db
Purpose = Consent.Purpose
PHONE, NAME = "987654321", "Xiomarita"


@pytest.fixture
def two():
    """She learns with hilda; amanda organises, coordinates and facilitates her district."""
    two = pair()
    two.yuli.display_name, two.yuli.phone = NAME, f"+51{PHONE}"
    two.yuli.save()
    two.amanda = MemberFactory(display_name="Amanda")
    for kind in ("organiser", "mentoring"):
        Role.objects.create(member=two.amanda, organisation=two.north, kind=kind, since=timezone.localdate())
    two.course = written_course()
    Enrolment.objects.create(member=two.yuli, course=two.course.key, started_at=moment())
    essay = two.course.practice["essay"]
    learning.answer_practice(
        member=two.yuli,
        course=two.course.key,
        lesson=two.course.lessons[0],
        question=essay["id"],
        version=grading.digest(essay),
        response={"text": "Porque la ley lo dice."},
        nonce=uuid7(),
    )
    give_consent(member=two.hilda, purpose=Purpose.MENTORING_BY_NAME, wording="2026-1", language="es")
    home = two.yuli.memberships.get().organisation
    # A pair is named where both allow it, within what the coordinator looks after.
    Membership.objects.create(member=two.hilda, organisation=home)
    two.places = {
        "list": reverse("members:organisation", args=[home.pk]),
        "pair": reverse("mentoring:pair", args=[two.pairing.pk]),
        "report": reverse("courses:course_report", args=[two.course.key]),
        "csv": reverse("courses:course_report_csv", args=[two.course.key]),
        "texts": reverse("courses:marking"),
        "board": reverse("mentoring:board"),
    }
    return two


#: Purpose, place, who looks, what must not be there without it.
EVERYWHERE = [
    (Purpose.PHONE_TO_ORGANISER, "list", "amanda", PHONE),
    (Purpose.PHONE_TO_MENTOR, "pair", "hilda", PHONE),
    (Purpose.PROGRESS_BY_NAME, "report", "amanda", NAME),
    (Purpose.PROGRESS_BY_NAME, "texts", "amanda", NAME),
    (Purpose.MENTORING_BY_NAME, "board", "amanda", NAME),
]


def answer(client, two, purpose, said):
    client.force_login(two.yuli)
    form = {"purpose": purpose, "wording": consenting.wording_of(purpose).version, "answer": said}
    assert client.post(reverse("members:consents"), form).status_code == 302


def look(client, two, place, who):
    client.force_login(getattr(two, who))
    page = client.get(two.places[place])
    assert page.status_code == 200
    # No cache but her own phone's may keep it, and that one asks again each time.
    assert "private" in page["Cache-Control"]
    assert any(word in page["Cache-Control"] for word in ("no-cache", "no-store"))
    return page.content.decode().replace(" ", "")


@pytest.mark.parametrize(("purpose", "place", "who", "mark"), EVERYWHERE)
def test_no_by_default_yes_when_she_says_so_and_gone_at_the_next_look(client, two, purpose, place, who, mark):
    assert mark not in look(client, two, place, who)
    answer(client, two, purpose, "yes")
    assert mark in look(client, two, place, who)
    answer(client, two, purpose, "no")
    assert mark not in look(client, two, place, who)


@pytest.mark.parametrize(("purpose", "place", "who", "mark"), EVERYWHERE)
def test_a_yes_to_all_else_does_not_open_it(client, two, purpose, place, who, mark):
    for other in Purpose.values:
        if other != purpose:
            answer(client, two, other, "yes")
    assert mark not in look(client, two, place, who)


def test_files_of_progress_name_nobody_even_with_permission(client, two):
    answer(client, two, Purpose.PROGRESS_BY_NAME, "yes")
    client.force_login(two.amanda)
    assert NAME not in client.get(two.places["csv"]).content.decode()


def test_every_purpose_has_words_in_force_and_every_word_a_purpose():
    assert sorted(each.purpose for each in consenting.WORDINGS) == sorted(Purpose.values)
    assert len({(each.purpose, each.version) for each in consenting.WORDINGS}) == len(consenting.WORDINGS)


def test_the_questions_that_programmes_ask(two):
    purpose = Purpose.PROGRESS_BY_NAME
    assert not consenting.allows(two.yuli, purpose)
    give_consent(member=two.yuli, purpose=purpose, wording="2026-1", language="qu", read_aloud_by=two.hilda)
    assert consenting.allows(two.yuli, purpose)
    assert list(consenting.who_allow(purpose).values_list("member", flat=True)) == [two.yuli.pk]
    withdraw_consent(member=two.yuli, purpose=purpose)
    assert not consenting.allows(two.yuli, purpose)
    assert not consenting.who_allow(purpose).exists()


def test_the_ledger_keeps_version_language_reader_and_withdrawal_and_she_reads_them(client, two):
    purpose = Purpose.PHONE_TO_MENTOR
    give_consent(member=two.yuli, purpose=purpose, wording="2020-1", language="qu", read_aloud_by=two.hilda)
    client.force_login(two.yuli)
    page = client.get(reverse("members:consents")).content.decode()
    assert "Las palabras cambiaron desde entonces" in page
    assert "Te lo leyó Hilda" in page
    answer(client, two, purpose, "yes")
    answer(client, two, purpose, "no")
    rows = Consent.objects.filter(member=two.yuli, purpose=purpose).order_by("given_at")
    assert [(row.wording, row.language) for row in rows] == [("2020-1", "qu"), ("2026-1", "es")]
    assert all(row.withdrawn_at for row in rows)
    page = client.get(reverse("members:consents")).content.decode()
    assert page.count("Retirado el") == 2
    assert "palabras 2020-1" in page
    said = AuditEntry.objects.filter(about=two.yuli.pk, action__startswith="members.consent_")
    assert said.count() == 3
    assert not said.exclude(by=two.yuli.pk).exists()


def test_nobody_answers_for_her(client, two):
    """There is no address that takes another woman's yes: the form knows only who is signed in."""
    client.force_login(two.amanda)
    form = {"purpose": Purpose.PROGRESS_BY_NAME, "wording": "2026-1", "answer": "yes", "member": str(two.yuli.pk)}
    client.post(reverse("members:consents"), form)
    assert not two.yuli.consents.exists()
    assert two.amanda.consents.count() == 1


def test_who_refuses_everything_learns_meets_and_finishes_all_the_same(client, two):
    client.force_login(two.yuli)
    addresses = [
        two.places["pair"],
        reverse("courses:my_path"),
        reverse("members:account"),
        reverse("members:her_data"),
    ]
    assert [client.get(address).status_code for address in addresses] == [200] * 4
    assert learning.read_lesson(member=two.yuli, course=two.course.key, lesson=two.course.lessons[0], nonce=uuid7())
    assert two.pairing.began_at < timezone.now() - timedelta(days=1)
