"""A checked course in memory → what its pages hold: raw bodies with stable ids, and every translated string.

Pure: no query. Pictures and files are named by their names; ``loading`` gives the ids they have on this site.
"""

from dataclasses import dataclass, field

from .ids import stable
from .schema import COURSE, LESSON, TEST, blocks_of_lesson, blocks_of_test


@dataclass
class Built:
    """One page to be written.

    ``texts``: ``{language: {(path, source): translation}}``; ``same``: ``{(path, source)}`` that read alike in
    every language.
    """

    key: object
    slug: str
    values: dict
    texts: dict
    same: set

    def texts_in(self, language):
        return {(path, source): source for path, source in self.same} | self.texts.get(language, {})


@dataclass
class BuiltCourse:
    key: object
    course: Built
    lessons: list
    test: Built | None
    #: UUID → short id, for everything that has one in the file.
    short_ids: dict


@dataclass
class Place:
    """Where a value stands: the short ids that make its id, and the path its translations go by."""

    ids: tuple
    path: str
    texts: dict
    short_ids: dict
    attachments: dict = field(default_factory=dict)
    same: set = field(default_factory=set)

    def _at(self, ids, path):
        return Place(ids, path, self.texts, self.short_ids, self.attachments, self.same)

    def field(self, name):
        path = f"{self.path}.{name}" if self.path else name
        return self._at((*self.ids, name), path)

    def item(self, short):
        """An entry of a list or a block of a stream: named by its id, not by its place."""
        ids = (*self.ids, short)
        return self._at(ids, f"{self.path}.{stable(*ids)}")

    def own_id(self, short=None):
        """This entry's id; noted with its short id where the file gave it one."""
        found = str(stable(*self.ids))
        if short is not None and str(short) != found:
            self.short_ids[found] = str(short)
        return found

    def say(self, language, source, translation):
        self.texts.setdefault(language, {})[(self.path, source)] = translation

    def attached(self, kind, name):
        return self.attachments.get(kind, {}).get(name)


def build(found, attachments):
    """All pages of a course. ``attachments``: ``{"picture": {name: id}, "file": {name: id}}`` of this site."""
    code, short_ids = found.code, {}
    key = stable(found.id or code)
    course = _build_course(found, key, Place((code,), "", {}, short_ids, attachments))
    lessons = [
        _build_page(page, LESSON, "body", blocks_of_lesson(), code, short_ids, attachments) for page in found.lessons
    ]
    test = None
    if found.test:
        test = _build_page(found.test, TEST, "questions", blocks_of_test(), code, short_ids, attachments)
        test.values["random_order"] = test.values["random_order"] == "random"
    return BuiltCourse(key, course, lessons, test, short_ids)


def _build_course(found, key, place):
    values = COURSE.build(found.fields, place)
    values["outcomes"] = [{**item, "type": "outcome"} for item in values["outcomes"] or []]
    values["gives_certificate"] = values["gives_certificate"] == "yes"
    rule = found.rule
    values["rule_lessons"], values["rule_tasks"] = rule.get("rule_lessons"), rule.get("rule_tasks")
    values["rule_test"] = rule.get("rule_test", "pass") == "pass" and found.test is not None
    values["cover_id"] = values.pop("cover")
    return Built(key, values.pop("slug"), values, place.texts, place.same)


def _build_page(page, struct, body, kinds, code, short_ids, attachments):
    own = Place((code, page.id), "", {}, short_ids, attachments)
    key = stable(code, page.id)
    own.own_id(page.id)
    values = struct.build(page.fields, own)
    values.pop("slug", None)
    stream = own._at(own.ids, body)
    raw = []
    for block in page.blocks:
        place = stream.item(block.id)
        raw.append(
            {"type": block.kind, "value": kinds[block.kind].build(block.value, place), "id": place.own_id(block.id)}
        )
    values[body] = raw
    return Built(key, page.slug, values, own.texts, own.same)
