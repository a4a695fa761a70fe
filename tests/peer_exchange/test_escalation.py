"""The ladder, its terms and letters, and what happens when the authority changes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from peer_exchange.commitments import escalation, letters, services
from peer_exchange.commitments.change import change_authority, open_of
from peer_exchange.models import Commitment, EscalationStep, Ladder, Official
from peer_exchange.spaces.services import remove_official, set_official

from .promises import KITS, promise, valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db):
    return valley()


def test_the_information_request_has_ten_working_days_by_law_and_no_other_step_claims_a_law():
    # Asked on 22 July 2026: Fiestas Patrias, the Air Force's day and Junín are left out.
    assert escalation.answer_due("information", date(2026, 7, 22)) == date(2026, 8, 11)
    assert [step.code for step in escalation.STEPS if step.legal] == ["information"]
    assert escalation.answer_due("mobilisation", date(2026, 7, 22)) is None


def test_the_next_step_is_suggested_only_when_the_time_for_an_answer_is_over():
    at, later = date(2026, 8, 1), date(2026, 9, 1)
    waits = [("reminder", date(2026, 8, 14), None)]
    assert escalation.suggested(taken=[], overdue=False, at=at) is None
    assert escalation.suggested(taken=[], overdue=True, at=at).code == "reminder"
    assert escalation.suggested(taken=waits, overdue=True, at=at) is None
    assert escalation.suggested(taken=waits, overdue=True, at=later).code == "hearing"
    answered = [("reminder", date(2026, 8, 14), date(2026, 8, 2))]
    assert escalation.suggested(taken=answered, overdue=True, at=date(2026, 8, 3)).code == "hearing"
    assert escalation.suggested(taken=[("mobilisation", None, None)], overdue=True, at=later) is None


def test_a_step_is_taken_and_answered(here):
    row = promise(here)
    outcome = services.escalate(commitment=row, by=here.yuli, nonce=uuid7(), step="hearing", on=date(2026, 8, 3))
    step = EscalationStep.objects.get(pk=outcome.id)
    assert step.answer_due_on == date(2026, 8, 18)
    assert services.note_answer(step=step, by=here.nora, nonce=uuid7(), on=date(2026, 8, 10), answer="El lunes.")
    step.refresh_from_db()
    row.refresh_from_db()
    assert (step.answered_on, step.answer, row.step, row.state) == (
        date(2026, 8, 10),
        "El lunes.",
        "hearing",
        "ongoing",
    )


def test_every_step_has_its_letter_and_it_is_printed(here, client):
    row = promise(here, words="Kits #import \\ {x} [y] * «ñ»", unit="meses", promised=6, obtained=3)
    assert set(letters.LETTERS) == set(Ladder)
    client.force_login(here.yuli)
    for step in Ladder.values:
        answer = client.get(reverse("exchange:letter", args=[row.pk, step]))
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert client.get(reverse("exchange:letter", args=[row.pk, "otra"])).status_code == 404


def test_the_ladder_shows_terms_and_takes_a_step(here, client):
    row = promise(here)
    client.force_login(here.yuli)
    address = reverse("exchange:ladder", args=[row.pk])
    page = client.get(address).content.decode()
    assert "Por ley tienen 10 días hábiles" in page
    assert page.count("Por ley") == 1
    said = {"nonce": str(uuid7()), "step": "reminder", "on": timezone.localdate() + timedelta(days=3)}
    assert client.post(address, said).status_code == 422
    assert client.post(address, {**said, "on": "2026-08-03"}).status_code == 302
    assert row.steps.count() == 1


# --- A new authority -----------------------------------------------------------------------------------


def handed_on(here, rows, by=None, nonce=None):
    return change_authority(
        organisation=here.kitchen,
        institution=rows[0].institution,
        post=rows[0].post,
        before="Anselmo Rivas",
        after="Fermina Castañeda",
        on=date(2026, 9, 1),
        commitments=rows,
        by=by or here.lidia,
        nonce=nonce or uuid7(),
    )


def test_open_promises_pass_to_whoever_came_and_count_once(here):
    kits = promise(here, post_said="alcalde", unit="meses", promised=6, obtained=3, followers=[here.nora, here.yuli])
    roof = promise(here, words="Un techo", post_said="alcalde")
    done = promise(here, words="Una reunión", post_said="alcalde")
    services.follow(commitment=done, by=here.yuli, nonce=uuid7(), on=date(2026, 5, 1), result="Sí.", state="kept")
    rows = list(open_of(organisation=here.kitchen, institution=kits.institution, post=kits.post))
    assert {row.words for row in rows} == {KITS, "Un techo"}
    nonce = uuid7()
    for _again in range(2):
        change, outcomes = handed_on(here, rows, nonce=nonce)
    assert all(outcomes)
    heirs = Commitment.objects.filter(change=change)
    assert heirs.count() == 2
    heir = heirs.get(words=KITS)
    assert (heir.inherited_from, heir.official_said, heir.state) == (kits, "Fermina Castañeda", "partly")
    assert (heir.made_on, heir.due_on, heir.next_check_on) == (kits.made_on, kits.due_on, date(2026, 9, 16))
    assert {heir.follower_one, heir.follower_two} == {here.nora, here.yuli}
    assert set(Commitment.objects.open()) == set(heirs)
    assert Official.objects.get(post=kits.post, until=None).name == "Fermina Castañeda"
    roof_heir = heirs.get(words=roof.words)
    services.follow(commitment=roof_heir, by=here.yuli, nonce=uuid7(), on=date(2026, 9, 2), result="x", state="void")
    assert roof in Commitment.objects.open()


def test_the_page_of_a_change_presents_all_of_them_in_one_letter(here, client):
    kits = promise(here, post_said="alcalde")
    promise(here, words="Un techo", post_said="alcalde")
    client.force_login(here.lidia)
    begin = reverse("exchange:begin_change", args=[here.kitchen.pk])
    assert "Municipalidad del Valle" in client.get(begin).content.decode()
    new = reverse("exchange:new_change_of_post", args=[here.kitchen.pk, kits.institution_id, kits.post_id])
    said = {"nonce": str(uuid7()), "after": "Fermina", "on": "2026-09-01"}
    refused = client.post(new, said)
    assert refused.status_code == 422
    assert "Marca por lo menos una promesa." in refused.content.decode()
    rows = list(Commitment.objects.values_list("pk", flat=True))
    answer = client.post(new, {**said, "commitments": rows})
    page = client.get(answer.url).content.decode()
    assert KITS in page
    assert "Un techo" in page
    letter = client.get(f"{answer.url}carta.pdf")
    assert letter.content[:5] == b"%PDF-"
    client.post(f"{answer.url}entregada/")
    assert "Carta entregada" in client.get(answer.url).content.decode()
    client.force_login(here.yuli)
    assert client.get(begin).status_code == 403
    client.force_login(here.rosa)
    assert client.get(answer.url).status_code == 404


def test_an_official_who_is_deleted_leaves_the_words_of_the_time(here, client):
    row = promise(here, post_said="alcalde", official_said="Anselmo Rivas")
    set_official(institution=row.institution, by=here.lidia, post="Alcalde", name="Anselmo Rivas")
    official = Official.objects.get()
    remove_official(official=official, by=here.lidia)
    client.force_login(here.yuli)
    page = client.get(reverse("exchange:commitment", args=[row.pk])).content.decode()
    assert "Anselmo Rivas" in page
    assert "alcalde" in page
    row.refresh_from_db()
    assert row.post.name == "alcalde"
