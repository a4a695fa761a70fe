"""HTML said shorter: the same document, without what a browser does not need to read it.

Only what the standard lets go: runs of white space become one sign, and attributes lose quotes that nothing in
their value asks for. What stands in script, style, textarea and pre is left to the letter.
"""

import re

_LEFT_ALONE = re.compile(r"(<(script|style|textarea|pre)\b.*?</\2>)", re.S | re.I)
_TAG = re.compile(r"""<[A-Za-z][^\s<>/]*(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_SPACES = re.compile(r"[ \t\r\f]*\n\s*|[ \t\r\f]{2,}")
#: A value that ends in «/» keeps its quotes, and before «/>» comes a space: neither is part of the other.
_QUOTED = re.compile(r"""(\s[^\s"'<>/=]+)=(?:"([^"]*)"|'[^']*')(?=(\s|/?>))""")
_BARE = re.compile(r"""[^\s"'=<>`]*[^\s"'=<>`/]""")


def squeezed(html):
    """``html`` in fewer bytes. Linear; nothing is parsed, so broken markup stays as it is."""
    parts, last = [], 0
    for kept in _LEFT_ALONE.finditer(html):
        opened = _TAG.match(kept[0])
        head = opened[0] if opened else ""
        parts += [_plain(html[last : kept.start()]), _tag(head), kept[0][len(head) :]]
        last = kept.end()
    return "".join([*parts, _plain(html[last:])])


def _plain(html):
    out, last = [], 0
    for tag in _TAG.finditer(html):
        out += [_text(html[last : tag.start()]), _tag(tag[0])]
        last = tag.end()
    return "".join([*out, _text(html[last:])])


def _text(text):
    return _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", text)


def _tag(tag):
    return _QUOTED.sub(_attribute, tag)


def _attribute(found):
    name, value, after = found[1], found[2], found[3]
    if value == "":
        return name
    if value is None or not _BARE.fullmatch(value):
        return found[0]
    return f"{name}={value}" + (" " if after == "/>" else "")
