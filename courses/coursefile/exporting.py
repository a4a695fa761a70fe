"""A course of this site as a file: the text of ``courses/content`` with its drawings, photos and files.

Loading it on another site gives equal pages: whatever has no short id keeps its UUID.
"""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.text import slugify
from wagtail_localize.models import StringTranslation

from academy.core.languages import CODES, DEFAULT
from academy.site.models import File, Picture, TranslationState

from ..models import CoursePage, LessonPage, TestPage
from .ids import stable
from .schema import COURSE, FORMAT, LESSON, RULE, TEST, blocks_of_lesson, blocks_of_test

FOLDERS = {"picture": "drawings", "file": "files"}
MODELS = {"picture": Picture, "file": File}


@dataclass
class Bundle:
    """An exported course. ``attachments``: path inside the bundle → bytes."""

    name: str
    text: str
    attachments: dict = field(default_factory=dict)

    def members(self):
        yield f"{self.name}.yaml", self.text.encode()
        yield from sorted(self.attachments.items())

    def write_to(self, folder):
        """Write into a folder laid out like ``courses/content``; the path of the course file."""
        for name, content in self.members():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Path(folder) / f"{self.name}.yaml"

    def as_zip(self):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.members():
                # A fixed date: the same course is the same file, byte for byte.
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        return made.getvalue()


@dataclass
class Export:
    """What is gathered while a course is written."""

    code: str
    short_ids: dict
    names: dict = field(default_factory=dict)


@dataclass
class WritePlace:
    """Where a value stands, on the way back: the counterpart of ``building.Place``."""

    export: Export
    memory: dict
    ids: tuple
    path: str = ""

    @property
    def languages(self):
        return [code for code in CODES if code != DEFAULT and code in self.memory]

    def _at(self, ids, path):
        return WritePlace(self.export, self.memory, ids, path)

    def field(self, name):
        return self._at((*self.ids, name), f"{self.path}.{name}" if self.path else name)

    def stream(self, own_id, short=None):
        return self._at((*self.ids, short or own_id), f"{self.path}.{own_id}")

    def said(self, language, source):
        return self.memory.get(language, {}).get((self.path, source))

    def short_id(self, own_id, number=None, *, named=True):
        """What stands in the file for this id: its short id, nothing where its place gives it, else itself."""
        if not named and str(stable(*self.ids, number)) == str(own_id):
            return None
        short = self.export.short_ids.get(str(own_id))
        if short and str(stable(*self.ids, short)) == str(own_id):
            return short
        return str(own_id)

    def name_of(self, kind, pk):
        known = self.export.names
        if (kind, pk) not in known:
            found = MODELS[kind].objects.filter(pk=pk).first()
            known[(kind, pk)] = _file_name(found) if found else None
        return known[(kind, pk)]


def _file_name(attached):
    path = Path(attached.file.name)
    stem = attached.key or f"{slugify(path.stem) or 'x'}-{attached.get_file_hash()[:8]}"
    return f"{stem}{path.suffix.lower()}"


def export(code):
    """The Bundle of the live course with this code. Raises CoursePage.DoesNotExist.

    Only what is published goes out; drafts stay home. Some ten queries for each page.
    """
    spanish = {"locale__language_code": settings.LANGUAGE_CODE}
    course = CoursePage.objects.live().select_related("track").get(code=code, **spanish)
    exported = Export(code, course.file_ids)
    lessons = list(LessonPage.objects.live().child_of(course).order_by("path"))
    test = TestPage.objects.live().child_of(course).order_by("path").first()
    text = yaml.dump(
        _course(course, lessons, test, exported),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
        default_flow_style=False,
    )
    return Bundle(f"{code.lower()}-{course.slug}", text, _attachments(exported))


def _attachments(exported):
    found = {}
    for (kind, pk), name in exported.names.items():
        if name:
            attached = MODELS[kind].objects.get(pk=pk)
            with attached.open_file() as file:
                found[f"{FOLDERS[kind]}/{name}"] = file.read()
    return found


def memory_of(page):
    """Every translation of the page's strings: ``{language: {(path, source): translation}}``. One query."""
    memory = {}
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key, has_error=False)
    for language, path, source, text in rows.values_list(
        "locale__language_code", "context__path", "translation_of__data", "data"
    ):
        memory.setdefault(language, {})[(path, source)] = text
    return memory


def _course(course, lessons, test, exported):
    place = WritePlace(exported, memory_of(course), (exported.code,))
    raw = {own: getattr(course, own, None) for _name, own, _codec in COURSE.fields}
    raw |= {
        "track": course.track.slug,
        "hours": f"{course.hours.normalize():f}",
        "outcomes": list(course.outcomes.raw_data),
        "cover": course.cover_id,
        "gives_certificate": "yes" if course.gives_certificate else "no",
    }
    fields = COURSE.write(raw, place)
    if fields.get("certificate") == "yes":
        del fields["certificate"]
    if fields.get("circle_check") == "none":
        del fields["circle_check"]
    written = {"format": FORMAT, "code": fields.pop("code")}
    if course.translation_key != stable(exported.code):
        written["id"] = str(course.translation_key)
    for name in ("slug", "track", "hours"):
        written[name] = fields.pop(name)
    competencies = sorted(course.competencies.values_list("slug", flat=True))
    if competencies:
        written["competencies"] = competencies
    states = _states([course, *lessons, *([test] if test else [])])
    if states:
        written["translations"] = states
    written |= fields
    rule = {own: getattr(course, own) for _name, own, _codec in RULE.fields}
    rule["rule_test"] = "pass" if course.rule_test else "none"
    written["rule"] = RULE.write(rule, place)
    written["lessons"] = [_page(lesson, exported, LESSON, "body", "blocks", blocks_of_lesson()) for lesson in lessons]
    if test:
        written["test"] = _page(test, exported, TEST, "questions", "questions", blocks_of_test())
    return written


def _states(pages):
    """One state per language: that of all pages, or ``draft`` where they differ."""
    found = {}
    rows = TranslationState.objects.filter(translation_key__in=[page.translation_key for page in pages])
    for language, state in rows.values_list("language", "state"):
        found.setdefault(language, []).append(state)
    return {
        code: found[code][0] if len(set(found[code])) == 1 and len(found[code]) == len(pages) else "draft"
        for code in CODES
        if code in found
    }


def _page(page, exported, struct, body, listed, kinds):
    short = WritePlace(exported, {}, (exported.code,)).short_id(page.translation_key)
    place = WritePlace(exported, memory_of(page), (exported.code, short))
    raw = {own: getattr(page, own, None) for _name, own, _codec in struct.fields}
    raw["random_order"] = "random" if raw.get("random_order") else "fixed"
    if page.slug == short:
        del raw["slug"]
    written = {"id": short, **struct.write(raw, place)}
    if written.get("offline") == "no":
        del written["offline"]
    stream = place.field(body)
    stream.ids = place.ids  # blocks hang from their page: the body's name is no part of their ids
    written[listed] = [_block(block, stream, kinds) for block in getattr(page, body).raw_data]
    return written


def _block(block, stream, kinds):
    short = stream.short_id(block["id"])
    content = kinds[block["type"]].write(block["value"], stream.stream(block["id"], short))
    return {"id": short, "type": block["type"], **content}


class _Dumper(yaml.SafeDumper):
    """Plain words where YAML allows it, blocks for long text. Nothing is quoted for looking like a number or a date:
    whoever reads course files reads text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own name

    def ignore_aliases(self, data):
        return True

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def _text(dumper, text):
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
