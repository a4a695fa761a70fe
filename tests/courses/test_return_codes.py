"""Return codes: what goes in comes out, and a slip of the finger is found and shown where it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import ALPHABET, grouped
from courses.returning import answers, codec
from courses.returning.codec import Code, Receipt, Slip

bits25, bits30, counts = st.integers(0, 2**25 - 1), st.integers(0, 2**30 - 1), st.integers(0, 127)


@st.composite
def codes(draw):
    count = draw(st.integers(1, codec.MOST_LESSONS))
    room = codec.groups_for(count) * 15 - codec.FIXED_BITS - codec.CRC_BITS
    lessons = draw(st.sets(st.integers(0, count - 1)))
    return Code(
        draw(st.sampled_from(codec.LANGUAGES)),
        draw(bits25),
        draw(bits30),
        draw(counts),
        draw(counts),
        tuple(sorted(lessons)),
        room,
    )


@st.composite
def asked(draw):
    kinds = st.sampled_from(["choice", "choices", "true_false", "number", "order", "match", "short", "essay"])
    shapes, given_ = [], []
    for kind in draw(st.lists(kinds, max_size=12)):
        size = draw(st.integers(2, 8))
        place = st.integers(0, size - 1)
        texts = st.text(min_size=1, max_size=15).filter(lambda t: len(t.encode("utf-8", "ignore")) <= 63)
        one = {
            "choice": place,
            "choices": st.sets(place).map(lambda s: tuple(sorted(s))),
            "true_false": st.booleans(),
            "number": st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,2})?", fullmatch=True),
            "short": texts.filter(lambda t: t.isprintable()),
            "order": st.permutations(range(size)).map(tuple),
            "match": st.tuples(*[place] * size),
            "essay": st.nothing(),
        }[kind]
        shapes.append({"kind": kind, "size": size})
        given_.append(tuple(draw(st.lists(one, max_size=0 if kind == "essay" else 2))))
    return shapes, given_


def slips(reader):
    """What was read, and the kind of slip where nothing could be: never another exception."""
    try:
        return reader(), ""
    except Slip as slip:
        return None, slip.kind


@given(codes())
def test_a_code_says_what_was_written(code):
    assert codec.read(codec.write(code)) == [code]
    assert codec.read(grouped(codec.write(code)).lower().replace("-", " ")) == [code]


@given(codes(), asked())
def test_answers_travel_behind_a_point(code, asked):
    shapes, responses = asked
    bits = answers.write(shapes, responses)
    code = Code(**{**code.__dict__, "answers": bits + "0" * (-len(bits) % 5)})
    text = codec.write(code)
    (found,) = codec.read(f"https://sitio.example/tengo-un-codigo/#{text} \n")
    if bits:
        assert found == code
        assert answers.read(shapes, found.answers) == responses


@given(codes(), st.data())
def test_every_single_wrong_symbol_is_found_in_its_group(code, data):
    text = codec.write(code)
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(text[place], "")))
    with pytest.raises(Slip) as slip:
        codec.read(text[:place] + wrong + text[place + 1 :])
    group = place // 4
    typed = (text[:place] + wrong + text[place + 1 :])[group * 4 : group * 4 + 4]
    assert (slip.value.kind, slip.value.groups) == ("groups", ((group + 1, typed),))


@given(codes(), st.data())
def test_every_swap_of_neighbours_is_found(code, data):
    text = codec.write(code)
    at = data.draw(st.integers(0, len(text) - 2))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if swapped == text:
        return
    with pytest.raises(Slip) as slip:
        codec.read(swapped)
    assert {at // 4 + 1, (at + 1) // 4 + 1} == {place for place, _typed in slip.value.groups}


@given(codes(), st.data())
def test_groups_in_another_order_are_found(code, data):
    text = codec.write(code)
    groups = [text[i : i + 4] for i in range(0, len(text), 4)]
    one, other = data.draw(st.permutations(range(len(groups))))[:2]
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(Slip):
        codec.read("-".join(groups))


@given(st.lists(st.tuples(bits25, st.integers(0, 31)), min_size=1, max_size=6, unique=True))
def test_words_of_lessons_are_read_one_after_another(pairs):
    receipts = [Receipt(*pair) for pair in pairs]
    assert codec.read("\n".join(grouped(codec.write_receipt(each)) for each in receipts)) == receipts


@given(bits25, st.integers(0, 31), st.data())
def test_a_wrong_symbol_in_a_lessons_word_is_found(edition, lesson, data):
    word = codec.write_receipt(Receipt(edition, lesson))
    place = data.draw(st.integers(0, 7))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(word[place], "")))
    with pytest.raises(Slip) as slip:
        codec.read(word[:place] + wrong + word[place + 1 :])
    assert [group for group, _typed in slip.value.groups] == [place // 4 + 1]


@given(st.text(max_size=80) | st.text(alphabet=ALPHABET + "-. #O", max_size=120))
@settings(max_examples=200)
def test_nothing_typed_breaks_the_reader(text):
    found, kind = slips(lambda: codec.read(text))
    assert found or kind in ("empty", "long", "length", "groups", "whole", "version", "answers")


@given(st.text("01", max_size=60), asked())
def test_no_bits_break_the_reader_of_answers(bits, asked):
    found, kind = slips(lambda: answers.read(asked[0], bits))
    assert kind in ("", "answers")
    assert kind or len(found) == len(asked[0])


def test_a_missing_letter_is_shown_where_it_is_missing():
    text = grouped(codec.write(Code("es", 5, 77, 3, 2, (0, 1))))
    with pytest.raises(Slip) as slip:
        codec.read(text[:6] + text[7:])
    assert slip.value.kind == "length"
    assert [place for place, _typed in slip.value.groups] == [2]


def test_what_is_too_long_is_refused_before_it_is_read():
    with pytest.raises(Slip) as slip:
        codec.read("A" * 4000)
    assert slip.value.kind == "long"


def test_a_code_from_a_later_version_says_so():
    head = "010" + codec._head(Code("es", 5, 77))[3:]
    with pytest.raises(Slip) as slip:
        codec.read(codec._checked(head + codec.crc(head), 0))
    assert slip.value.kind == "version"
