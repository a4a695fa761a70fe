"""What she says of herself for a cycle, and whom she will not be paired with."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.models import AuditEntry
from mentoring.models import MentoringProfile, Proposal
from mentoring.profiles import private, services
from mentoring.proposals.services import Way, open_proposal
from mentoring.rounds.feeding import Feed
from tests.courses.factories import MemberFactory
from tests.mentoring.women import PLAIN, cycle, guide, learner, topic, valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return valley()


def posted(**changes):
    return {
        "adult": "yes",
        "wants": [topic().pk],
        "offers": [topic("usar-celular", "digital").pk],
        "slots": ["0-morning", "6-afternoon"],
        "channels": ["call", "whatsapp"],
        "languages": ["es", "qu"],
        "distance": "district",
        "life": ["small_children"],
        "about": "Tengo un libro de caja viejito.",
        "capacity": "2",
        "would_circle": "on",
        **changes,
    }


def test_she_fills_in_one_page_and_it_counts_until_the_cycle_ends(client, place):
    yuli = MemberFactory(display_name="Yuli", member_of=place.kitchen)
    ends = timezone.localdate() + timedelta(days=90)
    cycle(place.federation, ends=ends)
    client.force_login(yuli)
    assert client.post(reverse("mentoring:profile"), posted()).status_code == 302
    profile = MentoringProfile.objects.get(member=yuli)
    assert (profile.good_until, profile.slots, profile.adult) == (ends, ["0-morning", "6-afternoon"], True)
    assert {(row.topic.slug, row.way) for row in profile.topics.all()} == {
        ("libro-de-caja", "wants"),
        ("usar-celular", "offers"),
    }


def test_the_nearest_cycle_above_her_counts(place):
    yuli = MemberFactory(member_of=place.kitchen)
    cycle(place.federation, name="De todas")
    near = cycle(place.kitchen, name="De su comedor")
    cycle(place.elsewhere, name="De otras")
    assert services.cycle_of(yuli) == near


def test_without_a_cycle_what_she_said_counts_for_half_a_year(place):
    yuli = learner(place.kitchen)
    assert yuli.mentoring_profile.good_until == timezone.localdate() + timedelta(days=180)


def test_the_week_can_be_ticked_without_javascript_and_each_box_has_its_words(client, place):
    client.force_login(learner(place.kitchen))
    page = client.get(reverse("mentoring:profile")).content.decode()
    assert page.count('name="slots"') == 21
    assert 'value="6-afternoon" checked' in page
    assert "domingo, Tarde" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"adult": ""}, "Elige una de las dos"),
        ({"languages": []}, "al menos una lengua"),
        ({"channels": []}, "al menos una manera"),
        ({"wants": [], "offers": []}, "Marca al menos algo"),
        ({"about": "x" * 301}, "300"),
        ({"capacity": "99"}, "99"),
        ({"slots": ["9-noon"]}, "9-noon"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_she_typed_is_lost(client, place, changes, words):
    yuli = MemberFactory(member_of=place.kitchen)
    client.force_login(yuli)
    answer = client.post(reverse("mentoring:profile"), posted(**{"about": "Mis palabras", **changes}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "about" in changes or "Mis palabras" in page
    assert not MentoringProfile.objects.filter(member=yuli).exists()


def test_in_a_new_cycle_one_tap_says_that_it_is_still_so(client, place):
    yuli = learner(place.kitchen)
    MentoringProfile.objects.update(good_until=timezone.localdate() - timedelta(days=1))
    assert Feed().wants() == []
    client.force_login(yuli)
    assert "Sí, sigue igual" in client.get(reverse("mentoring:home")).content.decode()
    client.post(reverse("mentoring:still_so"))
    assert [want.id for want in Feed().wants()] == [yuli.pk]


def test_who_never_said_anything_is_led_to_the_page(client, place):
    client.force_login(MemberFactory(member_of=place.kitchen))
    answer = client.post(reverse("mentoring:still_so"))
    assert answer.url == reverse("mentoring:profile")


def test_who_rests_is_proposed_to_nobody_until_she_wants(client, place):
    hilda = guide(place.kitchen)
    client.force_login(hilda)
    client.post(reverse("mentoring:rest"), {"resting": "1"})
    assert Feed().offers() == []
    client.post(reverse("mentoring:rest"), {"resting": "0"})
    assert [offer.id for offer in Feed().offers()] == [hilda.pk]


def test_emptying_a_profile_takes_her_words_and_closes_what_waits_but_keeps_whom_she_refuses(client, place):
    yuli, hilda, rosa = learner(place.kitchen, about="Algo mío"), guide(place.pot), guide(place.pot, "Rosa")
    private.refuse(member=yuli, other=rosa)
    proposal = open_proposal(mentee=yuli, mentor=hilda, way=Way.CHOSEN, by=yuli, accepted_by=yuli)
    client.force_login(yuli)
    assert client.get(reverse("mentoring:empty_profile")).status_code == 200
    client.post(reverse("mentoring:empty_profile"))
    profile = MentoringProfile.objects.get(member=yuli)
    assert (profile.about, profile.slots, profile.taking_part, profile.topics.count()) == ("", [], False, 0)
    assert private.never_with(profile) == [rosa.pk]
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.WITHDRAWN
    assert [notice.kind for notice in hilda.notices.order_by("created_at")][-1] == "mentoring_proposal_closed"


def test_whom_she_refuses_stands_nowhere_in_clear_and_in_no_audit(place):
    yuli, rosa = learner(place.kitchen), guide(place.pot, "Rosa")
    before = AuditEntry.objects.count()
    private.refuse(member=yuli, other=rosa)
    private.refuse(member=yuli, other=rosa)
    profile = MentoringProfile.objects.get(member=yuli)
    assert str(rosa.pk) not in profile.never_with
    assert rosa.pk.hex not in profile.never_with
    assert private.never_with(profile) == [rosa.pk]
    assert private.keep_apart(rosa, yuli)
    assert private.keep_apart(yuli, rosa)
    assert AuditEntry.objects.count() == before
    assert not rosa.notices.exists()


def test_a_list_copied_into_another_womans_row_opens_for_nobody(place):
    yuli, rosa = learner(place.kitchen), guide(place.pot, "Rosa")
    private.refuse(member=yuli, other=rosa)
    stolen = MentoringProfile.objects.get(member=yuli).never_with
    MentoringProfile.objects.filter(member=rosa).update(never_with=stolen)
    # Better nobody than the wrong one: who has a list that cannot be opened is left out of matching.
    assert [offer.id for offer in Feed().offers()] == []


def test_she_adds_and_takes_off_names_that_she_may_see(client, place):
    yuli, rosa = learner(place.kitchen), guide(place.kitchen, "Rosa")
    stranger = MemberFactory(display_name="Rosario", member_of=place.elsewhere)
    client.force_login(yuli)
    page = client.get(reverse("mentoring:not_with"), {"q": "rosa"}).content.decode()
    assert str(rosa.pk) in page
    assert str(stranger.pk) not in page
    assert client.post(reverse("mentoring:not_with"), {"member": stranger.pk}).status_code == 404
    assert client.post(reverse("mentoring:not_with"), {"member": "nadie"}).status_code == 404
    client.post(reverse("mentoring:not_with"), {"member": rosa.pk})
    assert private.keep_apart(yuli, rosa)
    client.post(reverse("mentoring:not_with"), {"member": rosa.pk, "action": "remove"})
    assert not private.keep_apart(yuli, rosa)


def test_only_fields_of_a_profile_can_be_written(place):
    with pytest.raises(ValueError, match="never_with"):
        services.save_profile(member=MemberFactory(), wants=[], offers=[topic()], kinds=[], **PLAIN, never_with="nada")
