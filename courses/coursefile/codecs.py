"""One field of a course file, three ways: read it (with reasons), build the page's value, write it back.

The codecs are made from Wagtail's own block definitions, so a new block can be loaded and exported as soon as
it exists. ``read(node, reader)`` returns a value or None after reporting; ``build(value, place)`` returns the
raw Spanish value and tells ``place`` what it is called in other languages; ``write(raw, place)`` is the way back.
"""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail_localize.strings import StringValue, extract_strings, restore_strings

from academy.core.languages import CODES, DEFAULT
from academy.site.translating import pieces, plain

from . import markdownlite
from .nodes import Mapping, Scalar, Sequence

#: Names in the file that are not the block's own.
NAMES = {
    ("scene", "picture"): "drawing",
    ("drawing", "picture"): "file",
    ("audio", "recording"): "file",
    ("file", "document"): "file",
}
#: Texts that may stand without a language: they are the same in all.
SAME_EVERYWHERE = {("contact", "number"), ("contact", "source"), ("number", "unit"), ("table", "rows")}
#: Marks the value of a text that has no language.
SAME = "="
YES, NO = {"yes", "true", "sí", "si"}, {"no", "false"}
SHORT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")


def read_id(mapping, reader, *, needed=True):
    """The ``id`` of a mapping: a short id or a UUID."""
    node = mapping.entries.get("id")
    if node is None:
        if needed:
            reader.problem(mapping, _("Falta «id»."))
        return None
    if not isinstance(node, Scalar) or not SHORT_ID.match(node.text):
        reader.problem(node, _("«id» lleva letras minúsculas sin tilde, números y guiones."))
        return None
    return node.text


class Codec:
    needed = True
    default = None

    def problem_unless_scalar(self, node, reader):
        if isinstance(node, Scalar):
            return False
        reader.problem(node, _("Aquí va un solo valor, no una lista ni un grupo."))
        return True


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


class Plain(Codec):
    """A single value without language."""

    def __init__(self, *, needed=True, default=None):
        self.needed, self.default = needed, default

    def read(self, node, reader):
        if self.problem_unless_scalar(node, reader):
            return None
        text = node.text.strip()
        if not text:
            if self.needed:
                reader.problem(node, _("Falta el valor."))
            return None
        try:
            return self.parse(text)
        except ValueError as error:
            reader.problem(node, str(error))
            return None

    def build(self, value, place):
        return value

    def write(self, raw, place):
        return None if raw in (None, "") else str(raw)


class YesNo(Plain):
    def __init__(self, *, words=("yes", "no"), needed=False):
        super().__init__(needed=needed, default=False)
        self.words = words

    def parse(self, text):
        if text.lower() in YES:
            return True
        if text.lower() in NO:
            return False
        raise ValueError(_("«%(text)s» no es sí ni no: escribe yes o no.") % {"text": text})

    def write(self, raw, place):
        return self.words[0] if raw else self.words[1]


class Whole(Plain):
    def __init__(self, *, least=None, most=None, **kwargs):
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def parse(self, text):
        if not re.fullmatch(r"\d{1,6}", text):
            raise ValueError(_("«%(text)s» no es un número entero.") % {"text": text})
        number = int(text)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise ValueError(
                _("%(number)s no vale: va de %(least)s a %(most)s.")
                % {"number": number, "least": self.least or 0, "most": self.most if self.most is not None else "…"}
            )
        return number


class Number(Plain):
    """A decimal number with a point. Value: text, so that nothing is lost on the way."""

    def __init__(self, *, least=None, **kwargs):
        super().__init__(**kwargs)
        self.least = least

    def parse(self, text):
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or not re.fullmatch(r"-?\d+(\.\d+)?", text):
            raise ValueError(_("«%(text)s» no es un número. Con punto: 1.84.") % {"text": text})
        if self.least is not None and number < self.least:
            raise ValueError(_("%(text)s no vale: no puede ser menor que %(least)s.") % {"text": text, "least": self.least})
        return text


class Day(Plain):
    def parse(self, text):
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError(_("«%(text)s» no es una fecha. Así: 2026-11-22.") % {"text": text}) from None


class Address(Plain):
    def parse(self, text):
        if not re.match(r"https?://[^\s/]+\.[^\s]+\Z", text):
            raise ValueError(_("«%(text)s» no es una dirección completa (https://…).") % {"text": text})
        return text


class OneOf(Plain):
    def __init__(self, choices, **kwargs):
        super().__init__(**kwargs)
        self.choices = list(choices)

    def parse(self, text):
        if text not in self.choices:
            raise ValueError(
                _("«%(text)s» no vale. Puede ser: %(choices)s.") % {"text": text, "choices": ", ".join(self.choices)}
            )
        return text


class Attached(Plain):
    """A picture or file by its name; ``kind`` says which of the two."""

    def __init__(self, kind, **kwargs):
        super().__init__(**kwargs)
        self.kind = kind

    def read(self, node, reader):
        name = super().read(node, reader)
        return reader.attachment(self.kind, name, node) if name else None

    def parse(self, text):
        return text

    def build(self, value, place):
        return place.attached(self.kind, value)

    def write(self, raw, place):
        return place.name_of(self.kind, raw) if raw else None


class ListOf(Codec):
    """A list whose entries have ids. Value: ``[(short id or None, value), …]``."""

    default = ()

    def __init__(self, inner, *, least=None, most=None, needed=True):
        self.inner, self.least, self.most, self.needed = inner, least, most, needed

    def read(self, node, reader):
        if not isinstance(node, Sequence):
            reader.problem(node, _("Aquí va una lista."))
            return None
        value, seen = [], set()
        for child in node.items:
            short, content = self._read_item(child, reader)
            if short in seen:
                reader.problem(child, _("El id «%(id)s» está dos veces.") % {"id": short})
            if short:
                seen.add(short)
            value.append((short, content))
        if self.least and len(value) < self.least:
            reader.problem(node, _("Son pocos: van %(least)s o más.") % {"least": self.least})
        if self.most and len(value) > self.most:
            reader.problem(node, _("Son muchos: van %(most)s o menos.") % {"most": self.most})
        return value

    def _read_item(self, child, reader):
        if isinstance(self.inner, Struct):
            if not isinstance(child, Mapping):
                reader.problem(child, _("Cada entrada lleva «id» y sus partes."))
                return None, None
            return read_id(child, reader), self.inner.read(child, reader)
        short = None
        if isinstance(child, Mapping) and "id" in child.entries:
            short = read_id(child, reader)
            if isinstance(self.inner, ListOf) and set(child.entries) == {"id", "cells"}:
                child = child.entries["cells"]
            elif isinstance(self.inner, Text) and self.inner.same and set(child.entries) == {"id", "all"}:
                child = child.entries["all"]
        return short, self.inner.read(child, reader)

    def build(self, value, place):
        raw = []
        for number, (short, content) in enumerate(value):
            inside = place.item(short or number)
            built = self.inner.default if content is None else self.inner.build(content, inside)
            raw.append({"type": "item", "value": built, "id": inside.own_id(short)})
        return raw

    def write(self, raw, place):
        return [self._write_item(item, number, place) for number, item in enumerate(raw or [])]

    def _write_item(self, item, number, place):
        short = place.short_id(item["id"], number, named=isinstance(self.inner, Struct))
        content = self.inner.write(item["value"], place.stream(item["id"], short or number))
        if isinstance(self.inner, Struct):
            return {"id": short, **content}
        if content is None:
            content = ""
        if short is None:
            return content
        if isinstance(self.inner, ListOf):
            return {"id": short, "cells": content}
        return {"id": short, **content} if isinstance(content, dict) else {"id": short, "all": content}


class Struct(Codec):
    """Named fields: ``[(name in the file, name of the block, codec), …]``. Value: dict by block name."""

    def __init__(self, fields):
        self.fields = fields

    def read(self, mapping, reader, also=("id",)):
        known = {name for name, _own, _codec in self.fields}
        for key in mapping.entries:
            if key not in known and key not in also:
                reader.problem_at(
                    mapping.lines[key],
                    _("No conozco «%(key)s» aquí. Puede ser: %(known)s.")
                    % {"key": key, "known": ", ".join(sorted(known))},
                )
        value = {}
        for name, own, codec in self.fields:
            node = mapping.entries.get(name)
            if node is not None:
                value[own] = codec.read(node, reader)
            elif codec.needed and codec.default in (None, "", ()):
                reader.problem(mapping, _("Falta «%(key)s».") % {"key": name})
        return value

    def build(self, value, place):
        raw = {}
        for _name, own, codec in self.fields:
            content = value.get(own)
            raw[own] = codec.default if content is None else codec.build(content, place.field(own))
            if raw[own] == ():
                raw[own] = []
        return raw

    def write(self, raw, place):
        written = {}
        for name, own, codec in self.fields:
            content = codec.write(raw.get(own), place.field(own))
            if content is not None and content != []:
                written[name] = content
        return written


def codec_for(block, kind="", name=""):
    """The codec of a block definition. ``kind`` and ``name``: the block type and field it stands in."""
    needed = getattr(block, "required", True)
    if isinstance(block, blocks.StructBlock):
        return Struct([(NAMES.get((kind, n), n), n, codec_for(b, kind, n)) for n, b in block.child_blocks.items()])
    if isinstance(block, blocks.ListBlock):
        inner = codec_for(block.child_block, kind, name)
        if (kind, name) == ("short", "accept"):
            return Accept(inner)
        return ListOf(inner, least=block.meta.min_num, most=block.meta.max_num)
    if isinstance(block, blocks.RichTextBlock):
        return Rich(needed=needed)
    if isinstance(block, ImageChooserBlock):
        return Attached("picture", needed=needed)
    if isinstance(block, DocumentChooserBlock):
        return Attached("file", needed=needed)
    if isinstance(block, blocks.ChoiceBlock):
        choices = [value for value, _label in block.field.choices if value]
        return OneOf(choices, needed=needed, default=block.get_default() or ("" if not needed else None))
    if isinstance(block, blocks.BooleanBlock):
        return YesNo(words=("true", "false"), needed=True) if kind == "true_false" else YesNo()
    if isinstance(block, blocks.IntegerBlock):
        field = block.field
        return Whole(least=field.min_value, most=field.max_value, needed=needed, default=block.get_default())
    if isinstance(block, blocks.DecimalBlock):
        default = block.get_default()
        return Number(least=block.field.min_value, needed=needed, default=None if default is None else str(default))
    if isinstance(block, blocks.DateBlock):
        return Day(needed=needed)
    if isinstance(block, blocks.URLBlock):
        return Address(needed=needed, default="")
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return Text(
            most=getattr(block.field, "max_length", None),
            lines=isinstance(block, blocks.TextBlock),
            needed=needed,
            same=(kind, name) in SAME_EVERYWHERE,
        )
    raise TypeError(f"No codec for {block.__class__.__name__}: course files cannot say {kind}.{name} yet.")

