"""Papers made with typst: PDF/UA, fonts embedded, about 40 KB and a twentieth of a second each."""

import json
from pathlib import Path

import typst


def paper(source, data):
    """The PDF of the template at ``source`` (a path ending in ``.typ``, which may import its neighbours) with ``data``.

    Data goes in as JSON and never as part of the template, so nothing that a woman types can be code. A sign
    that our fonts do not have (an emoji in a title) is looked for among the fonts of the machine, and the
    paper is then no PDF/UA: that standard refuses what might not be readable.
    """
    source = Path(source)
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    same = {"root": str(source.parent), "sys_inputs": inputs, "format": "pdf"}
    try:
        return typst.compile(str(source), **same, pdf_standards=["ua-1"], ignore_system_fonts=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return typst.compile(str(source), **same)
