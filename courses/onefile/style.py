"""The style of a file: the site's own, without the rules for what a course does not have."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from academy.core import style

_RULE = re.compile(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
#: Added by the script, so they stand in no markup.
BY_SCRIPT = {"js", "picked", "right"}


@lru_cache(maxsize=1)
def _sources():
    site = (settings.BASE_DIR / "static" / "css" / "site.css").read_text(encoding="utf-8")
    own = (Path(__file__).parent / "file.css").read_text(encoding="utf-8")
    return _bare(f"{style.critical()}\n{site}"), _bare(own)


def _bare(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def style_for(html):
    """Rules whose classes occur in ``html``, and the file's own."""
    used = {name for given in re.findall(r'class="([^"]*)"', html) for name in given.split()} | BY_SCRIPT
    shared, own = _sources()
    # Nothing in a file is fetched, and «</» would end the element that holds the style.
    return (_kept(shared, used) + own).replace("</", "<\\/").strip()


def _kept(rules, used):
    out = []
    for selectors, body in _RULE.findall(rules):
        selectors = selectors.strip()
        if selectors.startswith("@media"):
            inside = _kept(body, used)
            if inside:
                out.append(f"{selectors}{{{inside}}}")
        elif selectors.startswith("@"):
            out.append(f"{selectors}{{{body}}}")
        else:
            wanted = [each.strip() for each in selectors.split(",") if set(_CLASS.findall(each)) <= used]
            if wanted:
                out.append(f"{','.join(wanted)}{{{body}}}")
    return "".join(out)
