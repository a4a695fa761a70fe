"""static/js/grade.js marks practice as courses/grading.py does: the same cases through both."""

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core.record import Unfit
from academy.members.device import words
from courses import grading, offline
from courses.asking import verdict
from courses.typed import readings, same_words
from tests.browser.doing import courses

STATIC = Path(__file__).resolve().parents[2] / "static"
HERE = "http://telefono.localhost"
MANY = settings(max_examples=4, suppress_health_check=list(HealthCheck), deadline=None)


@pytest.fixture(scope="module")
def marking(chromium):
    context = chromium.new_context()
    context.route(
        f"{HERE}/**",
        lambda route: (
            route.fulfill(path=STATIC / "js" / "grade.js", content_type="text/javascript")
            if route.request.url.endswith("grade.js")
            else route.fulfill(body="<!doctype html>", content_type="text/html")
        ),
    )
    page = context.new_page()
    page.goto(f"{HERE}/")
    page.evaluate("async () => { window.g = await import('/grade.js'); }")
    with override("es"):
        page.evaluate("words => { window.words = words; }", words.sentences())
    yield page
    context.close()


MARK = """cases => cases.map(([question, response]) => {
  try {
    const fit = g.fit(question, response), grade = g.grade(question, fit);
    return {fit, right: grade.right, points: grade.points, verdict: g.verdict(grade, words),
            lines: g.explain(question, fit, words).map(l => [l.label, l.text, l.good])};
  } catch (e) {
    if (!(e instanceof g.Unfit)) throw e;
    return {unfit: words[e.word].replace(/%\\((\\w+)\\)s/g, (_, name) => e.values[name])};
  }
})"""


def by_python(block, response):
    kind = block["type"]
    try:
        fit = grading.fit_response(kind, block, response)
    except Unfit as unfit:
        return {"unfit": str(unfit.reason)}
    grade = grading.grade(kind, block, fit)
    told = words.sentences()["will_be_read"] if grade.waits else verdict(grade.right, grade.points)
    lines = [[str(line.label), str(line.text), line.good] for line in grading.explain(kind, block, fit)]
    return {
        "fit": fit,
        "right": grade.right,
        "points": int(grade.points * 100),
        "verdict": told,
        "lines": lines,
    }


def compare(page, cases):
    fallback = SimpleNamespace(language="es")
    packed = [[offline._question(block, fallback), response] for block, response in cases]
    with override("es"):
        expected = [by_python(block, response) for block, response in cases]
    assert page.evaluate(MARK, packed) == expected


def item(id, value):
    return {"type": "item", "id": id, "value": value}


def block(kind, **value):
    return {"type": kind, "id": "q", "value": {"prompt": "¿?", **value}}


ids = ["a1", "b2", "c3", "d4"]
texts = st.sampled_from(["", "uno", "dos", "Mañana", "la misma"])


@st.composite
def case(draw):
    """A question of any kind and a response to it, fit or not."""
    kind = draw(st.sampled_from(grading.KINDS))
    why = draw(texts)
    some = ids[: draw(st.integers(2, 4))]
    if kind in ("choice", "choices"):
        options = [item(i, {"text": f"opción {i}", "right": draw(st.booleans()), "why": draw(texts)}) for i in some]
        chosen = draw(st.lists(st.sampled_from([*some, "zz"]), max_size=4))
        response = {"option": draw(st.sampled_from([*some, ""]))} if kind == "choice" else {"options": chosen}
        return block(kind, options=options, why=why), response
    if kind == "true_false":
        return block(kind, answer=draw(st.booleans()), why=why), {"value": draw(st.booleans())}
    if kind == "number":
        number = draw(st.decimals(-9999, 9999, places=draw(st.integers(0, 3))))
        tolerance = draw(st.sampled_from(["0", "0.01", "5", "0.5"]))
        unit = draw(st.sampled_from(["", "S/", "soles", "kg", "raciones", "m²", "s/."]))
        shown = draw(st.sampled_from(["{}", "S/ {}", "{} soles", "{} kg", "  {}%", "{}x", "−{}"])).format(number)
        typed = draw(st.sampled_from([shown, shown.replace(".", ","), draw(numberish)]))
        return block(kind, answer=str(number), tolerance=tolerance, unit=unit, why=why), {"text": typed}
    if kind == "order":
        items = [item(i, {"text": f"paso {i}"}) for i in some]
        return block(kind, items=items, why=why), {"items": draw(st.permutations(some))[: draw(st.integers(1, 4))]}
    if kind == "match":
        pairs = [item(i, {"left": f"izq {i}", "right": draw(texts) or "x"}) for i in some]
        said = dict(zip(some, draw(st.lists(st.sampled_from(some), min_size=4, max_size=4)), strict=False))
        return block(kind, pairs=pairs, why=why), {"pairs": said}
    if kind == "short":
        accept = [item(str(n), word) for n, word in enumerate(draw(st.lists(words_, min_size=1, max_size=3)))]
        return block(kind, accept=accept, why=why), {"text": draw(words_ | st.text(latin, max_size=210))}
    return block(kind, why=why), {"text": draw(st.text(latin, max_size=30))}


numberish = st.text("0123456789.,-+ S/sole%'’_x", max_size=14)
latin = st.characters(codec="latin-1", exclude_categories=("Cc",)) | st.sampled_from("\n\r\t ʼ’¿¡")
words_ = st.sampled_from(
    [
        "La ley 25307",
        "ley 25307",
        "¡la LEY 25307!",
        "asamblea",
        "asmablea",
        "Asambleá",
        "asamble",
        "vaso de leche",
        "manq'a",
    ]
)


@given(st.lists(case(), min_size=60, max_size=60))
@MANY
def test_every_kind_of_question_is_marked_and_explained_alike(marking, cases):
    compare(marking, cases)


@given(st.lists(st.tuples(numberish, st.sampled_from(["", "S/", "kg", "a.b", "(x)"])), min_size=150, max_size=150))
@MANY
def test_typed_numbers_mean_the_same(marking, cases):
    found = marking.evaluate("cases => cases.map(([t, u]) => g.readings(t, u))", [list(case) for case in cases])
    assert [sorted({Decimal(n) for n in each}) for each in found] == [sorted(readings(t, u)) for t, u in cases]


@given(st.lists(st.tuples(words_ | st.text(latin, max_size=12), words_), min_size=150, max_size=150))
@MANY
def test_typed_words_are_the_same_words(marking, cases):
    found = marking.evaluate("cases => cases.map(([a, b]) => g.sameWords(a, b))", [list(case) for case in cases])
    assert found == [same_words(typed, accepted) for typed, accepted in cases]


def test_the_courses_that_come_with_the_site_accept_their_own_short_answers(marking):
    pairs = [
        (word, word)
        for course in courses().values()
        for lesson in course["lessons"]
        for each in lesson["blocks"]
        if each["type"] == "short"
        for word in (each["accept"]["es"] if isinstance(each["accept"], dict) else each["accept"])
    ]
    assert pairs
    assert all(marking.evaluate("cases => cases.map(([a, b]) => g.sameWords(a, b))", [list(p) for p in pairs]))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,84", "1.84"),
        ("S/ 1,697.00", "1697"),
        ("1.697", "1697"),
        ("1,234.50 soles", "1234.5"),
        ("", None),
        ("uno", None),
    ],
)
def test_numbers_are_read_as_women_write_them(marking, typed, value):
    found = [Decimal(n) for n in marking.evaluate("t => g.readings(t)", typed)]
    assert (Decimal(value) in found) if value else found == []
