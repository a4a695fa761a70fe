"""Two women noted one session: joined, read as one, and two again."""

from itertools import permutations

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core import record
from academy.core.ids import uuid7
from academy.core.models import Event
from academy.members.models import Notice
from leadership.snapshots import facts
from peer_exchange.attendance import services as attendance
from peer_exchange.attendance.handlers import LISTED_NOTICE
from peer_exchange.models import Attendance, Commitment, SessionLog
from peer_exchange.sessions import folding, rules, services
from tests.courses.factories import MemberFactory, organisation
from tests.mentoring.races import meeting_place

from .said import approved, noted, point, seated, written


def two(house, **second):
    """Yuli's note and Hilda's, of one session. Hilda's has names, a promise and a line."""
    first = noted(house.yuli, house.kitchen, note="Dice Yuli", how_many=12)
    promise = {"id": str(uuid7()), "who": "Municipalidad", "what": "Un tanque", "due": ""}
    other = noted(house.hilda, house.kitchen, note="Dice Hilda", how_many=14, promises=[promise], **second)
    return first, other


def listed(session, by, *names, members=()):
    people = [{"name": name} for name in names] + [{"member": str(each.pk)} for each in members]
    assert attendance.list_people(session=session, by=by, people=people, nonce=uuid7())[-1]


def joined(client, woman, session, other):
    client.force_login(woman)
    return client.post(
        reverse("exchange:join", args=[session.pk]), {"nonce": str(uuid7()), "other": str(other.pk)}, follow=True
    )


def names_of(session):
    return sorted(row.member.display_name if row.member else row.name for row in session.attendances.all())


def test_two_notes_of_one_session_become_one_that_shows_both_and_counts_each_woman_once(client, house):
    first, other = two(house)
    listed(first, house.yuli, "Carmen Rojas", "María", members=[house.hilda])
    listed(other, house.hilda, "carmen rojas", "María", "Petra Huamán", members=[house.hilda, house.yuli])
    shown = joined(client, house.hilda, other, first)
    assert shown.redirect_chain[-1][0] == reverse("exchange:session", args=[first.pk]), "the earlier one leads"
    words = shown.content.decode()
    for each in ("Dice Yuli", "Dice Hilda", "Un tanque", "14"):
        assert each in words
    assert names_of(first) == sorted(["Carmen Rojas", "María", "Petra Huamán", "Hilda", "Yuli"])
    assert shown.context["tally"].total == 12
    lists = client.get(reverse("exchange:sessions")).context["page"].object_list
    assert [each.pk for each in lists] == [first.pk]
    found = client.get(reverse("exchange:sessions"), {"q": "Dice Hilda"}).context["page"].object_list
    assert [each.pk for each in found] == [first.pk], "what the other note says is found"
    assert Notice.objects.filter(kind=LISTED_NOTICE, member=house.yuli).count() == 1, "she is told once of one session"


def test_the_address_of_the_other_note_leads_to_the_one_and_every_page_of_it_works_there(client, house):
    first, other = two(house)
    joined(client, house.hilda, other, first)
    for name in ("attendance", "write", "contribute", "acta"):
        page = client.get(reverse(f"exchange:{name}", args=[other.pk]))
        assert page.context["session"].pk == first.pk
    assert client.get(reverse("exchange:session", args=[other.pk])).status_code == 302


def test_two_texts_of_two_notes_are_both_shown_and_one_text_takes_up_both_before_it_is_read(client, house):
    first, other = two(house)
    written(first, house.yuli, summary="Texto de Yuli", points=[point("Agua")])
    written(other, house.hilda, summary="Texto de Hilda", points=[point("Luz")])
    seated(house.amanda, house.kitchen)
    shown = joined(client, house.amanda, first, other)
    assert {text.fields["summary"] for text in shown.context["open_texts"]} == {"Texto de Yuli", "Texto de Hilda"}
    first.refresh_from_db()
    refused = services.move(session=first, by=house.amanda, to="reviewed", nonce=uuid7())
    assert refused.code == "two_texts"
    form = client.get(reverse("exchange:write", args=[first.pk]))
    assert len(form.context["based_on"]) == 2
    written(first, house.yuli, summary="Las dos", based_on=form.context["based_on"])
    shown = client.get(reverse("exchange:session", args=[first.pk]))
    assert shown.context["open_texts"] == []
    first.refresh_from_db()
    assert services.move(session=first, by=house.amanda, to="reviewed", nonce=uuid7())


def test_parted_they_are_two_again_and_no_name_is_lost(client, house):
    first, other = two(house)
    listed(first, house.yuli, "Carmen Rojas")
    listed(other, house.hilda, "Petra Huamán")
    joined(client, house.hilda, other, first)
    listed(other, house.hilda, "Llegó Tarde")
    assert "Llegó Tarde" in names_of(first), "a list that a phone sends to the other note later is on the one list"
    client.post(reverse("exchange:part", args=[other.pk]), {"nonce": str(uuid7())})
    other.refresh_from_db()
    assert other.joined_into is None
    assert names_of(first) == ["Carmen Rojas"]
    assert names_of(other) == ["Llegó Tarde", "Petra Huamán"]
    joined(client, house.hilda, other, first)
    assert names_of(first) == ["Carmen Rojas", "Llegó Tarde", "Petra Huamán"]


def test_the_narrower_level_holds_for_both_and_follows_when_it_changes(client, house):
    nora = MemberFactory(display_name="Nora", member_of=house.kitchen)
    first = noted(house.yuli, house.kitchen, reserve="participants")
    other = noted(house.hilda, house.kitchen, reserve="organisation")
    joined(client, house.hilda, other, first)
    other.refresh_from_db()
    assert other.joined_into is None, "she does not read the other one: it does not exist for her"
    seated(house.hilda, house.kitchen)
    joined(client, house.hilda, other, first)
    other.refresh_from_db()
    assert (other.joined_into_id, other.reserve) == (first.pk, "participants")
    client.force_login(nora)
    assert client.get(reverse("exchange:session", args=[other.pk])).status_code == 404
    first.refresh_from_db()
    assert services.set_reserve(session=first, by=house.yuli, reserve="organisation", nonce=uuid7())
    assert SessionLog.objects.get(pk=other.pk).reserve == "organisation"
    assert client.get(reverse("exchange:session", args=[other.pk])).status_code == 302


def test_nobody_draws_the_names_of_another_note_to_her_own(client, house):
    first, other = two(house)
    listed(first, house.yuli, "Carmen Rojas")
    nora = MemberFactory(display_name="Nora", member_of=house.kitchen)
    bait = noted(nora, house.kitchen)
    outcome = services.join(going=first, head=bait, by=nora, nonce=uuid7())
    assert outcome.code == "not_keeping"
    stranger = services.join(going=first, head=other, by=house.rosa, nonce=uuid7())
    assert stranger.code == "unknown_session"
    joined(client, nora, bait, first)
    bait.refresh_from_db()
    assert bait.joined_into_id == first.pk, "her own she may give up"
    shown = client.get(reverse("exchange:session", args=[first.pk]))
    assert shown.context["people"] == [], "and reads no more than before"


def test_an_approved_note_leads_and_two_approved_ones_stay_two(client, house):
    leader = MemberFactory(display_name="Lucía", member_of=house.kitchen)
    seated(leader, house.kitchen)
    first, other = two(house)
    approved(other, leader, house.hilda)
    joined(client, leader, first, other)
    first.refresh_from_db()
    assert first.joined_into_id == other.pk
    written(first, house.yuli, summary="Texto de Yuli, que llegó tarde")
    shown = client.get(reverse("exchange:session", args=[other.pk]))
    assert [text.fields["summary"] for text in shown.context["late_texts"]] == ["Texto de Yuli, que llegó tarde"]
    assert shown.context["open_texts"] == []
    part = services.part(session=first, by=leader, nonce=uuid7())
    assert part.code == "approved"
    third = approved(noted(house.yuli, house.kitchen), leader, house.yuli)
    assert services.join(going=third, head=other, by=leader, nonce=uuid7()).code == "approved"


def test_of_two_days_of_two_kitchens_and_of_a_third_note_it_is_said_why_not(house):
    first, other = two(house)
    third = noted(house.hilda, house.kitchen, held_on="2026-11-18")
    assert services.join(going=third, head=first, by=house.hilda, nonce=uuid7()).code == "other_day"
    far = organisation("Comedor Lejano")
    ines = MemberFactory(display_name="Inés", member_of=far)
    seated(ines, house.kitchen)
    assert services.join(going=noted(ines, far), head=first, by=ines, nonce=uuid7()).code == "other_organisation"
    assert services.join(going=other, head=first, by=house.hilda, nonce=uuid7())
    fourth = noted(house.hilda, house.kitchen)
    assert services.join(going=fourth, head=other, by=house.hilda, nonce=uuid7()).code == "already_joined"
    assert services.join(going=first, head=fourth, by=house.yuli, nonce=uuid7()).code == "leads_already"
    unknown = record.record(
        kind=folding.JOINED, subject=fourth, by=house.hilda, payload={"session": str(fourth.pk), "into": str(uuid7())}
    )
    assert unknown.code == "unknown_session"


def test_it_counts_once_and_stands_the_same_after_a_rebuild(house, django_assert_max_num_queries, client):
    first, other = two(house, type="working_table")
    listed(other, house.hilda, "Petra Huamán")
    services.join(going=other, head=first, by=house.hilda, nonce=uuid7())
    year = facts.sessions_of_representation(house.kitchen.get_root(), today=first.held_on.replace(month=12))
    assert year[house.kitchen.pk][0] == 1
    before = list(Attendance.objects.order_by("session", "person").values_list("session", "person", "name"))
    record.rebuild()
    assert before == list(Attendance.objects.order_by("session", "person").values_list("session", "person", "name"))
    assert SessionLog.objects.get(pk=other.pk).joined_into_id == first.pk
    assert Commitment.objects.get().session_id == other.pk
    client.force_login(house.yuli)
    client.get(reverse("exchange:session", args=[first.pk]))
    # As of any session: 15; of one with a second note, its texts and its count besides.
    with django_assert_max_num_queries(26):
        client.get(reverse("exchange:session", args=[first.pk]))


def test_a_second_tap_joins_once(client, house):
    first, other = two(house)
    joined(client, house.hilda, other, first)
    again = joined(client, house.hilda, first, other)
    assert again.redirect_chain[-1][0] == reverse("exchange:session", args=[first.pk])
    assert Event.objects.filter(kind=folding.JOINED).count() == 1


def test_joined_and_parted_in_any_order_of_arrival_stand_the_same(house):
    first, other = two(house)
    services.join(going=other, head=first, by=house.hilda, nonce=uuid7())
    other.refresh_from_db()
    services.part(session=other, by=house.hilda, nonce=uuid7())
    events = list(Event.objects.filter(subject=other.pk))
    told = {
        folding.fold(sorted(each, key=lambda e: (e.happened_at, e.pk))).joined_into for each in permutations(events)
    }
    assert told == {""}


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.booleans(), st.booleans(), st.booleans(), st.integers(0, 3)), min_size=2, max_size=2, unique=True
    )
)
def test_of_two_different_notes_exactly_one_leads_and_an_approved_one_never_gives_way(notes):
    one, other = notes
    assert rules.leads_first(one, other) != rules.leads_first(other, one)
    if one[0] and not other[0]:
        assert rules.leads_first(one, other)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_women_who_join_each_hers_to_the_others_at_once_leave_one_that_leads(tmp_path):
    kitchen = organisation("Comedor Las Flores")
    yuli, hilda = (MemberFactory(display_name=name, member_of=kitchen) for name in ("Yuli", "Hilda"))
    first, other = noted(yuli, kitchen), noted(hilda, kitchen)
    with meeting_place(tmp_path) as at_once:
        outcomes = at_once(
            lambda: services.join(going=first, head=other, by=yuli, nonce=uuid7()),
            lambda: services.join(going=other, head=first, by=hilda, nonce=uuid7()),
        )
        assert sorted(bool(each) for each in outcomes) == [False, True]
        assert at_once(lambda: SessionLog.objects.leading().count()) == [1]
