"""Reading the payloads of her path strictly. Every function raises Unfit with a sentence and a code."""

from datetime import date

from academy.core.ids import parse
from academy.core.record.reading import bad

from .rules import EVIDENCE, STAGES

MOST_EVIDENCE, WORDS_LIMIT, KEY_LIMIT = 20, 300, 120


def mapping(payload):
    if not isinstance(payload, dict):
        raise bad()
    return payload


def stage_of(payload):
    stage = payload.get("stage")
    if stage not in STAGES:
        raise bad()
    return stage


def day_of(payload, name):
    """A calendar day as YYYY-MM-DD, or empty."""
    text = payload.get(name) or ""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except (TypeError, ValueError):
        raise bad() from None


def text_of(payload, name, limit):
    text = payload.get(name) or ""
    if not isinstance(text, str) or len(text) > limit:
        raise bad()
    return text.strip()


def id_of(payload, name):
    """An id as text, or empty."""
    if not payload.get(name):
        return ""
    found = parse(payload[name])
    if found is None:
        raise bad()
    return str(found)


def evidence_of(payload):
    found = payload.get("evidence")
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_EVIDENCE:
        raise bad()
    return [
        {
            "key": text_of(mapping(each), "key", KEY_LIMIT),
            "kind": each.get("kind") if each.get("kind") in EVIDENCE else "",
            "words": text_of(each, "words", WORDS_LIMIT),
            "on": day_of(each, "on"),
        }
        for each in found
    ]
