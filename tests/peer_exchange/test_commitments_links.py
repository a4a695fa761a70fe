"""What a promise hangs from: only what she reads herself, and an heir of its own organisation's promise."""

import pytest
from django.urls import reverse

from academy.core import record
from academy.core.ids import uuid7
from academy.members.models import Member, Role
from peer_exchange.commitments import services
from peer_exchange.models import Commitment
from peer_exchange.sessions import services as sessions
from tests.courses.factories import MemberFactory, organisation

from .promises import promise, valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db):
    return valley()


def noted_by_phone(here, *, by, organisation, **links):
    """As ``/sync/`` brings it: whatever a phone says."""
    number = uuid7()
    payload = {
        **services.BLANK,
        "commitment": str(number),
        "organisation": organisation.pk,
        "words": "Ya lo cumplieron todo.",
        "institution_said": "Otra",
        "made_on": "2026-02-01",
        "reserve": "organisation",
        **{name: str(value) for name, value in links.items()},
    }
    return record.record(
        kind="exchange.commitment_noted", subject=number, by=by, payload=payload, id=uuid7(), device="x", keep=True
    )


def test_another_organisation_cannot_inherit_our_promise_and_so_hide_it(here):
    ours = promise(here, reserve="public")
    outcome = noted_by_phone(here, by=here.rosa, organisation=here.elsewhere, inherited_from=ours.pk)
    assert outcome.code == "other_organisation"
    assert ours in Commitment.objects.current()


def test_a_promise_is_not_its_own_heir_nor_that_of_its_heir(here):
    first = promise(here)
    heir = promise(here, inherited_from=str(first.pk))

    def again(row, forerunner):
        versions = services.standing_versions(row)
        said = {**versions[-1].payload, "inherited_from": str(forerunner.pk), "based_on": [str(versions[-1].pk)]}
        return record.record(
            kind="exchange.commitment_noted", subject=row.pk, by=here.yuli, payload=said, id=uuid7(), keep=True
        )

    assert again(first, first).code == "other_organisation"
    assert again(first, heir).code == "other_organisation"
    assert again(heir, first), "what hung there already stays"
    assert heir in Commitment.objects.current()


def test_what_she_does_not_read_she_cannot_hang_a_promise_from(here):
    """Else her words would stand on a page of women who never let her in."""
    number = uuid7()
    noted = sessions.note(
        session=number, by=here.yuli, nonce=number, organisation=here.kitchen.pk, type="assembly",
        held_on="2026-02-01", how_many=20, reserve="participants", note="Lo nuestro", promises=[],
    )  # fmt: skip
    assert noted, noted.reason
    outcome = noted_by_phone(here, by=here.rosa, organisation=here.elsewhere, session=number)
    assert outcome.code == "not_hers_to_read"
    assert noted_by_phone(here, by=here.yuli, organisation=here.kitchen, session=number)
    assert noted_by_phone(here, by=here.rosa, organisation=here.elsewhere, session=uuid7()), "it may come later"


def test_who_only_reads_a_promise_of_another_organisation_learns_no_womans_name(here, client):
    row = promise(here, reserve="public", followers=[here.nora, here.yuli])
    outcome = services.follow(commitment=row, by=here.lidia, nonce=uuid7(), on=row.made_on, result="Que ya viene.")
    assert outcome, outcome.reason
    client.force_login(Member.objects.get(pk=here.rosa.pk))
    page = client.get(reverse("exchange:commitment", args=[row.pk])).content.decode()
    assert "Que ya viene." in page
    for name in ("Nora", "Yuli", "Lidia Quispe"):
        assert name not in page
    client.force_login(Member.objects.get(pk=here.yuli.pk))
    page = client.get(reverse("exchange:commitment", args=[row.pk])).content.decode()
    assert "Nora" in page
    assert "Lidia Quispe" in page


def test_a_woman_of_the_base_is_not_given_the_names_of_all_the_others_to_choose_from(here, client):
    """She writes for the federation too: by that she would read every woman's name of every kitchen."""
    other = organisation("Comedor Hermano", below=here.federation)
    MemberFactory(display_name="De Otra Base", member_of=other)
    address = reverse("exchange:note_commitment") + f"?organizacion={here.federation.pk}"
    for woman, sees in ((here.yuli, False), (here.olga, True)):
        assert woman.roles.filter(kind=Role.Kind.ORGANISER).exists() is sees
        client.force_login(woman)
        page = client.get(address).content.decode()
        assert ("De Otra Base" in page) is sees, woman
        assert "Nora" in page


def test_who_follows_a_promise_already_stays_to_be_chosen_by_who_does_not_know_her(here, client):
    other = organisation("Comedor Hermano", below=here.federation)
    far = MemberFactory(display_name="De Otra Base", member_of=other)
    row = promise(here, organisation=here.federation, by=here.olga, followers=[far, here.yuli])
    client.force_login(here.yuli)
    page = client.get(reverse("exchange:correct_commitment", args=[row.pk])).content.decode()
    assert "De Otra Base" in page
