"""An election from the call to the acta: two women each time, terms, handovers, papers, and what cannot be."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.members.exporting import services as exporting
from academy.members.models import BoardRules, Seat, Term
from academy.members.seats import services as seats
from academy.members.services.access import Refused
from leadership.elections import notices, papers, rules
from leadership.models import ChangeRequest, Election, ElectionResult, Handover
from leadership.register import exports, services
from tests.courses.factories import MemberFactory

from .women import TODAY, house, kind, sits


@pytest.fixture
def here(db):
    place = house()
    place.fiscal = Seat.objects.create(organisation=place.kitchen, kind=kind("fiscal", "Fiscal"))
    BoardRules.objects.create(organisation=place.kitchen, term_months=24, source="Estatuto, artículo 14")
    return place


def called(here, *, on=TODAY, seats=None, **more):
    """A call that two women made."""
    payload = {"on": on.isoformat(), "seats": [seat.pk for seat in seats or (here.seat, here.fiscal)], **more}
    change = services.propose(organisation=here.kitchen, by=here.rosa, kind="call_election", payload=payload)
    services.approve(change=change, by=here.ana)
    return Election.objects.get(organisation=here.kitchen, state="called")


def line(seat, holder=None, **more):
    return {
        "seat": seat.pk,
        "alternate": False,
        "holder": str(holder.pk) if holder else "",
        "holder_name": "",
        "candidates": None,
        "votes": None,
        **more,
    }


def results(here, election, *rows, by=None, **more):
    payload = {"election": str(election.pk), "since": TODAY.isoformat(), "acta": "Libro 2, página 4", **more}
    return services.propose(
        organisation=here.kitchen, by=by or here.rosa, kind="election_results", payload={**payload, "rows": list(rows)}
    )


# --- Called --------------------------------------------------------------------------------------


def test_nobody_is_called_before_a_second_woman_says_yes(here):
    payload = {"on": TODAY.isoformat(), "seats": [here.seat.pk]}
    change = services.propose(organisation=here.kitchen, by=here.rosa, kind="call_election", payload=payload)
    assert not Election.objects.exists()
    services.approve(change=change, by=here.lidia)
    assert Election.objects.get().called_by == here.lidia


def test_one_seat_stands_in_one_election_at_a_time(here):
    called(here, seats=[here.seat])
    with pytest.raises(Refused, match="Ya hay otra elección para: Presidenta"):
        called(here)


def test_a_seat_of_another_organisation_cannot_be_called(here):
    far = Seat.objects.create(organisation=here.far, kind=kind())
    with pytest.raises(Refused, match="al menos un cargo"):
        called(here, seats=[far])


@settings(max_examples=60)
@given(st.integers(-800, 800), st.integers(0, 3), st.booleans())
def test_a_call_is_within_a_year_and_for_some_free_seat(days, count, busy):
    said = rules.may_call(on=TODAY + timedelta(days), seats=count, busy=["Fiscal"] if busy else [], today=TODAY)
    assert bool(said) == (count > 0 and not busy and -366 <= days <= 365)


def test_short_notice_is_said_and_not_forbidden(here, client):
    client.force_login(here.rosa)
    form = {"on": (TODAY + timedelta(3)).isoformat(), "seats": [here.seat.pk]}
    page = client.post(reverse("leadership:call_election", args=[here.kitchen.pk]), form)
    assert "menos de ocho días" in page.content.decode()
    assert not ChangeRequest.objects.exists()
    client.post(reverse("leadership:call_election", args=[here.kitchen.pk]), {**form, "sure": "1", "nonce": uuid7()})
    assert ChangeRequest.objects.get().kind == "call_election"


def test_an_hour_that_is_none_gives_the_form_back_with_what_she_typed(here, client):
    client.force_login(here.rosa)
    form = {"on": TODAY.isoformat(), "hour": "25:99", "place": "Local comunal", "seats": [here.seat.pk]}
    answer = client.post(reverse("leadership:call_election", args=[here.kitchen.pk]), form)
    assert answer.status_code == 422
    assert "Local comunal" in answer.content.decode()


# --- Held ----------------------------------------------------------------------------------------


def test_results_become_terms_end_those_before_and_begin_the_handover(here):
    before = sits(here.seat, here.lidia, since=TODAY - timedelta(700))
    election = called(here)
    change = results(here, election, line(here.seat, here.nora, candidates=2, votes=31), line(here.fiscal))
    assert not Term.objects.filter(holder=here.nora).exists()
    services.approve(change=change, by=here.ana)
    term = Term.objects.get(holder=here.nora)
    assert (term.acta, term.contested, term.elected) == ("Libro 2, página 4", True, True)
    assert (term.until - term.since).days in (730, 731)
    before.refresh_from_db()
    assert before.ended_on == TODAY
    handover = Handover.objects.get(outgoing=before)
    assert handover.incoming == term
    assert handover.items.count() == 8
    kept = {result.seat_id: result for result in ElectionResult.objects.all()}
    assert (kept[here.seat.pk].votes, kept[here.fiscal.pk].term) == (31, None)
    election.refresh_from_db()
    assert election.state == "held"


def test_a_woman_elected_again_hands_nothing_to_herself(here):
    sits(here.seat, here.lidia, since=TODAY - timedelta(700))
    election = called(here, seats=[here.seat])
    services.approve(change=results(here, election, line(here.seat, here.lidia)), by=here.ana)
    assert not Handover.objects.exists()
    assert Term.objects.filter(holder=here.lidia).count() == 2


def test_where_the_whole_board_is_elected_again_another_socia_may_be_the_second(here):
    sits(here.seat, here.lidia, since=TODAY - timedelta(700))
    election = called(here, seats=[here.seat])
    change = results(here, election, line(here.seat, here.lidia))
    with pytest.raises(Refused, match="habla de ti"):
        services.approve(change=change, by=here.lidia)
    services.approve(change=change, by=here.nora)
    assert election.results.count() == 1


def test_the_elected_do_not_approve_their_own_election(here):
    election = called(here, seats=[here.seat])
    change = results(here, election, line(here.seat, here.nora))
    with pytest.raises(Refused, match="habla de ti"):
        services.approve(change=change, by=here.nora)


def test_what_cannot_be_is_refused_and_nothing_is_half_written(here):
    election = called(here)
    with pytest.raises(Refused, match="cada cargo"):
        results(here, election, line(here.seat, here.nora))
    with pytest.raises(Refused, match="acta"):
        results(here, election, line(here.seat, here.nora), line(here.fiscal), acta="")
    with pytest.raises(Refused, match="más votos"):
        results(here, election, line(here.seat, here.nora, votes=40), line(here.fiscal), voters=30)
    assert not Term.objects.exists()
    assert not ElectionResult.objects.exists()


def test_results_wait_for_the_day_of_the_assembly(here):
    election = called(here, on=TODAY + timedelta(5), seats=[here.seat])
    with pytest.raises(Refused, match="aún no llega"):
        results(here, election, line(here.seat, here.nora))


def test_results_are_written_once(here):
    election = called(here, seats=[here.seat])
    first = results(here, election, line(here.seat, here.nora))
    second = results(here, election, line(here.seat, here.lidia))
    services.approve(change=first, by=here.ana)
    with pytest.raises(Refused, match="ya se anotó"):
        services.approve(change=second, by=here.ana)
    assert Term.objects.count() == 1


def test_a_new_alternate_follows_the_old_one(here):
    here.seat.alternates = 1
    here.seat.save()
    sits(here.seat, here.lidia, since=TODAY - timedelta(700))
    old = sits(here.seat, here.nora, since=TODAY - timedelta(700), alternate=True)
    other = MemberFactory(display_name="Tula", member_of=here.kitchen)
    election = called(here, seats=[here.seat])
    rows = [line(here.seat, here.nora), line(here.seat, other, alternate=True)]
    services.approve(change=results(here, election, *rows), by=here.ana)
    old.refresh_from_db()
    assert old.ended_on == TODAY
    assert Term.objects.get(holder=other).alternate


def test_an_election_that_was_not_held_says_why_and_frees_its_seats(here):
    election = called(here, seats=[here.seat])
    payload = {"election": str(election.pk), "why": "Hubo huaico"}
    change = services.propose(organisation=here.kitchen, by=here.rosa, kind="cancel_election", payload=payload)
    services.approve(change=change, by=here.ana)
    election.refresh_from_db()
    assert (election.state, election.why_not) == ("cancelled", "Hubo huaico")
    assert called(here, seats=[here.seat])


# --- The form ------------------------------------------------------------------------------------


def posted(here, client, election, **typed):
    client.force_login(here.rosa)
    form = {"since": TODAY.isoformat(), "acta": "Libro 2, página 4", "nonce": str(uuid7()), "sure": "1", **typed}
    return client.post(reverse("leadership:election_results", args=[election.pk]), form)


def test_a_name_of_the_acta_is_found_among_the_women_however_it_is_typed(here, client):
    election = called(here, seats=[here.seat])
    posted(here, client, election, **{f"who_{here.seat.pk}": " nóra "})
    row = ChangeRequest.objects.get(kind="election_results").payload["rows"][0]
    assert row["holder"] == str(here.nora.pk)


def test_two_women_of_one_name_are_told_apart_before_anything_is_sent(here, client):
    other = MemberFactory(display_name="Nora", member_of=here.kitchen)
    election = called(here, seats=[here.seat])
    typed = {f"who_{here.seat.pk}": "Nora"}
    answer = posted(here, client, election, **typed)
    assert answer.status_code == 422
    assert "Hay varias con ese nombre" in answer.content.decode()
    posted(here, client, election, **typed, **{f"pick_{here.seat.pk}": str(other.pk)})
    assert ChangeRequest.objects.get(kind="election_results").payload["rows"][0]["holder"] == str(other.pk)


def test_who_is_no_member_stays_a_name_and_that_is_said_first(here, client):
    election = called(here, seats=[here.seat])
    answer = posted(here, client, election, sure="", **{f"who_{here.seat.pk}": "Zoila Ccori"})
    assert "no está en la lista de socias" in answer.content.decode() or answer.status_code == 302
    posted(here, client, election, **{f"who_{here.seat.pk}": "Zoila Ccori"})
    assert ChangeRequest.objects.filter(payload__rows__0__holder_name="Zoila Ccori").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Escribe quién ganó"),
        ({"who": "Nora", "none": "on"}, "Deja solo uno"),
        ({"who": "1234"}, "con letras"),
        ({"who": "Nora", "acta": ""}, "acta pendiente"),
        ({"who": "Nora", "since": (TODAY - timedelta(90)).isoformat()}, "el día de la elección o después"),
        ({"who": "Nora", "votes": "50", "voters": "20"}, "más votos"),
        ({"who": "Nora", "votes": "-3"}, "mayor o igual"),
    ],
)
def test_bad_results_come_back_with_what_to_mend(here, client, typed, said):
    election = called(here, seats=[here.seat])
    of_seat = {f"{name}_{here.seat.pk}": typed[name] for name in ("who", "none", "votes") if name in typed}
    answer = posted(
        here, client, election, **{k: v for k, v in typed.items() if k in ("acta", "since", "voters")}, **of_seat
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ChangeRequest.objects.filter(kind="election_results").exists()


# --- Papers, notices, lists ----------------------------------------------------------------------


@pytest.mark.parametrize("paper", [*papers.PAPERS, papers.ALL])
def test_every_paper_is_a_pdf(here, client, paper):
    election = called(here, committee="Zoila\nBertha", hour="16:00", place="Local «Los #Olivos»")
    client.force_login(here.nora)
    answer = client.get(reverse("leadership:election_paper", args=[election.pk, paper]))
    assert answer.content.startswith(b"%PDF")
    assert len(answer.content) < 120_000


def test_an_unknown_paper_is_404(here, client):
    election = called(here)
    client.force_login(here.nora)
    assert client.get(reverse("leadership:election_paper", args=[election.pk, "votos"])).status_code == 404


def test_the_padron_to_fill_names_nobody_and_the_named_one_takes_two_women(here):
    election = called(here)
    assert "Nora" not in str(papers.data_of(election, ["padron"]))
    sits(here.seat, here.rosa)
    asked = exporting.ask(kind=exports.PADRON, organisation=here.kitchen, by=here.rosa, why="Elección", ending="pdf")
    exporting.approve(request=asked, by=here.ana)
    content, kind_of, _name = exporting.take(request=asked, by=here.rosa)
    assert kind_of == "application/pdf"
    assert BytesIO(content).read(4) == b"%PDF"


def test_the_list_of_boards_says_what_the_actas_say(here):
    sits(here.seat, here.rosa)
    rows = exports.rows_of_boards(organisation=here.federation, params={}, by=here.ana)
    assert rows.members == {here.rosa.pk}
    assert rows.rows[1][3] == "Rosa"


def test_the_base_reads_of_what_ends_at_home_the_same_day_as_the_board(here):
    sits(here.seat, here.rosa, since=TODAY - timedelta(700), days=760)
    for woman in (here.rosa, here.nora):
        said = notices.lines_for(woman)
        assert [line.words for line in said] == ["Comedor Ají: el período termina en 60 días. Todas pueden postular."]
    assert notices.lines_for(here.eva) == []


def test_once_it_is_called_home_says_the_day_and_not_the_end(here):
    sits(here.seat, here.rosa, since=TODAY - timedelta(700), days=760)
    called(here, on=TODAY + timedelta(20))
    (said,) = notices.lines_for(here.nora)
    assert "asamblea de elección" in said.words
    assert "Rosa" not in said.words


def test_home_is_quiet_when_no_election_is_near(here, client, django_assert_max_num_queries):
    sits(here.seat, here.rosa)
    with django_assert_max_num_queries(4):
        assert notices.lines_for(here.nora) == []


def test_a_seat_abolished_after_the_call_leaves_results_that_can_still_be_told(here):
    election = called(here)
    seats.abolish_seat(seat=here.fiscal, by=None, on=TODAY, acta="Libro 2, página 3", at=timezone.now())
    with pytest.raises(Refused, match="se cerró"):
        results(here, election, line(here.seat, here.nora), line(here.fiscal, here.lidia))
    services.approve(change=results(here, election, line(here.seat, here.nora), line(here.fiscal)), by=here.ana)
    assert election.results.count() == 2


def test_what_is_called_can_be_forwarded_and_stands_in_the_calendar_without_names_or_place(here, client):
    election = called(here, on=TODAY + timedelta(20), hour="16:00", place="Local comunal", committee="Zoila Ccori")
    client.force_login(here.nora)
    page = client.get(reverse("leadership:election", args=[election.pk])).content.decode()
    text = page.partition("Texto para reenviar")[2].partition("</details>")[0]
    assert "Presidenta" in text
    assert "Zoila" not in text
    assert "Local comunal" not in text
    calendar = client.get(reverse("leadership:elections_ics", args=[here.kitchen.pk])).content.decode()
    assert "Asamblea de elección" in calendar
    assert "Zoila" not in calendar
