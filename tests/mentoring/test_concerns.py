"""Who is told that something is not right, and who can never read it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.core.models import AuditEntry
from academy.members.models import Notice, Role
from academy.members.services.organising import end_role, grant_role
from mentoring.concerns import rules, services
from mentoring.models import Concern, ConcernAccess
from mentoring.profiles.private import keep_apart
from tests.courses.factories import MemberFactory, organisation
from tests.mentoring.pairs import pair

districts = st.frozensets(st.sampled_from("abcd"), max_size=2)
supports = st.lists(
    st.builds(rules.Support, id=st.integers(1, 9), districts=districts, load=st.integers(0, 3)),
    max_size=7,
    unique_by=lambda support: support.id,
)


@settings(max_examples=80)
@given(supports, districts, st.sets(st.integers(1, 9), max_size=3), st.randoms())
def test_two_readers_at_most_of_different_districts_none_of_hers_and_none_who_must_not(women, hers, never, chance):
    found = rules.choose(women, not_in=hers, never=never)
    assert len(found) <= rules.READERS
    assert not {woman.id for woman in found} & never
    assert not any(woman.districts & hers for woman in found)
    assert len(found) < 2 or not found[0].districts & found[1].districts
    fit = [w for w in women if w.districts and w.id not in never and not w.districts & hers]
    assert bool(found) == bool(fit), "somebody is told wherever somebody may be"
    mixed = list(women)
    chance.shuffle(mixed)
    assert rules.choose(mixed, not_in=hers, never=never) == found


@settings(max_examples=40)
@given(supports, districts)
def test_who_is_added_later_is_of_another_district_than_who_reads_already(women, hers):
    first = rules.choose(women[:3], not_in=hers)
    later = rules.choose(women, chosen=first, not_in=hers)
    assert len(first) + len(later) <= rules.READERS
    assert not {w.id for w in first} & {w.id for w in later}
    assert not any(a.districts & b.districts for a in first for b in later)


# --- With rows -------------------------------------------------------------------------------------


@pytest.fixture
def world(db):
    """A pair of two districts; support persons of a third and a fourth; one of hers, who must not be told."""
    two = pair()
    two.east, two.west = (organisation(f"Distrito {name}", level="district") for name in ("Este", "Oeste"))
    two.rosa = MemberFactory(display_name="Rosa", member_of=two.east, holds=("support", two.east))
    two.nelly = MemberFactory(display_name="Nelly", member_of=two.west, holds=("support", two.west))
    two.near = MemberFactory(display_name="Cercana", member_of=two.north, holds=("support", two.north))
    two.organiser = MemberFactory(display_name="Olga", member_of=two.east, holds=("organiser", two.north))
    return two


def raised(world, **said):
    said = {"by": world.yuli, "about": world.hilda, "pairing": world.pairing, "words": "Me grita", **said}
    return services.raise_concern(nonce=uuid7(), **said)


def test_two_support_persons_of_other_districts_are_told_and_nobody_else(world):
    Role.objects.create(member=world.organiser, organisation=world.east, kind="support", since="2020-01-01")
    concern = raised(world)
    assert set(concern.supporters.all()) == {world.rosa, world.nelly}
    assert set(Notice.objects.filter(kind="concern_waits").values_list("member", flat=True)) == {
        world.rosa.pk,
        world.nelly.pk,
    }


def test_her_words_are_sealed_and_the_same_form_is_one_concern(world):
    nonce = uuid7()
    for _again in range(2):
        services.raise_concern(by=world.yuli, about=world.hilda, nonce=nonce, words="Me grita")
    concern = Concern.objects.get()
    assert "Me grita" not in concern.sealed
    assert concern.supporters.count() == 2
    assert services.open_concern(concern=concern, by=world.yuli) == "Me grita"
    assert not ConcernAccess.objects.exists()


def test_every_opening_is_written_down_and_told_to_her(world):
    concern = raised(world)
    for _again in range(2):
        assert services.open_concern(concern=concern, by=world.rosa) == "Me grita"
    assert list(concern.accesses.values_list("by", "action")) == [(world.rosa.pk, "opened")] * 2
    assert AuditEntry.objects.filter(about=world.yuli.pk, action="mentoring.concern_opened").count() == 2
    assert Notice.objects.filter(member=world.yuli, kind="concern_opened").count() == 1


def test_a_silent_block_tells_nobody(world):
    raised(world, block=True)
    assert keep_apart(world.yuli, world.hilda)
    assert not Notice.objects.filter(member=world.hilda).exists()


def test_where_nobody_may_be_told_it_waits_and_is_told_as_soon_as_somebody_can(
    world, django_capture_on_commit_callbacks
):
    Role.objects.filter(kind="support").update(until=timezone.localdate() - timedelta(days=1))
    concern = raised(world)
    assert concern.supporters.count() == 0
    assert services.route_those_waiting(dry_run=True) == 0
    head = MemberFactory(display_name="Cabeza", member_of=world.west, holds=("organiser", world.west))
    below = organisation("Base Oeste", below=world.west)
    helper = MemberFactory(display_name="Nueva", member_of=below)
    with django_capture_on_commit_callbacks(execute=True):
        grant_role(member=helper, organisation=below, kind="support", by=head)
    assert list(concern.supporters.all()) == [helper]
    with django_capture_on_commit_callbacks(execute=True):
        end_role(role=helper.roles.get(), by=head)
    assert concern.supporters.count() == 0


def test_a_reader_who_comes_to_organise_over_her_reads_no_longer(world, django_capture_on_commit_callbacks):
    concern = raised(world)
    with django_capture_on_commit_callbacks(execute=True):
        grant_role(member=world.rosa, organisation=world.north, kind="organiser", by=world.organiser)
    assert list(concern.supporters.all()) == [world.nelly]
    assert concern not in Concern.objects.visible_to(world.rosa)


def test_the_list_of_a_reader_names_nobody(world, client):
    raised(world)
    client.force_login(world.rosa)
    page = client.get(reverse("mentoring:support")).content.decode()
    assert "Una compañera" in page
    assert "Yuli" not in page
    assert not ConcernAccess.objects.exists()


def test_who_is_no_support_person_any_more_opens_nothing(world, client):
    concern = raised(world)
    assert concern in Concern.objects.visible_to(world.rosa)
    world.rosa.roles.update(until=timezone.localdate())
    assert concern not in Concern.objects.visible_to(world.rosa)


@pytest.mark.parametrize(
    ("who", "status"),
    [("yuli", 200), ("rosa", 200), ("hilda", 404), ("near", 404), ("organiser", 404), ("root", 404)],
)
def test_a_concern_does_not_exist_for_anybody_else(world, client, who, status):
    world.root = MemberFactory(display_name="Raíz", is_superuser=True)
    concern = raised(world)
    client.force_login(getattr(world, who))
    answer = client.get(reverse("mentoring:concern", args=[concern.pk]))
    assert answer.status_code == status
    assert ("Me grita" in answer.content.decode()) == (status == 200)
    assert concern.accesses.count() == (1 if who == "rosa" else 0)


def test_she_sees_who_opened_it_and_when(world, client):
    concern = raised(world)
    services.open_concern(concern=concern, by=world.rosa)
    client.force_login(world.yuli)
    page = client.get(reverse("mentoring:support")).content.decode()
    assert "Quién lo abrió" in page
    assert "Rosa" in page
    assert "no-store" in client.get(reverse("mentoring:support"))["Cache-Control"]


def test_a_reader_says_how_it_stands_and_a_stranger_cannot(world, client):
    concern = raised(world)
    client.force_login(world.hilda)
    assert client.post(reverse("mentoring:concern_state", args=[concern.pk]), {"state": "done"}).status_code == 404
    client.force_login(world.rosa)
    for _again in range(2):
        client.post(reverse("mentoring:concern_state", args=[concern.pk]), {"state": "done"})
    concern.refresh_from_db()
    assert (concern.state, concern.closed_at is not None) == ("done", True)
    assert Notice.objects.filter(member=world.yuli, kind="concern_closed").count() == 1


def test_the_report_page_names_who_reads_and_keeps_what_she_typed(world, client):
    client.force_login(world.yuli)
    address = reverse("mentoring:report") + f"?pareja={world.pairing.pk}"
    page = client.get(address).content.decode()
    assert "Rosa" in page
    assert "Nelly" in page
    assert "Olga" not in page
    refused = client.post(address, {"kind": "nada", "private": "Lo que pasó", "pairing": world.pairing.pk})
    assert refused.status_code == 422
    assert "Lo que pasó" in refused.content.decode()
    assert not Concern.objects.exists()
    sent = {"kind": "fear", "private": "Lo que pasó", "pairing": world.pairing.pk, "nonce": uuid7()}
    assert client.post(reverse("mentoring:report"), sent).status_code == 302
    assert Concern.objects.get().about == world.hilda


def test_nobody_reports_through_a_pair_that_is_not_hers(world, client):
    client.force_login(world.rosa)
    assert client.get(reverse("mentoring:report") + f"?pareja={world.pairing.pk}").status_code == 404
