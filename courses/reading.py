"""Reading pages as text: what search and weight need. Pure; walks values already in memory."""

from html import unescape
from html.parser import HTMLParser

from wagtail import blocks
from wagtail.rich_text import RichText

from academy.site.folding import folded


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)


def text_of_html(source):
    """The words of a piece of HTML, tags dropped."""
    parser = _Text()
    parser.feed(str(source))
    return unescape(" ".join(parser.parts))


def strings_of(value):
    """Every text inside a block value, in reading order."""
    if isinstance(value, RichText):
        yield text_of_html(value.source)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from strings_of(child.value)
    elif isinstance(value, blocks.StructValue):
        for child in value.values():
            yield from strings_of(child)
    elif isinstance(value, blocks.list_block.ListValue):
        for child in value:
            yield from strings_of(child)


def words_of(*values):
    """All words of titles, texts and bodies, folded for search."""
    return folded(" ".join(text for value in values for text in strings_of(value)))
