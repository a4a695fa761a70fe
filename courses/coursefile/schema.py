"""What may stand where in a course file. The blocks' own fields come from their definitions (``codecs``)."""

from functools import cache

from ..blocks import lesson_blocks, test_blocks
from .codecs import ListOf, Struct, codec_for
from .texts import Text
from .values import Attached, Number, OneOf, Plain, Whole, YesNo

FORMAT = "relevo-course/1"
STATES = ["authored", "draft", "reviewed"]


class Word(Plain):
    def parse(self, text):
        return text


class Count(Plain):
    """``all`` or a number. Value: None for all."""

    def parse(self, text):
        return None if text == "all" else Whole(least=0, most=100).parse(text)

    def write(self, raw, place):
        return "all" if raw is None else str(raw)


@cache
def blocks_of_lesson():
    """``{type: codec}``. Made once: it walks every block definition."""
    return {name: codec_for(block, name) for name, block in lesson_blocks()}


@cache
def blocks_of_test():
    return {name: codec_for(block, name) for name, block in test_blocks()}


def title():
    return Text(most=255)


def optional(most=None, lines=True):
    return Text(most=most, lines=lines, needed=False)


COURSE = Struct(
    [
        ("code", "code", Word()),
        ("slug", "slug", Word()),
        ("track", "track", Word()),
        ("hours", "hours", Number(least=0)),
        ("title", "title", title()),
        ("summary", "summary", optional()),
        ("outcomes", "outcomes", ListOf(Text(most=200), needed=False)),
        ("cover", "cover", Attached("picture", needed=False)),
        ("cover_alt", "cover_alt", optional(250, lines=False)),
        ("certificate", "gives_certificate", OneOf(["yes", "no"], needed=False, default="yes")),
        ("circle_check", "circle_check", OneOf(["none", "one"], needed=False, default="none")),
        ("seo_title", "seo_title", optional(255, lines=False)),
        ("search_description", "search_description", optional()),
    ]
)
COURSE_ALSO = ("format", "id", "competencies", "translations", "rule", "lessons", "test")
RULE = Struct(
    [
        ("lessons", "rule_lessons", Count(needed=False)),
        ("test", "rule_test", OneOf(["pass", "none"], needed=False, default="pass")),
        ("tasks", "rule_tasks", Count(needed=False)),
    ]
)
PAGE = [
    ("slug", "slug", Word(needed=False)),
    ("title", "title", title()),
    ("intro", "intro", optional()),
    ("seo_title", "seo_title", optional(255, lines=False)),
    ("search_description", "search_description", optional()),
]
LESSON = Struct(
    [
        *PAGE,
        ("minutes", "minutes", Whole(least=1, most=60, needed=False, default=6)),
        ("short_text", "short_text", optional(700)),
        ("care_note", "care_note", optional(250, lines=False)),
    ]
)
TEST = Struct(
    [
        *PAGE,
        ("draw", "draw", Whole(least=1, most=100, needed=False)),
        ("pass_mark", "pass_mark", Whole(least=1, most=100, needed=False, default=70)),
        ("tries", "tries", Whole(least=0, most=100, needed=False, default=0)),
        ("answers", "answers", OneOf(["end", "each"], needed=False, default="end")),
        ("offline", "offline", YesNo()),
        ("order", "random_order", OneOf(["random", "fixed"], needed=False, default="random")),
        ("message_pass", "message_pass", optional()),
        ("message_not_yet", "message_not_yet", optional()),
    ]
)
