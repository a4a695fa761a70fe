"""A file said shorter is the same document to whoever reads it."""

import re
from html import escape
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.onefile.squeezing import squeezed


class Read(HTMLParser):
    """What a browser takes from HTML: tags, their attributes, and words with their white space as one."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.said = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.said.append((tag, [(name, value or "") for name, value in attrs]))

    def handle_endtag(self, tag):
        self.said.append(f"/{tag}")

    def handle_data(self, data):
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        if self.said and isinstance(self.said[-1], list):
            self.said[-1][0] += words
        else:
            self.said.append([words])


NAMES = st.sampled_from(["class", "href", "data-x", "aria-label", "value"])
WORDS = st.text(alphabet="ab /='\"<>&;`\n\t ñ–.#:()", max_size=12)
TAGS = st.sampled_from(["p", "a", "svg", "option"])


@st.composite
def documents(draw):
    def element(inside):
        tag, attributes = draw(TAGS), draw(st.dictionaries(NAMES, WORDS, max_size=3))
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<{tag}{written}/>" if not inside else f"<{tag}{written}>{inside}</{tag}>"

    parts = [element(escape(draw(WORDS))) for _ in range(draw(st.integers(1, 4)))]
    return element("".join(parts) + escape(draw(WORDS)))


@given(documents())
@settings(max_examples=150, deadline=None)
def test_it_is_the_same_document_and_never_longer(html):
    short = squeezed(html)
    assert Read(short).said == Read(html).said
    assert len(short) <= len(html)
    assert squeezed(short) == short


def test_a_slash_is_never_taken_for_the_end_of_a_tag():
    assert squeezed('<a href="/a/">x</a>') == '<a href="/a/">x</a>'
    assert squeezed('<path d="M0" fill="red"/>') == "<path d=M0 fill=red />"
    assert squeezed('<input value="" data-ok="">') == "<input value data-ok>"


def test_what_runs_and_what_she_copies_stays_to_the_letter():
    for kept in ('<script>a = "b";\n\n  c()</script>', '<style>a[b="c"]  {}</style>', "<textarea>a\n\n b</textarea>"):
        assert squeezed(f"<p>\n\n  x</p>{kept}") == f"<p>\nx</p>{kept}"


def test_words_that_look_like_attributes_are_left_alone():
    assert squeezed('<p>di class="a"  y ya</p>') == '<p>di class="a" y ya</p>'
