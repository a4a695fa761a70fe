"""Does a sentence give a password away? Pure. Handing over says *where* passwords are, never what they are.

Better once too often than once too few: who wrote something harmless is told how to say it. Three signs: a word for a
password followed by what it is; a piece that no language has (letters, capitals and digits mixed); digits alone.
"""

import re
import unicodedata

_WORDS = r"(?:claves?|contrasenas?|password|pass|pin|codigo|patron|passcode|llave digital)"
_OF_WHAT = "del?|la|el|de la|yape|cajero|celular|telefono|tarjeta|banco"
#: «la clave del celular es Rosita», «pin: 4821», «contraseña = abc1». What follows must be one word, or hold a digit.
_SAID = re.compile(rf"\b{_WORDS}\b[^.;\n]{{0,40}}?(?:\bes\b|\bson\b|:|=)\s*(?P<rest>[^.;\n]+)")
#: «pin 4821», «clave del cajero 8841».
_NUMBER = re.compile(rf"\b{_WORDS}\b(?:\s+(?:{_OF_WHAT})){{0,3}}\s+\d{{3,}}\b")
_MAIL = re.compile(r"\S+@\S+\.\S+|https?://\S+|www\.\S+")
_TOKEN = re.compile(r"[^\s,;()«»\"]+")
_SYMBOLS = set("!#$%&*+=?^_~|@\\")
#: A word like these after «es» or a colon says where it is.
_PLACES = (
    "en la el con dentro donde bajo sobre guardad anotad la tiene lo tiene las tiene los tiene la sabe las sabe "
    "misma mismo solo cada una un su nuestra nueva ella quien nadie ninguna personal secreta"
).split()


def _plain(text):
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded if not unicodedata.combining(c)).casefold()


def found_in(text):
    """What looks like a password in ``text``, or None."""
    bare = _MAIL.sub(" ", unicodedata.normalize("NFKC", text))
    plain = _plain(bare)
    for said in _SAID.finditer(plain):
        rest = said["rest"].split()
        if rest and _tells(rest):
            return rest[0]
    number = _NUMBER.search(plain)
    if number:
        return number[0].split()[-1]
    if re.fullmatch(r"\s*[\d\s-]{4,12}\s*", bare) and 4 <= sum(c.isdigit() for c in bare) <= 8:
        return bare.strip()
    return next((token for token in _TOKEN.findall(bare) if _is_mixed(token.strip(".:"))), None)


def _tells(rest):
    """Of the words after «es» or a colon: is the first one the password itself?"""
    first = rest[0].strip(",")
    if first.startswith(tuple(place for place in _PLACES if len(place) > 5)) or first in _PLACES:
        return any(any(c.isdigit() for c in word) and any(c.isalpha() for c in word) for word in rest[1:])
    return len(rest) == 1 or any(c.isdigit() for c in first) or any(c in _SYMBOLS for c in first)


def _is_mixed(token):
    """Letters with digits and a sign, or capitals inside with three digits: no word, no number of a document."""
    letters = any(c.isalpha() for c in token)
    digits = sum(c.isdigit() for c in token)
    if len(token) < 6 or not letters or not digits:
        return False
    if any(c in _SYMBOLS for c in token):
        return True
    lower, upper = any(c.islower() for c in token), any(c.isupper() for c in token)
    return len(token) >= 8 and lower and upper and digits >= 3
