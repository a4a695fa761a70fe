"""Pages of whoever accompanies: who gets in, what she sees, and one tap that counts once."""

import pytest
from django.urls import reverse

from academy.core.ids import uuid7
from academy.core.models import AuditEntry
from academy.members.models import Consent
from courses import slips
from courses.grading import digest
from courses.models import Answer, Enrolment, RealTask, TaskSlip
from courses.services import learning

from .factories import MemberFactory, answer_to, moment, people, written_course


@pytest.fixture
def they(db):
    return people()


@pytest.fixture
def course(db):
    return written_course()


@pytest.fixture
def text(they, course):
    """Yuli's free text, waiting for a reader."""
    raw = course.practice["essay"]
    outcome = learning.answer_practice(
        member=they.yuli, course=course.key, lesson=course.lessons[0], question=raw["id"],
        version=digest(raw), response=answer_to(raw), nonce=uuid7(),
    )  # fmt: skip
    assert outcome, outcome.reason
    return Answer.objects.get(member=they.yuli, question=raw["id"])


@pytest.fixture
def task(they, course):
    """Yuli's real task, done and not confirmed."""
    outcome = learning.task_done(
        member=they.yuli, course=course.key, lesson=course.lessons[0], task=course.tasks[0],
        note="Ya lo hice.", nonce=uuid7(),
    )  # fmt: skip
    assert outcome, outcome.reason
    return RealTask.objects.get(member=they.yuli)


def page_of(client, who, name, *args, **query):
    client.force_login(who)
    return client.get(reverse(f"courses:{name}", args=args), query)


# --- Who gets in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["accompany", "marking", "companions_tasks", "slip_door", "certificates"])
def test_guests_are_sent_to_sign_in(client, db, name):
    answer = client.get(reverse(f"courses:{name}"))
    assert answer.status_code == 302
    assert "/entrar/" in answer["Location"]


@pytest.mark.parametrize("name", ["accompany", "marking"])
def test_a_member_without_the_role_is_told_why_not(client, they, name):
    answer = page_of(client, they.yuli, name)
    # 403 and not 404: that the page exists is no secret.
    assert answer.status_code == 403
    assert "quienes acompañan" in answer.content.decode()


@pytest.mark.parametrize("name", ["course_report", "course_report_csv", "course_report_xlsx"])
def test_reports_are_for_whoever_accompanies(client, they, course, name):
    assert page_of(client, they.yuli, name, course.key).status_code == 403
    assert page_of(client, they.amanda, name, course.key).status_code == 200
    assert page_of(client, they.amanda, name, uuid7()).status_code == 404
    assert page_of(client, they.amanda, name, course.key, organizacion="999999").status_code == 404
    assert page_of(client, they.amanda, name, course.key, organizacion="x").status_code == 404


def test_the_report_shows_names_with_consent_and_writes_down_that_it_did(client, they, course):
    Enrolment.objects.create(member=they.yuli, course=course.key, started_at=moment())
    assert "Yuli" not in page_of(client, they.amanda, "course_report", course.key).content.decode()
    Consent.objects.create(member=they.yuli, purpose="progress_by_name", wording="1", language="es")
    assert "Yuli" in page_of(client, they.amanda, "course_report", course.key).content.decode()
    assert AuditEntry.objects.filter(about=they.yuli.pk, by=they.amanda.pk).exists()


def test_taking_a_file_away_is_written_down(client, they, course):
    page_of(client, they.amanda, "course_report_csv", course.key)
    assert AuditEntry.objects.filter(action="courses.report_exported", by=they.amanda.pk).count() == 1


# --- Reading texts ---------------------------------------------------------------------------------


def test_a_text_is_read_without_a_name(client, they, text):
    words = page_of(client, they.amanda, "marking").content.decode()
    assert "Porque la ley lo dice." in words
    assert "Yuli" not in words
    # Two women in her kitchen: its name would be hers.
    assert "Las Flores" not in words
    words = page_of(client, they.amanda, "mark_answer", text.pk).content.decode()
    assert "Mira si nombra la ley." in words
    assert "Yuli" not in words


def test_in_a_large_organisation_its_name_is_said(client, they, text):
    for _n in range(3):
        MemberFactory(member_of=they.kitchen)
    words = page_of(client, they.amanda, "marking").content.decode()
    assert "Una socia de Comedor Las Flores" in words


def test_her_name_is_shown_where_she_allows_it(client, they, text):
    Consent.objects.create(member=they.yuli, purpose="progress_by_name", wording="1", language="es")
    assert "Yuli" in page_of(client, they.amanda, "marking").content.decode()


@pytest.mark.parametrize("who", ["yuli", "hilda", "rosa"])
def test_nobody_else_reads_it(client, they, text, who):
    assert page_of(client, getattr(they, who), "mark_answer", text.pk).status_code == 403


def test_a_facilitator_of_others_does_not_find_it(client, they, text):
    stranger = MemberFactory(holds=("facilitator", they.elsewhere))
    assert page_of(client, stranger, "mark_answer", text.pk).status_code == 404


def mark(client, text, **changes):
    data = {"right": "1", "note": "Nombras la ley. Bien.", "nonce": str(uuid7()), "seen": _seen(text)}
    return client.post(reverse("courses:mark_answer", args=[text.pk]), {**data, **changes})


def _seen(text):
    return text.answered_at.isoformat()


def test_her_word_reaches_the_answer(client, they, text):
    client.force_login(they.amanda)
    answer = mark(client, text)
    assert answer["Location"].endswith(reverse("courses:marking"))
    text.refresh_from_db()
    assert (text.right, text.note, text.marked_by, text.waits_for_reader) == (
        True, "Nombras la ley. Bien.", they.amanda, False,
    )  # fmt: skip
    assert "Lo logra" in client.get(reverse("courses:marking"), {"state": "done"}).content.decode()


def test_not_yet_needs_a_word_on_what_is_missing(client, they, text):
    client.force_login(they.amanda)
    answer = mark(client, text, right="0", note="  ")
    assert answer.status_code == 422
    assert "Escríbele qué le falta" in answer.content.decode()
    text.refresh_from_db()
    assert text.waits_for_reader


def test_a_text_that_changed_meanwhile_is_shown_again_with_what_she_wrote(client, they, text):
    client.force_login(they.amanda)
    answer = mark(client, text, seen="2020-01-01T00:00:00+00:00")
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "cambió su texto" in words
    assert "Nombras la ley. Bien." in words
    text.refresh_from_db()
    assert text.waits_for_reader


def test_filters_narrow_and_nonsense_in_them_is_ignored(client, they, course, text):
    this = {"course": course.key, "question": str(text.question)}
    assert "Porque la ley" in page_of(client, they.amanda, "marking", **this).content.decode()
    assert "Porque la ley" not in page_of(client, they.amanda, "marking", state="done").content.decode()
    nonsense = {"course": "x", "question": "x", "organisation": "x"}
    assert "Porque la ley" in page_of(client, they.amanda, "marking", **nonsense).content.decode()


# --- Confirming tasks ------------------------------------------------------------------------------


def test_a_companion_confirms_with_one_tap_that_counts_once(client, they, task):
    words = page_of(client, they.hilda, "companions_tasks").content.decode()
    assert "Yuli: Tarea 1" in words
    assert "Ya lo hice." in words
    nonce = str(uuid7())
    for _tap in range(2):
        client.post(reverse("courses:confirm_task", args=[task.pk]), {"nonce": nonce})
    task.refresh_from_db()
    assert task.confirmed_by == they.hilda
    assert not task.by_slip


def test_nobody_confirms_her_own_task(client, they, task):
    client.force_login(they.yuli)
    answer = client.post(reverse("courses:confirm_task", args=[task.pk]))
    assert answer.status_code == 403
    assert "la confirma una compañera" in answer.content.decode()
    task.refresh_from_db()
    assert task.confirmed_at is None


def test_a_stranger_does_not_find_it(client, they, task):
    assert page_of(client, they.rosa, "confirm_task", task.pk).status_code == 404
    assert "Yuli" not in page_of(client, they.rosa, "companions_tasks").content.decode()


def test_a_slip_is_printed_by_the_doer_alone_and_is_the_same_paper_each_time(client, they, task):
    address = reverse("courses:task_slip", args=[task.pk])
    assert page_of(client, they.hilda, "task_slip", task.pk).status_code == 404
    client.force_login(they.yuli)
    for _again in range(2):
        pdf = client.get(address)
        assert pdf.content.startswith(b"%PDF")
    assert TaskSlip.objects.count() == 1
    assert "Yuli" not in pdf["Content-Disposition"]


def test_a_facilitator_types_the_code_of_a_slip_and_confirms(client, they, task):
    found, code = slips.issue_slip(task=task)
    assert code not in found.digest
    answer = page_of(client, they.amanda, "slip_door", code=f"{code[:4].lower()} {code[4:]}")
    page = client.get(answer["Location"])
    assert "Yuli: Tarea 1" in page.content.decode()
    client.post(answer["Location"], {"nonce": str(uuid7())})
    task.refresh_from_db()
    found.refresh_from_db()
    assert (task.confirmed_by, task.by_slip) == (they.amanda, True)
    assert found.used_at


def test_a_slip_gives_a_stranger_nothing(client, they, task):
    _slip, code = slips.issue_slip(task=task)
    answer = page_of(client, they.rosa, "slip", code)
    assert answer.status_code == 403
    assert "Yuli" not in answer.content.decode()
    learning.confirm_task(task=task, by=they.hilda, nonce=uuid7())
    assert page_of(client, they.rosa, "slip", code).status_code == 404


def test_an_expired_or_unknown_slip_says_what_to_do(client, they, task):
    found, code = slips.issue_slip(task=task)
    TaskSlip.objects.update(expires_at=moment())
    answer = page_of(client, they.hilda, "slip", code)
    assert answer.status_code == 410
    assert "imprima otra vez" in answer.content.decode()
    assert page_of(client, they.hilda, "slip", "0000ZZZZ").status_code == 404


# --- Whose name is said, and to whom ----------------------------------------------------------------


def test_a_role_alone_shows_no_name_beside_a_task(client, they, task):
    for name, args in (("companions_tasks", []), ("confirm_task", [task.pk])):
        words = page_of(client, they.amanda, name, *args).content.decode()
        assert "Ya lo hice." in words
        assert "Yuli" not in words
        assert "Una socia" in words
    Consent.objects.create(member=they.yuli, purpose="progress_by_name", wording="1", language="es")
    assert "Yuli" in page_of(client, they.amanda, "companions_tasks").content.decode()


def test_her_companion_and_whoever_holds_her_paper_read_her_name(client, they, task):
    assert "Yuli" in page_of(client, they.hilda, "companions_tasks").content.decode()
    _slip, code = slips.issue_slip(task=task)
    assert "Yuli" in page_of(client, they.amanda, "slip", code).content.decode()


def test_who_left_the_academy_is_followed_by_nobody(client, they, course, text, task):
    Enrolment.objects.get_or_create(member=they.yuli, course=course.key, defaults={"started_at": moment()})
    Consent.objects.create(member=they.yuli, purpose="progress_by_name", wording="1", language="es")
    they.yuli.is_active = False
    they.yuli.save()
    assert "Yuli" not in page_of(client, they.amanda, "course_report", course.key).content.decode()
    assert "Porque la ley lo dice." not in page_of(client, they.amanda, "marking").content.decode()
    assert "Ya lo hice." not in page_of(client, they.amanda, "companions_tasks").content.decode()
    assert page_of(client, they.amanda, "mark_answer", text.pk).status_code == 404


def test_a_pin_does_not_open_what_a_role_opens(client, they, course):
    client.force_login(they.amanda)
    session = client.session
    session["signed_in_with"] = "pin"
    session.save()
    for address in (reverse("courses:accompany"), reverse("courses:course_report", args=[course.key])):
        assert client.get(address).url.startswith(reverse("members:team_sign_in"))


def test_what_is_said_of_others_and_her_own_papers_stay_in_no_cache(client, they, course, text, task):
    for name, args in (("accompany", []), ("marking", []), ("course_report_csv", [course.key])):
        assert "no-store" in page_of(client, they.amanda, name, *args)["Cache-Control"], name
    assert "no-store" in page_of(client, they.yuli, "task_slip", task.pk)["Cache-Control"]


def test_a_photo_that_was_lost_is_not_there(client, they, task):
    RealTask.objects.filter(pk=task.pk).update(photo=f"tasks/ab/{'ab' * 16}.jpg")
    assert page_of(client, they.yuli, "task_photo", task.pk).status_code == 404
