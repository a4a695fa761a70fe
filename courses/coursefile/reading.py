"""A course file as a checked course in memory, or all its problems with their lines. Touches no page."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from academy.core.languages import CODES, DEFAULT

from . import drawings, nodes
from .codecs import read_id
from .nodes import Mapping, Scalar, Sequence
from .problems import BrokenFile, Problem
from .schema import (
    COURSE,
    COURSE_ALSO,
    FORMAT,
    LESSON,
    RULE,
    STATES,
    TEST,
    blocks_of_lesson,
    blocks_of_test,
)

#: Raised when building changes what is written for the same file: then every course loads again.
LOADER_VERSION = "1"
IDEA_WORDS = 120
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}\Z")


@dataclass
class BlockInFile:
    id: str
    kind: str
    value: dict
    line: int


@dataclass
class PageInFile:
    """A lesson or the test."""

    id: str
    slug: str
    fields: dict
    blocks: list
    line: int


@dataclass
class CourseInFile:
    path: Path
    fields: dict = field(default_factory=dict)
    id: str = ""
    competencies: list = field(default_factory=list)
    states: dict = field(default_factory=dict)
    rule: dict = field(default_factory=dict)
    lessons: list = field(default_factory=list)
    test: PageInFile | None = None
    attachments: dict = field(default_factory=dict)
    warnings: list = field(default_factory=list)
    digest: str = ""

    @property
    def code(self):
        return self.fields["code"]


class Reader:
    """Collects problems and attachments while the codecs read."""

    def __init__(self, folder):
        self.folder = folder
        self.problems = []
        self.warnings = []
        self.attachments = {"picture": {}, "file": {}}

    def problem(self, node, reason):
        self.problem_at(node.line, reason)

    def problem_at(self, line, reason):
        self.problems.append(Problem(line, reason))

    def warn(self, node, reason):
        self.warnings.append(Problem(node.line, reason))

    def attachment(self, kind, name, node):
        """Check that the file is there and fit to be shown; its name, or None."""
        if name in self.attachments[kind]:
            return name
        path = self.folder / ("drawings" if kind == "picture" else "files") / name
        if kind == "picture" and (reason := drawings.problem_of_name(name)):
            self.problem(node, reason)
            return None
        if kind == "file" and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", name):
            self.problem(node, _("«%(name)s» no es un nombre de archivo.") % {"name": name})
            return None
        if not path.is_file():
            self.problem(node, _("No está el archivo %(name)s.") % {"name": f"{path.parent.name}/{name}"})
            return None
        if kind == "picture":
            for reason in drawings.problems_of(path):
                self.problem(node, reason)
        self.attachments[kind][name] = path
        return name


def read_file(path):
    """The checked course in this file. Raises BrokenFile with every problem found, none but the first hidden."""
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BrokenFile(path, [Problem(line, _("El archivo no está en UTF-8."))]) from None
    return read_text(text, path)


def read_text(text, path):
    root, problems = nodes.parse(text)
    reader = Reader(path.parent)
    reader.problems += problems
    course = CourseInFile(path)
    if root is not None and not isinstance(root, Mapping):
        reader.problem(root, _("El archivo empieza con «format: %(format)s».") % {"format": FORMAT})
    elif root is not None:
        _read_course(root, reader, course)
    if reader.problems:
        raise BrokenFile(path, reader.problems)
    course.attachments, course.warnings = reader.attachments, sorted(set(reader.warnings))
    course.digest = _digest(text, reader.attachments)
    return course


def _digest(text, attachments):
    digest = hashlib.sha256(f"{LOADER_VERSION}\n{text}".encode())
    for kind in sorted(attachments):
        for name, path in sorted(attachments[kind].items()):
            digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()


def _read_course(root, reader, course):
    form = root.entries.get("format")
    if not isinstance(form, Scalar) or form.text != FORMAT:
        reader.problem(form or root, _("El archivo empieza con «format: %(format)s».") % {"format": FORMAT})
        return
    course.fields = COURSE.read(root, reader, also=COURSE_ALSO)
    _check_word(root, reader, "code", CODE, _("El código es una letra mayúscula y un número, como R1."))
    _check_word(root, reader, "slug", SLUG, _("«slug» lleva minúsculas sin tilde, números y guiones."))
    _check_code_and_cover(root, reader, course)
    course.id = read_id(root, reader, needed=False) or ""
    course.competencies = _read_words(root, "competencies", reader)
    course.states = _read_states(root, reader)
    rule = root.entries.get("rule")
    if rule is not None and not isinstance(rule, Mapping):
        reader.problem(rule, _("«rule» lleva lessons, test y tasks."))
    elif rule is not None:
        course.rule = RULE.read(rule, reader, also=())
    _read_pages(root, reader, course)
    _check_rule(root, reader, course)


def _check_word(root, reader, name, form, reason):
    node = root.entries.get(name)
    if isinstance(node, Scalar) and not form.match(node.text):
        reader.problem(node, reason)


def _check_code_and_cover(root, reader, course):
    if course.fields.get("cover") and not course.fields.get("cover_alt"):
        reader.problem(root.entries["cover"], _("Di qué se ve en la portada: «cover_alt»."))
    hours = course.fields.get("hours")
    if hours and (len(hours.split(".")[0]) > 3 or len(hours.partition(".")[2]) > 1):
        reader.problem(root.entries["hours"], _("Las horas van con un decimal como mucho: 2 o 2.5."))


def _read_words(root, name, reader):
    node = root.entries.get(name)
    if node is None:
        return []
    if not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node.items):
        reader.problem(node, _("Aquí va una lista de palabras."))
        return []
    words = [item.text for item in node.items]
    for item in node.items:
        if words.count(item.text) > 1:
            reader.problem(item, _("«%(text)s» está dos veces.") % {"text": item.text})
    return words


def _read_states(root, reader):
    node = root.entries.get("translations")
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        reader.problem(node, _("«translations» dice el estado de cada idioma: «en: authored»."))
        return {}
    states = {}
    for language, child in node.entries.items():
        if language not in CODES or language == DEFAULT:
            reader.problem(child, _("«%(key)s» no es un idioma de la academia.") % {"key": language})
        elif not isinstance(child, Scalar) or child.text not in STATES:
            reader.problem(child, _("El estado puede ser: %(states)s.") % {"states": ", ".join(STATES)})
        else:
            states[language] = child.text
    return states


def _read_pages(root, reader, course):
    node = root.entries.get("lessons")
    if not isinstance(node, Sequence) or not node.items:
        reader.problem(node or root, _("Falta la lista de lecciones: «lessons»."))
    else:
        for child in node.items:
            page = _read_page(child, reader, LESSON, "blocks", blocks_of_lesson())
            if page:
                course.lessons.append(page)
    test = root.entries.get("test")
    if test is not None:
        course.test = _read_page(test, reader, TEST, "questions", blocks_of_test())
    seen = {}
    for page in [*course.lessons, *([course.test] if course.test else [])]:
        for what in {page.id, page.slug}:
            if what in seen:
                reader.problem_at(page.line, _("«%(id)s» ya es otra página del curso.") % {"id": what})
            seen[what] = page


def _read_page(node, reader, struct, body, kinds):
    if not isinstance(node, Mapping):
        reader.problem(node, _("Una lección lleva id, title y blocks."))
        return None
    fields = struct.read(node, reader, also=("id", body))
    short = read_id(node, reader)
    slug = fields.pop("slug", None) or short
    if slug and (not SLUG.match(slug) or len(slug) > 255):
        reader.problem(node, _("«slug» lleva minúsculas sin tilde, números y guiones."))
    found = node.entries.get(body)
    blocks = []
    if not isinstance(found, Sequence) or not found.items:
        reader.problem(found or node, _("Falta la lista «%(name)s».") % {"name": body})
    else:
        seen = set()
        for child in found.items:
            block = _read_block(child, reader, kinds)
            if block is None:
                continue
            if block.id in seen:
                reader.problem(child, _("El id «%(id)s» está dos veces.") % {"id": block.id})
            seen.add(block.id)
            blocks.append(block)
    draw = fields.get("draw")
    if draw and draw > len(blocks):
        reader.problem(node.entries["draw"], _("Pide más preguntas de las que hay."))
    return PageInFile(short, slug, fields, blocks, node.line) if short else None


def _read_block(node, reader, kinds):
    if not isinstance(node, Mapping):
        reader.problem(node, _("Un bloque lleva id, type y sus partes."))
        return None
    short = read_id(node, reader)
    kind = node.entries.get("type")
    if not isinstance(kind, Scalar) or kind.text not in kinds:
        reader.problem(
            kind or node,
            _("«%(kind)s» no es un tipo de bloque aquí. Puede ser: %(kinds)s.")
            % {"kind": getattr(kind, "text", ""), "kinds": ", ".join(kinds)},
        )
        return None
    value = kinds[kind.text].read(node, reader, also=("id", "type"))
    if short is None:
        return None
    block = BlockInFile(short, kind.text, value, node.line)
    check = CHECKS.get(kind.text)
    if check:
        check(node, value, reader)
    return block


def _check_options(node, value, reader, *, several=False):
    options = [option for _id, option in value.get("options") or [] if option]
    right = sum(1 for option in options if option.get("right"))
    if several and not right:
        reader.problem(node.entries.get("options", node), _("Marca al menos una respuesta correcta (right: yes)."))
    if not several and right != 1:
        reader.problem(
            node.entries.get("options", node),
            _("Marca exactamente una respuesta correcta (right: yes); hay %(right)s.") % {"right": right},
        )


def _check_table(node, value, reader):
    width = len(value.get("columns") or ())
    rows = node.entries.get("rows")
    for number, (_id, row) in enumerate(value.get("rows") or [], start=1):
        if row is not None and len(row) != width:
            reader.problem(
                rows.items[number - 1],
                _("La fila %(row)s tiene %(cells)s celdas; las columnas son %(columns)s.")
                % {"row": number, "cells": len(row), "columns": width},
            )


def _check_legal(node, value, reader):
    checked, expires = value.get("checked_on"), value.get("expires_on")
    if checked and expires and expires <= checked:
        reader.problem(node.entries["expires_on"], _("Vence después del día en que se verificó."))


def _check_scene(node, value, reader):
    if value.get("picture") and not value.get("alt"):
        reader.problem(node.entries["drawing"], _("Di qué se ve en el dibujo: «alt»."))


def _check_prose(node, value, reader):
    text = node.entries.get("text")
    spanish = text.entries.get(DEFAULT) if isinstance(text, Mapping) else None
    if isinstance(spanish, Scalar) and len(spanish.text.split()) > IDEA_WORDS:
        reader.warn(
            spanish,
            _("La idea tiene %(words)s palabras; mejor %(most)s o menos.")
            % {"words": len(spanish.text.split()), "most": IDEA_WORDS},
        )


CHECKS = {
    "choice": _check_options,
    "choices": lambda node, value, reader: _check_options(node, value, reader, several=True),
    "table": _check_table,
    "legal": _check_legal,
    "scene": _check_scene,
    "prose": _check_prose,
}


def _check_rule(root, reader, course):
    rule = course.rule
    tasks = sum(block.kind == "task" for lesson in course.lessons for block in lesson.blocks)
    node = root.entries.get("rule") or root
    if rule.get("rule_lessons") and rule["rule_lessons"] > len(course.lessons):
        reader.problem(node, _("La regla pide más lecciones de las que hay."))
    if rule.get("rule_tasks") and rule["rule_tasks"] > tasks:
        reader.problem(node, _("La regla pide más tareas de las que hay."))
    if rule.get("rule_test", "pass") == "pass" and course.rule and course.test is None:
        reader.problem(node, _("La regla pide pasar la prueba y no hay «test»."))
