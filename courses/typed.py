"""What people type: numbers with comma or point, words with a slip of the finger. Pure."""

import re
from decimal import Decimal, InvalidOperation

from academy.site.folding import folded

#: From this many letters on, a word may have one slip of the finger.
SLIP_FROM = 6

_MONEY = re.compile(r"(?i)\b(nuevos\s+)?sol(es)?\b|s\s*/\s*\.?")
_SPACES = re.compile(r"[\s'’_\u00a0\u202f]+")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*|[+-]?[.,][0-9]+")


def readings(text, unit=""):
    """The numbers that ``text`` can mean; empty when it is none.

    «S/ 1 234,50», «1,234.50», «1.234,50» and «1234.5 soles» mean one number. «1,234» may mean two (Peru
    writes thousands with a comma, others decimals): both are given, and whoever asks takes the one that fits.

    >>> readings("S/ 1,84")
    (Decimal('1.84'),)
    >>> readings("1,234")
    (Decimal('1.234'), Decimal('1234'))
    """
    bare = _MONEY.sub("", str(text)[:60])
    if unit:
        bare = re.sub(re.escape(unit), "", bare, flags=re.IGNORECASE)
    bare = _SPACES.sub("", bare).replace("−", "-").rstrip("%")
    if not _NUMBER.fullmatch(bare):
        return ()
    found = [_number(written) for written in _spellings(bare)]
    return tuple(dict.fromkeys(number for number in found if number is not None))


def _spellings(bare):
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        # The mark that comes last is the decimal one; it may stand once only.
        last, other = (".", ",") if bare.rfind(".") > bare.rfind(",") else (",", ".")
        if bare.count(last) == 1 and _grouped(bare.split(last)[0], other):
            yield bare.replace(other, "").replace(last, ".")
    elif points + commas == 1:
        mark = "." if points else ","
        yield bare.replace(mark, ".")
        if _grouped(bare, mark):
            yield bare.replace(mark, "")
    elif points or commas:
        mark = "." if points else ","
        if _grouped(bare, mark):
            yield bare.replace(mark, "")
    else:
        yield bare


def _grouped(written, mark):
    """Is it in threes after the first group, as thousands are? «0,123» is not."""
    first, *rest = written.lstrip("+-").split(mark)
    return 1 <= len(first) <= 3 and not first.startswith("0") and all(len(part) == 3 for part in rest)


def _number(written):
    try:
        return Decimal(written)
    except InvalidOperation:
        return None


def bare_words(text):
    """Folded, with punctuation gone: «¡La ley 25307!» is «la ley 25307»."""
    return " ".join(re.sub(r"[^\w\s]", " ", folded(text)).split())


def same_words(typed, accepted):
    """Did she mean this? Accents, capitals and punctuation do not count; nor does one slip in a long word.

    One slip (a letter missing, too many, wrong, or two changed round) is let pass where what is accepted has
    SLIP_FROM letters or more and no figures: in «25307» every figure counts.
    """
    ours, theirs = bare_words(typed), bare_words(accepted)
    if not theirs:
        return False
    if ours == theirs:
        return True
    if len(theirs) < SLIP_FROM or any(c.isdigit() for c in theirs):
        return False
    return _one_slip(ours, theirs)


def _one_slip(a, b):
    """At most one insertion, deletion, substitution or swap of neighbours apart."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    x, y = a[start:], b[start:]
    if len(x) == len(y):
        swapped = len(x) > 1 and x[0] == y[1] and x[1] == y[0] and x[2:] == y[2:]
        return x[1:] == y[1:] or swapped
    return x[1:] == y if len(x) > len(y) else y[1:] == x
