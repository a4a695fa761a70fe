"""Private notes, concerns and whom she refuses: not for a superuser, a backup or a log; and what pages cost."""

import io
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.models import ReferenceIndex
from wagtail.snippets.models import get_snippet_models

from academy.core.ids import uuid7
from mentoring.concerns import services as concerns
from mentoring.meetings import services as meetings
from mentoring.models import Pairing, Proposal
from mentoring.profiles import private
from tests.courses.factories import MemberFactory
from tests.mentoring.pairs import pair
from tests.mentoring.women import guide, learner, named, valley

pytestmark = pytest.mark.django_db
NOTE, CONCERN = "muy mío y de nadie", "me habla con rabia"


@pytest.fixture
def said(client):
    """A pair; yuli wrote a private note and a concern, and refuses a third."""
    two = pair()
    two.third = MemberFactory(display_name="Tercera")
    day = timezone.localdate()
    done = meetings.log_meeting(
        pairing=two.pairing, by=two.yuli, nonce=uuid7(), met_on=day, channel="call", private=NOTE
    )
    assert done, done
    two.concern = concerns.raise_concern(
        by=two.yuli, about=two.hilda, pairing=two.pairing, nonce=uuid7(), words=CONCERN
    )
    private.refuse(member=two.yuli, other=two.third)
    two.root = MemberFactory(display_name="Root", is_superuser=True)
    return two


def test_wagtails_admin_knows_no_table_of_mentoring(said):
    hers = set(apps.get_app_config("mentoring").get_models())
    edited = {getattr(each, "model", None) for each in viewsets.viewsets} | set(get_snippet_models())
    assert {each.__name__ for each in hers & edited} <= {"MentoringTopic"}
    assert not {model.__name__ for model in hers if ReferenceIndex.model_is_indexable(model)} - {"MentoringTopic"}


@pytest.mark.parametrize("page", ["wagtailadmin_home", "wagtailadmin_reports:site_history", "wagtailusers_users:index"])
def test_what_a_superuser_opens_in_the_admin_says_nothing_of_it(said, client, page):
    client.force_login(said.root)
    answer = client.get(reverse(page), follow=True)
    words = answer.content.decode()
    assert answer.status_code in (200, 403, 404)
    assert not any(each in words for each in (NOTE, CONCERN, str(said.concern.pk), str(said.pairing.pk)))


def test_a_superuser_finds_no_page_of_hers(said, client):
    client.force_login(said.root)
    for name, args in (
        ("pair", [said.pairing.pk]),
        ("concern", [said.concern.pk]),
        ("agreement", [said.pairing.pk]),
    ):
        assert client.get(reverse(f"mentoring:{name}", args=args)).status_code == 404
    for name in ("support", "not_with", "home"):
        words = client.get(reverse(f"mentoring:{name}")).content.decode()
        assert not any(each in words for each in (NOTE, CONCERN, "Tercera", "Yuli"))


def test_a_dump_of_everything_holds_none_of_it_in_clear(said):
    out = io.StringIO()
    call_command("dumpdata", "mentoring", "core", "sessions", stdout=out)
    dump = out.getvalue()
    assert NOTE not in json.dumps(json.loads(dump), ensure_ascii=False)
    assert CONCERN not in json.dumps(json.loads(dump), ensure_ascii=False)
    # Whom she refuses stands nowhere but sealed: no row of mentoring and no trace names the two together.
    assert str(said.third.pk) not in dump
    assert "sealed:1:" in dump


def test_what_breaks_while_she_writes_is_logged_without_her_words(said, client, monkeypatch, caplog):
    monkeypatch.setattr(meetings, "log_meeting", lambda **fields: 1 / 0)
    client.raise_request_exception = False
    client.force_login(said.yuli)
    address = reverse("mentoring:log_meeting", args=[said.pairing.pk])
    typed = {"day": "today", "channel": "call", "nonce": str(uuid7()), "private": NOTE}
    answer = client.post(address, typed)
    assert answer.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert NOTE not in caplog.text + answer.content.decode()


# --- What pages cost -------------------------------------------------------------------------------


def _cost(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_coordinators_page_asks_no_more_for_more_pairs(client):
    place = valley()
    client.force_login(place.coordinator)

    def more(first, last):
        for n in range(first, last):
            mentee, mentor = learner(place.kitchen, f"A{n}"), guide(place.pot, f"G{n}")
            named(mentee, mentor)
            Pairing.objects.create(mentee=mentee, mentor=mentor, state="active", agreed_at=timezone.now())
            named(learner(place.kitchen, f"Espera {n}"))

    more(0, 2)
    address = reverse("mentoring:board")
    client.get(address)
    few = _cost(client, address)
    more(2, 8)
    # That she looked is written once a day for each name: one statement more, however many names are new.
    assert _cost(client, address) <= few + 1
    assert _cost(client, address) == few


def test_her_page_asks_no_more_for_more_pairs_and_proposals(client):
    place = valley()
    hilda = guide(place.pot, "Hilda", capacity=6)
    client.force_login(hilda)

    def more(first, last):
        for n in range(first, last):
            mentee, asks = learner(place.kitchen, f"A{n}"), learner(place.kitchen, f"P{n}")
            Pairing.objects.create(mentee=mentee, mentor=hilda, state="active", agreed_at=timezone.now())
            Proposal.objects.create(
                mentee=asks,
                mentor=hilda,
                state="open",
                opened_at=timezone.now(),
                expires_at=timezone.now() + timedelta(days=9),
            )

    more(0, 1)
    address = reverse("mentoring:home")
    client.get(address)
    few = _cost(client, address)
    more(1, 5)
    assert _cost(client, address) == few
