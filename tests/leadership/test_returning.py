"""It was an error that she had died: two women set it right, and what is hers comes back as far as it may."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.members.models import Member, Notice, Role, Seat, Term
from academy.members.seats import services as seats
from academy.members.services.access import Refused
from leadership.handover import services
from leadership.models import ChangeRequest, EmergencyCover, Handover, Memorial
from leadership.register import services as register
from mentoring.models import Pairing
from tests.courses.factories import MemberFactory

from .test_handover import farewell, here  # noqa: F401 - the fixture
from .women import TODAY, kind, sits


def undo(here, change=None, *, by=None, approver=None):  # noqa: F811
    change = change or ChangeRequest.objects.get(kind="farewell")
    by = by or here.rosa
    payload = {"farewell": str(change.pk), "why": "Otra del mismo nombre", "proposer": str(by.pk)}
    made = register.propose(organisation=here.kitchen, by=by, kind="farewell_undone", payload=payload)
    return register.approve(change=made, by=approver or here.ana)


def test_her_page_her_seats_her_organisation_and_her_roles_are_hers_again(
    here,  # noqa: F811
    django_capture_on_commit_callbacks,
):
    above = Seat.objects.create(organisation=here.federation, kind=kind("vocal", "Vocal"))
    delegate = sits(above, here.nora)
    role = Role.objects.create(member=here.nora, organisation=here.kitchen, kind="facilitator")
    standby = EmergencyCover.objects.create(seat=here.money, member=here.nora)
    farewell(here, words="La recordamos", family="Su hija")
    assert not Member.objects.get(pk=here.nora.pk).is_active
    with django_capture_on_commit_callbacks(execute=True):
        undo(here)
    nora = Member.objects.get(pk=here.nora.pk)
    assert nora.is_active
    assert nora.memberships.standing(TODAY).exists()
    assert nora.roles.standing().get() == role
    for term in (here.new, delegate):
        term.refresh_from_db()
        assert (term.ended_on, term.ended_how) == (None, "")
        assert not Handover.objects.filter(outgoing=term).exists()
    standby.refresh_from_db()
    assert standby.until is None
    assert not Memorial.objects.exists()
    assert Notice.objects.filter(member=nora, kind="farewell_undone").exists()


def test_a_seat_to_which_another_was_elected_stays_hers_who_has_it_and_the_register_says_so(here):  # noqa: F811
    farewell(here)
    other = MemberFactory(display_name="Tula", member_of=here.kitchen)
    since = TODAY + timedelta(days=0)
    seats.record_term(
        seat=here.seat, by=here.rosa, holder=other, since=since, until=since + timedelta(700), acta="Libro 2"
    )
    made = undo(here)
    here.new.refresh_from_db()
    assert (here.new.ended_on, here.new.ended_how) == (TODAY, "finished")
    assert Term.objects.holding().get(seat=here.seat, alternate=False).holder == other
    assert "ya hay otra" in made.lines.get(action="approved").detail["left_out"][0]["why"]


def test_what_was_signed_of_her_handover_stays(here):  # noqa: F811
    farewell(here)
    begun = Handover.objects.get(outgoing=here.new)
    services.give(item=begun.items.get(kind="keys"), by=here.rosa, nothing=True)
    undo(here)
    assert Handover.objects.filter(pk=begun.pk).exists()


def test_the_pair_she_was_in_goes_on_unless_the_other_walks_with_another_by_now(
    here,  # noqa: F811
    django_capture_on_commit_callbacks,
):
    one, two = (MemberFactory(display_name=name, member_of=here.kitchen) for name in ("Tula", "Zoila"))
    pairs = [
        Pairing.objects.create(mentor=here.nora, mentee=her, state="active", agreed_at=timezone.now())
        for her in (one, two)
    ]
    with django_capture_on_commit_callbacks(execute=True):
        farewell(here)
    assert set(Pairing.objects.values_list("state", flat=True)) == {"closed"}
    Pairing.objects.create(mentor=here.lidia, mentee=two, state="active")
    with django_capture_on_commit_callbacks(execute=True):
        undo(here)
    assert [Pairing.objects.get(pk=pair.pk).state for pair in pairs] == ["active", "closed"]
    assert Notice.objects.filter(member=one, kind="mentoring_companion_back").count() == 1


def test_it_takes_two_and_an_organiser_where_her_whole_page_had_closed(here):  # noqa: F811
    sits(Seat.objects.create(organisation=here.kitchen, kind=kind("fiscal", "Fiscal")), here.lidia)
    farewell(here)
    with pytest.raises(Refused):
        undo(here, by=here.rosa, approver=here.rosa)
    with pytest.raises(Refused, match="organizadora"):
        undo(here, by=here.rosa, approver=here.lidia)
    assert not Member.objects.get(pk=here.nora.pk).is_active
    undo(here, by=here.rosa, approver=here.ana)
    with pytest.raises(Refused, match="ya se corrigió"):
        undo(here)


def test_the_page_is_opened_from_the_change_and_keeps_what_she_typed(here, client):  # noqa: F811
    change = farewell(here)
    client.force_login(here.rosa)
    address = reverse("leadership:undo_farewell", args=[change.pk])
    assert address in client.get(reverse("leadership:change", args=[change.pk])).content.decode()
    answer = client.post(address, {"why": "", "nonce": str(uuid7())})
    assert answer.status_code == 422
    answer = client.post(address, {"why": "Era su prima", "nonce": str(uuid7())})
    made = ChangeRequest.objects.get(kind="farewell_undone")
    assert answer.url == reverse("leadership:change", args=[made.pk])
    page = client.get(answer.url).content.decode()
    assert "Era su prima" in page
    client.force_login(here.ana)
    client.post(reverse("leadership:decide", args=[made.pk]), {"action": "approve"})
    assert Member.objects.get(pk=here.nora.pk).is_active
    assert address not in client.get(reverse("leadership:change", args=[change.pk])).content.decode()
