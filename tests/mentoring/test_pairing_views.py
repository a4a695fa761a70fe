"""The pages of a pair, as the two women use them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.members import kept_forms
from academy.members.models import Consent
from mentoring.meetings import services as meetings
from mentoring.models import CheckIn, Closing, Meeting, PrivateNote
from mentoring.pairing import services
from tests.courses.factories import MemberFactory
from tests.mentoring.pairs import WORDS, agreed, pair

pytestmark = pytest.mark.django_db


def at(name, two, *more):
    return reverse(f"mentoring:{name}", args=[two.pairing.pk, *more])


def typed(**said):
    return {"nonce": uuid7(), "day": "yesterday", "channel": "call", "minutes": "30", **said}


def test_a_meeting_is_noted_in_one_form_and_shown_to_both(client):
    two = pair()
    client.force_login(two.yuli)
    sent = typed(shared="Fue lindo", private="Solo mío")
    assert client.post(at("log_meeting", two), sent).status_code == 302
    client.post(at("log_meeting", two), sent)
    assert Meeting.objects.get().met_on == timezone.localdate() - timedelta(days=1)
    mine = client.get(at("pair", two)).content.decode()
    assert "Fue lindo" in mine
    assert "Solo mío" in mine
    client.force_login(two.hilda)
    hers = client.get(at("pair", two)).content.decode()
    assert "Fue lindo" in hers
    assert "Solo mío" not in hers


def test_a_meeting_of_tomorrow_is_told_with_her_words_still_there(client):
    two = pair()
    client.force_login(two.yuli)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = client.post(at("log_meeting", two), typed(day="other", other_day=tomorrow, shared="No lo pierdas"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "todavía no llega" in page
    assert "No lo pierdas" in page
    assert client.post(at("log_meeting", two), typed(day="other", other_day="")).status_code == 422
    assert not Meeting.objects.exists()


def test_a_note_over_the_limit_is_told_and_kept_on_the_page(client):
    two = pair()
    client.force_login(two.yuli)
    answer = client.post(at("log_meeting", two), typed(private="ñ" * 2001))
    assert answer.status_code == 422
    assert "ñ" * 2001 in answer.content.decode()
    assert not PrivateNote.objects.exists()


def test_she_corrects_and_takes_back_her_own_and_not_the_others(client):
    two = pair()
    client.force_login(two.yuli)
    client.post(at("log_meeting", two), typed(topic="El acta"))
    row = Meeting.objects.get()
    assert "El acta" in client.get(at("edit_meeting", two, row.pk)).content.decode()
    client.post(at("edit_meeting", two, row.pk), typed(topic="El padrón"))
    assert Meeting.objects.get().topic == "El padrón"
    client.force_login(two.hilda)
    assert client.get(at("edit_meeting", two, row.pk)).status_code == 404
    assert client.post(at("take_back_meeting", two, row.pk)).status_code == 404
    client.post(at("private_note", two, row.pk), {"nonce": uuid7(), "private": "De Hilda"})
    assert "De Hilda" in client.get(at("private_note", two, row.pk)).content.decode()
    client.force_login(two.yuli)
    assert client.get(at("private_note", two, row.pk)).status_code == 404
    client.post(at("take_back_meeting", two, row.pk), {"nonce": uuid7()})
    assert not Meeting.objects.exists()


def test_words_typed_after_the_session_ended_wait_sealed_and_come_back_to_her_alone(rf):
    two = pair()
    request = rf.post("/x/", {"shared": "Fue lindo", "private": "Solo mío"})
    request.session, request.user = {}, two.yuli
    request._messages = FallbackStorage(request)
    assert kept_forms.keep(request, "/x/")
    kept = str(request.session)
    assert "Fue lindo" in kept
    assert "Solo mío" not in kept
    [(key, form)] = kept_forms.waiting(request, two.yuli)
    assert kept_forms.words_of(form) == ["Fue lindo"]
    kept_forms.accept(request, key)
    assert kept_forms.take(request, "/x/")["private"] == "Solo mío"


def test_of_a_phone_that_knows_nobody_a_private_note_is_not_kept(rf):
    request = rf.post("/x/", {"shared": "Fue lindo", "private": "Solo mío"})
    request.session, request.user = {}, AnonymousUser()
    assert kept_forms.keep(request, "/x/")
    assert "Fue lindo" in str(request.session)
    assert "Solo mío" not in str(request.session)


def test_two_texts_at_once_are_both_on_the_page_and_one_tap_accepts(client):
    two = pair(state="agreeing", days_ago=1)
    form = {"nonce": uuid7(), "base": "", "every_days": "14", "channel": "call", "confidential": "a", "how_to_end": "b"}
    for woman, goal in ((two.yuli, "Hablar fuerte"), (two.hilda, "Usar el celular")):
        client.force_login(woman)
        assert client.post(at("agreement", two), {**form, "nonce": uuid7(), "goal_1": goal}).status_code == 302
    page = client.get(at("agreement", two)).content.decode()
    assert "Hablar fuerte" in page
    assert "Usar el celular" in page
    text = two.pairing.agreements.get(written_by=two.yuli)
    client.post(at("accept_agreement", two, text.pk), {"read_aloud_by": "Rosa"})
    two.pairing.refresh_from_db()
    assert two.pairing.state == "active"
    assert "Usar el celular" not in client.get(at("pair", two)).content.decode()


def test_an_agreement_without_a_goal_is_told(client):
    two = pair(state="agreeing", days_ago=1)
    client.force_login(two.yuli)
    answer = client.post(at("agreement", two), {"every_days": "14", "channel": "call", "quiet_hours": "De noche"})
    assert answer.status_code == 422
    assert "De noche" in answer.content.decode()


def test_a_face_is_sent_and_the_other_never_sees_it(client):
    two = pair()
    client.force_login(two.yuli)
    assert client.post(at("check_in", two), {"face": "so_so", "nonce": uuid7()}).status_code == 302
    assert CheckIn.objects.get().face == "so_so"
    client.force_login(two.hilda)
    assert "Más o menos" not in client.get(at("pair", two)).content.decode()
    assert client.post(at("check_in", two), {"face": "feliz"}).status_code == 422


def test_pause_and_going_on(client):
    two = pair()
    client.force_login(two.yuli)
    assert client.post(at("pause", two), {"resume_on": "2001-01-01"}).status_code == 422
    client.post(at("pause", two), {"resume_on": ""})
    assert "Están en pausa" in client.get(at("pair", two)).content.decode()
    client.post(at("resume", two))
    two.pairing.refresh_from_db()
    assert two.pairing.state == "active"


def test_a_change_asks_for_no_reason(client):
    two = pair()
    client.force_login(two.hilda)
    page = client.get(at("change", two)).content.decode()
    assert "explicar" in page
    assert "<textarea" not in page
    client.post(at("change", two), {})
    client.force_login(two.yuli)
    assert "cambió" in client.get(at("pair", two)).content.decode()


def test_what_they_learned_is_shown_when_both_closed_and_only_if_shared(client):
    two = pair()
    agreed(two)
    client.force_login(two.yuli)
    client.post(at("close", two), {"learned": "Hablar", "goals_reached": "1", "shared": "on"})
    client.force_login(two.hilda)
    assert "Hablar</p>" not in client.get(at("pair", two)).content.decode()
    client.post(at("close", two), {"learned": "Escuchar", "goals_reached": "1"})
    assert "Hablar</p>" in client.get(at("pair", two)).content.decode()
    client.force_login(two.yuli)
    assert "Escuchar</p>" not in client.get(at("pair", two)).content.decode()
    assert Closing.objects.filter(goals_agreed=1, goals_reached=1).count() == 2


def test_three_months_later_two_questions_wait(client):
    ended = timezone.now() - timedelta(days=100)
    two = pair(state="closed", ending="mutual", ended_at=ended, days_ago=300)
    client.force_login(two.yuli)
    assert "tres meses después" in client.get(at("pair", two)).content.decode()
    client.post(at("follow_up", two), {"served": "yes", "did_next": "task"})
    assert "tres meses después" not in client.get(at("pair", two)).content.decode()


def test_her_phone_is_shown_only_where_she_allows_it(client):
    two = pair()
    two.hilda.phone = "+51900000001"
    two.hilda.save()
    client.force_login(two.yuli)
    assert "+51900000001" not in client.get(at("pair", two)).content.decode()
    Consent.objects.create(member=two.hilda, purpose=Consent.Purpose.PHONE_TO_MENTOR, wording="2026-1", language="es")
    assert "+51900000001" in client.get(at("pair", two)).content.decode()


def test_a_pair_page_costs_the_same_after_many_meetings(client, django_assert_max_num_queries):
    two = pair()
    agreed(two)
    for n in range(8):
        meetings.log_meeting(
            pairing=two.pairing,
            by=two.yuli if n % 2 else two.hilda,
            nonce=uuid7(),
            met_on=timezone.localdate() - timedelta(days=n),
            channel="call",
            private="nota",
        )
    client.force_login(two.yuli)
    client.get(at("pair", two))
    # session, user; the pair with its women; texts, acceptances; notes; meetings; consent; closings, check-ins;
    # closings shown; lessons of the guide; real tasks of hers that wait, with roles and companions.
    with django_assert_max_num_queries(22):
        client.get(at("pair", two))


def test_a_text_to_forward_says_no_name(client):
    two = pair()
    client.force_login(two.yuli)
    page = client.get(at("reminder", two)).content.decode()
    written = page.split("<textarea")[1].split("</textarea>")[0]
    assert "conversamos" in written
    assert "Hilda" not in written
    assert "Yuli" not in written


def test_the_calendar_address_is_shown_once_and_can_be_ended(client):
    two = pair()
    client.force_login(two.yuli)
    page = client.post(reverse("mentoring:calendar")).content.decode()
    address = page.split('class="btn" href="')[1].split('"')[0]
    assert address not in client.get(reverse("mentoring:calendar")).content.decode()
    client.logout()
    feed = client.get(address)
    assert feed.status_code == 200
    assert feed["Content-Type"].startswith("text/calendar")
    assert client.get(address.replace(".ics", "x.ics")).status_code == 404
    client.force_login(two.yuli)
    client.post(reverse("mentoring:calendar"), {"end": "1"})
    assert client.get(address).status_code == 404


def test_the_code_of_conduct_is_read_and_accepted_once(client):
    woman = MemberFactory()
    client.force_login(woman)
    assert "Escucho más" in client.get(reverse("mentoring:conduct")).content.decode()
    client.post(reverse("mentoring:conduct"))
    client.post(reverse("mentoring:conduct"))
    assert "Ya lo aceptaste" in client.get(reverse("mentoring:conduct")).content.decode()


def test_a_former_mentor_still_reads_what_was_shared_until_it_is_deleted(client):
    two = pair()
    meetings.log_meeting(
        pairing=two.pairing, by=two.yuli, nonce=uuid7(), met_on=timezone.localdate(), channel="call", shared="Lo dicho"
    )
    services.change(pairing=two.pairing, by=two.yuli)
    client.force_login(two.hilda)
    assert "Lo dicho" in client.get(at("pair", two)).content.decode()
    assert client.post(at("log_meeting", two), typed(day="today")).status_code in (302, 422)
    meetings.forget_notes(at=timezone.now() + timedelta(days=200))
    assert "Lo dicho" not in client.get(at("pair", two)).content.decode()


def test_a_closing_by_one_tells_the_other_that_it_is_her_turn(client):
    two = pair()
    agreed(two, **{**WORDS, "goals": ["a", "b"]})
    services.close(pairing=two.pairing, by=two.yuli, learned="x")
    client.force_login(two.hilda)
    assert "Ahora te toca a ti" in client.get(at("pair", two)).content.decode()
