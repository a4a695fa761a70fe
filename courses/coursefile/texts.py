"""Words in several languages: plain, rich, and lists of accepted answers."""

from collections import defaultdict

from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue, extract_strings, restore_strings

from academy.core.languages import CODES, DEFAULT
from academy.site.translating import pieces, plain

from . import markdownlite
from .nodes import Mapping, Scalar, Sequence
from .values import Codec

#: Marks the value of a text that has no language.
SAME = "="


class Text(Codec):
    """A text in several languages: ``{es: …, en: …}``. Value: the same dict."""

    default = ""

    def __init__(self, *, most=None, lines=False, needed=True, same=False):
        self.most, self.lines, self.needed, self.same = most, lines, needed, same

    def read(self, node, reader):
        if isinstance(node, Scalar) and self.same:
            text = self.tidy(node.text)
            return {DEFAULT: text, SAME: True} if text else self._empty(node, reader, {})
        if not isinstance(node, Mapping):
            reader.problem(node, _("Falta el idioma: escribe «es: …» y debajo las traducciones."))
            return None
        value = {}
        for language, child in node.entries.items():
            if language == "id":
                continue
            if language not in CODES:
                reader.problem(child, _("«%(key)s» no es un idioma de la academia.") % {"key": language})
            elif not self.problem_unless_scalar(child, reader):
                text = self.read_text(child, reader)
                if text:
                    value[language] = text
        if DEFAULT not in value:
            return self._empty(node, reader, value)
        return self.check(value, node, reader)

    def _empty(self, node, reader, value):
        if self.needed or value:
            reader.problem(node, _("Falta el texto en español («es»)."))
        return None

    def read_text(self, node, reader):
        text = self.tidy(node.text)
        if self.most and len(text) > self.most:
            reader.problem(
                node, _("El texto tiene %(length)s letras; caben %(most)s.") % {"length": len(text), "most": self.most}
            )
        return text

    def check(self, value, node, reader):
        return value

    def tidy(self, text):
        """One line, or lines without trailing blanks."""
        if not self.lines:
            return " ".join(text.split())
        return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()

    def build(self, value, place):
        if SAME in value:
            place.same.add((place.path, plain(value[DEFAULT])))
            return value[DEFAULT]
        for language, text in value.items():
            if language != DEFAULT:
                place.say(language, plain(value[DEFAULT]), plain(text))
        return value[DEFAULT]

    def write(self, raw, place):
        value = {DEFAULT: self.tidy(raw or "")}
        if not value[DEFAULT]:
            return None
        for language in place.languages:
            # Looked up under the text as it stands on the page, tidied or not.
            found = place.said(language, plain(raw))
            if found:
                value[language] = self.tidy(StringValue(found).render_text())
        if self.same and all(value.get(code) == value[DEFAULT] for code in place.languages):
            return value[DEFAULT]
        return value


class Rich(Text):
    """Small markdown in several languages. Value: blocks of ``markdownlite`` by language.

    Translations have the shape of the Spanish: as many paragraphs and list items, in the same order, because
    each is a string of its own to translators. A paragraph left as in Spanish counts as untranslated.
    """

    def __init__(self, *, needed=True):
        super().__init__(lines=True, needed=needed)

    def read_text(self, node, reader):
        try:
            return markdownlite.read(node.text)
        except markdownlite.NotMarkdown as error:
            reader.problem(node, _("El texto no se entiende: %(why)s.") % {"why": error})
            return None

    def check(self, value, node, reader):
        spanish = value[DEFAULT]
        for language, found in value.items():
            where = node.entries[language]
            if shape(found) != shape(spanish):
                reader.problem(
                    where,
                    _("El texto en «%(language)s» tiene otra forma que el español: %(found)s, no %(wanted)s.")
                    % {"language": language, "found": shape_in_words(found), "wanted": shape_in_words(spanish)},
                )
                continue
            for here, there in zip(units(spanish), units(found), strict=True):
                for address in set(addresses(there)) - set(addresses(here)):
                    reader.problem(
                        where,
                        _("El enlace %(address)s no está en ese párrafo del español.") % {"address": address},
                    )
        return value

    def build(self, value, place):
        html = markdownlite.html_of(value[DEFAULT])
        _template, sources = pieces(html)
        for language, found in value.items():
            if language == DEFAULT:
                continue
            for runs, translated, (source, _attributes) in zip(
                units(value[DEFAULT]), units(found), sources, strict=True
            ):
                text = as_piece(runs, translated)
                if text != source:
                    place.say(language, source, text)
        return html

    def write(self, raw, place):
        html = str(getattr(raw, "source", raw) or "")
        value = {DEFAULT: markdownlite.from_html(html)}
        if not value[DEFAULT]:
            return None
        template, strings = extract_strings(html)
        for language in place.languages:
            found = [place.said(language, string.data) for string, _attributes in strings]
            if any(found):
                restored = [
                    (StringValue(text), attributes) if text else (string, attributes)
                    for text, (string, attributes) in zip(found, strings, strict=True)
                ]
                value[language] = markdownlite.from_html(restore_strings(template, restored))
        return value


def units(found):
    """The runs of each paragraph and list item, in order: what wagtail-localize makes a string of its own."""
    for kind, content in found:
        if kind == "p":
            yield content
        else:
            yield from content


def shape(found):
    return [(kind, 1 if kind == "p" else len(content)) for kind, content in found]


def shape_in_words(found):
    words = {"p": _("párrafo"), "ul": _("lista de %(n)s"), "ol": _("lista numerada de %(n)s")}
    return ", ".join(words[kind] % {"n": n} if kind != "p" else words[kind] for kind, n in shape(found))


def addresses(runs):
    """The links of one paragraph, in order."""
    found, before = [], None
    for *_rest, address in runs:
        if address and address != before:
            found.append(address)
        before = address
    return found


def as_piece(source, translated):
    """A translated paragraph as the string wagtail-localize wants: links by id, marks around all of it left out."""
    if len(source) == 1 and not source[0][3]:
        _text, bold, italic, _none = source[0]
        translated = markdownlite.merge(
            [(text, b and not bold, i and not italic, address) for text, b, i, address in translated]
        )
    numbers = defaultdict(list)
    for number, address in enumerate(addresses(source), start=1):
        numbers[address].append(number)

    def opening(address):
        mine = numbers[address]
        return f'<a id="a{mine.pop(0) if len(mine) > 1 else mine[0]}">'

    return markdownlite.html_of_runs(translated, opening)


class Accept(Codec):
    """Accepted answers, a list for each language: ``{es: [palabra, …], en: [word, …]}``. Value: the same."""

    def __init__(self, inner):
        self.inner = inner

    def read(self, node, reader):
        if not isinstance(node, Mapping) or DEFAULT not in node.entries:
            reader.problem(node, _("Falta la lista en español («es»)."))
            return None
        value = {}
        for language, child in node.entries.items():
            if language not in CODES:
                reader.problem(child, _("«%(key)s» no es un idioma de la academia.") % {"key": language})
            elif not isinstance(child, Sequence) or not child.items:
                reader.problem(child, _("Aquí va una lista: [una, otra]."))
            else:
                words = [
                    self.inner.read_text(item, reader)
                    for item in child.items
                    if not self.problem_unless_scalar(item, reader)
                ]
                if any(words):
                    value[language] = [word for word in words if word]
        return value if value.get(DEFAULT) else None

    def build(self, value, place):
        length = max(len(words) for words in value.values())
        # Each item has one translation in each language, so the last of a shorter list repeats.
        spanish = value[DEFAULT] + [value[DEFAULT][-1]] * (length - len(value[DEFAULT]))
        raw = []
        for number, word in enumerate(spanish):
            inside = place.item(number)
            raw.append({"type": "item", "value": word, "id": inside.own_id()})
            for language, words in value.items():
                if language != DEFAULT:
                    inside.say(language, plain(word), plain(words[min(number, len(words) - 1)]))
        return raw

    def write(self, raw, place):
        value = {DEFAULT: []}
        for item in raw:
            inside = place.stream(item["id"])
            value[DEFAULT].append(self.inner.tidy(item["value"]))
            for language in place.languages:
                found = inside.said(language, plain(item["value"]))
                if found:
                    value.setdefault(language, []).append(self.inner.tidy(StringValue(found).render_text()))
        for words in value.values():
            while len(words) > 1 and words[-1] == words[-2]:
                words.pop()
        return value
