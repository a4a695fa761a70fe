"""What may enter the record about a try of a test: its beginning, answers and end, in whatever order they come."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.core.record import Unfit, handles
from academy.core.record.reading import bad, id_of
from academy.members import path

from . import erasing, grading, prepared
from .handlers import Learning
from .models import PreparedTry, QuestionVersion
from .payloads import DIGEST, version_of

QUESTIONS_LIMIT = 200


@handles
class TestStarted(Learning):
    """Made by ``services.learning.start_test``, or by a phone with a slip that the site signed: whoever draws the
    questions decides what is asked.

    Beside the contract's fields it keeps ``answers`` (each or end): after an explanation the first answer
    counts, otherwise the last one. Without signal nothing is explained.
    """

    __test__ = False
    kind, stream, named_by = "courses.test_started", "attempt", "attempt"
    label = gettext_lazy("el comienzo de una prueba")

    def read(self, payload, outline):
        slip = prepared.read(payload.get("slip"))
        if slip is not None:
            if slip.course != str(outline.key):
                raise bad()
            return {
                "test": slip.test,
                "attempt": slip.attempt,
                "questions": prepared.unmasked(slip.questions),
                "pass_mark": slip.pass_mark,
                "answers": "end",
            }
        return self._drawn_here(payload)

    def _drawn_here(self, payload):
        test, questions = id_of(payload, "test"), payload.get("questions")
        if not isinstance(questions, list) or not 0 < len(questions) <= QUESTIONS_LIMIT:
            raise bad()
        drawn = [self._drawn(question) for question in questions]
        pass_mark = payload.get("pass_mark")
        whole = isinstance(pass_mark, int) and not isinstance(pass_mark, bool)
        if not whole or not 1 <= pass_mark <= 100 or len({q["id"] for q in drawn}) != len(drawn):
            raise bad()
        known = {
            (str(question), digest)
            for question, digest in QuestionVersion.objects.filter(question__in=[q["id"] for q in drawn]).values_list(
                "question", "digest"
            )
        }
        if not {(q["id"], q["version"]) for q in drawn} <= known:
            raise Unfit(_("Este sitio no conoce esta versión de la pregunta."), "unknown_version")
        return {
            "test": test,
            "attempt": id_of(payload, "attempt"),
            "questions": drawn,
            "pass_mark": pass_mark,
            "answers": "each" if payload.get("answers") == "each" else "end",
        }

    @staticmethod
    def _drawn(question):
        if not isinstance(question, dict) or not DIGEST.fullmatch(str(question.get("version") or "")):
            raise bad()
        return {"id": id_of(question, "id"), "version": question["version"]}

    def may(self, arrival):
        if arrival.device:
            decision = prepared.honoured(arrival)
            return super().may(arrival) if decision else decision
        if parse(arrival.payload.get("attempt")) != arrival.id:
            return Denied(_("A esta anotación le falta algo. Vuelve a hacerla."), "bad_payload")
        return super().may(arrival)

    def arrived(self, event):
        PreparedTry.objects.filter(pk=event.id).delete()
        super().arrived(event)


@handles
class TestAnswered(Learning):
    """A phone names the version as the slip does, by its mask."""

    __test__ = False
    kind, stream, named_by = "courses.test_answered", "attempt", "attempt"
    label = gettext_lazy("una respuesta de prueba")

    def read(self, payload, outline):
        question = id_of(payload, "question")
        version = version_of(prepared.plain_version(payload), question)
        return {
            "attempt": id_of(payload, "attempt"),
            "question": question,
            "version": version.digest,
            "response": grading.fit_response(version.kind, version.data, payload.get("response")),
        }

    def without_her(self, payload):
        return erasing.answer(payload)


@handles
class TestFinished(Learning):
    __test__ = False
    kind, stream, named_by = "courses.test_finished", "attempt", "attempt"
    label = gettext_lazy("el final de una prueba")

    def read(self, payload, outline):
        return {"attempt": id_of(payload, "attempt")}

    def arrived(self, event):
        super().arrived(event)
        path.grew(event.subject)
