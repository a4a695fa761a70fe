"""May two women be proposed to each other, and how well do they fit?"""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from mentoring.matching import CRITERIA, WHOLE, Block, Offer, Want, Weights, blocked, caution, reasons, score
from mentoring.matching.fit import common, lightness, nearness

from .cohorts import cohorts, offer, want, weights

LIMA, NEXT_DOOR = "/PE/15/1501/150101/", "/PE/15/1501/150102/"
HUARAL, AYACUCHO = "/PE/15/1506/150601/", "/PE/05/0501/050101/"


def test_two_women_who_can_talk_may_be_proposed_to_each_other():
    assert blocked(want("yuli"), offer("rosa")) is None


@pytest.mark.parametrize(
    ("hers", "others", "block"),
    [
        ({}, {"id": "yuli"}, Block.HERSELF),
        ({"opted_in": False}, {}, Block.NOT_OPEN),
        ({}, {"opted_in": False}, Block.NOT_OPEN),
        ({"adult": False}, {}, Block.MINOR),
        ({}, {"adult": False}, Block.MINOR),
        ({"languages": frozenset({"qu"})}, {}, Block.LANGUAGE),
        ({"languages": frozenset()}, {}, Block.LANGUAGE),
        ({"channels": frozenset({"whatsapp"})}, {}, Block.CHANNEL),
        ({"answers_to": frozenset({"rosa"})}, {}, Block.AUTHORITY),
        ({"no_pair": frozenset({"rosa"})}, {}, Block.NO_PAIR),
        ({}, {"no_pair": frozenset({"yuli"})}, Block.NO_PAIR),
        ({"reserved": (frozenset({7}),)}, {"organisations": frozenset({8})}, Block.RESERVED),
        ({}, {"reserved": (frozenset({7}),), "organisations": frozenset({7})}, Block.RESERVED),
        ({}, {"capacity": 2, "load": 2}, Block.FULL),
        ({}, {"capacity": 1, "load": 3}, Block.FULL),
        ({}, {"capacity": 0}, Block.FULL),
    ],
)
def test_each_hard_constraint_keeps_two_women_apart(hers, others, block):
    assert blocked(want("yuli", **hers), offer(**{"identifier": others.pop("id", "rosa")}, **others)) is block


def test_who_answers_to_her_may_still_accompany_her_and_the_caution_says_so():
    president, socia = want("yuli"), offer("rosa", answers_to=frozenset({"yuli"}))
    assert blocked(president, socia) is None
    assert caution(president, socia).code == "authority"


def test_women_of_one_reserved_organisation_may_be_paired():
    inside = {"reserved": (frozenset({7}),), "organisations": frozenset({7})}
    assert blocked(want("yuli", **inside), offer("rosa", **inside)) is None


def test_of_two_reserved_organisations_each_has_its_say():
    rules = (frozenset({7}), frozenset({8}))
    assert blocked(want("y", reserved=rules), offer("r", organisations=frozenset({7}))) is Block.RESERVED
    assert blocked(want("y", reserved=rules), offer("r", organisations=frozenset({7, 8}))) is None


@pytest.mark.parametrize(
    ("home", "other_home", "reach", "met"),
    [
        (LIMA, NEXT_DOOR, "/PE/15/1501/", True),
        (LIMA, HUARAL, "/PE/15/1501/", False),
        (LIMA, HUARAL, "/PE/15/", True),
        (LIMA, AYACUCHO, "", True),
        (LIMA, "", "/PE/15/1501/150101/", True),
    ],
)
def test_a_visit_is_a_channel_only_within_reach(home, other_home, reach, met):
    visits = {"channels": frozenset({"visit"})}
    yuli = want("yuli", territory=home, reach=reach, **visits)
    rosa = offer("rosa", territory=other_home, **visits)
    assert (blocked(yuli, rosa) is None) is met
    # The reach of either counts.
    yuli, rosa = replace(yuli, reach=""), replace(rosa, reach=reach, territory=other_home)
    assert (blocked(yuli, rosa) is None) is (home.startswith(reach))


def test_a_minor_may_come_to_a_circle_but_to_no_pair_and_keeps_none():
    girl, host = want("yuli", adult=False), offer("rosa", circle_places=6)
    assert blocked(girl, host) is Block.MINOR
    assert blocked(girl, host, circle=True) is None
    assert blocked(replace(girl, circle=False), host, circle=True) is Block.NOT_OPEN
    assert blocked(girl, replace(host, adult=False), circle=True) is Block.MINOR


def test_a_full_woman_may_have_places_in_her_circle_and_the_other_way_round():
    full = offer("rosa", capacity=2, load=2, circle_places=3)
    assert blocked(want("yuli"), full) is Block.FULL
    assert blocked(want("yuli"), full, circle=True) is None
    assert blocked(want("yuli"), offer("rosa"), circle=True) is Block.FULL


@pytest.mark.parametrize(
    ("wanted", "offered", "share"),
    [
        ("", "", 30),
        ("a", "", 30),
        ("", "a", 30),
        ("a", "b", 0),
        ("a", "abc", 60),
        ("ab", "a", 30),
        ("abc", "a", 20),
        ("abc", "ab", 40),
        ("abcdef", "abc", 60),
        ("abcdef", "a", 20),
    ],
)
def test_three_things_in_common_are_all_that_counts(wanted, offered, share):
    assert common(frozenset(wanted), frozenset(offered)) == share


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (LIMA, LIMA, 60),
        (LIMA, NEXT_DOOR, 40),
        (LIMA, HUARAL, 20),
        (LIMA, AYACUCHO, 0),
        (LIMA, "/BO/02/", 0),
        (LIMA, "", 30),
        ("", "", 30),
        ("/PE/", "/PE/", 30),
        ("/PE/15/", LIMA, 40),  # one level shared, two not told: 20 + half of 40
        ("/PE/", LIMA, 30),
        ("/PE/05/", LIMA, 0),
    ],
)
def test_nearness_counts_levels_and_what_was_not_told_by_half(one, other, share):
    assert nearness(one, other) == nearness(other, one) == share


def test_one_cono_brings_near_what_paths_hold_apart():
    assert nearness(LIMA, AYACUCHO, "norte", "norte") == 40
    assert nearness(LIMA, LIMA, "norte", "norte") == 60
    assert nearness(LIMA, AYACUCHO, "norte", "sur") == 0
    assert nearness(LIMA, AYACUCHO, "", "") == 0


def test_who_accompanies_fewer_women_comes_first():
    lightnesses = [lightness(load) for load in range(6)]
    assert lightnesses == [60, 30, 20, 15, 12, 10]


def test_two_who_said_nothing_fit_by_half_but_for_the_load():
    found = score(want("yuli"), offer("rosa"), Weights())
    assert found.total == 55
    assert dict(zip(CRITERIA, found.parts, strict=True))["load"] == 10 * WHOLE


def test_who_fits_in_everything_has_a_hundred():
    said = {
        "topics": frozenset({"caja"}),
        "hours": frozenset({(6, "afternoon")}),
        "territory": LIMA,
        "kinds": frozenset({"comedor"}),
        "life": frozenset({"studies"}),
    }
    assert score(want("yuli", **said), offer("rosa", **said), Weights()).total == 100


@settings(max_examples=60)
@given(cohorts(), weights())
def test_a_score_lies_between_nothing_and_a_hundred(cohort, theirs):
    for yuli in cohort[0]:
        for rosa in cohort[1]:
            assert 0 <= score(yuli, rosa, theirs).total <= 100


@settings(max_examples=60)
@given(cohorts(), weights())
def test_what_she_does_not_say_costs_no_more_than_not_fitting(cohort, theirs):
    """And of her life, whatever she says never moves her further from anybody."""
    for yuli in cohort[0]:
        for rosa in cohort[1]:
            assert score(yuli, rosa, theirs).exact >= score(replace(yuli, life=frozenset()), rosa, theirs).exact
            for name in ("topics", "hours", "kinds"):
                if not getattr(yuli, name) & getattr(rosa, name):
                    silent = score(replace(yuli, **{name: frozenset()}), rosa, theirs)
                    assert silent.exact >= score(yuli, rosa, theirs).exact


@pytest.mark.parametrize(
    "wrong",
    [
        {"topics": 36},
        {"topics": -5, "hours": 60},
        {"topics": 35.0},
        {"topics": True, "hours": 54},
        {"topics": "35"},
    ],
)
def test_weights_are_whole_numbers_that_make_a_hundred(wrong):
    with pytest.raises(ValueError):
        Weights(**wrong)


@pytest.mark.parametrize(
    ("side", "wrong"),
    [
        (Want, {"life": frozenset({"violence"})}),
        (Offer, {"life": frozenset({"health"})}),
        (Want, {"channels": frozenset({"pigeon"})}),
        (Offer, {"hours": frozenset({(7, "morning")})}),
        (Want, {"hours": frozenset({(0, "night")})}),
        (Want, {"territory": "15/1501"}),
        (Offer, {"reach": "/PE/1"}),
        (Offer, {"capacity": -1}),
        (Offer, {"load": -1}),
        (Offer, {"circle_places": 7}),
    ],
)
def test_only_what_matching_may_know_comes_in(side, wrong):
    """The list of what she may say of her life is closed: violence, health and ethnicity have no word here."""
    with pytest.raises(ValueError):
        side(id="yuli", **wrong)


# --- Reasons ---------------------------------------------------------------------------------------


def test_reasons_tell_what_added_most():
    said = {"topics": frozenset({"caja"}), "hours": frozenset({(6, "afternoon"), (0, "morning")}), "territory": LIMA}
    (first, second, third), careful = reasons(
        want("yuli", **said, languages=frozenset({"es", "qu"})),
        offer("rosa", **said, languages=frozenset({"es", "qu"}), load=1),
    )
    assert (first.code, first.params) == ("topics", {"topics": ["caja"]})
    assert (second.code, second.params) == ("language", {"languages": ["qu"]})
    assert (third.code, third.params) == ("hours", {"hours": [[0, "morning"], [6, "afternoon"]]})
    assert (careful.code, careful.params) == ("busy", {"load": 1})


@settings(max_examples=100)
@given(cohorts(), weights())
def test_a_pair_that_may_be_always_has_three_different_true_reasons_and_a_caution(cohort, theirs):
    for yuli in cohort[0]:
        for rosa in cohort[1]:
            if blocked(yuli, rosa):
                continue
            three, careful = reasons(yuli, rosa, theirs)
            told = {reason.code: reason.params for reason in three}
            assert len(told) == 3
            json.dumps([reason.as_json() for reason in (*three, careful)])
            assert set(told.get("topics", {}).get("topics", [])) <= yuli.topics & rosa.topics
            assert {tuple(h) for h in told.get("hours", {}).get("hours", [])} <= yuli.hours & rosa.hours
            assert set(told.get("language", {}).get("languages", [])) <= yuli.languages & rosa.languages
            assert set(told.get("life", {}).get("life", [])) <= yuli.life & rosa.life
            assert set(told.get("kinds", {}).get("kinds", [])) <= yuli.kinds & rosa.kinds
            assert ("light" in told) <= (rosa.load == 0)
            assert (careful.code == "busy") <= (rosa.load > 0)
            assert (careful.code == "no_topic") <= (not yuli.topics & rosa.topics)


@pytest.mark.parametrize(
    ("hers", "others", "code", "params"),
    [
        ({"topics": frozenset("a")}, {"topics": frozenset("b")}, "no_topic", {}),
        ({"hours": frozenset({(0, "morning")})}, {"hours": frozenset({(1, "morning")})}, "no_hours", {}),
        (
            {"territory": LIMA},
            {"territory": HUARAL},
            "far",
            {"country": "PE", "levels": 1, "channels": ["call"]},
        ),
        ({"territory": LIMA}, {"territory": NEXT_DOOR}, "hours_unknown", {}),
        ({"channels": frozenset({"visit"})}, {"channels": frozenset({"visit"})}, "visit_only", {}),
    ],
)
def test_the_weightiest_caution_is_told(hers, others, code, params):
    found = caution(want("yuli", **hers), offer("rosa", **others))
    assert (found.code, found.params) == (code, params)
