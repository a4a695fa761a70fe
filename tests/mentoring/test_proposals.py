"""Two women are asked: who may say yes, what a yes does, how capacity holds, what closes calmly."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.members import notices
from academy.members.models import Role
from academy.members.services.access import Refused
from mentoring import leaving, rules
from mentoring.models import MentoringProfile, Pairing, Proposal
from mentoring.profiles import private
from mentoring.proposals import assembly, choosing, services
from mentoring.proposals.services import Way
from mentoring.proposals.suggesting import suggestions_for
from tests.courses.factories import MemberFactory
from tests.mentoring.races import meeting_place
from tests.mentoring.women import guide, learner, valley, woman

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture
def place():
    return valley()


def proposed(mentee, mentor, **fields):
    return services.open_proposal(mentee=mentee, mentor=mentor, way=Way.SUGGESTED, by=None, **fields)


def told(member):
    return [notices.sentence(notice) for notice in member.notices.order_by("created_at", "pk")]


def test_a_pair_exists_only_when_both_said_yes(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    proposal = proposed(yuli, hilda)
    assert services.accept(proposal=proposal, by=yuli) is None
    assert not Pairing.objects.exists()
    pairing = services.accept(proposal=proposal, by=hilda)
    assert (pairing.mentee, pairing.mentor, pairing.state) == (yuli, hilda, "agreeing")
    assert pairing.waited_since is not None
    yuli.mentoring_profile.refresh_from_db()
    assert yuli.mentoring_profile.first_wanted_at is None
    assert any("Yuli" in words for words in told(hilda))


def test_yes_twice_is_yes_once(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    proposal = proposed(yuli, hilda)
    services.accept(proposal=proposal, by=yuli)
    services.accept(proposal=proposal, by=yuli)
    first = services.accept(proposal=proposal, by=hilda)
    assert services.accept(proposal=proposal, by=hilda) == first
    assert Pairing.objects.count() == 1


def test_no_needs_no_reason_and_the_other_is_not_told_who_said_it(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    proposal = proposed(yuli, hilda)
    services.decline(proposal=proposal, by=hilda)
    services.decline(proposal=proposal, by=hilda)
    proposal.refresh_from_db()
    assert proposal.state == State.DECLINED
    assert told(yuli)[-1] == "Una propuesta se cerró. No pasa nada: habrá otras."
    with pytest.raises(Refused, match="ya se cerró"):
        services.accept(proposal=proposal, by=yuli)
    assert suggestions_for(yuli) == []


def test_a_proposal_runs_out_after_fourteen_days_also_before_anybody_writes_it_down(client, place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    long_ago = timezone.now() - timedelta(days=14, minutes=1)
    proposal = proposed(yuli, hilda, at=long_ago)
    assert not Proposal.objects.open().exists()
    with pytest.raises(Refused, match="venció"):
        services.accept(proposal=proposal, by=yuli)
    client.force_login(yuli)
    page = client.get(reverse("mentoring:proposal", args=[proposal.pk])).content.decode()
    assert "ya se cerró" in page
    assert 'value="yes"' not in page
    assert services.close_run_out(dry_run=True) == 1
    assert (services.close_run_out(), services.close_run_out()) == (1, 0)
    assert told(yuli)[-1] == told(hilda)[-1] == "Una propuesta se cerró. No pasa nada: habrá otras."
    assert proposed(yuli, hilda).state == State.OPEN


def test_one_that_ran_out_does_not_stand_in_the_way_of_a_new_one(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    proposed(yuli, hilda, at=timezone.now() - timedelta(days=20))
    assert proposed(yuli, hilda).state == State.OPEN


def test_nobody_has_more_than_five_open(place):
    yuli = learner(place.kitchen)
    for n in range(rules.MOST_OPEN):
        proposed(yuli, guide(place.pot, f"Guía {n}"))
    with pytest.raises(Refused, match="5 propuestas abiertas"):
        proposed(yuli, guide(place.pot, "Una más"))
    busy = guide(place.pot, "Buscada", capacity=5)
    for n in range(rules.MOST_OPEN):
        proposed(learner(place.kitchen, f"Aprende {n}"), busy)
    with pytest.raises(Refused, match="no tiene cupo"):
        proposed(learner(place.kitchen, "La sexta"), busy)


def test_two_who_are_asked_already_are_not_asked_again(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    proposed(yuli, hilda)
    with pytest.raises(Refused, match="Ya hay una propuesta"):
        proposed(yuli, hilda)


def test_when_a_mentor_is_full_the_others_close_calmly(place):
    hilda = guide(place.pot, capacity=1)
    yuli, nora = learner(place.kitchen), learner(place.kitchen, "Nora")
    first, second = proposed(yuli, hilda), proposed(nora, hilda)
    services.accept(proposal=second, by=nora)
    services.accept(proposal=first, by=yuli)
    services.accept(proposal=first, by=hilda)
    second.refresh_from_db()
    assert (second.state, second.closed_because) == (State.EXPIRED, "full")
    assert told(nora)[-1] == "Una propuesta se cerró. No pasa nada: habrá otras."
    with pytest.raises(Refused, match="ya venció"):
        services.accept(proposal=second, by=hilda)


def test_who_found_a_companion_leaves_the_other_proposals(place):
    yuli, hilda, rosa = learner(place.kitchen), guide(place.pot), guide(place.pot, "Rosa")
    one, other = proposed(yuli, hilda), proposed(yuli, rosa)
    services.accept(proposal=one, by=yuli)
    services.accept(proposal=one, by=hilda)
    other.refresh_from_db()
    assert other.state == State.EXPIRED
    with pytest.raises(Refused, match="Ya tienes una compañera"):
        proposed(yuli, guide(place.pot, "Otra"))


def test_the_two_directions_of_ayni_are_two_pairs(place):
    both = {"wants": ["usar-celular"], "offers": ["libro-de-caja"]}
    hilda, yuli = (
        woman(place.kitchen, "Hilda", **both),
        woman(place.kitchen, "Yuli", wants=["libro-de-caja"], offers=["usar-celular"]),
    )
    for mentee, mentor in ((yuli, hilda), (hilda, yuli)):
        proposal = proposed(mentee, mentor)
        services.accept(proposal=proposal, by=mentee)
        services.accept(proposal=proposal, by=mentor)
    assert Pairing.objects.living().count() == 2


def test_she_who_has_not_agreed_to_the_code_is_told_what_comes_first(client, place):
    yuli, hilda = learner(place.kitchen, ready=False), guide(place.pot)
    proposal = proposed(yuli, hilda)
    client.force_login(yuli)
    address = reverse("mentoring:proposal", args=[proposal.pk])
    assert reverse("mentoring:conduct") in client.get(address).content.decode()
    client.post(address, {"answer": "yes"})
    proposal.refresh_from_db()
    assert proposal.mentee_accepted_at is None


def test_who_is_not_yet_of_age_forms_no_pair(place):
    yuli, hilda = learner(place.kitchen, adult=False), guide(place.pot)
    assert suggestions_for(yuli) == []
    with pytest.raises(Refused, match="18 años"):
        services.accept(proposal=proposed(yuli, hilda), by=yuli)


def test_a_proposal_shows_three_reasons_and_one_caution_to_each(client, place):
    yuli, hilda = learner(place.kitchen), guide(place.pot, about="Llevo caja hace años.")
    found = choosing.ask(member=yuli, mentor_id=hilda.pk)
    assert (len(found.reasons), bool(found.caution)) == (3, True)
    assert found.mentee_accepted_at is not None
    address = reverse("mentoring:proposal", args=[found.pk])
    client.force_login(yuli)
    hers = client.get(address).content.decode()
    assert "Tú quieres aprender esto y ella lo sabe: libro de caja." in hers
    assert "Llevo caja hace años." in hers
    client.force_login(hilda)
    assert "Ella quiere aprender esto y tú lo sabes: libro de caja." in client.get(address).content.decode()


def test_only_those_who_were_suggested_can_be_asked(client, place):
    yuli = learner(place.kitchen)
    nobody = MemberFactory(display_name="Ajena", member_of=place.pot)
    with pytest.raises(Refused, match="ya no está libre"):
        choosing.ask(member=yuli, mentor_id=nobody.pk)
    client.force_login(yuli)
    answer = client.post(reverse("mentoring:ask"), {"mentor": "no es un número"})
    assert answer.status_code == 302
    assert not Proposal.objects.exists()


def test_whom_either_refuses_is_never_suggested(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    assert [each.mentor for each in suggestions_for(yuli)] == [hilda]
    private.refuse(member=hilda, other=yuli)
    assert suggestions_for(yuli) == []


def test_nobody_is_accompanied_by_whoever_organises_her_kitchen(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    Role.objects.create(member=hilda, organisation=place.federation, kind=Role.Kind.ORGANISER, since="2020-01-01")
    assert suggestions_for(yuli) == []
    with pytest.raises(Refused, match="no dependa"):
        assembly.agree(mentee=yuli, mentor=hilda, acta="Acta 3", by=place.coordinator)


# --- Agreed in an assembly -------------------------------------------------------------------------


def test_an_assembly_proposes_and_both_still_say_yes(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    proposal = assembly.agree(mentee=yuli, mentor=hilda, acta="Libro 1, p. 9", by=place.coordinator)
    assert (proposal.way, proposal.acta, proposal.state) == (Way.ASSEMBLY, "Libro 1, p. 9", State.OPEN)
    assert not Pairing.objects.exists()


@pytest.mark.parametrize("obstacle", ["refuses", "rests", "full", "young"])
def test_an_assembly_learns_nothing_of_what_is_a_womans_own_affair(place, obstacle):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    if obstacle == "refuses":
        private.refuse(member=hilda, other=yuli)
    MentoringProfile.objects.filter(member=hilda).update(
        **{"rests": {"hidden": True}, "full": {"capacity": 0}, "young": {"adult": False}}.get(obstacle, {"about": ""})
    )
    with pytest.raises(Refused) as refused:
        assembly.agree(mentee=yuli, mentor=hilda, acta="Acta 3", by=place.coordinator)
    assert str(refused.value).startswith("No se puede proponer esta pareja ahora.")
    assert not Proposal.objects.exists()


# --- She is no longer there ------------------------------------------------------------------------


def paired(mentee, mentor):
    proposal = proposed(mentee, mentor)
    services.accept(proposal=proposal, by=mentee)
    return services.accept(proposal=proposal, by=mentor)


def test_when_a_mentor_is_gone_her_companion_is_offered_another_at_once(place):
    yuli, hilda, rosa = learner(place.kitchen), guide(place.pot), guide(place.pot, "Rosa")
    pairing = paired(yuli, hilda)
    assert leaving.is_gone(member=hilda, by=place.coordinator) == 1
    pairing.refresh_from_db()
    assert (pairing.state, pairing.ending) == ("closed", "left")
    proposal = Proposal.objects.open().get()
    assert (proposal.mentee, proposal.mentor) == (yuli, rosa)
    assert "No estás sola" in " ".join(told(yuli))
    assert leaving.is_gone(member=hilda, by=place.coordinator) == 0


def test_who_finds_no_other_goes_first(place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    paired(yuli, hilda)
    leaving.is_gone(member=hilda)
    profile = MentoringProfile.objects.get(member=yuli)
    assert profile.goes_first
    assert profile.first_wanted_at is not None


def test_the_daily_command_finds_those_who_left_and_what_ran_out(place):
    from django.core.management import call_command

    yuli, hilda = learner(place.kitchen), guide(place.pot)
    pairing = paired(yuli, hilda)
    hilda.memberships.update(until=timezone.localdate())
    proposed(learner(place.kitchen, "Nora"), guide(place.pot, "Rosa"), at=timezone.now() - timedelta(days=20))
    call_command("tend_mentoring", dry_run=True, verbosity=0)
    pairing.refresh_from_db()
    assert pairing.state == "agreeing"
    call_command("tend_mentoring", verbosity=0)
    pairing.refresh_from_db()
    assert pairing.state == "closed"
    assert not Proposal.objects.run_out().exists()


# --- Two at once -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_at_the_same_moment_no_place_is_given_twice(place, tmp_path):
    hilda = guide(place.pot, capacity=1)
    proposals = [proposed(learner(place.kitchen, name), hilda) for name in ("Ana", "Bea", "Cata")]
    for proposal in proposals:
        services.accept(proposal=proposal, by=proposal.mentee)
    yuli, rosa = learner(place.kitchen), guide(place.pot, "Rosa")
    both = proposed(yuli, rosa)
    with meeting_place(tmp_path) as at_once:
        accepted = at_once(*[lambda p=proposal: services.accept(proposal=p, by=hilda) for proposal in proposals])
        assert sum(isinstance(each, Pairing) for each in accepted) == 1
        assert sum(isinstance(each, Refused) for each in accepted) == 2, accepted
        # Both say yes at once: one pair, and nobody is refused.
        yes = at_once(lambda: services.accept(proposal=both, by=yuli), lambda: services.accept(proposal=both, by=rosa))
        assert sorted(each is None for each in yes) == [False, True], yes
        assert at_once(lambda: sorted(Pairing.objects.living().values_list("mentor__display_name", flat=True))) == [
            ["Hilda", "Rosa"]
        ]
