"""What a circle of mentoring writes down of its meetings: one form, the record, the notes of each."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core import record
from academy.core.ids import event_id, uuid7
from academy.core.models import Event, KeptEvent, Ledger
from academy.core.sync import Batch, take
from mentoring.circles import services as circles
from mentoring.meetings import places, services
from mentoring.models import CircleSeat, Meeting, MentoringCircle, PrivateNote
from tests.courses.factories import MemberFactory, organisation

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def circle():
    """hilda accompanies yuli, maruja and nelida; carmen was asked and has not answered."""
    home = organisation("Comedor Norte")
    began = timezone.now() - timedelta(days=40)
    found = SimpleNamespace(
        row=MentoringCircle.objects.create(organisation=home, name="Círculo del acta", began_at=began)
    )
    for name in ("Hilda", "Yuli", "Maruja", "Nelida", "Carmen"):
        member = MemberFactory(display_name=name, member_of=home)
        setattr(found, name.lower(), member)
        part = "mentor" if name == "Hilda" else "mentee"
        accepted = None if name == "Carmen" else began
        CircleSeat.objects.create(circle=found.row, member=member, part=part, asked_at=began, accepted_at=accepted)
    return found


def noted(c, by, *present, days_ago=1, **said):
    return services.log_meeting(
        circle=c.row,
        by=by,
        nonce=said.pop("nonce", None) or uuid7(),
        met_on=today() - timedelta(days=days_ago),
        channel="visit",
        present=[one.pk for one in present],
        **said,
    )


def raw(c, by, kind="meeting_logged", *, id=None, after=0, **said):
    return {
        "id": str(id or uuid7()),
        "kind": f"mentoring.{kind}",
        "subject": str(by.pk),
        "happened_at": (timezone.now() - timedelta(hours=2) + timedelta(minutes=after)).isoformat(),
        "payload": {"circle": str(c.row.pk), **said},
    }


def payload(*present, **changes):
    return {
        "meeting": str(uuid7()),
        "met_on": (today() - timedelta(days=1)).isoformat(),
        "channel": "visit",
        "minutes": 60,
        "step": None,
        "topic": "",
        "next_step": "",
        "shared": "",
        "private": "",
        "present": sorted(str(one.pk) for one in present),
        **changes,
    }


def at(name, c, *more):
    return reverse(f"mentoring:{name}", args=[c.row.pk, *more])


def test_whoever_was_there_has_the_meeting_as_hers_and_the_form_asks_little(client):
    c = circle()
    client.force_login(c.yuli)
    page = client.get(at("log_circle_meeting", c)).content.decode()
    assert "Maruja" in page
    assert "Carmen" not in page
    said = {"day": "today", "channel": "visit", "nonce": str(uuid7())}
    assert client.post(at("log_circle_meeting", c), said).status_code == 422
    there = [str(c.hilda.pk), str(c.maruja.pk)]
    assert client.post(at("log_circle_meeting", c), {**said, "present": there}).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.circle, meeting.pairing, meeting.logged_by) == (c.row, None, c.yuli)
    assert set(meeting.present.all()) == {c.yuli, c.hilda, c.maruja}
    client.force_login(c.maruja)
    page = client.get(at("circle", c)).content.decode()
    assert "Estuvieron Hilda, Maruja, Yuli." in page
    assert at("circle_note", c, meeting.pk) in page


def test_the_form_and_the_phone_make_the_same_event():
    c, nonce = circle(), uuid7()
    assert noted(c, c.yuli, c.maruja, c.hilda, nonce=nonce, private="mía").state == "applied"
    sent = payload(c.hilda, c.maruja, meeting=str(nonce), minutes=None, private="mía")
    said = {"subject": str(c.yuli.pk), "kind": "meeting_logged", "circle": str(c.row.pk), **sent}
    report = take(Batch("celular", [raw(c, c.yuli, id=event_id(nonce, said), **sent)]), by=c.yuli)
    assert [answer.state for answer in report.answers] == ["already"]


def test_each_notes_for_herself_and_nobody_reads_hers():
    c = circle()
    assert noted(c, c.yuli, c.maruja, private="de yuli")
    meeting = Meeting.objects.get()
    assert services.write_note(meeting=meeting, by=c.maruja, text="de maruja", nonce=uuid7())
    assert list(services.notes_of(c.maruja, c.row).values()) == ["de maruja"]
    assert list(services.notes_of(c.yuli, c.row).values()) == ["de yuli"]
    assert services.notes_of(c.hilda, c.row) == {}
    assert "de maruja" not in str(list(Event.objects.values())) + str(list(PrivateNote.objects.values()))


@pytest.mark.parametrize(
    ("who", "changes", "code"),
    [
        ("yuli", {"met_on": "2999-01-01"}, "future"),
        ("yuli", {"met_on": "2001-01-01"}, "before_pair"),
        ("carmen", {}, "not_hers"),
        ("yuli", {"circle": str(uuid7())}, "unknown_circle"),
        ("yuli", {"present": [str(uuid7())]}, "not_in_circle"),
        ("yuli", {"present": "todas"}, "bad_payload"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_of_it_is_lost(who, changes, code):
    c = circle()
    by = getattr(c, who)
    report = take(Batch("x", [raw(c, by, **{**payload(c.hilda, shared="Lo nuestro"), **changes})]), by=by)
    assert [(answer.state, answer.code) for answer in report.answers] == [("kept", code)]
    assert KeptEvent.objects.get().envelope["payload"]["shared"] == "Lo nuestro"
    assert not Meeting.objects.exists()


def test_nobody_rewrites_the_meeting_of_another(client):
    c = circle()
    noted(c, c.yuli, c.maruja)
    meeting = Meeting.objects.get().pk
    report = take(Batch("x", [raw(c, c.maruja, **payload(c.yuli, meeting=str(meeting)))]), by=c.maruja)
    assert report.answers[0].code == "id_taken"
    client.force_login(c.maruja)
    assert client.get(at("edit_circle_meeting", c, meeting)).status_code == 404
    assert client.post(at("take_back_circle_meeting", c, meeting)).status_code == 404


def test_who_has_not_said_yes_sees_that_there_is_a_circle_and_no_meeting(client):
    c = circle()
    noted(c, c.yuli, c.maruja, shared="Lo nuestro")
    client.force_login(c.carmen)
    page = client.get(at("circle", c)).content.decode()
    assert "Lo nuestro" not in page
    assert "Anotar un encuentro" not in page
    assert client.get(at("log_circle_meeting", c)).status_code == 404
    assert not Meeting.objects.visible_to(c.carmen).exists()


def test_who_left_reads_what_was_until_then_and_writes_no_more_of_later_days():
    c = circle()
    noted(c, c.yuli, c.maruja, days_ago=9)
    circles.leave(seat=CircleSeat.objects.get(member=c.maruja), by=c.maruja, at=timezone.now() - timedelta(days=5))
    noted(c, c.yuli, c.hilda, days_ago=1)
    assert [row.met_on for row in Meeting.objects.visible_to(c.maruja)] == [today() - timedelta(days=9)]
    assert Meeting.objects.visible_to(c.yuli).count() == 2
    assert noted(c, c.maruja, c.hilda, days_ago=2).code == "after_end"
    assert noted(c, c.maruja, c.hilda, days_ago=8)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_any_order_and_repetition_gives_the_same_rows(data):
    Event.objects.all().delete(), Meeting.objects.all().delete(), PrivateNote.objects.all().delete()
    KeptEvent.objects.all().delete(), Ledger.objects.all().delete(), MentoringCircle.objects.all().delete()
    c, first, second = circle(), str(uuid7()), str(uuid7())
    sent = [
        raw(c, c.yuli, after=1, **payload(c.hilda, meeting=first, private="uno")),
        raw(c, c.yuli, after=2, **payload(c.hilda, c.maruja, meeting=first, private="dos")),
        raw(c, c.yuli, after=3, **payload(c.nelida, meeting=second)),
        raw(c, c.yuli, "meeting_taken_back", after=4, meeting=second),
    ]
    for event in data.draw(st.permutations([*sent, *data.draw(st.lists(st.sampled_from(sent), max_size=3))])):
        take(Batch("a", [event]), by=c.yuli)
    for _rebuilt in range(2):
        [meeting] = Meeting.objects.all()
        assert str(meeting.pk) == first
        assert set(meeting.present.all()) == {c.yuli, c.hilda, c.maruja}
        assert list(services.notes_of(c.yuli, c.row).values()) == ["dos"]
        Meeting.objects.all().delete(), PrivateNote.objects.all().delete()
        record.rebuild()


def test_notes_go_six_months_after_the_end_unless_she_keeps_hers(client):
    c = circle()
    for woman in (c.yuli, c.maruja):
        noted(c, woman, c.hilda, shared="de todas", private=f"de {woman.display_name}")
    circles.leave(seat=CircleSeat.objects.get(member=c.hilda), by=c.hilda)
    client.force_login(c.yuli)
    assert "Guardar mis notas" in client.get(at("circle", c)).content.decode()
    assert client.post(at("keep_circle_notes", c), {"keep": "1"}).status_code == 302
    later = timezone.now() + timedelta(days=183)
    assert services.forget_circle_notes(at=later - timedelta(days=1)) == 0
    assert services.forget_circle_notes(at=later, dry_run=True) == services.forget_circle_notes(at=later) == 1
    assert list(services.notes_of(c.yuli, c.row).values()) == ["de Yuli"]
    assert services.notes_of(c.maruja, c.row) == {}
    assert not services.may_read_at(places.of_circle(MentoringCircle.objects.get(), c.maruja.pk), at=later)
    services.keep_circle_notes(seat=CircleSeat.objects.get(member=c.yuli), keep=False)
    assert services.forget_circle_notes(at=later) == 2
    assert set(Meeting.objects.values_list("shared_note", flat=True)) == {""}
    assert services.forget_circle_notes(at=later) == 0


# --- Who was marked and was not there ----------------------------------------------------------------------


def absence(c, by, meeting, *, absent=True):
    return services.say_absent(meeting=meeting, by=by, absent=absent, nonce=uuid7())


def test_who_was_marked_by_mistake_says_so_on_the_circles_page_and_takes_it_back(client):
    c = circle()
    noted(c, c.hilda, c.yuli, c.maruja)
    meeting = Meeting.objects.get()
    client.force_login(c.yuli)
    page = reverse("mentoring:circle", args=[c.row.pk])
    address = reverse("mentoring:circle_absence", args=[c.row.pk, meeting.pk])
    assert "No estuve" in client.get(page).content.decode()
    said = client.post(address, {"absent": "1", "nonce": str(uuid7())}, follow=True).content.decode()
    assert "Dijiste que no estuviste." in said
    assert set(meeting.present.all()) == {c.hilda, c.maruja}
    client.post(address, {"absent": "0", "nonce": str(uuid7())})
    assert set(meeting.present.all()) == {c.hilda, c.yuli, c.maruja}


def test_her_word_stands_when_the_meeting_is_corrected_or_the_record_folded_again():
    c = circle()
    noted(c, c.hilda, c.yuli)
    meeting = Meeting.objects.get()
    assert absence(c, c.yuli, meeting)
    noted(c, c.hilda, c.yuli, c.nelida, meeting=meeting.pk)
    assert set(meeting.present.all()) == {c.hilda, c.nelida}
    record.rebuild()
    assert set(Meeting.objects.get().present.all()) == {c.hilda, c.nelida}


def test_who_wrote_it_down_or_sits_elsewhere_does_not_say_it_and_a_pair_knows_no_such_word(client):
    c = circle()
    noted(c, c.hilda, c.yuli)
    meeting = Meeting.objects.get()
    assert not absence(c, c.hilda, meeting)
    assert not absence(c, c.carmen, meeting)
    client.force_login(c.hilda)
    assert client.post(reverse("mentoring:circle_absence", args=[c.row.pk, meeting.pk])).status_code == 404
    assert set(meeting.present.all()) == {c.hilda, c.yuli}
