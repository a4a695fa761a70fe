"""Answers as bits, after the shape of an edition. Pure.

A question's shape is ``{"kind", "size"}``; ``size`` counts its options, items or pairs. A response here names
places, not ids: ``choice`` a number, ``choices`` a sorted tuple, ``true_false`` a truth, ``order`` and ``match`` a
tuple, ``number`` and ``short`` a text. An essay never travels: nobody would read it in a code.
"""

from .codec import TEXT_BYTES, Slip

#: Places fit into three bits: no question has more than eight.
PLACE = 3
SILENT = ("essay",)


def write(shapes, given):
    """``given``: for each question a tuple of no, one or two responses (the first, the last)."""
    bits = ""
    for shape, responses in zip(shapes, given, strict=True):
        sendable = [r for r in responses if _fits(shape, r)]
        bits += f"{len(sendable):02b}" + "".join(_WRITE[shape["kind"]](shape, r) for r in sendable)
    return bits


def _fits(shape, response):
    if shape["kind"] in SILENT:
        return False
    return not isinstance(response, str) or 0 < len(response.encode()) <= TEXT_BYTES


def read(shapes, bits):
    """The same back. Raises Slip("answers") where the bits do not fit the shapes."""
    reader = _Reader(bits)
    given = []
    for shape in shapes:
        count = reader.take(2)
        if count > 2 or (count and shape["kind"] in SILENT):
            raise Slip("answers")
        given.append(tuple(_READ[shape["kind"]](shape, reader) for _ in range(count)))
    if "1" in reader.rest() or len(reader.rest()) >= 5:
        raise Slip("answers")
    return given


class _Reader:
    def __init__(self, bits):
        self.bits, self.at = bits, 0

    def take(self, width):
        if self.at + width > len(self.bits):
            raise Slip("answers")
        found = int(self.bits[self.at : self.at + width], 2)
        self.at += width
        return found

    def rest(self):
        return self.bits[self.at :]


def _place(number):
    return f"{number:0{PLACE}b}"


def _read_place(shape, reader):
    found = reader.take(PLACE)
    if found >= shape["size"]:
        raise Slip("answers")
    return found


def _write_text(_shape, text):
    raw = text.encode()
    return f"{len(raw):06b}" + "".join(f"{byte:08b}" for byte in raw)


def _read_text(_shape, reader):
    raw = bytes(reader.take(8) for _ in range(reader.take(6)))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Slip("answers") from None


def _write_several(shape, response):
    return "".join("1" if place in response else "0" for place in range(shape["size"]))


def _read_several(shape, reader):
    return tuple(place for place in range(shape["size"]) if reader.take(1))


def _write_row(_shape, response):
    return "".join(_place(number) for number in response)


def _read_row(shape, reader):
    return tuple(_read_place(shape, reader) for _ in range(shape["size"]))


_WRITE = {
    "choice": lambda shape, response: _place(response),
    "choices": _write_several,
    "true_false": lambda shape, response: "1" if response else "0",
    "order": _write_row,
    "match": _write_row,
    "number": _write_text,
    "short": _write_text,
}
_READ = {
    "choice": _read_place,
    "choices": _read_several,
    "true_false": lambda shape, reader: bool(reader.take(1)),
    "order": _read_row,
    "match": _read_row,
    "number": _read_text,
    "short": _read_text,
}


# --- Places and ids ----------------------------------------------------------------------------


def as_response(kind, keys, places):
    """A response as the record keeps it. ``keys``: ids of the options, items or pairs in the question's order."""
    if kind == "choice":
        return {"option": keys[places]}
    if kind == "choices":
        return {"options": [keys[place] for place in places]}
    if kind == "true_false":
        return {"value": places}
    if kind == "order":
        return {"items": [keys[place] for place in places]}
    if kind == "match":
        return {"pairs": {key: keys[place] for key, place in zip(keys, places, strict=True)}}
    return {"text": places}
