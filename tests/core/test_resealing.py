"""A key can be retired: everything sealed is sealed again with the newest one."""

import base64
import secrets
from io import StringIO

import pytest
from django.core.management import call_command

from academy.core import record, sealing
from academy.core.ids import uuid7
from academy.core.models import Event, KeptEvent
from mentoring.meetings import services
from mentoring.models import Concern, MentoringProfile, PrivateNote
from mentoring.profiles.private import refuse
from tests.mentoring.pairs import pair
from tests.mentoring.test_meetings import days_ago

pytestmark = pytest.mark.django_db


def new_key():
    return base64.b64encode(secrets.token_bytes(48)).decode()


def reseal(**options):
    said, wrong = StringIO(), StringIO()
    call_command("reseal", stdout=said, stderr=wrong, **options)
    return said.getvalue(), wrong.getvalue()


def held(two):
    """Words in every kind of place: a row, the record, the shelf (plain and packed), a list, a concern."""
    services.log_meeting(
        pairing=two.pairing, by=two.yuli, nonce=uuid7(), met_on=days_ago(1), channel="call", private="mi nota"
    )
    for words in ({"private": "en el estante"}, {"private": "en\x00clave", "text": "\ud800"}):
        record.record(kind="tests.unknown", subject=two.yuli, by=two.yuli, payload=words, keep=True)
    MentoringProfile.objects.get_or_create(member=two.yuli)
    refuse(member=two.yuli, other=two.hilda)
    concern = uuid7()
    Concern.objects.create(pk=concern, by=two.yuli, sealed=sealing.seal("tengo miedo", concern))


def tokens():
    return str([list(model.objects.values()) for model in (PrivateNote, Event, KeptEvent, MentoringProfile, Concern)])


def test_with_the_newest_key_alone_everything_opens_and_once_is_enough(settings):
    old, new = new_key(), new_key()
    settings.SEALING_KEYS = old
    two = pair()
    held(two)
    [first] = sealing.keys()
    settings.SEALING_KEYS = f"{new},{old}"
    assert "would be" in reseal(dry_run=True)[0]
    assert first in tokens()
    said, wrong = reseal()
    assert f"Older key {first}: nothing in the database needs it." in said
    assert not wrong
    assert first not in tokens()
    settings.SEALING_KEYS = new
    assert list(services.notes_of(two.yuli, two.pairing).values()) == ["mi nota"]
    record.rebuild()
    assert list(services.notes_of(two.yuli, two.pairing).values()) == ["mi nota"]
    concern = Concern.objects.get()
    assert sealing.open_for(concern.sealed, concern.pk) == "tengo miedo"
    settings.SEALING_KEYS = f"{new},{old}"
    assert "0 rows sealed again." in reseal()[0]


def test_what_no_key_opens_is_told_and_left_as_it_is(settings):
    settings.SEALING_KEYS = new_key()
    two = pair()
    held(two)
    before = tokens()
    settings.SEALING_KEYS = new_key()
    said, wrong = reseal()
    assert "0 rows sealed again." in said
    assert "no key opens" in wrong
    assert tokens() == before
