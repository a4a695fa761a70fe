"""What the two of a pair do, and what each is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy.core.ids import uuid7
from academy.core.models import AuditEntry
from academy.members import facts, notices
from academy.members.models import Notice
from mentoring.models import AgreementAcceptance, ConductAcceptance, MentoringProfile, Pairing
from mentoring.pairing import feeds, services
from mentoring.profiles.private import keep_apart
from tests.mentoring.pairs import WORDS, agreed, pair

pytestmark = pytest.mark.django_db


def told(member):
    return [notices.sentence(notice) for notice in Notice.objects.filter(member=member)]


def test_a_new_pair_becomes_active_when_both_accepted_the_same_text():
    two = pair(state="agreeing", days_ago=1)
    services.write_agreement(pairing=two.pairing, by=two.yuli, nonce=uuid7(), read_aloud_by="Rosa", **WORDS)
    text = two.pairing.agreements.get()
    assert AgreementAcceptance.objects.get(member=two.yuli).read_aloud_by == "Rosa"
    two.pairing.refresh_from_db()
    assert two.pairing.state == "agreeing"
    assert services.accept_agreement(agreement=text, by=two.hilda)
    two.pairing.refresh_from_db()
    assert (two.pairing.state, two.pairing.agreed_at is not None) == ("active", True)
    assert "acuerdo" in told(two.yuli)[0]


def test_the_same_form_twice_is_one_text():
    two = pair(state="agreeing", days_ago=1)
    nonce = uuid7()
    for _again in range(2):
        assert services.write_agreement(pairing=two.pairing, by=two.yuli, nonce=nonce, **WORDS)
    assert two.pairing.agreements.count() == 1
    assert len(told(two.hilda)) == 1


def test_texts_written_at_the_same_time_are_both_shown():
    two = pair(state="agreeing", days_ago=1)
    for woman in (two.yuli, two.hilda):
        services.write_agreement(
            pairing=two.pairing, by=woman, nonce=uuid7(), **{**WORDS, "goals": [woman.display_name]}
        )
    standing, waiting = services.wordings_of(two.pairing)
    assert standing is None
    assert {text.goals[0] for text in waiting} == {"Yuli", "Hilda"}


def test_nobody_agrees_before_the_code_of_conduct():
    two = pair(state="agreeing", days_ago=1)
    ConductAcceptance.objects.filter(member=two.yuli).delete()
    refused = services.write_agreement(pairing=two.pairing, by=two.yuli, nonce=uuid7(), **WORDS)
    assert refused.code == "conduct"
    assert not two.pairing.agreements.exists()


def test_who_accompanies_for_the_first_time_has_studied_how(monkeypatch):
    two = pair(state="agreeing", days_ago=1)
    services.write_agreement(pairing=two.pairing, by=two.yuli, nonce=uuid7(), **WORDS)
    text = two.pairing.agreements.get()
    answer = {"courses.studied": lambda member, code: False, "courses.address": lambda code, language: ("L7", "/l7/")}
    monkeypatch.setattr(facts, "_answers", {**facts._answers, **answer})
    assert services.accept_agreement(agreement=text, by=two.hilda).code == "course"
    assert not AgreementAcceptance.objects.filter(member=two.hilda).exists()


def test_a_pause_ends_by_itself_on_its_day_and_not_before():
    two = pair()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert services.pause(pairing=two.pairing, by=two.yuli, resume_on=tomorrow)
    assert services.pause(pairing=two.pairing, by=two.hilda).code == "already"
    assert services.resume_those_due() == 0
    assert services.resume_those_due(at=timezone.now() + timedelta(days=1), dry_run=True) == 1
    assert services.resume_those_due(at=timezone.now() + timedelta(days=1)) == 1
    two.pairing.refresh_from_db()
    assert (two.pairing.state, two.pairing.resume_on) == ("active", None)


def test_a_change_tells_the_other_calmly_and_never_why():
    two = pair()
    assert services.change(pairing=two.pairing, by=two.yuli, never_again=True)
    assert services.change(pairing=two.pairing, by=two.hilda).code == "ended"
    two.pairing.refresh_from_db()
    assert (two.pairing.state, two.pairing.ending) == ("changed", "change")
    [words] = told(two.hilda)
    assert "Gracias" in words
    assert "pidió" not in words
    assert told(two.yuli) == []
    assert keep_apart(two.yuli, two.hilda)
    assert not AuditEntry.objects.filter(about=two.hilda.pk, action="mentoring.change").exists()


def test_after_a_change_she_who_learns_waits_again_if_she_takes_part():
    two = pair()
    MentoringProfile.objects.filter(member=two.hilda).update(taking_part=True)
    services.change(pairing=two.pairing, by=two.hilda)
    assert MentoringProfile.objects.get(member=two.yuli).first_wanted_at is None


def test_a_pair_is_closed_when_both_said_what_they_learned():
    two = pair()
    said = {"learned": "A escuchar", "shared": True, "goals_agreed": 1, "goals_reached": 1}
    assert services.close(pairing=two.pairing, by=two.yuli, **said)
    two.pairing.refresh_from_db()
    assert two.pairing.state == "active"
    assert services.close(pairing=two.pairing, by=two.hilda, **said)
    two.pairing.refresh_from_db()
    assert (two.pairing.state, two.pairing.ending) == ("closed", "mutual")
    assert services.close(pairing=two.pairing, by=two.yuli, **said).code == "ended"


def test_a_pair_that_one_of_them_closed_ends_by_itself_after_a_month():
    two = pair()
    services.close(pairing=two.pairing, by=two.yuli, learned="Mucho")
    assert services.close_the_silent(at=timezone.now() + timedelta(days=29)) == 0
    assert services.close_the_silent(at=timezone.now() + timedelta(days=31)) == 1
    assert services.close_the_silent(at=timezone.now() + timedelta(days=31)) == 0
    assert Pairing.objects.get().ending == "silent"


def test_the_two_questions_come_three_months_after_the_end():
    two = pair(state="closed", ending="mutual", ended_at=timezone.now())
    said = {"served": "yes", "did_next": "task"}
    assert services.answer_follow_up(pairing=two.pairing, by=two.yuli, **said).code == "not_yet"
    later = timezone.now() + timedelta(days=91)
    assert services.answer_follow_up(pairing=two.pairing, by=two.yuli, at=later, **said)
    assert two.pairing.follow_ups.get().did_next == "task"


# --- Calendar --------------------------------------------------------------------------------------


def test_a_calendar_says_when_and_nothing_else():
    two = pair()
    agreed(two, goals=["Secreto de las dos"], every_days=7)
    token = feeds.make(member=two.yuli)
    assert feeds.member_of(token) == two.yuli
    written = feeds.calendar(two.yuli).decode()
    assert written.count("BEGIN:VEVENT") == feeds.AHEAD
    assert written.count("SUMMARY:Encuentro") == feeds.AHEAD
    for word in ("Secreto", "Hilda", "Yuli", str(two.pairing.pk), str(two.yuli.pk)):
        assert word not in written


def test_a_guessed_an_ended_and_a_replaced_address_lead_nowhere():
    two = pair()
    first = feeds.make(member=two.yuli)
    second = feeds.make(member=two.yuli)
    assert feeds.member_of(first) is None
    assert feeds.member_of(second) == two.yuli
    assert feeds.member_of(second[:-1]) is None
    assert feeds.revoke(member=two.yuli)
    assert not feeds.revoke(member=two.yuli)
    assert feeds.member_of(second) is None


def test_a_resting_pair_stands_in_no_calendar():
    two = pair(state="paused")
    assert b"VEVENT" not in feeds.calendar(two.yuli)
