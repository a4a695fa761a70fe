"""Papers of the relay, made with typst: PDF/UA, fonts embedded."""

import json
from pathlib import Path

import typst
from django.conf import settings

HERE = Path(__file__).parent


def paper(template, data, *, form="pdf"):
    """The PDF of ``leadership/<template>`` with ``data`` (``form="png"``: a list of pages, for looking at).

    Data goes in as JSON and never as part of the template, so nothing that a woman types can be code. The root is the
    house, so that papers share the woven bands of ``courses/typst/weave.typ``. A sign that our fonts do not have is
    looked for among the fonts of the machine, and the paper is then no PDF/UA.
    """
    same = {"root": str(settings.BASE_DIR), "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)}}
    source = str(HERE / template)
    if form == "png":
        made = typst.compile(source, **same, format="png", ppi=80, ignore_system_fonts=True)
        return made if isinstance(made, list) else [made]
    try:
        return typst.compile(source, **same, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return typst.compile(source, **same, format="pdf")
