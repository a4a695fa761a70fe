"""Papers made with typst: PDF/UA, fonts embedded, about 40 KB and a twentieth of a second each."""

import io
import json
from pathlib import Path

import segno
import typst

FOLDER = Path(__file__).parent / "typst"
INK = "#2b1a20"


def paper(name, data):
    """The PDF of ``typst/<name>.typ`` with ``data``.

    Data goes in as JSON and never as part of the template, so nothing that a woman types can be code. Raises
    typst.TypstError where the paper would not be accessible (no heading, a picture without words).
    """
    return typst.compile(
        str(FOLDER / f"{name}.typ"),
        root=str(FOLDER),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )


def qr(address):
    """The QR of an address as SVG text. A fifth of it may be dirty or torn (level M)."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark=INK)
    return out.getvalue().decode()


def place_of(address):
    """An address as it is written on paper: without its scheme."""
    return address.partition("://")[2]
