"""Decisions that explain themselves: a refusal carries the words that the person reads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    """Yes. True in a condition."""

    def __bool__(self):
        return True


@dataclass(frozen=True)
class Denied:
    """No, and why. False in a condition; ``reason`` is a translatable sentence, ``code`` names it in tests and logs."""

    reason: str
    code: str = "denied"

    def __bool__(self):
        return False

    def __str__(self):
        return str(self.reason)
