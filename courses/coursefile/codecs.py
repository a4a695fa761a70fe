"""One field of a course file, three ways: read it (with reasons), build the page's value, write it back.

The codecs are made from Wagtail's own block definitions, so a new block can be loaded and exported as soon as
it exists. ``read(node, reader)`` returns a value or None after reporting; ``build(value, place)`` returns the
raw Spanish value and tells ``place`` what it is called in other languages; ``write(raw, place)`` is the way back.
"""

import re

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .nodes import Mapping, Scalar, Sequence
from .texts import Accept, Rich, Text
from .values import Address, Attached, Codec, Day, Number, OneOf, Whole, YesNo

#: Names in the file that are not the block's own.
NAMES = {
    ("scene", "picture"): "drawing",
    ("drawing", "picture"): "file",
    ("audio", "recording"): "file",
    ("file", "document"): "file",
}
#: Texts that may stand without a language: they are the same in all.
SAME_EVERYWHERE = {("contact", "number"), ("contact", "source"), ("number", "unit"), ("table", "rows")}
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


def _text(block, needed, kind, name):
    return Text(
        most=getattr(block.field, "max_length", None),
        lines=isinstance(block, blocks.TextBlock),
        needed=needed,
        same=(kind, name) in SAME_EVERYWHERE,
    )


def _list(block, needed, kind, name):
    inner = codec_for(block.child_block, kind, name)
    if (kind, name) == ("short", "accept"):
        return Accept(inner)
    return ListOf(inner, least=block.meta.min_num, most=block.meta.max_num)


def _struct(block, needed, kind, name):
    return Struct([(NAMES.get((kind, n), n), n, codec_for(b, kind, n)) for n, b in block.child_blocks.items()])


def _one_of(block, needed, kind, name):
    choices = [value for value, _label in block.field.choices if value]
    return OneOf(choices, needed=needed, default=block.get_default() or (None if needed else ""))


def _yes_no(block, needed, kind, name):
    return YesNo(words=("true", "false"), needed=True) if kind == "true_false" else YesNo()


def _whole(block, needed, kind, name):
    field = block.field
    return Whole(least=field.min_value, most=field.max_value, needed=needed, default=block.get_default())


def _number(block, needed, kind, name):
    default = block.get_default()
    return Number(least=block.field.min_value, needed=needed, default=None if default is None else str(default))


#: Which codec a block takes; the first that fits.
MAKERS = [
    (blocks.StructBlock, _struct),
    (blocks.ListBlock, _list),
    (blocks.RichTextBlock, lambda block, needed, kind, name: Rich(needed=needed)),
    (ImageChooserBlock, lambda block, needed, kind, name: Attached("picture", needed=needed)),
    (DocumentChooserBlock, lambda block, needed, kind, name: Attached("file", needed=needed)),
    (blocks.ChoiceBlock, _one_of),
    (blocks.BooleanBlock, _yes_no),
    (blocks.IntegerBlock, _whole),
    (blocks.DecimalBlock, _number),
    (blocks.DateBlock, lambda block, needed, kind, name: Day(needed=needed)),
    (blocks.URLBlock, lambda block, needed, kind, name: Address(needed=needed, default="")),
    (blocks.CharBlock, _text),
    (blocks.TextBlock, _text),
]


def codec_for(block, kind="", name=""):
    """The codec of a block definition. ``kind`` and ``name``: the block type and field it stands in."""
    for fits, make in MAKERS:
        if isinstance(block, fits):
            return make(block, getattr(block, "required", True), kind, name)
    raise TypeError(f"No codec for {block.__class__.__name__}: course files cannot say {kind}.{name} yet.")
