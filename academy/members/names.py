"""Names as women write them. Pure."""

import unicodedata

#: Words that stay small inside a name.
SMALL = {"de", "del", "la", "las", "los", "el", "y", "e", "da", "das", "do", "dos", "van", "von"}
_MARKS = set(" -.'’ʼ`´ªº")


def tidy(text):
    """One line, single spaces, composed accents, nothing invisible."""
    text = unicodedata.normalize("NFC", str(text))
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())


def nice_case(name, *, opens=True):
    """A name typed all in capitals or all in small letters, as it is written; any other is left as it is.

    ``opens=False``: it is the second part of a name, so that a small word at its start stays small.

    >>> nice_case("MARÍA JOSÉ DE LA CRUZ")
    'María José de la Cruz'
    >>> nice_case("DE LA CRUZ", opens=False)
    'de la Cruz'
    >>> nice_case("Ana DeLuz")
    'Ana DeLuz'
    """
    name = tidy(name)
    if name != name.upper() and name != name.lower():
        return name
    words = name.lower().split(" ")
    return " ".join(word if word in SMALL and (at or not opens) else _capital(word) for at, word in enumerate(words))


def _capital(word):
    """Capital at the start and after a hyphen, and after the apostrophe of D'Angelo (not of Ch'aska)."""
    out, raise_next = [], True
    for at, letter in enumerate(word):
        out.append(letter.upper() if raise_next and len(letter.upper()) == 1 else letter)
        raise_next = letter == "-" or (letter in "'’" and at == 1 and word[0] in "do")
    return unicodedata.normalize("NFC", "".join(out))


def is_a_name(name):
    """Two letters at least, and nothing that no name has: figures, formulas, addresses."""
    letters = sum(c.isalpha() for c in name)
    return letters >= 2 and all(c in _MARKS or unicodedata.category(c)[0] in "LM" for c in name)
