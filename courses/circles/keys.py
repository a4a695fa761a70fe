"""What a question says once the group has answered, and on the facilitator's sheet. Pure."""

from .. import grading

#: Ticked for a group in one gesture. An essay is talked about, not ticked.
TICKED = tuple(kind for kind in grading.KINDS if kind != "essay")


def key_of(raw):
    """All there is to tell about a question, whatever was answered: Lines of ``grading.explain``.

    Of options, each with its reason; of the rest the answer itself.
    """
    return grading.explain(raw["type"], raw, best(raw))


def best(raw):
    """The answer that leaves nothing unexplained: of options all of them, else the right one."""
    kind, value = raw["type"], grading.value_of(raw)
    if kind in ("choice", "choices"):
        return {"options": [key for key, _option in grading.entries(value, "options")]}
    if kind == "true_false":
        return {"value": bool(value.get("answer"))}
    if kind == "order":
        return {"items": [key for key, _item in grading.entries(value, "items")]}
    if kind == "match":
        return {"pairs": {key: key for key, _pair in grading.entries(value, "pairs")}}
    if kind == "short":
        return {"text": next((word for _key, word in grading.entries(value, "accept")), "")}
    return {"text": str(value.get("answer", ""))}
