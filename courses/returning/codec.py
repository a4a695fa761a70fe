"""Return codes as text. Pure; ``courses/onefile/script.js`` writes what is read here.

Alphabet: Crockford's 32 symbols, five bits each (``academy.core.ids``). In groups of four: three symbols of data
d1 d2 d3 and a check c with 2·d1 + 4·d2 + 8·d3 + c = salt in GF(32) (polynomial x⁵+x²+1). Weights differ and none is
zero, so that every single wrong symbol and every swap inside a group is found, and the group is known. The salt
goes by the group's place, so that groups in another order are found too; a swap across a border is a single error
in each of two groups. A CRC of ten bits over all of it finds what several errors in one group could hide.

A **code** (6 to 8 groups) is, in bits, the highest first: version 3 · language 2 · edition 25 · number of the file
30 · answered 7 · right 7 · one for each lesson · CRC 10. After a point may follow the **answers** (only in the QR
and in copied text: nobody types them): for each question of the edition how many answers (2 bits: none, the only
one, the first and the last), then each by its kind; zeros to a whole symbol; CRC 10 over all bits of both parts.

A **receipt** (2 groups) stands at the end of each lesson for whoever reads without JavaScript: edition 25 ·
lesson 5. It is the same for everybody.
"""

import re
from dataclasses import dataclass, field

from academy.core.ids import ALPHABET, read_code

VERSION = 1
#: Their places are written in codes: only ever add at the end.
LANGUAGES = ("es", "qu", "ay", "en")
GROUP, DATA = 4, 3
LEAST, MOST = 6, 8
FIXED_BITS, CRC_BITS, SYMBOL = 74, 10, 5
MOST_LESSONS = MOST * DATA * SYMBOL - FIXED_BITS - CRC_BITS
MOST_COUNTED = 127
RECEIPT_GROUPS, RECEIPT_SALT, RECEIPT_LESSONS = 2, 16, 32
#: Bytes of a typed answer that fit; a longer one stays in the file.
TEXT_BYTES = 63
#: Typed or pasted: no more is looked at.
LONGEST = 3000
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}


class Slip(ValueError):  # noqa: N818 - a slip of the finger, not an error
    """What was typed is no code. ``kind``: empty, long, length, groups, whole, version, answers.

    ``groups``: places (from 1) of the groups that are wrong, with what was typed there.
    """

    def __init__(self, kind, groups=()):
        super().__init__(kind)
        self.kind, self.groups = kind, tuple(groups)


@dataclass(frozen=True)
class Code:
    """``lessons``: places (from 0) of the lessons that were read; ``answers``: bits, or "" where none came along."""

    language: str
    edition: int
    file: int
    answered: int = 0
    right: int = 0
    lessons: tuple[int, ...] = ()
    count: int = 6
    answers: str = field(default="", compare=True)


@dataclass(frozen=True)
class Receipt:
    edition: int
    lesson: int


# --- Checks ------------------------------------------------------------------------------------


def _times(value, times):
    """Multiplication by 2, 4 or 8 in GF(32)."""
    while times > 1:
        value <<= 1
        if value & 32:
            value ^= 0b100101
        times >>= 1
    return value


def check(data, salt):
    """The fourth symbol of a group, as a number."""
    return _times(data[0], 2) ^ _times(data[1], 4) ^ _times(data[2], 8) ^ salt


def crc(bits):
    """CRC-10 (polynomial 0x233) of a text of zeros and ones, as such a text."""
    rest = 0
    for bit in bits:
        top = (rest >> 9) ^ (bit == "1")
        rest = (rest << 1) & 0x3FF
        if top:
            rest ^= 0x233
    return f"{rest:010b}"


def _bits(number, width):
    return f"{number:0{width}b}"


def _symbols(bits):
    return "".join(ALPHABET[int(bits[i : i + SYMBOL], 2)] for i in range(0, len(bits), SYMBOL))


def _unpacked(symbols):
    return "".join(_bits(_VALUE[symbol], SYMBOL) for symbol in symbols)


def _checked(bits, salt):
    values = [_VALUE[s] for s in _symbols(bits)]
    groups = [values[i : i + DATA] for i in range(0, len(values), DATA)]
    return "".join(
        "".join(ALPHABET[v] for v in (*group, check(group, salt + place))) for place, group in enumerate(groups)
    )


def short_of(number):
    """25 bits of an edition, as five symbols: how editions are looked up and printed."""
    return _symbols(_bits(number, 25))


def file_of(code):
    """The name of one woman's file: edition and number, eleven symbols."""
    return _symbols(_bits(code.edition, 25) + _bits(code.file, 30))


# --- Writing -----------------------------------------------------------------------------------


def groups_for(count):
    """Groups of a code for a course of ``count`` lessons."""
    wanted = FIXED_BITS + CRC_BITS + count
    return max(LEAST, -(-wanted // (DATA * SYMBOL)))


def _head(code):
    if max(code.count, *code.lessons, 0) > MOST_LESSONS:
        raise ValueError("more lessons than a code can carry")
    room = groups_for(code.count) * DATA * SYMBOL - CRC_BITS - FIXED_BITS
    read = "".join("1" if place in code.lessons else "0" for place in range(room))
    return (
        _bits(VERSION, 3)
        + _bits(LANGUAGES.index(code.language), 2)
        + _bits(code.edition, 25)
        + _bits(code.file, 30)
        + _bits(min(code.answered, MOST_COUNTED), 7)
        + _bits(min(code.right, MOST_COUNTED), 7)
        + read
    )


def write(code):
    """The code as symbols without dashes; with ``answers`` the point and they follow."""
    head = _head(code)
    text = _checked(head + crc(head), 0)
    if not code.answers:
        return text
    bits = code.answers + "0" * (-len(code.answers) % SYMBOL)
    return f"{text}.{_symbols(bits + crc(head + bits))}"


def write_receipt(receipt):
    return _checked(_bits(receipt.edition, 25) + _bits(receipt.lesson, 5), RECEIPT_SALT)


# --- Reading -----------------------------------------------------------------------------------


def read(typed):
    """What was typed, pasted or scanned: a list with one Code, or with one or more Receipts. Raises Slip.

    An address is read from its ``#`` on. Small letters, dashes, spaces, O for 0 and I or L for 1 do not matter.
    """
    text = str(typed)[: LONGEST + 1]
    if len(text) > LONGEST:
        raise Slip("long")
    if "#" in text:
        text = (text.rpartition("#")[2].split() or [""])[0]
    front, _point, back = text.partition(".")
    parts = [read_code(part) for part in re.split(r"[\W_]+", front)]
    parts = [part for part in parts if part]
    symbols = "".join(parts)
    if not symbols:
        raise Slip("empty")
    if len(symbols) % GROUP or len(symbols) < RECEIPT_GROUPS * GROUP:
        odd = [(place, part) for place, part in enumerate(parts, start=1) if len(part) != GROUP]
        raise Slip("length", odd if len(odd) == 1 and len(parts) > 1 else ())
    answers = read_code(back) if back.strip() else ""
    groups = [symbols[i : i + GROUP] for i in range(0, len(symbols), GROUP)]
    as_code = _wrong(groups, lambda place: place) if LEAST <= len(groups) <= MOST else None
    as_receipts = _wrong(groups, lambda place: RECEIPT_SALT + place % RECEIPT_GROUPS)
    if answers or len(groups) % RECEIPT_GROUPS:
        as_receipts = None
    if as_code is None and as_receipts is None:
        raise Slip("length")
    if as_code is not None and (as_receipts is None or len(as_code) <= len(as_receipts)):
        return [_code(groups, as_code, answers)]
    return _receipts(groups, as_receipts)


def _wrong(groups, salt):
    """Places (from 0) of the groups whose check does not hold."""
    wrong = []
    for place, group in enumerate(groups):
        values = [_VALUE.get(symbol) for symbol in group]
        if None in values or check(values[:DATA], salt(place)) != values[DATA]:
            wrong.append(place)
    return wrong


def _data(groups, wrong):
    if wrong:
        raise Slip("groups", [(place + 1, groups[place]) for place in wrong])
    return "".join(_unpacked(group[:DATA]) for group in groups)


def _code(groups, wrong, answers):
    bits = _data(groups, wrong)
    head, rest = bits[:-CRC_BITS], bits[-CRC_BITS:]
    if crc(head) != rest:
        raise Slip("whole")
    if int(head[:3], 2) != VERSION:
        raise Slip("version")
    read = head[FIXED_BITS:]
    return Code(
        language=LANGUAGES[int(head[3:5], 2)],
        edition=int(head[5:30], 2),
        file=int(head[30:60], 2),
        answered=int(head[60:67], 2),
        right=int(head[67:74], 2),
        lessons=tuple(place for place, bit in enumerate(read) if bit == "1"),
        count=len(read),
        answers=_answers(head, answers) if answers else "",
    )


def _answers(head, symbols):
    if len(symbols) < 3 or not set(symbols) <= set(_VALUE):
        raise Slip("answers")
    bits = _unpacked(symbols)
    bits, rest = bits[:-CRC_BITS], bits[-CRC_BITS:]
    if crc(head + bits) != rest:
        raise Slip("answers")
    return bits


def _receipts(groups, wrong):
    bits = _data(groups, wrong)
    found = [bits[i : i + 30] for i in range(0, len(bits), 30)]
    return list(dict.fromkeys(Receipt(int(each[:25], 2), int(each[25:], 2)) for each in found))
