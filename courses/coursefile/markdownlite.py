"""The small markdown of course files ⇄ the HTML of rich text.

Paragraphs, ``**bold**``, ``*italic*``, ``- `` and ``1. `` lists, ``[text](address)``. A backslash takes the
meaning from the next character; a backslash at the end of a line is a line break. Nothing else: no headings,
no HTML. Both ways go through the same blocks, ``("p", runs)`` or ``("ul" | "ol", [runs, …])``, where runs are
``(text, bold, italic, address)``; writing what was read gives the same blocks again.
"""

import re
from html import escape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

ESCAPED = set("\\*[]")
BULLET = re.compile(r"-\s+")
NUMBER = re.compile(r"\d{1,3}\.\s+")
ADDRESS = re.compile(r"(https?://|/|tel:|mailto:)[^\s<>\"]*\Z")
BREAK = "\n"


class NotMarkdown(ValueError):
    """The text cannot be read. The message is for the writer of the file."""


def to_html(text):
    """HTML of a text. Raises NotMarkdown with a reason where a mark is left open."""
    return html_of(read(text))


def from_html(html):
    """The text whose HTML this is. What the small markdown cannot say (headings, embeds) keeps its words only."""
    return write(read_html(html))


# --- text → blocks -----------------------------------------------------------------------------------


def read(text):
    blocks = []
    for chunk in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n")):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if lines:
            _read_chunk(lines, blocks)
    return blocks


def _read_chunk(lines, blocks):
    """A paragraph, or lists; a list may follow its paragraph without a blank line."""
    gathered = []  # [kind, raw text]
    for line in lines:
        bare = line.strip()
        mark = (BULLET.match(bare) and "ul") or (NUMBER.match(bare) and "ol")
        if mark:
            gathered.append([mark, (BULLET if mark == "ul" else NUMBER).sub("", bare, count=1)])
        elif gathered:
            joint = BREAK if _breaks(gathered[-1][1]) else " "
            before = gathered[-1][1][:-1].rstrip(" \t") if joint == BREAK else gathered[-1][1]
            gathered[-1][1] = before + joint + bare
        else:
            gathered.append(["p", bare])
    for kind, raw in gathered:
        runs = read_runs(raw)
        if not runs:
            continue
        if kind == "p":
            blocks.append(("p", runs))
        elif blocks and blocks[-1][0] == kind:
            blocks[-1][1].append(runs)
        else:
            blocks.append((kind, [runs]))


def _breaks(raw):
    return (len(raw) - len(raw.rstrip("\\"))) % 2 == 1


def read_runs(raw):
    runs, text = [], []
    bold = italic = False
    address, place = None, 0
    links = _links(raw)

    def flush():
        if text:
            runs.append(("".join(text), bold, italic, address))
            text.clear()

    while place < len(raw):
        letter = raw[place]
        if letter == "\\" and place + 1 < len(raw):
            text.append(raw[place + 1])
            place += 2
        elif raw.startswith("**", place):
            flush()
            bold, place = not bold, place + 2
        elif letter == "*":
            flush()
            italic, place = not italic, place + 1
        elif letter == "[" and place in links:
            flush()
            address, place = links[place][1], place + 1
        elif address is not None and any(end == place for end, _a, _n in links.values()):
            flush()
            place = next(after for end, _a, after in links.values() if end == place)
            address = None
        else:
            text.append(letter)
            place += 1
    flush()
    if bold or italic:
        raise NotMarkdown(_("hay un * sin cerrar"))
    return merge(runs)


def _links(raw):
    """Where links begin: ``{start: (place of "]", address, place after ")")}``. Links do not nest."""
    found, start, place = {}, None, 0
    while place < len(raw):
        letter = raw[place]
        if letter == "\\":
            place += 2
            continue
        if letter == "[":
            start = place
        elif letter == "]" and start is not None and raw.startswith("](", place):
            end, address = _address(raw, place + 2)
            if end is not None:
                if not ADDRESS.match(address):
                    raise NotMarkdown(_("la dirección «%(address)s» no vale") % {"address": address})
                found[start] = (place, address, end + 1)
                place, start = end, None
        place += 1
    return found


def _address(raw, place):
    letters = []
    while place < len(raw):
        if raw[place] == "\\" and place + 1 < len(raw):
            letters.append(raw[place + 1])
            place += 2
        elif raw[place] == ")":
            return place, "".join(letters)
        elif raw[place].isspace():
            return None, ""
        else:
            letters.append(raw[place])
            place += 1
    return None, ""


def merge(runs):
    """Runs in their one form: neighbours alike are one; no white space at the ends; none is empty."""
    merged = []
    for text, bold, italic, address in runs:
        text = re.sub(r"[ \t\r\f\v]+", " ", text)
        text = re.sub(r" ?\n ?", "\n", text)
        if not text:
            continue
        if merged and merged[-1][1:] == (bold, italic, address):
            merged[-1] = (merged[-1][0] + text, bold, italic, address)
        else:
            merged.append((text, bold, italic, address))
    return _trim(merged)


def _trim(runs):
    runs = list(runs)
    while runs and not runs[0][0].strip():
        runs.pop(0)
    while runs and not runs[-1][0].strip():
        runs.pop()
    if runs:
        runs[0] = (runs[0][0].lstrip(), *runs[0][1:])
        runs[-1] = (runs[-1][0].rstrip(), *runs[-1][1:])
    return runs


# --- blocks → HTML -----------------------------------------------------------------------------------


def html_of(blocks):
    parts = []
    for kind, content in blocks:
        if kind == "p":
            parts.append(f"<p>{html_of_runs(content)}</p>")
        else:
            items = "".join(f"<li>{html_of_runs(runs)}</li>" for runs in content)
            parts.append(f"<{kind}>{items}</{kind}>")
    return "".join(parts)


def _opening(address):
    return f'<a href="{escape(address)}">'


def html_of_runs(runs, opening=_opening):
    """One paragraph without its own tag. ``opening`` makes the tag a link begins with."""
    parts, place = [], 0
    while place < len(runs):
        address, inside = runs[place][3], []
        while place < len(runs) and runs[place][3] == address:
            text, bold, italic, _same = runs[place]
            piece = escape(text, quote=False).replace(BREAK, "<br/>")
            piece = f"<i>{piece}</i>" if italic else piece
            inside.append(f"<b>{piece}</b>" if bold else piece)
            place += 1
        joined = "".join(inside)
        parts.append(f"{opening(address)}{joined}</a>" if address else joined)
    return "".join(parts)


# --- HTML → blocks -----------------------------------------------------------------------------------


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks, self.runs, self.lists = [], [], []
        self.bold = self.italic = 0
        self.address = None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("b", "strong"):
            self.bold += 1
        elif tag in ("i", "em"):
            self.italic += 1
        elif tag == "a":
            self.address = address_of(attributes)
        elif tag == "br":
            self.runs.append((BREAK, bool(self.bold), bool(self.italic), self.address))
        else:
            self.end_block()
            if tag in ("ul", "ol"):
                self.lists.append((tag, []))

    def handle_endtag(self, tag):
        if tag in ("b", "strong"):
            self.bold = max(0, self.bold - 1)
        elif tag in ("i", "em"):
            self.italic = max(0, self.italic - 1)
        elif tag == "a":
            self.address = None
        elif tag != "br":
            self.end_block()
            if tag in ("ul", "ol") and self.lists:
                kind, items = self.lists.pop()
                if self.lists:  # a list inside a list: one level is all we have
                    self.lists[-1][1].extend(items)
                elif items:
                    self.blocks.append((kind, items))

    def handle_data(self, data):
        self.runs.append((data.replace(BREAK, " "), bool(self.bold), bool(self.italic), self.address))

    def end_block(self):
        runs = merge(self.runs)
        self.runs = []
        if not runs:
            return
        if self.lists:
            self.lists[-1][1].append(runs)
        else:
            self.blocks.append(("p", runs))


def address_of(attributes):
    """The address of a link; a link to one of our pages becomes its path, one that is gone becomes plain text."""
    if attributes.get("linktype") == "page":
        from wagtail.models import Page

        page = Page.objects.filter(pk=attributes.get("id")).first()
        return page.get_url() if page else None
    address = attributes.get("href", "")
    return address if ADDRESS.match(address) else None


def read_html(html):
    reader = _Reader()
    reader.feed(str(html))
    reader.close()
    reader.end_block()
    return _joined(reader.blocks)


def _joined(blocks):
    """Two lists of one kind in a row are one: the small markdown cannot keep them apart."""
    joined = []
    for kind, content in blocks:
        if joined and kind != "p" and joined[-1][0] == kind:
            joined[-1] = (kind, [*joined[-1][1], *content])
        else:
            joined.append((kind, content))
    return joined


# --- blocks → text -----------------------------------------------------------------------------------


def write(blocks):
    parts = []
    for kind, content in blocks:
        if kind == "p":
            parts.append(_write_runs(content))
        elif kind == "ul":
            parts.append("\n".join(f"- {_write_runs(runs)}" for runs in content))
        else:
            parts.append("\n".join(f"{n}. {_write_runs(runs)}" for n, runs in enumerate(content, start=1)))
    return "\n\n".join(parts)


def _write_runs(runs):
    parts, bold, italic, address = [], False, False, None
    for text, now_bold, now_italic, now_address in [*runs, ("", False, False, None)]:
        if address is not None and now_address != address:
            # Marks that began inside the link may go on behind it: they are toggles, not brackets.
            parts.append(f"]({address.replace(chr(92), chr(92) * 2).replace(')', chr(92) + ')')})")
        if bold != now_bold:
            parts.append("**")
        if italic != now_italic:
            parts.append("*")
        if now_address is not None and now_address != address:
            parts.append("[")
        parts.append(_escape(text))
        bold, italic, address = now_bold, now_italic, now_address
    line = "".join(parts)
    return "\n".join(_guard_start(piece) for piece in line.split("\n"))


def _escape(text):
    escaped = "".join("\\" + letter if letter in ESCAPED else letter for letter in text)
    return escaped.replace(BREAK, "\\\n")


def _guard_start(line):
    """A line that would look like a list item."""
    if BULLET.match(line) or line == "-":
        return "\\" + line
    number = NUMBER.match(line) or re.match(r"\d{1,3}\.\Z", line)
    return line.replace(".", "\\.", 1) if number else line
