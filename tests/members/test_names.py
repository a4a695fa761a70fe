"""Names as women write them, and names that resemble each other."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.members import tree_rules
from academy.members.likeness import ALIKE, SAME, Likeness
from academy.members.names import is_a_name, nice_case, tidy
from academy.members.rules import name_key

WORDS = st.lists(st.text("abcdefgñáéí", min_size=3, max_size=9), min_size=2, max_size=4)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("MARÍA JOSÉ DE LA CRUZ", "María José de la Cruz"),
        ("ana  quispe\tmamani", "Ana Quispe Mamani"),
        ("DEL CARMEN ROSA", "Del Carmen Rosa"),
        ("ROSA D'ANGELO", "Rosa D'Angelo"),
        ("CH'ASKA QUISPE", "Ch'aska Quispe"),
        ("ANA-MARÍA ÑAHUI", "Ana-María Ñahui"),
        ("Ana McDonald", "Ana McDonald"),
        ("JOSE\u0301", "José"),
        ("\u200bAna\u00a0Luz", "Ana Luz"),
    ],
)
def test_names_in_capitals_are_written_as_people_write_them(typed, written):
    assert nice_case(typed) == written


@given(st.text(max_size=60))
def test_nice_case_settles_and_keeps_the_key(text):
    once = nice_case(text)
    assert nice_case(once) == once or once in (once.upper(), once.lower())
    assert tidy(once) == once
    if all(c in string.ascii_letters + " áéíóúñÁÉÍÓÚÑ" for c in text):
        assert name_key(once) == name_key(text)


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Ana", True),
        ("María D’Ayala", True),
        ("Qʼori Ñusta", True),
        ("A.", False),
        ("123", False),
        ('=HYPERLINK("x")', False),
        ("Ana 2", False),
        ("ana@casa", False),
        ("", False),
    ],
)
def test_what_no_woman_is_called_is_no_name(name, good):
    assert is_a_name(name) is good


def known(*names):
    likeness = Likeness()
    for name in names:
        likeness.add(name_key(name), name)
    return likeness


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("MARIA FLORES QUISPE", SAME),
        ("María  Flores Quispe", SAME),
        ("Flores Quispe María", ALIKE),
        ("María Flores", ALIKE),
        ("María Elena Flores Quispe", ALIKE),
        ("María Flores Quizpe", ALIKE),
        ("María Flors Quispe", ALIKE),
    ],
)
def test_names_that_may_be_the_same_woman_are_found(name, kind):
    assert known("Rosa Mamani", "María Flores Quispe").find(name_key(name)) == (kind, "María Flores Quispe")


@pytest.mark.parametrize("name", ["María", "María Mamani Condori", "Rosa Flores", "Juana Quispe Flores Luna"])
def test_other_women_are_not_taken_for_her(name):
    assert known("María Flores Quispe").find(name_key(name)) is None


def test_thousands_of_names_with_the_same_two_words_stay_quick_to_ask():
    """Counted in steps and not in seconds: how often a known name is looked at while one more is asked about."""
    letters = string.ascii_lowercase[:17]
    names = [f"maria {a}{b}{c}x quispe" for a in letters for b in letters for c in letters]
    likeness = known(*names)
    looked = []

    class Watched(dict):
        def get(self, key, default=None):
            looked.append(key)
            return super().get(key, default)

        def __contains__(self, key):
            looked.append(key)
            return super().__contains__(key)

    for index in ("_same", "_by_part", "_by_words", "_by_slip"):
        setattr(likeness, index, Watched(getattr(likeness, index)))
    assert likeness.find("maria zzzzzz quispe") is None
    assert len(looked) < 100


def test_short_names_that_differ_by_a_letter_are_two_women():
    assert known("Ana Luz").find(name_key("Ada Luz")) is None


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=8), st.data())
def test_every_known_name_is_found_again_in_any_order_of_its_words(names, data):
    likeness = known(*names)
    name = data.draw(st.sampled_from(names))
    assert likeness.find(name_key(name))[0] == SAME
    mixed = " ".join(data.draw(st.permutations(name.split())))
    assert likeness.find(name_key(mixed)) is not None


@given(WORDS.map(" ".join).filter(lambda n: len(n.replace(" ", "")) >= 9), st.data())
def test_one_letter_left_out_is_found(name, data):
    key = name_key(name)
    at = data.draw(st.integers(0, len(key) - 1).filter(lambda i: key[i] != " "))
    assert known(name).find(key[:at] + key[at + 1 :]) is not None


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Comedor Popular Santa Rosa", "SANROS"),
        ("Micaela Bastidas", "MICBAS"),
        ("Olla común Ñañaykuna", "NANAYK"),
        ("Comedor Paz", "PAZCOM"),
        ("Club de Madres", "CLUDE"),
        ("8 de Marzo", "MARZO"),
        ("1234", "BASE"),
    ],
)
def test_a_code_reminds_of_its_organisation(name, letters):
    assert tree_rules.code_letters(name) == letters


@given(st.text(max_size=120), st.lists(st.integers(0, 7), min_size=2, max_size=4))
def test_a_code_is_four_to_six_letters_and_digits_nobody_mistakes(name, numbers):
    code = tree_rules.code_from(name, numbers)
    letters = code.rstrip(tree_rules.DIGITS)
    assert 4 <= len(letters) <= 6
    assert letters.isascii()
    assert letters.isalpha()
    assert letters.isupper()
    assert len(code) == len(letters) + len(numbers) <= tree_rules.LONGEST_CODE
    assert not set(code) & set("01")


def test_an_organisation_stands_only_under_one_of_a_higher_level():
    for above in tree_rules.LEVELS:
        for level in tree_rules.LEVELS:
            fits = tree_rules.LEVELS.index(level) > tree_rules.LEVELS.index(above)
            assert bool(tree_rules.may_stand_under(level=level, above=above)) is fits


def test_only_the_top_names_editors_and_nobody_serves_herself():
    assert tree_rules.may_grant(kind="facilitator", to_herself=False, at_the_top=False)
    assert tree_rules.may_grant(kind="editor", to_herself=False, at_the_top=True)
    assert tree_rules.may_grant(kind="editor", to_herself=False, at_the_top=False).code == "editor_from_the_top"
    assert tree_rules.may_grant(kind="organiser", to_herself=True, at_the_top=True).code == "herself"


def test_the_last_organiser_hands_over_before_she_leaves():
    assert tree_rules.may_end(kind="organiser", other_organisers=0).code == "last_organiser"
    assert tree_rules.may_end(kind="organiser", other_organisers=1)
    assert tree_rules.may_end(kind="facilitator", other_organisers=0)
