"""Bars of kept, partly kept and not kept, as numbers for a template that writes SVG. Pure.

Colours come from classes and a pattern tells the parts apart without colour; the table beside it says the same.
"""

from dataclasses import dataclass

#: As wide as the narrowest phone, so that its letters are not made smaller there.
WIDTH, ROW = 320, 46


@dataclass(frozen=True)
class Part:
    code: str
    x: float
    width: float
    number: int


@dataclass(frozen=True)
class Bar:
    name: str
    y: int
    parts: tuple
    due: int


def bars(lines, *, most=8):
    """``(bars, height)`` of the groups where something fell due; widths share one scale: the longest fills WIDTH."""
    shown = [line for line in lines if line.figures.due][:most]
    longest = max((line.figures.due for line in shown), default=1)
    found = []
    for place, line in enumerate(shown):
        x, parts = 0.0, []
        for code in ("kept", "partly", "broken"):
            number = getattr(line.figures, code)
            width = round(WIDTH * number / longest, 1)
            if number:
                parts.append(Part(code, round(x, 1), width, number))
            x += width
        found.append(Bar(line.name, place * ROW, tuple(parts), line.figures.due))
    return found, len(shown) * ROW
