"""Countings: the same as the formulas say, one at a time, never half seen, their age known."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.suppression import ALL
from academy.members.models import Organisation
from leadership import metrics
from leadership.figures import sheet
from leadership.metrics import Held
from leadership.models import RegisterLine, SeatFact, Snapshot, TermFact
from leadership.snapshots import building, facts, moving, rules, services
from tests.courses.factories import organisation

from .pipeline import counted, facts_of, history, network, willing
from .women import TODAY, sits

DAY = TODAY


# --- Pure --------------------------------------------------------------------------------------------

days = st.integers(0, 3000).map(lambda back: DAY - timedelta(days=back))
helds = st.builds(
    lambda seat, holder, since, months, left, alternate, elected: Held(
        seat=seat,
        holder=holder,
        since=since,
        until=metrics.months_later(since, months),
        ended=metrics.months_later(since, left) if left and metrics.months_later(since, left) <= DAY else None,
        alternate=alternate,
        elected=elected,
    ),
    st.integers(0, 2),
    st.integers(0, 3),
    days,
    st.sampled_from([12, 24]),
    st.sampled_from([0, 0, 6, 24]),
    st.sampled_from([False, False, True]),
    st.sampled_from([True, True, False]),
)


@given(st.lists(helds, max_size=10))
@settings(max_examples=60)
def test_what_is_told_of_each_term_adds_up_to_the_figures_of_the_formulas(terms):
    told = rules.told_of_terms(terms, at=DAY)
    both = list(zip(terms, told, strict=True))
    runs, offices, years = {}, {}, {}
    for term, each in both:
        years[term.holder] = years.get(term.holder, 0) + each.years
        if term.holds(DAY) and term.elected and not term.alternate:
            runs[term.holder] = max(each.run, runs.get(term.holder, 0))
        if term.holds(DAY) and not term.alternate:
            offices[term.holder] = each.offices
    long = metrics.consecutive_terms(terms, at=DAY)
    assert (sum(run >= 3 for run in runs.values()), len(runs)) == (long.parts.get("some", 0), long.n)
    several = metrics.multi_office(terms, at=DAY)
    assert (sum(n > 1 for n in offices.values()), len(offices)) == (several.parts.get("some", 0), several.n)
    assert {w: y for w, y in years.items() if y} == pytest.approx(metrics.seat_years(terms, at=DAY))
    since = DAY - timedelta(days=730)
    new = [each.new for term, each in both if term.elected and not term.alternate and since <= term.since <= DAY]
    turned = metrics.rotation(terms, since=since, at=DAY)
    assert (new.count(True), new.count(True) + new.count(False)) == (turned.parts.get("some", 0), turned.n)


paths = st.lists(st.sampled_from("ABC"), max_size=3).map(lambda steps: "R" + "".join(steps))


@given(st.dictionaries(paths, st.integers(1, 9), min_size=1, max_size=10), st.integers(1, 12))
@settings(max_examples=80)
def test_every_woman_has_one_leaf_every_part_has_enough_and_all_lead_to_the_whole(women, least):
    parents, leaves = rules.parts_of(women, "R", step=1, least=least)
    assert leaves.keys() == women.keys()
    for home, leaf in leaves.items():
        assert leaf not in parents.values(), "a leaf has nothing below it"
        assert home.startswith(leaf.rstrip(".")), "she counts where she belongs, or above"
        assert moving.parts_above(leaf, parents)[-1] == "", "each part leads to the whole"
    for part in parents:
        if not part.endswith("."):
            assert sum(number for home, number in women.items() if home.startswith(part)) >= least
    assert (rules.node_of("R", "R"), rules.node_of("RA", "R")) == (ALL, "RA")


NOW = timezone.now()


@pytest.mark.parametrize(
    ("seats", "age", "changed", "when"),
    [
        (20, None, False, "now"),
        (20, timedelta(minutes=1), False, "no"),
        (20, timedelta(minutes=1), True, "now"),
        (20, timedelta(hours=1), False, "now"),
        (20, timedelta(hours=-1), False, "now"),
        (20_000, None, False, "later"),
        (20_000, timedelta(hours=1), False, "no"),
        (20_000, timedelta(minutes=1), True, "no"),
        (20_000, timedelta(hours=1), True, "later"),
        (20_000, timedelta(hours=7), False, "later"),
    ],
)
def test_a_small_network_is_counted_at_once_and_a_large_one_by_the_worker(seats, age, changed, when):
    made_at = None if age is None else NOW - age
    assert rules.must_count(made_at=made_at, changed=changed, seats=seats, at=NOW) == when


def test_who_pauses_is_out_and_who_comes_back_enters_again():
    way = [(DAY - timedelta(days=700), "aprende"), (DAY - timedelta(days=400), None), (DAY, "aprende")]
    year = [DAY - timedelta(days=730), DAY - timedelta(days=365), DAY]
    assert moving.trail(way, DAY - timedelta(days=2000), year) == ["participa", "out", "aprende"]
    found = moving.empty(2)
    moving.add(found, ["participa", "out", "aprende"])
    assert found == {"start": {"aprende": 1}, "moves": {"participa": {"out": 1}}, "entrants": [{}, {"aprende": 1}]}
    assert [(stage, moved) for stage, _months, moved in moving.spells(way, DAY)] == [
        ("aprende", False),
        ("aprende", False),
    ]


# --- Counted -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_numbers_of_the_database_are_those_of_the_formulas():
    here = network()
    other = organisation("Comedor Dos", below=here.federation)
    seats = [*here.board.values()]
    seats += [type(seats[0]).objects.create(organisation=other, kind=seat.kind) for seat in seats[:2]]
    history(seats, here.women, seed=5)
    willing(here.rosa, here.board["tesorera"])
    willing(here.lidia, here.board["tesorera"], prepared=False)
    snapshot = counted(here.federation)
    asked = facts_of(snapshot)
    found = sheet.figures(asked, {snapshot.root.path: snapshot})

    tree = building.Tree(here.federation, timezone.now())
    terms, ends = tree.terms, tree.ends
    at, since = snapshot.day, asked.since
    top, gini, hhi = metrics.tenure_concentration(metrics.seat_years(terms, at=at))
    mean, alone = metrics.contestation(terms, since=since, at=at)
    risk, _rows = metrics.uncovered_risk(tree.ready, tree.risks[12])
    expected = {
        "uncovered_risk": risk,
        "coverage_true": metrics.coverage_true(tree.ready),
        "coverage_naive": metrics.coverage_naive(tree.ready),
        "depth": metrics.depth(tree.ready),
        "bench_strength": metrics.bench_strength(tree.ready, ends, at=at, k=1),
        "preparation_gap": metrics.preparation_gap(tree.missing),
        "expiring_seats": metrics.expiring_seats(ends, at=at),
        "overdue_seats": metrics.overdue_seats(ends, at=at),
        "tenure_top": top,
        "tenure_gini": gini,
        "tenure_hhi": hhi,
        "consecutive_terms": metrics.consecutive_terms(terms, at=at),
        "rotation": metrics.rotation(terms, since=since, at=at),
        "multi_office": metrics.multi_office(terms, at=at),
        "candidates": mean,
        "uncontested": alone,
    }
    for key, figure in expected.items():
        assert found[key].value == pytest.approx(figure.value), key
        assert (found[key].n, found[key].note_code) == (figure.n, figure.note_code), key
    assert found["preparation_gap"].parts == expected["preparation_gap"].parts


@pytest.mark.django_db
def test_a_counting_that_fails_leaves_the_one_before(monkeypatch):
    here = network()
    before = counted(here.federation)
    monkeypatch.setattr(facts, "trained_since", lambda day: 1 / 0)
    failed = building.count(root=here.federation)
    assert failed.state == "failed"
    assert services.newest([here.federation.path]) == {here.federation.path: before}
    assert set(SeatFact.objects.values_list("snapshot", flat=True)) == {before.pk}, "nothing half-written stays"


@pytest.mark.django_db
def test_one_process_counts_a_tree_at_a_time_and_a_lost_one_is_begun_again():
    here = network()
    other = Snapshot.objects.create(root=here.federation, day=TODAY)
    assert building.count(root=here.federation) is None
    Snapshot.objects.filter(pk=other.pk).update(began_at=timezone.now() - rules.LOST - timedelta(minutes=1))
    assert building.count(root=here.federation).state == "ready"
    assert not Snapshot.objects.filter(pk=other.pk).exists()


@pytest.mark.django_db
def test_old_countings_go_with_their_rows():
    here = network()
    sits(here.board["vocal"], here.rosa)
    counted(here.federation)
    newest = counted(here.federation)
    assert list(Snapshot.objects.all()) == [newest]
    assert set(TermFact.objects.values_list("snapshot", flat=True)) == {newest.pk}


@pytest.mark.django_db
def test_a_change_of_a_board_is_counted_at_the_next_look():
    here = network()
    roots = [here.federation.path]
    assert services.current(roots).made_at is not None
    sits(here.board["vocal"], here.rosa)
    assert SeatFact.objects.filter(until=None).count() == 4, "nobody looked yet"
    RegisterLine.objects.create(organisation=here.kitchen, action="approved", kind="record_term")
    seen = services.current(roots)
    assert not seen.changed
    assert SeatFact.objects.filter(until=None).count() == 3


@pytest.mark.django_db
def test_a_large_network_shows_its_age_while_the_worker_counts(monkeypatch):
    here = network()
    counted(here.federation)
    Snapshot.objects.update(made_at=timezone.now() - timedelta(hours=7))
    asked = []
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    monkeypatch.setattr(services, "soon", lambda path: asked.append(path))
    seen = services.current([here.federation.path])
    assert asked == [here.federation.path]
    assert seen.waiting
    assert timezone.now() - seen.made_at > timedelta(hours=6)


@pytest.mark.django_db
def test_the_worker_is_asked_once_however_many_look():
    here = network()
    for _look in range(3):
        services.soon(here.federation.path)
    assert Snapshot.objects.count() == 1


@pytest.mark.django_db
def test_a_network_that_is_one_kitchen_of_twenty_works_too():
    root = Organisation.objects.get(pk=organisation("Comedor Solo").pk)
    snapshot = counted(root)
    found = sheet.figures(facts_of(snapshot), {root.path: snapshot})
    assert found["uncovered_risk"].why, "no seat is written down yet, and that is said"
