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

    Data goes in as JSON and never as part of the template, so nothing that a woman types can be code. A sign
    that our fonts do not have (an emoji in a title) is looked for among the fonts of the machine, and the
    paper is then no PDF/UA: that standard refuses what might not be readable.
    """
    source, inputs = str(FOLDER / f"{name}.typ"), {"data": json.dumps(data, ensure_ascii=False)}
    same = {"root": str(FOLDER), "sys_inputs": inputs, "format": "pdf"}
    try:
        return typst.compile(source, **same, pdf_standards=["ua-1"], ignore_system_fonts=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return typst.compile(source, **same)


def qr(address):
    """The QR of an address as SVG text. A fifth of it may be dirty or torn (level M)."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark=INK)
    return out.getvalue().decode()


def place_of(address):
    """An address as it is written on paper: without its scheme."""
    return address.partition("://")[2]
