"""YAML as nodes that know their line. All scalars are text: no dates, numbers or booleans are guessed."""

from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _

from .problems import Problem

#: libyaml where PyYAML was built with it (ten times as quick), else pure Python; both give the same nodes.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_BYTES = 1_000_000
DEEPEST = 30


@dataclass
class Scalar:
    text: str
    line: int


@dataclass
class Sequence:
    items: list
    line: int


@dataclass
class Mapping:
    line: int
    entries: dict = field(default_factory=dict)
    lines: dict = field(default_factory=dict)


def parse(text):
    """``(node or None, problems)``. Anchors are refused: they hide what a reader sees, and can explode."""
    if len(text.encode()) > MOST_BYTES:
        return None, [Problem(1, _("El archivo pasa de 1 MB."))]
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or ""
        return None, [Problem(mark.line + 1 if mark else 1, _("No se entiende el YAML: %(why)s.") % {"why": reason})]
    except yaml.YAMLError as error:
        return None, [Problem(1, _("No se entiende el YAML: %(why)s.") % {"why": str(error).splitlines()[0]})]
    if root is None:
        return None, [Problem(1, _("El archivo está vacío."))]
    problems = []
    node = _convert(root, problems, set(), 0)
    return (None if node is None else node), problems


def _convert(node, problems, seen, depth):
    line = node.start_mark.line + 1
    if id(node) in seen or depth > DEEPEST:
        problems.append(Problem(line, _("No uses anclas (& y *) ni tantos niveles.")))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, line)
    if isinstance(node, yaml.SequenceNode):
        items = [_convert(child, problems, seen, depth + 1) for child in node.value]
        return Sequence([item for item in items if item is not None], line)
    return _convert_mapping(node, problems, seen, depth, line)


def _convert_mapping(node, problems, seen, depth, line):
    mapping = Mapping(line)
    for key_node, value_node in node.value:
        here = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(here, _("Una clave tiene que ser una palabra.")))
            continue
        key = key_node.value
        if key in mapping.entries:
            problems.append(
                Problem(
                    here,
                    _("«%(key)s» está dos veces; la primera, en la línea %(first)s.")
                    % {"key": key, "first": mapping.lines[key]},
                )
            )
            continue
        value = _convert(value_node, problems, seen, depth + 1)
        if value is not None:
            mapping.entries[key] = value
            mapping.lines[key] = here
    return mapping
