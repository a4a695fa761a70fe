"""What she says of her path without signal is the event of the form: the same kind, payload and id."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import event_id, uuid7
from academy.core.models import Event
from academy.members import path
from academy.members.models import Seat
from leadership.models import StageStanding
from leadership.stages.looking import look

from .women import house, kind

pytestmark = pytest.mark.django_db
_FORM = re.compile(
    r'<form[^>]*data-phone="path" data-kind="leadership\.(\w+)" data-said="([^"]*)"[^>]*>(.*?)</form>', re.S
)


def forms(client, address):
    """``[(kind, what it says whatever is typed, names and values of its hidden fields)]``."""
    page = client.get(address).content.decode()
    assert "js/form" in page
    found = []
    for name, said, inside in _FORM.findall(page):
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside))
        found.append((name, json.loads(unescape(said)), hidden))
    return found


def sent_from_a_phone(client, member, name, payload, nonce):
    """As ``static/js/box.js`` makes it and the outbox sends it."""
    said = {"subject": str(member.pk), "kind": name, **payload}
    made = {
        "id": str(event_id(nonce, said)),
        "kind": f"leadership.{name}",
        "subject": str(member.pk),
        "happened_at": timezone.now().isoformat(),
        "content_version": "",
        "payload": payload,
    }
    answer = client.post(
        reverse("sync"),
        json.dumps({"device": "prueba", "events": [made]}),
        content_type="application/json",
        headers={"X-Relevo": "sync", "Origin": "http://testserver"},
    )
    return answer.json()["events"][0]["state"]


@pytest.fixture
def here(monkeypatch):
    found = house()
    facts = [path.Fact(key="a", words="Terminó un curso", kind="course_done", on=timezone.localdate())]
    monkeypatch.setattr(path, "_tellers", {"tests": (1, "Pruebas", lambda member: facts)})
    look(found.rosa)
    return found


def test_a_stage_is_answered_on_the_phone_or_on_the_page_and_it_is_one_event(here, client):
    client.force_login(here.rosa)
    page = reverse("leadership:stages")
    offered = {name: (said, hidden) for name, said, hidden in forms(client, page)}
    assert {"stage_confirmed", "stage_postponed", "stage_refused", "stage_paused", "stage_left"} <= set(offered)
    said, hidden = offered["stage_confirmed"]
    assert (said, hidden["answer"]) == ({"stage": "aprende"}, "si")
    assert sent_from_a_phone(client, here.rosa, "stage_confirmed", said, hidden["nonce"]) == "applied"
    client.post(reverse("leadership:answer_stage", args=["aprende"]), hidden)
    assert Event.objects.filter(kind="leadership.stage_confirmed").count() == 1
    assert StageStanding.objects.get(member=here.rosa).stage == "aprende"


def test_willingness_tasks_age_and_hours_have_the_same_ids_both_ways(here, client):
    client.force_login(here.rosa)
    seat = Seat.objects.create(organisation=here.kitchen, kind=kind("tesorera", "Tesorera"))
    seat.tasks = "Guardar recibos"
    seat.save()
    page = reverse("leadership:willing_kind", args=["tesorera"])
    by_name = {name: (said, hidden) for name, said, hidden in forms(client, page)}
    said, hidden = by_name["willingness_said"]
    payload = {**said, "answer": "yes", "above": False}
    assert sent_from_a_phone(client, here.rosa, "willingness_said", payload, hidden["nonce"]) == "applied"
    client.post(page, {**hidden, "answer": "yes"})
    said, hidden = by_name["readiness_ticked"]
    assert said["done"] is True
    payload = {**said, "asked": ""}
    assert sent_from_a_phone(client, here.rosa, "readiness_ticked", payload, hidden["nonce"]) == "applied"
    client.post(reverse("leadership:tick_task", args=["tesorera", said["task"]]), hidden)
    for address, name, payload, typed in (
        ("my_age", "age_said", {"young": "yes"}, {"young": "yes"}),
        ("my_hours", "hours_said", {"hours": 12}, {"hours": "12"}),
    ):
        (found, said, hidden) = forms(client, reverse(f"leadership:{address}"))[0]
        assert (found, said) == (name, {})
        assert sent_from_a_phone(client, here.rosa, name, payload, hidden["nonce"]) == "applied"
        client.post(reverse(f"leadership:{address}"), {**hidden, **typed})
    kinds = ["willingness_said", "readiness_ticked", "age_said", "hours_said"]
    assert [Event.objects.filter(kind=f"leadership.{name}").count() for name in kinds] == [1, 1, 1, 1]


def test_what_she_hides_of_her_passport_goes_from_the_phone_too(here, client):
    client.force_login(here.rosa)
    name, said, hidden = forms(client, reverse("leadership:passport"))[0]
    assert (name, said) == ("fact_hidden", {"fact": "tests/a", "hidden": True})
    assert sent_from_a_phone(client, here.rosa, name, said, hidden["nonce"]) == "applied"
    client.post(reverse("leadership:hide_fact"), hidden)
    assert Event.objects.filter(kind="leadership.fact_hidden").count() == 1
    assert forms(client, reverse("leadership:passport"))[0][1]["hidden"] is False


def test_hours_that_are_no_number_are_kept_aside(here, client):
    client.force_login(here.rosa)
    for hours in ("muchas", 1.5, 400, True):
        assert sent_from_a_phone(client, here.rosa, "hours_said", {"hours": hours}, uuid7()) == "kept"
