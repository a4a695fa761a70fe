"""Papers of the courses, made with typst (``academy.core.papers``), and the QR codes on them."""

import io
from pathlib import Path

import segno

from academy.core import papers

FOLDER = Path(__file__).parent / "typst"
INK = "#2b1a20"


def paper(name, data):
    """The PDF of ``typst/<name>.typ`` with ``data``."""
    return papers.paper(FOLDER / f"{name}.typ", data)


def qr(address):
    """The QR of an address as SVG text. A fifth of it may be dirty or torn (level M)."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark=INK)
    return out.getvalue().decode()


def place_of(address):
    """An address as it is written on paper: without its scheme."""
    return address.partition("://")[2]
