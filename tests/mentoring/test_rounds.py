"""A round: computed by the worker, reviewed by a person, published once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from academy.members.models import Membership, Notice, Territory
from academy.members.services.access import Refused
from mentoring import rules
from mentoring.circles import services as circles
from mentoring.matching import Block
from mentoring.models import (
    CircleSeat,
    MatchingRound,
    MentoringCircle,
    MentoringProfile,
    Pairing,
    Proposal,
    ReservedOrganisation,
    Unmatched,
)
from mentoring.profiles import private
from mentoring.profiles.services import empty_profile
from mentoring.proposals import choosing
from mentoring.proposals import services as proposals
from mentoring.proposals.suggesting import suggestions_for
from mentoring.rounds import publishing, services
from mentoring.rounds.feeding import Feed, slots_of
from tests.mentoring.women import cycle, guide, learner, named, valley, weights, woman

pytestmark = pytest.mark.django_db
State = MatchingRound.State


@pytest.fixture
def place():
    return valley()


def drafted(place):
    return services.new_round(
        organisation=place.federation,
        cycle=cycle(place.federation),
        weights=weights(place.federation),
        by=place.coordinator,
    )


def computed(round, *, suggest=False):
    MatchingRound.objects.filter(pk=round.pk).update(state=State.SUGGESTING if suggest else State.MATCHING)
    services.compute(round_id=round.pk)
    round.refresh_from_db()
    return round


def published(round, by):
    """(opened, left out), once the worker is through."""
    publishing.publish(round=round, by=by)
    return publishing.run(round_id=round.pk)


def couples(round):
    return set(round.proposals.values_list("mentee__display_name", "mentor__display_name"))


# --- What matching is fed --------------------------------------------------------------------------


def test_matching_gets_what_they_said_and_no_names(place):
    yuli = learner(place.kitchen, slots=["0-morning", "9-morning", "x"], channels=["call"], life=["studies"])
    (want,) = Feed().wants()
    assert (want.id, want.topics, want.hours) == (yuli.pk, {"libro-de-caja"}, {(0, "morning")})
    assert "Yuli" not in repr(want)


def test_slots_that_are_none_are_left_out():
    assert slots_of(["6-evening", "7-morning", "-", "", "3-noon"]) == {(6, "evening")}


def test_how_far_she_would_go_is_a_place_around_her(place):
    country = Territory.objects.create(country="PE", code="", kind="country", depth=0, path="/PE/", name="Perú")
    region = Territory.objects.create(
        country="PE", code="15", kind="region", depth=1, path="/PE/15/", name="Lima", parent=country
    )
    province = Territory.objects.create(
        country="PE", code="1501", kind="province", depth=2, path="/PE/15/1501/", name="Lima", parent=region
    )
    place.federation.territory = province
    place.federation.save()
    learner(place.kitchen, "Provincia", distance="province", channels=["visit"])
    learner(place.kitchen, "Región", distance="region", channels=["visit"])
    learner(place.kitchen, "Llamadas", distance="calls", channels=["visit", "call"])
    wants = {want.reach: want for want in Feed().wants()}
    assert set(wants) == {"/PE/15/1501/", "/PE/15/", ""}
    assert wants[""].channels == {"call"}
    assert {want.territory for want in wants.values()} == {"/PE/15/1501/"}


def test_who_has_a_companion_or_five_open_proposals_waits_for_nobody(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    proposal = choosing.ask(member=yuli, mentor_id=hilda.pk)
    # An open proposal may become a pair at any moment: it holds its place.
    (offer,) = Feed().offers()
    assert (offer.load, offer.seats) == (0, 1)
    # Nor is it suggested to her again, nor told to anybody.
    assert suggestions_for(yuli) == []
    proposals.accept(proposal=proposal, by=hilda)
    assert Feed().wants() == []


def test_a_reserved_organisation_stays_within_its_rules(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    reserve = ReservedOrganisation.objects.create(organisation=place.kitchen, acta="Acta 1")
    round = computed(drafted(place))
    assert Unmatched.objects.get(member=yuli).code == Block.RESERVED
    reserve.also.add(place.pot)
    assert couples(computed(round)) == {("Yuli", "Hilda")}
    assert hilda.display_name == "Hilda"


# --- Computing -------------------------------------------------------------------------------------


def test_her_order_counts_before_the_score(client, place):
    yuli = learner(place.kitchen, slots=["0-morning"])
    near = guide(place.pot, "Cerca", slots=["0-morning"])
    far = guide(place.pot, "Lejos", slots=["3-evening"])
    round = computed(drafted(place), suggest=True)
    assert round.state == State.CHOOSING
    assert [row.mentor for row in round.suggestions.order_by("place")] == [near, far]
    assert len(round.suggestions.first().reasons) == 3
    client.force_login(yuli)
    address = reverse("mentoring:suggestions")
    assert "Elige hasta tres" in client.get(address).content.decode()
    client.post(address, {f"rank-{far.pk}": "1", f"rank-{near.pk}": ""})
    assert couples(computed(round)) == {("Yuli", "Lejos")}


@pytest.mark.parametrize("ranks", [("1", "1"), ("4", ""), ("x", "")])
def test_an_order_that_makes_no_sense_changes_nothing(client, place, ranks):
    yuli, one, two = learner(place.kitchen), guide(place.pot, "Una"), guide(place.pot, "Dos")
    round = computed(drafted(place), suggest=True)
    choosing.put_in_order(member=yuli, round_id=round.pk, ranks={one.pk: "1"})
    client.force_login(yuli)
    client.post(reverse("mentoring:suggestions"), {f"rank-{one.pk}": ranks[0], f"rank-{two.pk}": ranks[1]})
    assert services.rankings_of(round) == {yuli.pk: [one.pk]}


def test_an_order_that_comes_too_late_is_told_so(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    round = computed(computed(drafted(place), suggest=True))
    with pytest.raises(Refused, match="ya se calculó"):
        choosing.put_in_order(member=yuli, round_id=round.pk, ranks={hilda.pk: "1"})


def test_the_same_round_computed_again_says_the_same(place):
    for n in range(4):
        learner(place.kitchen, f"Aprende {n}")
    for n in range(3):
        guide(place.pot, f"Guía {n}", capacity=1)
    round = computed(drafted(place))
    first, alone = couples(round), set(round.unmatched.values_list("member", "code"))
    assert len(first) == 3
    assert (couples(computed(round)), set(round.unmatched.values_list("member", "code"))) == (first, alone)
    assert (round.wanting, round.offering, round.done, round.total) == (4, 3, 4, 4)


def test_who_lost_her_companion_goes_first(place):
    yuli = learner(place.kitchen, slots=["0-morning"])
    guide(place.pot, capacity=1, slots=["6-evening"])
    learner(place.kitchen, "Mejor", slots=["6-evening"])
    MentoringProfile.objects.filter(member=yuli).update(goes_first=True)
    assert couples(computed(drafted(place))) == {("Yuli", "Hilda")}


def test_a_private_refusal_reads_like_having_found_nobody(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    private.refuse(member=hilda, other=yuli)
    computed(drafted(place))
    assert Unmatched.objects.get(member=yuli).code == Block.NOBODY_FREE


@pytest.mark.parametrize("block", list(Block))
def test_no_code_that_is_told_gives_a_private_reason_away(block):
    told = rules.told_code(block)
    assert told == Block.NOBODY_FREE or block not in {Block.NO_PAIR, Block.NOT_OPEN, Block.HERSELF, Block.FULL}


def test_what_breaks_while_computing_leaves_the_round_ready_to_start_again(place, monkeypatch, caplog):
    learner(place.kitchen)
    monkeypatch.setattr(services, "match", lambda *args, **kwargs: 1 / 0)
    round = computed(drafted(place))
    assert round.state == State.FAILED
    assert not round.proposals.exists()
    assert "matching round" in caplog.text
    monkeypatch.undo()
    assert computed(round).state == State.COMPUTED


def test_the_worker_gets_the_round_and_a_second_start_is_refused(place, django_capture_on_commit_callbacks):
    round = drafted(place)
    with django_capture_on_commit_callbacks(execute=True):
        services.start(round=round, by=place.coordinator, suggest=False)
        with pytest.raises(Refused, match="Otra coordinadora"):
            services.start(round=round, by=place.coordinator, suggest=False)
    round.refresh_from_db()
    assert round.state == State.COMPUTED


# --- Publishing ------------------------------------------------------------------------------------


def test_of_two_who_publish_one_publishes_and_the_other_is_told(client, place):
    learner(place.kitchen), guide(place.pot)
    round = computed(drafted(place))
    assert published(round, place.coordinator) == (1, 0)
    proposal = Proposal.objects.open().get()
    assert proposal.expires_at - proposal.opened_at == timedelta(days=14)
    client.force_login(place.coordinator)
    answer = client.post(reverse("mentoring:round_step", args=[round.pk]), {"step": "publish"}, follow=True)
    assert "Otra coordinadora ya publicó esta ronda" in answer.content.decode()
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("change", ["emptied", "hidden", "refused", "paired", "inactive"])
def test_what_changed_since_it_was_computed_is_looked_at_again(place, change):
    yuli, hilda = learner(place.kitchen), guide(place.pot, capacity=1)
    round = computed(drafted(place))
    other = learner(place.kitchen, "Otra")
    if change == "emptied":
        empty_profile(member=hilda)
    elif change == "hidden":
        MentoringProfile.objects.filter(member=hilda).update(hidden=True)
    elif change == "refused":
        private.refuse(member=hilda, other=yuli)
    elif change == "inactive":
        hilda.is_active = False
        hilda.save()
    else:
        proposal = proposals.open_proposal(mentee=other, mentor=hilda, way="chosen", by=other, accepted_by=other)
        proposals.accept(proposal=proposal, by=hilda)
    opened, left = published(round, place.coordinator)
    # An emptied profile had already taken its draft along.
    assert (opened, left) == (0, 0 if change == "emptied" else 1)
    assert not Proposal.objects.open().filter(mentee=yuli).exists()
    assert Unmatched.objects.get(member=yuli).code == Block.NOBODY_FREE
    assert MatchingRound.objects.get().state == State.PUBLISHED


def test_she_who_asks_the_one_that_a_round_has_in_draft_is_not_asked_twice(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot, capacity=3)
    round = computed(drafted(place))
    asked = choosing.ask(member=yuli, mentor_id=hilda.pk)
    assert Proposal.objects.get() == asked
    assert published(round, place.coordinator) == (0, 0)
    assert Proposal.objects.get() == asked


def test_two_rounds_over_the_same_women_never_ask_them_twice(place):
    learner(place.kitchen), guide(place.pot, capacity=3)
    one, two = (computed(drafted_again(place, n)) for n in range(2))
    published(two, place.coordinator)
    published(one, place.coordinator)
    assert Proposal.objects.open().count() == 1


def drafted_again(place, version):
    held = place.federation.matching_weights.first() or weights(place.federation)
    return services.new_round(
        organisation=place.federation,
        cycle=cycle(place.federation, name=f"Ciclo {version}"),
        weights=held,
        by=place.coordinator,
    )


def test_a_draft_is_seen_by_nobody_and_can_be_withdrawn(client, place):
    yuli, _hilda = learner(place.kitchen), guide(place.pot)
    round = computed(drafted(place))
    draft = round.proposals.get()
    client.force_login(yuli)
    assert client.get(reverse("mentoring:proposal", args=[draft.pk])).status_code == 404
    client.force_login(place.coordinator)
    client.post(reverse("mentoring:withdraw", args=[round.pk, draft.pk]))
    assert not round.proposals.exists()
    assert Unmatched.objects.get(member=yuli).code == Block.NOBODY_FREE


def test_who_finds_no_pair_may_be_asked_into_a_circle_and_decides_herself(client, place):
    both = {"would_circle": True}
    hilda = guide(place.pot, capacity=0, **both)
    learners = [learner(place.kitchen, f"Aprende {n}", **both) for n in range(3)]
    round = computed(drafted(place))
    assert len(round.circles) == 1
    published(round, place.coordinator)
    circle = MentoringCircle.objects.get()
    assert circle.seats.filter(accepted_at=None).count() == 4
    address = reverse("mentoring:circle", args=[circle.pk])
    client.force_login(learners[0])
    client.post(address, {"answer": "yes"})
    assert CircleSeat.objects.get(member=learners[0]).accepted_at
    assert "Salir del círculo" in client.get(address).content.decode()
    client.force_login(hilda)
    client.post(address, {"answer": "no"})
    circle.refresh_from_db()
    assert circle.ended_at is not None
    assert "terminó" in " ".join(notice.kind + " terminó" for notice in learners[1].notices.all())


def test_publishing_broken_off_goes_on_where_it_stood(client, place, monkeypatch, caplog):
    for n in range(4):
        learner(place.kitchen, f"Aprende {n}"), guide(place.pot, f"Guía {n}", capacity=1)
    round = computed(drafted(place))
    monkeypatch.setattr(publishing, "STEP", 2)
    first, done = publishing._open, []

    def breaks(drafts, at):
        first(drafts, at)
        done.append(drafts)
        if len(done) == 2:
            raise OSError("no room on the disk")

    monkeypatch.setattr(publishing, "_open", breaks)
    assert published(round, place.coordinator) == (2, 0)
    # Of the second pair of drafts neither the proposals nor their notices stand.
    assert (Proposal.objects.open().count(), Notice.objects.filter(kind="mentoring_proposed").count()) == (2, 4)
    assert "broke off" in caplog.text
    client.force_login(place.coordinator)
    page = client.get(reverse("mentoring:round", args=[round.pk]))
    assert "Seguir con el trabajo" in page.content.decode()
    assert "Refresh" not in page
    client.post(reverse("mentoring:round_step", args=[round.pk]), {"step": "go_on"})
    assert publishing.run(round_id=round.pk) == (4, 0)
    assert (Proposal.objects.open().count(), Notice.objects.filter(kind="mentoring_proposed").count()) == (4, 8)
    page = client.get(reverse("mentoring:round", args=[round.pk])).content.decode()
    assert "Se abrieron 4 propuestas" in page
    # Once more is nothing more.
    assert publishing.run(round_id=round.pk) == (4, 0)
    assert Notice.objects.filter(kind="mentoring_proposed").count() == 8


def test_work_that_goes_on_is_not_started_a_second_time(client, place):
    learner(place.kitchen), guide(place.pot)
    round = computed(drafted(place))
    publishing.publish(round=round, by=place.coordinator)
    with pytest.raises(Refused, match="El trabajo sigue"):
        services.go_on(round=round)
    hours = timezone.now() + timedelta(hours=1)
    services.go_on(round=round, at=hours)
    with pytest.raises(Refused):
        services.go_on(round=round, at=hours)


def test_the_daily_command_takes_up_what_was_broken_off(place, django_capture_on_commit_callbacks):
    learner(place.kitchen), guide(place.pot)
    round = computed(drafted(place))
    publishing.publish(round=round, by=place.coordinator)
    MatchingRound.objects.update(heard_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("tend_mentoring", verbosity=0)
    round.refresh_from_db()
    assert round.state == State.PUBLISHED
    assert Proposal.objects.open().count() == 1


def test_a_failure_never_undoes_what_somebody_else_finished(place, monkeypatch):
    learner(place.kitchen), guide(place.pot)
    round = drafted(place)

    def overtaken(*args, **kwargs):
        MatchingRound.objects.filter(pk=round.pk).update(state=State.COMPUTED)
        raise OSError

    monkeypatch.setattr(services, "match", overtaken)
    assert computed(round).state == State.COMPUTED


def test_publishing_asks_the_same_for_few_and_for_many(place):
    """Of a batch: stale, living, waiting, standing, locks, drafts, notices, progress; nothing for each proposal."""
    for n in range(3):
        learner(place.kitchen, f"Aprende {n}"), guide(place.pot, f"Guía {n}", capacity=1)
    one = computed(drafted(place))
    publishing.publish(round=one, by=place.coordinator)
    few = _asked(one)
    for n in range(9):
        learner(place.kitchen, f"Otra {n}"), guide(place.pot, f"Otra guía {n}", capacity=1)
    two = computed(drafted_again(place, 2))
    publishing.publish(round=two, by=place.coordinator)
    assert two.proposals.count() == 9
    assert _asked(two) == few


def _asked(round):
    with CaptureQueriesContext(connection) as asked:
        publishing.run(round_id=round.pk)
    return len(asked)


@pytest.mark.parametrize("change", ["refused", "refused_by_another", "paired", "hidden", "hosting"])
def test_a_suggested_circle_is_looked_at_again_too(place, change):
    both = {"would_circle": True}
    hilda = guide(place.pot, capacity=0, **both)
    first, second, third = (learner(place.kitchen, f"Aprende {n}", **both) for n in range(3))
    round = computed(drafted(place))
    assert len(round.circles[0]["mentees"]) == 3
    if change == "refused":
        private.refuse(member=hilda, other=first)
    elif change == "refused_by_another":
        private.refuse(member=first, other=second)
    elif change == "paired":
        Pairing.objects.create(mentee=first, mentor=place.coordinator)
    elif change == "hidden":
        MentoringProfile.objects.filter(member=first).update(hidden=True)
    else:
        circles.make(organisation=place.pot, by=place.coordinator, name="Otro", mentors=[hilda], mentees=[third])
    published(round, place.coordinator)
    made = MentoringCircle.objects.filter(round=round)
    seated = set(CircleSeat.objects.filter(circle__in=made).values_list("member", flat=True))
    if change == "hosting":
        assert not seated
    else:
        assert hilda.pk in seated
        assert third.pk in seated
        assert not {first.pk, second.pk} <= seated
    round.refresh_from_db()
    assert (round.circles, round.state) == ([], State.PUBLISHED)


# --- The page --------------------------------------------------------------------------------------


def test_the_coordinator_sees_first_who_has_none_and_names_only_with_consent(client, place):
    yuli, hilda = learner(place.kitchen), guide(place.pot, capacity=1)
    alone = learner(place.kitchen, "Quechua sola", languages=["qu"])
    named(alone, hilda)
    round = computed(drafted(place))
    client.force_login(place.coordinator)
    page = client.get(reverse("mentoring:round", args=[round.pk])).content.decode()
    assert "<strong>Quechua sola</strong>: Nadie que acompaña habla su lengua." in page
    assert "una compañera con Hilda" in page
    assert "Yuli" not in page
    assert page.index("Quechua sola") < page.index("una compañera con Hilda")
    assert yuli.display_name == "Yuli"


def test_while_it_is_computed_the_page_shows_how_far_it_is(client, place):
    round = drafted(place)
    MatchingRound.objects.update(state=State.MATCHING, heard_at=timezone.now(), done=30, total=120)
    client.force_login(place.coordinator)
    answer = client.get(reverse("mentoring:round", args=[round.pk]))
    assert answer["Refresh"] == "5"
    assert "Vamos por 30 de 120" in answer.content.decode()


def test_a_round_needs_a_cycle_and_weights_that_hold_for_its_organisation(client, place):
    client.force_login(place.coordinator)
    mine, theirs = weights(place.federation), weights(place.elsewhere)
    here = cycle(place.federation)
    said = {"organisation": place.kitchen.pk, "cycle": here.pk, "weights": theirs.pk}
    assert client.post(reverse("mentoring:rounds"), said).status_code == 422
    assert client.post(reverse("mentoring:rounds"), {**said, "weights": mine.pk}).status_code == 302
    assert MatchingRound.objects.get().organisation == place.kitchen


def test_weights_make_a_hundred_and_come_with_their_acta(client, place):
    client.force_login(place.coordinator)
    today = timezone.localdate()
    parts = {"topics": 35, "hours": 20, "distance": 15, "kinds": 10, "life": 10, "load": 10}
    said = {"organisation": place.federation.pk, "acta": "Libro 2", "adopted_on": today.isoformat(), **parts}
    address = reverse("mentoring:weights")
    for wrong, words in (
        ({"topics": 36}, "suman 101"),
        ({"acta": ""}, "Escribe el acta"),
        ({"adopted_on": (today + timedelta(days=1)).isoformat()}, "todavía no llega"),
        ({"organisation": place.elsewhere.pk}, "Elige una organización tuya"),
        ({"hours": "x"}, "número entero"),
    ):
        answer = client.post(address, {**said, **wrong})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    for version in (1, 2):
        assert client.post(address, said).status_code == 302
        assert place.federation.matching_weights.first().version == version


def test_a_cycle_ends_after_it_begins(client, place):
    client.force_login(place.coordinator)
    said = {"organisation": place.federation.pk, "name": "C", "starts": "2026-03-01", "ends": "2026-02-01"}
    assert client.post(reverse("mentoring:cycle"), said).status_code == 422
    assert client.post(reverse("mentoring:cycle"), {**said, "ends": "2026-08-01"}).status_code == 302


def test_the_feed_asks_no_more_for_more_women(place, django_assert_max_num_queries):
    for n in range(8):
        woman(place.kitchen, f"Socia {n}", wants=["libro-de-caja"], offers=["llevar-actas"])
    assert Membership.objects.count() == 8
    # profiles, kinds, topics, their topics, homes, memberships, roles, reserves, pairs, proposals, seats
    with django_assert_max_num_queries(12):
        feed = Feed()
        assert (len(feed.wants()), len(feed.offers())) == (8, 8)
