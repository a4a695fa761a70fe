"""Marking, reading what a form holds, explaining, drawing: all of it without a database."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from academy.core.record import Unfit
from courses import grading
from courses.typed import readings, same_words
from tests.courses.factories import answer_to, raw_question, uid

KINDS = [kind for kind in grading.KINDS if kind != "essay"]


def posted(**fields):
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


# --- Marks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_has_full_marks(kind):
    raw = raw_question(kind)
    assert grading.grade(kind, raw, answer_to(raw)) == grading.Grade(True, Decimal(1))


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_has_no_marks(kind):
    raw = raw_question(kind)
    assert grading.grade(kind, raw, answer_to(raw, right=False)) == grading.Grade(False, Decimal(0))


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_marked_from_its_block_or_from_its_value_alone(kind):
    raw = raw_question(kind)
    for response in (answer_to(raw), answer_to(raw, right=False)):
        assert grading.grade(kind, raw["value"], response) == grading.grade(kind, raw, response)


def test_a_free_text_waits_for_a_reader():
    raw = raw_question("essay")
    assert grading.grade("essay", raw, {"text": "Porque sí."}) == grading.Grade(None, Decimal(0), waits=True)


@pytest.mark.parametrize(
    ("chosen", "points"),
    [([1], "0.50"), ([2], "0.50"), ([1, 2, 3], "0.50"), ([1, 3], "0"), ([3], "0"), ([1, 2], "1")],
)
def test_several_choice_gives_part_marks_for_right_minus_wrong(chosen, points):
    raw = raw_question("choices")
    response = {"options": [uid("q/choices", n) for n in chosen]}
    assert grading.grade("choices", raw, response) == grading.Grade(points == "1", Decimal(points))


@pytest.mark.parametrize(
    ("order", "points"), [([1, 2, 3], "1"), ([2, 1, 3], "0.33"), ([1, 3, 2], "0.33"), ([2, 3, 1], "0")]
)
def test_order_gives_part_marks_by_pairs_kept_in_order(order, points):
    raw = raw_question("order")
    grade = grading.grade("order", raw, {"items": [uid("q/order", n) for n in order]})
    assert grade == grading.Grade(points == "1", Decimal(points))


def test_match_gives_part_marks_by_line():
    raw = raw_question("match")
    one, two, three = (uid("q/match", n) for n in (1, 2, 3))
    grade = grading.grade("match", raw, {"pairs": {one: one, two: three, three: two}})
    assert grade == grading.Grade(False, Decimal("0.33"))


def test_two_lines_that_end_in_the_same_words_may_be_changed_round():
    raw = raw_question("match")
    raw["value"]["pairs"][1]["value"]["right"] = "Kilo"
    one, two, three = (uid("q/match", n) for n in (1, 2, 3))
    assert grading.grade("match", raw, {"pairs": {one: two, two: one, three: three}}).right


@given(st.sampled_from(KINDS), st.data())
def test_points_are_never_below_nothing_nor_above_one_and_right_is_full_marks(kind, data):
    raw = raw_question(kind)
    grade = grading.grade(kind, raw, data.draw(any_response(raw)))
    assert 0 <= grade.points <= 1
    assert grade.right is (grade.points == 1)


def any_response(raw):
    """Any answer that fits the question."""
    keys = [item["id"] for name in ("options", "items", "pairs") for item in raw["value"].get(name, [])]
    return {
        "choice": st.sampled_from(keys or [""]).map(lambda key: {"option": key}),
        "choices": st.sets(st.sampled_from(keys or [""]), min_size=1).map(lambda some: {"options": [*some]}),
        "true_false": st.booleans().map(lambda value: {"value": value}),
        "number": st.integers(0, 400).map(lambda n: {"text": f"{n / 100}"}),
        "order": st.permutations(keys).map(lambda items: {"items": items}),
        "match": st.lists(st.sampled_from(keys or [""]), min_size=len(keys), max_size=len(keys)).map(
            lambda rights: {"pairs": dict(zip(keys, rights, strict=True))}
        ),
        "short": st.text(min_size=1).map(lambda text: {"text": text}),
    }[raw["type"]]


# --- Numbers and words as they are typed -------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["1.84", "1,84", " S/ 1,84 ", "S/.1.84", "s/1.84", "1,84 soles", "+1.84", "1.840", "1,85", "1.83"],
)
def test_a_number_is_read_however_it_is_typed(text):
    assert grading.grade("number", raw_question("number"), {"text": text}).right


@pytest.mark.parametrize("text", ["1.82", "1.86", "184", "-1.84"])
def test_a_number_outside_the_tolerance_is_wrong(text):
    assert grading.grade("number", raw_question("number"), {"text": text}).right is False


@pytest.mark.parametrize("text", ["1697", "1 697", "1,697", "1.697", "1'697", "1\u00a0697", "S/ 1,697.00", "1.697,00"])
def test_thousands_are_read_in_every_manner(text):
    raw = raw_question("number", answer="1697", tolerance="0")
    assert grading.grade("number", raw, {"text": text}).right


@pytest.mark.parametrize(
    "text", ["", "nada", "1,23,4", "1.2.3,4", "--1", "1e5", "NaN", "٣", "1,234.5.6", "S/", "Infinity"]
)
def test_what_is_no_number_has_no_reading(text):
    assert readings(text) == ()


@given(st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False))
def test_a_number_written_plainly_means_itself(number):
    assert number in readings(str(number))
    assert number in readings(str(number).replace(".", ","))


@given(st.text(max_size=80))
def test_reading_numbers_never_breaks(text):
    assert all(number.is_finite() for number in readings(text, "kg"))


@pytest.mark.parametrize(
    "text", ["asamblea", "  ASAMBLEA. ", "La Asamblea", "asanblea", "asambla", "asamblea!", "aasmblea"]
)
def test_short_text_forgives_accents_capitals_and_one_slip(text):
    assert grading.grade("short", raw_question("short"), {"text": text}).right


@pytest.mark.parametrize("text", ["asmbla", "directiva", "¡!", "asamblea general"])
def test_short_text_does_not_forgive_more(text):
    assert grading.grade("short", raw_question("short"), {"text": text}).right is False


def test_short_words_and_figures_must_be_exact():
    assert not same_words("acto", "acta")
    assert not same_words("25308", "25307")
    assert same_words("ley 25307", "Ley  25307")
    assert same_words("ñawpaq", "nawpaq")


# --- What a form holds -------------------------------------------------------------------------


def as_form(raw, response, *, mask=False):
    """The form fields that say ``response``."""
    name = (lambda side, key: grading.masked(side, key)) if mask else (lambda side, key: key)
    return {
        "choice": lambda: {"r": response["option"]},
        "choices": lambda: {"r": response["options"]},
        "true_false": lambda: {"r": "1" if response["value"] else "0"},
        "order": lambda: {f"o_{key}": str(n) for n, key in enumerate(response["items"], start=1)},
        "match": lambda: {f"m_{name('left', left)}": name("right", right) for left, right in response["pairs"].items()},
    }.get(raw["type"], lambda: {"r": response["text"]})()


@pytest.mark.parametrize("kind", grading.KINDS)
@pytest.mark.parametrize("right", [True, False])
def test_a_form_says_the_response_it_was_filled_with(kind, right):
    raw = raw_question(kind)
    response = answer_to(raw, right=right)
    assert grading.read_response(kind, raw, posted(**as_form(raw, response))) == response
    assert grading.read_response(kind, raw, posted(**as_form(raw, response, mask=True))) == response


@pytest.mark.parametrize("kind", grading.KINDS)
def test_an_empty_form_is_refused_kindly(kind):
    with pytest.raises(Unfit) as refusal:
        grading.read_response(kind, raw_question(kind), posted())
    assert str(refusal.value).endswith(".")


def test_what_is_no_number_is_refused_with_an_example():
    with pytest.raises(Unfit, match=r"Escribe un número, por ejemplo 12\.50\."):
        grading.read_response("number", raw_question("number"), posted(r="mucho"))


def test_an_option_of_another_question_is_refused():
    with pytest.raises(Unfit, match="Elige una respuesta"):
        grading.read_response("choice", raw_question("choice"), posted(r=uid("q/choices", 1)))


def test_two_steps_in_one_place_are_refused():
    fields = {f"o_{uid('q/order', n)}": "1" for n in (1, 2, 3)}
    with pytest.raises(Unfit, match="número distinto"):
        grading.read_response("order", raw_question("order"), posted(**fields))


def test_a_text_that_is_too_long_is_refused_and_not_cut():
    with pytest.raises(Unfit, match="4000"):
        grading.read_response("essay", raw_question("essay"), posted(r="a" * 4001))


def test_text_is_cleaned_of_what_no_database_keeps():
    response = grading.read_response("essay", raw_question("essay"), posted(r=" a\x00b\r\nc\ud800 "))
    assert response == {"text": "ab\nc?"}


@given(
    st.sampled_from(grading.KINDS),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["option", "options", "value", "text", "items", "pairs"]), inner, max_size=3
            )
        ),
        max_leaves=6,
    ),
)
def test_any_garbage_is_refused_or_marked_and_never_breaks(kind, garbage):
    raw = raw_question(kind)
    try:
        response = grading.fit_response(kind, raw, garbage)
    except Unfit:
        return
    assert grading.fit_response(kind, raw, response) == response
    grading.grade(kind, raw, response)
    grading.explain(kind, raw, response)


def test_old_plain_lists_are_known_by_their_places():
    raw = raw_question("choice")
    raw["value"]["options"] = [item["value"] for item in raw["value"]["options"]]
    response = grading.read_response("choice", raw, posted(r="1"))
    assert grading.grade("choice", raw, response).right


# --- Explanations ------------------------------------------------------------------------------


def test_an_option_explains_itself_where_she_chose_it_and_where_it_is_right():
    raw = raw_question("choice")
    lines = grading.explain("choice", raw, answer_to(raw, right=False))
    assert [(line.label, line.text, line.good) for line in lines] == [
        ("Es un derecho", "Lo dice la ley.", True),
        ("Es un favor", "Nadie te hace un favor.", False),
    ]
    assert lines[1].path == ("options", uid("q/choice", 2), "why")


@pytest.mark.parametrize("kind", grading.KINDS)
def test_every_kind_tells_its_reason(kind):
    raw = raw_question(kind)
    told = [line.text for line in grading.explain(kind, raw, answer_to(raw, right=False))]
    reason = raw["value"].get("why") or "Lo dice la ley."
    assert reason in told


def test_the_right_number_is_told_in_the_manner_of_the_page():
    raw = raw_question("number", answer="1.85", unit="kg")
    assert grading.explain("number", raw, {"text": "7"})[0].text == "1.85 kg"
    with translation.override("en"):
        assert grading.explain("number", raw_question("number"), {"text": "7"})[0].text == "S/ 1.84"


# --- Versions and drawing ----------------------------------------------------------------------


def test_a_version_is_named_by_kind_and_value_and_not_by_place_or_order_of_keys():
    raw = raw_question("choice")
    turned = {"id": "other", "value": dict(reversed(raw["value"].items())), "type": "choice"}
    assert grading.digest(turned) == grading.digest(raw)
    assert grading.digest({**raw, "value": {**raw["value"], "prompt": "Otra"}}) != grading.digest(raw)
    assert len(grading.digest(raw)) == 16


def test_a_decimal_and_its_text_are_one_version():
    value = raw_question("number")["value"]
    loaded = {"type": "number", "value": value}
    edited = {"type": "number", "value": {**value, "answer": Decimal("1.84")}}
    assert grading.digest(edited) == grading.digest(loaded)


@given(st.lists(st.integers(), unique=True, max_size=12), st.integers(0, 15), st.text(), st.booleans())
def test_a_draw_takes_so_many_of_the_pool_and_can_be_repeated(pool, draw, seed, random_order):
    drawn = grading.questions_for_attempt(pool, draw or None, seed, random_order)
    assert len(drawn) == (min(draw, len(pool)) if draw else len(pool))
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(pool)
    assert drawn == grading.questions_for_attempt(pool, draw or None, seed, random_order)
    if not random_order:
        assert drawn == [item for item in pool if item in drawn]


@given(st.lists(st.integers(), unique=True, max_size=8), st.text())
def test_what_is_to_be_ordered_is_never_shown_in_order(items, seed):
    shown = grading.presented_order(items, seed)
    assert sorted(shown) == sorted(items)
    assert shown == grading.presented_order(items, seed)
    assert len(items) < 2 or shown != items


def test_a_masked_pair_does_not_tell_its_other_side():
    key = uid("q/match", 1)
    assert len({key, grading.masked("left", key), grading.masked("right", key)}) == 3
