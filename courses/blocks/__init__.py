"""The pieces of a lesson. ``lesson_blocks`` and ``test_blocks`` are the allow-lists of the two page types."""

from .content import content_blocks
from .doing import doing_blocks
from .questions import QUESTION_TYPES, question_blocks

__all__ = ["QUESTION_TYPES", "lesson_blocks", "test_blocks"]


def lesson_blocks():
    return [*content_blocks(), *question_blocks(), *doing_blocks()]


def test_blocks():
    return question_blocks()
