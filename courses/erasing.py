"""What stays of an answer when she who gave it is erased: whether it was right, not what she wrote."""

from . import grading
from .models import QuestionVersion


def answer(payload):
    """``payload`` of an answer with her own words gone, graded as before: the accepted word for a right one, none else.

    Choices stay: which option was ticked is what the count of a hard question needs.
    """
    response = payload["response"]
    if "text" not in response:
        return payload
    version = QuestionVersion.objects.filter(question=payload["question"], digest=payload["version"]).first()
    return {**payload, "response": {**response, "text": _accepted(version, response)}}


def _accepted(version, response):
    if version is None or not grading.grade(version.kind, version.data, response).right:
        return ""
    value = grading.value_of(version.data)
    if version.kind == "number":
        return str(value["answer"])
    return next((word for _key, word in grading.entries(value, "accept")), "")
