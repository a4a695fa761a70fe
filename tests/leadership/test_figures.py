"""Figures: who sees them, what filters do, what is never told, how they are drawn and said."""

from datetime import timedelta
from itertools import product

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.members.models import Consent, Role, Seat, Territory
from academy.members.services import account
from courses.models import Certificate
from leadership.figures import ahead, asked, drawing, obeyed, sheet, spread, tables, words
from leadership.figures.scope import Scope, scope_of
from leadership.metrics import Figure
from leadership.models import ReadyFact
from leadership.youth import rules as youth_rules
from leadership.youth.views import say
from tests.courses.factories import MemberFactory, organisation

from .pipeline import board, counted, facts_of, network, willing
from .women import TODAY, sits

pytestmark = pytest.mark.django_db


def figures(snapshot, **more):
    return sheet.figures(facts_of(snapshot, **more), {snapshot.root.path: snapshot})


# --- Who sees what -----------------------------------------------------------------------------------


def test_an_organiser_sees_hers_and_all_below_and_a_board_member_her_own_board():
    here = network()
    sits(here.board["vocal"], here.rosa)
    assert scope_of(here.ana) == Scope(trees=(here.federation.path,))
    assert scope_of(here.rosa) == Scope(own=(here.kitchen.path,))
    assert not scope_of(here.lidia), "who only belongs somewhere sees the board, not its figures"
    assert not scope_of(here.eva)
    assert not scope_of(MemberFactory(is_superuser=True)), "no way round for a superuser"


def test_roles_one_inside_the_other_are_one_scope():
    here = network()
    Role.objects.create(member=here.ana, organisation=here.kitchen, kind=Role.Kind.ORGANISER)
    assert scope_of(here.ana).trees == (here.federation.path,)


def test_a_part_narrows_and_never_widens():
    here = network()
    whole = scope_of(here.ana)
    assert whole.within(here.kitchen.path) == Scope(trees=(here.kitchen.path,))
    assert not whole.within(here.far.path)
    own = Scope(own=(here.kitchen.path,))
    assert own.within(here.federation.path) == own


# --- Coverage of the dossier -------------------------------------------------------------------------


def test_the_example_of_the_dossier_true_half_naive_three_quarters():
    """A and B for president; A secretary; A and B treasurer; none for the fourth."""
    here = network()
    for code, women in [("presidenta", "ab"), ("secretaria", "a"), ("tesorera", "ab")]:
        for woman in women:
            willing(here.rosa if woman == "a" else here.lidia, here.board[code])
    found = figures(counted(here.federation))
    assert (found["coverage_naive"].value, found["coverage_true"].value) == (0.75, 0.5)
    assert found["uncovered_risk"].value == pytest.approx(2), "empty seats have risk one each"
    assert found["depth"].parts == {"none": 1, "one": 1, "more": 2}


def test_who_holds_a_seat_is_no_relief_for_it():
    here = network()
    sits(here.board["vocal"], here.rosa)
    willing(here.rosa, here.board["vocal"])
    found = figures(counted(here.federation))
    assert found["coverage_naive"].parts["some"] == 0


def test_who_does_not_want_to_be_proposed_is_in_no_figure_of_a_named_seat():
    here = network()
    willing(here.rosa, here.board["vocal"], proposed=False)
    assert figures(counted(here.federation))["coverage_naive"].parts["some"] == 0
    willing(here.lidia, here.board["vocal"])
    assert figures(counted(here.federation))["coverage_naive"].parts["some"] == 1
    account.withdraw_consent(member=here.lidia, purpose=Consent.Purpose.PROPOSED)
    assert figures(counted(here.federation))["coverage_naive"].parts["some"] == 0


def test_when_she_goes_what_was_counted_of_her_goes():
    here = network()
    willing(here.lidia, here.board["vocal"])
    counted(here.federation)
    assert ReadyFact.objects.count() == 1
    here.lidia.delete()
    assert not ReadyFact.objects.exists()


def test_the_gap_is_that_of_the_best_prepared_and_becomes_an_offer():
    here = network()
    willing(here.lidia, here.board["vocal"], prepared=False)
    snapshot = counted(here.federation)
    assert figures(snapshot)["preparation_gap"].value == 1
    table = tables.table_of("preparation_gap", facts_of(snapshot), {snapshot.root.path: snapshot})
    assert [row.cells for row in table.all_rows()] == [["Convocar", "Vocal", 1]]


# --- Filters -----------------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(["org", "lugar", "nivel", "tipo", "cargo", "plazo"]), st.text(max_size=12)))
@settings(max_examples=50)
def test_whatever_stands_in_an_address_is_a_question_or_as_if_not_asked(given_):
    query = QueryDict(mutable=True)
    query.update(given_)
    found, part = asked.read(query)
    again, _part = asked.read(QueryDict(found.query()))
    assert again == found
    assert part is None or part >= 0
    assert found.months in asked.PERIODS


def test_levels_kinds_posts_and_places_narrow_the_same_rows():
    here = network()
    board(here.federation, [("presidenta", "Presidenta")])
    snapshot = counted(here.federation)
    count = lambda **filters: facts_of(snapshot, **filters).seats().count()  # noqa: E731 - four questions in a row
    assert count() == 5
    assert count(level="district") == 1
    assert count(post=here.board["presidenta"].kind_id) == 2
    assert count(kind=here.kitchen.kind_id) == 5
    assert count(place="/PE/15/") == 0


def test_longer_periods_see_more_endings():
    here = network()
    sits(here.board["vocal"], here.rosa, since=TODAY - timedelta(days=100), days=100 + 500)
    snapshot = counted(here.federation)
    near, far = (figures(snapshot, months=months)["expiring_seats"].value for months in (12, 24))
    assert (near, far) == (0, 1)


# --- Women -------------------------------------------------------------------------------------------


def test_few_women_are_not_told_of():
    here = network()
    for post, woman in zip(here.board.values(), here.women, strict=False):
        sits(post, woman)
    found = figures(counted(here.federation))
    assert found["first_time"].why, "four of them, and all for the first time"
    assert found["first_time"].n is None


def test_enough_women_on_both_sides_are_told_of_and_a_small_part_is_not():
    here = network(women=0)
    kitchens = [here.kitchen, organisation("Comedor Tres", below=here.federation)]
    for place in kitchens:
        for number, post in enumerate(["a", "b", "c", "d", "e", "f"]):
            seat = Seat.objects.create(organisation=place, kind=here.board["vocal"].kind, name=post)
            woman = MemberFactory(member_of=place)
            if place is kitchens[0]:
                before = seat if number else here.board["tesorera"]
                day = TODAY - timedelta(days=900)
                sits(before, woman, since=day, days=365, ended_on=day + timedelta(days=365))
            sits(seat, woman)
    snapshot = counted(here.federation)
    found = figures(snapshot)
    assert found["first_time"].parts == {"some": 6, "of": 12}
    part = Scope(trees=(kitchens[0].path,))
    assert figures(snapshot, scope=part)["first_time"].why, "nobody there is new: that speaks of each"


def test_filters_that_cannot_narrow_women_leave_their_figures_as_they_are():
    here = network()
    snapshot = counted(here.federation)
    whole, narrowed = (figures(snapshot, **f)["first_time"] for f in ({}, {"level": "base"}))
    assert whole == narrowed


def test_whatever_is_asked_a_figure_that_does_not_use_a_filter_says_so_and_stays_as_it_is():
    """No order of filters tells more of women than no filter does: each answer is read from the one release."""
    here = network(women=12)
    for post, woman in zip(here.board.values(), here.women, strict=False):
        sits(post, woman, candidates=2)
    snapshot = counted(here.federation)
    whole = figures(snapshot)
    values = {"place": ["", "/PE/"], "level": ["", "district"], "kind": [None, here.kitchen.kind_id]}
    values |= {"post": [None, here.board["vocal"].kind_id], "months": [12, 24]}
    for given_ in map(dict, product(*([(name, value) for value in each] for name, each in values.items()))):
        asked_ = asked.Asked(**given_)
        narrowed = figures(snapshot, **given_)
        for key, (unused, _why) in obeyed.UNUSED.items():
            said = obeyed.unused(key, asked_)
            wanted = obeyed.asked_for(asked_)
            assert bool(said) == bool(unused & wanted), key
            if key in narrowed and wanted <= unused:
                assert narrowed[key] == whole[key], (key, given_)
                if "post" not in unused:
                    continue  # rows of seats say their risk within the period
                told = tables.table_of(key, facts_of(snapshot, **given_), {snapshot.root.path: snapshot})
                first = tables.table_of(key, facts_of(snapshot), {snapshot.root.path: snapshot})
                assert [row.cells for row in told.all_rows()] == [row.cells for row in first.all_rows()], key


def test_rows_behind_a_figure_name_no_woman():
    here = network()
    for post, woman in zip(here.board.values(), here.women, strict=False):
        sits(post, woman, candidates=2)
        willing(woman, post)
    snapshot = counted(here.federation)
    for key in sheet.KEYS:
        table = tables.table_of(key, facts_of(snapshot), {snapshot.root.path: snapshot})
        rows = list(table.all_rows())
        assert "Zoraida" not in str(rows), key
        assert all(len(row.cells) == len(table.heads) for row in rows), key


def test_of_one_kitchen_nobody_is_told_whether_somebody_was_trained_there():
    here = network()
    place = Territory.objects.create(code="080105", country="PE", kind="district", depth=3, path="/PE/08/0801/080105/")
    kitchens = [here.kitchen, *(organisation(f"Comedor {n}", below=here.federation) for n in range(3))]
    for kitchen in kitchens:
        type(kitchen).objects.filter(pk=kitchen.pk).update(territory=place)
    Certificate.objects.create(
        code="M4TR9X22", subject=uuid7(), member=here.rosa, course=uuid7(), course_code="T1", title="T1", name="R",
        organisation="C", hours=1, language="es",
    )  # fmt: skip
    snapshot = counted(here.federation)
    assert figures(snapshot)["places_reached"].parts == {"some": 1, "of": 1}
    for kitchen in kitchens:
        alone = figures(snapshot, scope=Scope(trees=(kitchen.path,)))["places_reached"]
        assert (alone.value, alone.why) == (None, "Todavía no hay datos.")
    assert figures(snapshot, kind=here.kitchen.kind_id + 1)["places_reached"].n == 1, "kinds do not narrow it"


# --- Drawn and said ----------------------------------------------------------------------------------


def test_each_region_of_the_country_has_a_square_of_its_own():
    laid = drawing.tiles("PE")
    assert len(laid) == len(set(laid.values())) == 25
    assert drawing.tiles("../etc") == {}
    whole = drawing.tile_map([("/PE/08/", "Cusco", 1, 4)], lambda some, of: f"{some}/{of}")
    assert len(whole.boxes) == 25
    assert [box.text for box in whole.boxes if box.text] == ["1/4"]


def test_places_that_nobody_laid_out_stand_in_their_order():
    paths = [f"/PE/08/08{n:02}/" for n in range(7)]
    assert len(set(drawing.positions(paths).values())) == 7


@pytest.mark.parametrize(("covered", "of", "shade"), [(0, 0, ""), (0, 3, "0"), (1, 2, "2"), (3, 3, "4"), (9, 10, "3")])
def test_only_what_is_wholly_covered_looks_so(covered, of, shade):
    assert drawing.shade(covered, of) == shade


def test_the_matrix_and_its_table_say_the_same():
    here = network()
    willing(here.rosa, here.board["vocal"])
    snapshot = counted(here.federation)
    found = spread.Spread(facts_of(snapshot), "cargo")
    assert [name for _key, name in found.columns] == ["Presidenta", "Secretaria", "Tesorera", "Vocal"]
    cells = list(found.table().all_rows())[0].cells
    assert cells == ["Sin lugar anotado", "0 / 1", "0 / 1", "0 / 1", "1 / 1", "1 / 4", "3.0"]
    assert [box.text for box in found.matrix().boxes] == cells[1:5]


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0 %"), (0.001, "1 %"), (0.999, "99 %"), (1, "100 %"), (0.254, "25 %")]
)
def test_nearly_nothing_is_not_nothing(value, said):
    assert words.said(Figure(key="coverage_true", value=value, n=1000)) == said


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20))
@settings(max_examples=30)
def test_the_median_of_counted_sizes_is_the_median(sizes):
    from collections import Counter
    from statistics import median

    assert sheet.median(sorted(Counter(sizes).items())) == median(sizes)


# --- Ahead -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "mucho", "1e9", "--5", "999999", "-95"])
def test_a_lever_that_is_no_number_is_not_pulled(text):
    assert not ahead.pulled({"entran": text, "terminan": text, "anos": text})


def test_shorter_terms_end_sooner():
    here = network()
    for post, woman in zip(here.board.values(), here.women, strict=False):
        sits(post, woman, since=TODAY - timedelta(days=200), days=730)
    facts = facts_of(counted(here.federation))
    as_is = ahead.vacancies(facts, {}, 12).figure
    assert as_is.parts["certain"] == 0
    assert ahead.with_terms(facts, {}, 1, 12).parts["certain"] == 4


def test_the_flow_is_silent_where_little_is_known_and_says_so():
    here = network()
    snapshot = counted(here.federation)
    found = ahead.flow(facts_of(snapshot), {snapshot.root.path: snapshot}, ahead.Pulled())
    assert found.why
    assert not found.years


def test_the_flow_of_many_women_and_what_a_lever_changes():
    here = network()
    snapshot = counted(here.federation)
    stages = ahead.STAGES
    start = dict(zip(stages, (120, 60, 40, 24, 12, 8), strict=True))
    moves = {stage: {stage: 20, "out": 5} for stage in stages}
    moves["participa"]["aprende"] = 10
    kept = {"start": start, "moves": moves, "entrants": [{"participa": 30}, {"participa": 30}]}
    snapshot.data["flow"] = {"": kept}
    told = [[None, stage, women] for stage, women in start.items()]
    snapshot.data["women"]["stages"] = {"names": ["part", "what"], "rows": told}
    facts, snapshots = facts_of(snapshot), {snapshot.root.path: snapshot}
    plain = ahead.flow(facts, snapshots, ahead.Pulled())
    assert plain.told == start
    assert [year["participa"].shown for year in plain.years] == [True] * 4
    pulled = ahead.flow(facts, snapshots, ahead.pulled({"entran": "50"}))
    before, after = pulled.changed["participa"]
    assert after > before == plain.years[3]["participa"].value


# --- Young women -------------------------------------------------------------------------------------


def test_her_word_of_being_young_counts_for_a_year_and_of_being_older_for_ever():
    day = TODAY - timedelta(days=400)
    assert not youth_rules.counts(young=True, said_on=day, today=TODAY)
    assert youth_rules.counts(young=True, said_on=TODAY, today=TODAY)
    assert youth_rules.counts(young=False, said_on=day, today=TODAY)


def test_young_holders_are_told_of_where_five_stand_on_both_sides_and_she_may_take_it_back(client):
    here = network(women=0)
    holders = []
    for number in range(11):
        seat = Seat.objects.create(organisation=here.kitchen, kind=here.board["vocal"].kind, number=number + 2)
        holders.append(MemberFactory(member_of=here.kitchen))
        sits(seat, holders[-1])
        assert say(member=holders[-1], young="yes" if number < 6 else "no", nonce=uuid7())
    assert figures(counted(here.federation))["youth"].parts == {"some": 6, "of": 11}
    client.force_login(holders[0])
    assert client.post("/mi-camino/edad/", {"young": "", "nonce": str(uuid7())}).status_code == 302
    assert figures(counted(here.federation))["youth"].parts == {"some": 5, "of": 10}
    assert client.post("/mi-camino/edad/", {"young": "17"}).status_code == 422
    client.force_login(holders[1])
    client.post("/mi-camino/edad/", {"young": "", "nonce": str(uuid7())})
    assert figures(counted(here.federation))["youth"].why, "four are too few to tell of"


def test_each_figure_is_made_by_one_group_alone():
    groups = [group for group, _make in sheet._GROUPS]
    assert set().union(*groups) == set(sheet.KEYS)
    assert sum(map(len, groups)) == len(sheet.KEYS)
