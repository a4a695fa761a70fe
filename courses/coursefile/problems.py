"""What is wrong with a course file, said so that its writer finds the place."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Problem:
    line: int
    reason: str

    def __str__(self):
        return _("línea %(line)s: %(reason)s") % {"line": self.line, "reason": self.reason}


class BrokenFile(Exception):
    """The file was refused. ``problems`` has all of them, in the order of the file."""

    def __init__(self, path, problems):
        self.path = path
        self.problems = sorted(set(problems))
        super().__init__("\n".join([str(path), *(f"  {problem}" for problem in self.problems)]))
