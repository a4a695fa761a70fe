"""Questions inside a larger form: each with its own prefix, left empty where nobody spoke."""

from django.http import QueryDict

from academy.core.record import Unfit

from .. import grading


def prefix(question):
    return f"p{str(question).replace('-', '')}_"


def part(posted, question):
    """The fields of one question as its own form would post them."""
    start = prefix(question)
    found = QueryDict(mutable=True)
    for name in posted:
        if name.startswith(start):
            found.setlist(name[len(start) :], posted.getlist(name))
    return found


def said(found):
    return any(value.strip() for name in found for value in found.getlist(name))


def answers_in(posted, raws):
    """``(answers, typed, errors)``: fit answers, all as typed by question id, and sentences by question id.

    A question that nobody answered is in none of them.
    """
    answers, typed, errors = [], {}, {}
    for raw in raws:
        found = part(posted, raw["id"])
        if not said(found):
            continue
        key = str(raw["id"])
        typed[key] = grading.as_typed(raw["type"], raw, found)
        try:
            response = grading.read_response(raw["type"], raw, found)
        except Unfit as unfit:
            errors[key] = str(unfit.reason)
        else:
            answers.append({"question": key, "version": grading.digest(raw), "response": response})
    return answers, typed, errors
