"""Steps of a session keep their rules whoever sends them: on the page, or straight to the site as a phone does."""

import pytest

from academy.core import record
from academy.core.ids import uuid7
from peer_exchange.models import SessionLog
from peer_exchange.sessions import services

from .promises import valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db):
    return valley()


@pytest.fixture
def noted(here):
    return session_of(here)


def said_of(here, **changes):
    return {
        "organisation": here.kitchen.pk,
        "type": "assembly",
        "held_on": "2026-02-01",
        "how_many": 20,
        "reserve": "organisation",
        "note": "Acordamos ir juntas.",
        "promises": [],
        **changes,
    }


def session_of(here):
    number = uuid7()
    outcome = services.note(session=number, by=here.yuli, nonce=number, **said_of(here))
    assert outcome, outcome.reason
    return SessionLog.objects.get(pk=number)


def write(session, by, summary="Hablamos del agua.", based_on=()):
    outcome = services.write(
        session=session, by=by, nonce=uuid7(), based_on=based_on, fields={"summary": summary}, points=[]
    )
    assert outcome, outcome.reason
    session.refresh_from_db()


def sent(kind, session, by, **said):
    payload = {"session": str(session.pk), **said}
    outcome = record.record(
        kind=f"exchange.session_{kind}", subject=session.pk, by=by, payload=payload, id=uuid7(), device="x", keep=True
    )
    session.refresh_from_db()
    return outcome


def test_nobody_reviews_her_own_text_by_sending_the_step_straight_to_the_site(here, noted):
    write(noted, here.yuli)
    assert sent("moved", noted, here.yuli, to="reviewed").code == "own_text"
    assert sent("moved", noted, here.nora, to="reviewed")
    assert noted.state == "reviewed"


def test_a_session_without_text_or_with_two_is_not_approved_from_a_phone(here, noted):
    any_text = str(uuid7())
    approval = {"to": "approved", "read_on": "2026-02-02"}
    assert sent("moved", noted, here.lidia, text=any_text, **approval).code == "no_text"
    write(noted, here.yuli)
    write(noted, here.nora, "Yo lo escuché así.")
    assert noted.open_texts == 2
    assert sent("moved", noted, here.lidia, text=str(noted.text), **approval).code == "two_texts"


def test_what_was_read_aloud_is_the_text_that_stands_and_on_a_day_that_was(here, noted):
    write(noted, here.yuli, "Antes.")
    before = str(noted.text)
    write(noted, here.yuli, "Después.", based_on=[before])
    assert sent("moved", noted, here.lidia, to="approved", text=before, read_on="2026-02-02").code == "other_state"
    late = {"to": "approved", "text": str(noted.text), "read_on": "2026-01-01"}
    assert sent("moved", noted, here.lidia, **late).code == "wrong_day"
    assert sent("moved", noted, here.lidia, **{**late, "read_on": "2026-02-02"})
    assert noted.state == "approved"


def test_after_the_approval_who_noted_it_changes_neither_its_organisation_nor_how_many_were_there(here, noted):
    write(noted, here.yuli)
    assert services.move(session=noted, by=here.lidia, to="approved", read_on=noted.held_on, nonce=uuid7())
    changed = said_of(here, organisation=here.federation.pk, how_many=3)
    outcome = services.note(session=noted.pk, by=here.yuli, nonce=uuid7(), **changed)
    assert outcome.code == "agreed"
    noted.refresh_from_db()
    assert (noted.organisation_id, noted.how_many) == (here.kitchen.pk, 20)
