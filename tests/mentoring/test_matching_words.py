"""What codes say: plain, short, and nothing that is not for whoever reads."""

import json

import pytest
from hypothesis import given, settings

from mentoring import words
from mentoring.matching import Block, Reason, blocked, reasons

from .cohorts import cohorts

NAMES = {"topics": {"caja": "libro de caja"}, "kinds": {"comedor": "Comedor"}, "regions": {"norte": "cono norte"}}


@pytest.mark.parametrize(
    ("reason", "reader", "text"),
    [
        (Reason("topics", {"topics": ["caja"]}), "learns", "Tú quieres aprender esto y ella lo sabe: libro de caja."),
        (Reason("topics", {"topics": ["caja", "x"]}), "beside",
         "Una quiere aprender esto y la otra lo sabe: libro de caja y x."),
        (Reason("language", {"languages": ["ay", "qu"]}), "learns", "Las dos hablan aymara y quechua."),
        (Reason("hours", {"hours": [[6, "afternoon"]]}), "accompanies", "Las dos pueden domingo en la tarde."),
        (Reason("near", {"country": "PE", "levels": 3}), "learns", "Las dos viven en el mismo distrito."),
        (Reason("near", {"country": "BO", "levels": 3}), "learns", "Las dos viven cerca."),
        (Reason("region", {"region": "norte"}), "learns", "Las dos son de la misma zona: cono norte."),
        (Reason("life", {"life": ["studies"]}), "learns", "Las dos estudian."),
        (Reason("life", {"life": ["studies"]}), "beside", "Tienen algo en común en su vida."),
        (Reason("far", {"country": "PE", "levels": 1, "channels": ["call", "whatsapp"]}), "learns",
         "Viven en provincias distintas: será por llamada o por WhatsApp."),
        (Reason("busy", {"load": 2}), "learns", "Ya acompaña a 2 compañeras: tendrá menos tiempo."),
        ({"code": "busy", "params": {"load": 1}}, "accompanies", "Ya acompañas a una compañera: cuida tu tiempo."),
        (Reason("no_hours", {}), "beside", "Sus horas libres no coinciden."),
        (Reason("kinds", {"kinds": ["comedor"]}), "learns", "Las dos conocen este tipo de grupo: Comedor."),
        (Reason("of a later release", {}), "learns", ""),
    ],
)  # fmt: skip
def test_a_code_is_said_to_whoever_reads(reason, reader, text):
    assert words.sentence(reason, reader=reader, names=NAMES) == text


@settings(max_examples=60)
@given(cohorts())
def test_every_reason_that_can_be_stored_can_be_said_to_all_three(cohort):
    for yuli in cohort[0]:
        for rosa in cohort[1]:
            if blocked(yuli, rosa):
                continue
            three, careful = reasons(yuli, rosa)
            for reason in (*three, careful):
                stored = json.loads(json.dumps(reason.as_json()))
                for reader in (words.LEARNS, words.ACCOMPANIES, words.BESIDE):
                    text = words.sentence(stored, reader=reader)
                    assert text.endswith(".")
                    assert "%" not in text
                    assert len(text.split(":")[0].split()) <= 12


def test_every_block_has_words_for_her_and_for_the_coordinator():
    for block in Block:
        for herself in (True, False):
            text = words.why_unmatched(block, herself=herself)
            assert text[0].isupper()
            assert len(text.split()) <= 12


def test_a_private_refusal_reads_like_nobody_being_free():
    for herself in (True, False):
        said = {words.why_unmatched(code, herself=herself) for code in ("no_pair", "nobody_free", "of a later release")}
        assert said == {"Esta vez no hay compañera libre que calce."}


def test_lists_are_said_as_people_say_them():
    assert [words.listed(those) for those in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a y b", "a, b y c"]
