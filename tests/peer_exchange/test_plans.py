"""Modular plans: their own order, costs, and what must stand before."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from peer_exchange.models import PlanModule
from peer_exchange.plans import rules, services
from peer_exchange.plans.forms import Soles
from peer_exchange.plans.rules import Module
from tests.peer_exchange.gathering import sent

db = pytest.mark.django_db
STATES = ("idea", "gathering", "building", "done", "left")


def url(name, *args):
    return reverse(f"exchange:{name}", args=args)


money = st.none() | st.integers(0, 5000).map(Decimal)


@st.composite
def plans(draw):
    """Modules 0…n–1 in any order; each needs only lower ones, so that none waits for itself."""
    size = draw(st.integers(0, 6))
    made = [
        Module(
            n,
            draw(st.sampled_from(STATES)),
            frozenset(draw(st.sets(st.integers(0, n - 1)))) if n else frozenset(),
            *sorted([draw(money), draw(money)], key=lambda cost: (cost is None, cost or 0)),
        )
        for n in range(size)
    ]
    return draw(st.permutations(made))


@given(plans())
@settings(max_examples=60)
def test_sums_leave_out_what_was_left_and_say_what_is_unknown(modules):
    whole = rules.sum_of(modules)
    counted = [module for module in modules if module.state != "left"]
    unknown = [module for module in counted if module.low is None and module.high is None]
    assert whole.unknown == len(unknown)
    assert 0 <= whole.low <= whole.high


@given(plans())
@settings(max_examples=60)
def test_an_idea_can_begin_when_all_before_it_is_done_or_was_left(modules):
    state = {module.id: module.state for module in modules}
    for module in modules:
        free = all(state[need] in ("done", "left") for need in module.needs)
        assert (module.id in rules.can_begin(modules)) == (module.state == "idea" and free)


@given(plans())
@settings(max_examples=60)
def test_their_order_is_told_to_be_wrong_only_where_a_need_stands_after(modules):
    place = {module.id: n for n, module in enumerate(modules)}
    wrong = rules.out_of_order(modules)
    for module in modules:
        after = {need for need in module.needs if place[need] > place[module.id]}
        assert wrong.get(module.id, set()) <= after
    ordered = sorted(modules, key=lambda module: module.id)
    assert rules.out_of_order(ordered) == {}


@given(plans(), st.integers(0, 5), st.sets(st.integers(0, 5)))
@settings(max_examples=80)
def test_a_module_that_would_wait_for_itself_is_found(modules, id, needs):
    of = {module.id: set(module.needs) for module in modules} | {id: needs}
    reach, grown = set(needs), True
    while grown:
        more = set().union(*(of.get(one, set()) for one in reach)) - reach
        reach, grown = reach | more, bool(more)
    assert rules.makes_a_loop(modules, id, needs) == (id in reach)


@given(st.permutations(range(5)), st.integers(0, 4), st.sampled_from([-1, 1]))
def test_moving_changes_places_with_one_neighbour_alone(ids, id, step):
    moved = rules.moved(ids, id, step)
    assert sorted(moved) == sorted(ids)
    assert abs(moved.index(id) - list(ids).index(id)) <= 1
    assert sum(a != b for a, b in zip(moved, ids, strict=True)) in (0, 2)


# --- The page --------------------------------------------------------------------------------------


def plan_of(house, *titles, **words):
    said = {"title": "Cocina nueva", "reserve": "organisation", **words}
    plan = services.begin_plan(id=uuid7(), organisation=house.kitchen, by=house.yuli, **said)
    for title in titles:
        assert services.save_module(plan=plan, by=house.yuli, title=title, state="idea")
    return plan


@db
def test_modules_stand_in_the_order_that_they_choose(client, house):
    plan = plan_of(house, "Techo", "Lavadero", "Almacén")
    last = PlanModule.objects.get(title="Almacén")
    client.force_login(house.hilda)
    for _tap in range(3):
        client.post(url("move_module", plan.pk, last.pk), {"where": "up"})
    assert [line["module"].title for line in client.get(url("plan", plan.pk)).context["lines"]] == [
        "Almacén",
        "Techo",
        "Lavadero",
    ]


@db
def test_two_modules_that_wait_for_each_other_are_refused_and_what_she_typed_stays(client, house):
    plan = plan_of(house, "Techo", "Muro")
    roof, wall = PlanModule.objects.get(title="Techo"), PlanModule.objects.get(title="Muro")
    roof.needs.add(wall)
    client.force_login(house.yuli)
    form = sent(
        client.get(url("change_module", plan.pk, wall.pk)).context["form"], needs=[roof.pk], words="De ladrillo"
    )
    answer = client.post(url("change_module", plan.pk, wall.pk), form)
    assert answer.status_code == 422
    assert "se esperan en círculo" in answer.content.decode()
    assert "De ladrillo" in answer.content.decode()
    assert not wall.needs.exists()


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1,500", "1500"), ("S/ 1 500.50", "1500.50"), ("500,50", "500.50"), ("1,234,567.8", "1234567.8"), ("12", "12")],
)
def test_an_amount_is_read_as_women_write_it(text, amount):
    assert Soles(label="").clean(text) == Decimal(amount)


@db
def test_costs_are_typed_with_a_comma_and_the_larger_one_comes_last(client, house):
    plan = plan_of(house)
    client.force_login(house.yuli)
    form = sent(client.get(url("new_module", plan.pk)).context["form"], title="Techo")
    wrong = client.post(url("new_module", plan.pk), {**form, "cost_low": "900", "cost_high": "500"})
    assert wrong.status_code == 422
    client.post(url("new_module", plan.pk), {**form, "cost_low": "500,50", "cost_high": "900"})
    assert PlanModule.objects.get().cost_low == Decimal("500.50")
    again = client.post(url("new_module", plan.pk), {**form, "title": "techo"})
    assert again.status_code == 422
    assert PlanModule.objects.count() == 1


@db
def test_who_sees_to_a_module_is_named_only_to_its_organisation(client, house):
    plan = plan_of(house, "Techo", reserve="public")
    PlanModule.objects.update(responsible=house.hilda)
    for member, named in ((house.yuli, True), (house.rosa, False)):
        client.force_login(member)
        assert ("Hilda" in client.get(url("plan", plan.pk)).content.decode()) is named


@db
def test_what_was_begun_is_left_and_not_removed(client, house):
    plan = plan_of(house, "Techo")
    module = PlanModule.objects.get()
    PlanModule.objects.update(state="building")
    client.force_login(house.yuli)
    client.post(url("move_module", plan.pk, module.pk), {"where": "away"})
    assert PlanModule.objects.exists()
    PlanModule.objects.update(state="idea")
    client.post(url("move_module", plan.pk, module.pk), {"where": "away"})
    assert not PlanModule.objects.exists()
