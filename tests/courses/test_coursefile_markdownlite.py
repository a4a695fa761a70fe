"""The small markdown ⇄ rich text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail_localize.strings import extract_strings

from courses.coursefile import markdownlite as md
from courses.coursefile.texts import as_piece, units

words = st.text(alphabet=st.sampled_from("ab ñ*[]()\\-1.23«»&<>\"'\n/:"), min_size=1, max_size=12)
addresses = st.sampled_from([None, None, None, "https://gob.pe/a_(b)", "/ayuda/", "https://x.pe/?a=1&b=2\\c"])
runs = st.lists(st.tuples(words, st.booleans(), st.booleans(), addresses), min_size=1, max_size=5).map(md.merge)


@st.composite
def blocks(draw):
    made = []
    for kind in draw(st.lists(st.sampled_from(["p", "ul", "ol"]), min_size=1, max_size=4)):
        if kind == "p":
            found = draw(runs)
            if found:
                made.append(("p", found))
        else:
            items = [item for item in draw(st.lists(runs, min_size=1, max_size=3)) if item]
            if items and (not made or made[-1][0] != kind):
                made.append((kind, items))
    return made


@given(blocks())
def test_what_is_written_is_read_as_the_same(found):
    assert md.read(md.write(found)) == found


@given(blocks())
def test_html_and_text_say_the_same(found):
    html = md.html_of(found)
    assert md.to_html(md.from_html(html)) == html


@settings(max_examples=50)
@given(blocks())
def test_each_paragraph_is_the_string_that_translators_get(found):
    _template, strings = extract_strings(md.html_of(found))
    assert [as_piece(unit, unit) for unit in units(found)] == [string.data for string, _attributes in strings]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hola\nmundo", "<p>Hola mundo</p>"),
        ("Hola\\\nmundo", "<p>Hola<br/>mundo</p>"),
        ("**Ley** y *olla*", "<p><b>Ley</b> y <i>olla</i></p>"),
        ("Pasos:\n- uno\n- dos\n  más", "<p>Pasos:</p><ul><li>uno</li><li>dos más</li></ul>"),
        ("1. uno\n\n2. dos", "<ol><li>uno</li><li>dos</li></ol>"),
        ("2 \\* 3 < 7 & ya", "<p>2 * 3 &lt; 7 &amp; ya</p>"),
        ("[la **ley**](https://gob.pe)", '<p><a href="https://gob.pe">la <b>ley</b></a></p>'),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[sin dirección] y (nada)", "<p>[sin dirección] y (nada)</p>"),
        ("", ""),
    ],
)
def test_a_text_and_its_html(text, html):
    assert md.to_html(text) == html


@pytest.mark.parametrize("text", ["un *abierto", "**dos", "[x](javascript:alert(1))", "[x](ftp://a.pe)"])
def test_a_mark_left_open_and_an_unfit_address_are_refused(text):
    with pytest.raises(md.NotMarkdown):
        md.to_html(text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p data-block-key="a1b2c">Hola</p>', "Hola"),
        ("<h2>Título</h2><p>Hola</p>", "Título\n\nHola"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n- b"),
        ("<p><strong>a</strong> <em>b</em></p>", "**a** *b*"),
        ('<p><a href="javascript:x">a</a></p>', "a"),
        ("<p></p><p>a</p>", "a"),
        ("<p>- a</p>", "\\- a"),
    ],
)
def test_what_the_editor_writes_comes_out_in_small_markdown(html, text):
    assert md.from_html(html) == text


@pytest.mark.django_db
def test_a_link_to_a_page_that_is_gone_keeps_its_words():
    assert md.from_html('<p><a linktype="page" id="999999">aquí</a></p>') == "aquí"
