"""Forms filled in without signal: done once, by the page's own rules; what is refused is kept with her words."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.core.models import Event, KeptEvent
from academy.core.record import rebuild, record
from peer_exchange.models import Attendance, AttendanceCount, CycleStep, EscalationStep, PlanModule, VisitTry
from peer_exchange.plans import services as plans
from peer_exchange.reserve import Standing
from peer_exchange.visits import services as visits
from tests.peer_exchange.gathering import cycle_of
from tests.peer_exchange.phones import KIND, arrives, payload_of
from tests.peer_exchange.promises import promise
from tests.peer_exchange.said import noted

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"exchange:{name}", args=args)


@pytest.fixture
def yuli(client, house):
    client.force_login(house.yuli)
    return house.yuli


@pytest.fixture
def module(house):
    plan = plans.begin_plan(
        id=uuid7(), organisation=house.kitchen, by=house.yuli, title="Lavaderos", words="", reserve="organisation"
    )
    said = {"words": "", "cost_low": None, "cost_high": 500, "responsible": None, "responsible_said": ""}
    plans.save_module(plan=plan, by=house.yuli, title="Techo", state="idea", **said)
    return PlanModule.objects.get()


def test_a_step_filled_in_without_signal_is_written_once_on_its_day_and_its_words_live_in_one_place(
    client, house, yuli
):
    cycle = cycle_of(house)
    monday = timezone.now() - timedelta(days=3)
    said = payload_of(client, url("cycle_step", cycle.pk, 3), state="done", output="Firmaron delante de todas")
    assert [arrives(yuli, said, happened_at=monday).state for _time in range(2)] == ["applied", "already"]
    step = CycleStep.objects.get()
    assert (step.output, step.changed_by, step.done_on) == (
        "Firmaron delante de todas",
        yuli,
        timezone.localdate(monday),
    )
    assert "Firmaron" not in json.dumps(Event.objects.get(kind=KIND).payload)
    rebuild()
    assert CycleStep.objects.get().changed_at == step.changed_at


def test_a_count_makes_the_very_event_that_the_page_makes(client, house, yuli):
    session = noted(yuli, house.kitchen)
    said = payload_of(client, url("attendance_count", session.pk), total="14", spoke="6")
    assert arrives(yuli, said).state == "applied"
    counted = Event.objects.get(kind="exchange.attendance_counted")
    answer = client.post(
        url("attendance_count", session.pk), {name: values[0] for name, values in said["fields"].items()}
    )
    assert answer.status_code == 302
    assert Event.objects.get(kind="exchange.attendance_counted") == counted
    assert AttendanceCount.objects.get().total == 14


def test_a_later_count_stands_though_the_earlier_one_arrives_after_it(client, house, yuli):
    session = noted(yuli, house.kitchen)
    earlier = payload_of(client, url("attendance_count", session.pk), total="9")
    client.post(url("attendance_count", session.pk), {"nonce": str(uuid7()), "total": "14"})
    assert arrives(yuli, earlier, happened_at=timezone.now() - timedelta(hours=2)).state == "applied"
    assert AttendanceCount.objects.get().total == 14


def test_what_the_form_refuses_is_kept_with_her_words_and_the_reason_has_none_of_them(client, house, yuli):
    cycle = cycle_of(house)
    said = payload_of(client, url("cycle_step", cycle.pk, 3), state="mañana<b>", output="El alcalde no vino")
    outcome = arrives(yuli, said)
    assert (outcome.state, outcome.code) == ("kept", "not_taken")
    assert "¿Cómo va?" in outcome.reason
    assert "mañana" not in outcome.reason
    assert not CycleStep.objects.exists()
    page = client.get(reverse("members:sync_centre")).content.decode()
    assert "El alcalde no vino" in page
    assert outcome.reason in page


def test_what_somebody_changed_meanwhile_stands_and_hers_is_kept(client, house, yuli, module):
    address = url("change_module", module.plan_id, module.pk)
    said = payload_of(client, address, state="building")
    PlanModule.objects.update(cost_high=800)
    outcome = arrives(yuli, said)
    assert (outcome.state, outcome.code) == ("kept", "changed_meanwhile")
    module.refresh_from_db()
    assert (module.state, module.cost_high) == ("idea", 800)
    # Where what stands comes to say the same, by her own hand or another's, there is nothing left to do.
    PlanModule.objects.update(cost_high=500, state="building")
    client.post(reverse("members:sync_centre"))
    assert not KeptEvent.objects.exists()


def test_a_module_that_nobody_touched_moves_on(client, house, yuli, module):
    said = payload_of(client, url("change_module", module.plan_id, module.pk), state="building", cost_high="650,50")
    assert arrives(yuli, said).state == "applied"
    module.refresh_from_db()
    assert (module.state, str(module.cost_high)) == ("building", "650.50")


def test_who_may_not_open_the_page_writes_nothing_and_learns_nothing(client, house, yuli):
    cycle = cycle_of(house)
    said = payload_of(client, url("cycle_step", cycle.pk, 3), state="done")
    outcome = arrives(house.rosa, said)
    assert (outcome.state, outcome.code) == ("kept", "unknown_page")
    assert not CycleStep.objects.exists()


def test_she_must_have_been_of_the_organisation_on_the_day_too(client, house, yuli):
    cycle = cycle_of(house)
    said = payload_of(client, url("cycle_step", cycle.pk, 3), state="done")
    outcome = arrives(yuli, said, happened_at=timezone.now() - timedelta(days=9000))
    assert outcome.state == "kept"
    assert not CycleStep.objects.exists()


def test_nobody_fills_in_a_form_for_another(client, house, yuli):
    said = payload_of(client, url("cycle_step", cycle_of(house).pk, 3), state="done")
    outcome = record(kind=KIND, subject=house.hilda, by=yuli, payload=said, keep=True)
    assert (outcome.state, outcome.code) == ("kept", "not_hers")
    assert not CycleStep.objects.exists()


def test_a_sheet_with_like_names_asks_for_signal_and_writes_none_of_it(client, house, yuli):
    session = noted(yuli, house.kitchen)
    lines = f"Vecina Nueva; Otra Olla\n{house.hilda.display_name}; Otra"
    outcome = arrives(yuli, payload_of(client, url("attendance", session.pk), lines=lines))
    assert (outcome.state, outcome.code) == ("kept", "not_taken")
    assert "parecidos" in outcome.reason
    assert not Attendance.objects.exists()
    assert arrives(yuli, payload_of(client, url("attendance", session.pk), lines="Vecina Nueva; Otra Olla"))
    assert Attendance.objects.get().name == "Vecina Nueva"


def test_a_form_within_another_page_goes_where_it_leads(client, house, yuli):
    visit = visits.plan_visit(
        id=uuid7(),
        host=house.kitchen,
        guests=[],
        by=yuli,
        title="Huertos",
        starts_on=timezone.localdate(),
        reserve="organisation",
    )
    said = payload_of(client, url("visit", visit.pk), "will_try", words="Sembrar en botellas")
    assert said["page"] == "will_try"
    assert arrives(yuli, said).state == "applied"
    assert VisitTry.objects.get().words == "Sembrar en botellas"


def test_a_step_of_the_ladder_and_taking_it_back_need_no_signal(client, house, yuli):
    row = promise(house)
    said = payload_of(client, url("ladder", row.pk), step="reminder", on=timezone.localdate().isoformat())
    assert arrives(yuli, said).state == "applied"
    assert EscalationStep.objects.get().by == yuli
    back = payload_of(client, url("commitment", row.pk), "take_back_entry")
    assert arrives(yuli, back).state == "applied"
    assert not EscalationStep.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"page": "publish_commitment"},
        {"page": "../../admin"},
        {"page": 3},
        {"at": {"pk": "x"}},
        {"at": []},
        {"fields": [["state", "done"]]},
        {"fields": {"state": "done"}},
        {"fields": {"state": [{}]}},
        {"query": "a" * 4000},
    ],
)
def test_what_is_no_form_of_ours_is_kept_and_does_nothing(client, house, yuli, broken):
    said = payload_of(client, url("cycle_step", cycle_of(house).pk, 3), state="done")
    outcome = record(kind=KIND, subject=yuli, by=yuli, payload={**said, **broken}, keep=True)
    assert outcome.state == "kept"
    assert outcome.code in ("bad_payload", "needs_server")
    assert not CycleStep.objects.exists()


def test_where_she_stood_then_and_now_is_the_smaller_of_both():
    now = Standing(None, frozenset({"0001", "00010001"}), ("0002", "00030001"), frozenset({7, 8}))
    then = Standing(None, frozenset({"0001"}), ("00020005", "0003", "0004"), frozenset({8, 9}))
    both = Standing(None, frozenset({"0001"}), ("00020005", "00030001"), frozenset({8}))
    assert (now.also(then), then.also(now)) == (both, both)
