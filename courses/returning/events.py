"""``courses.file_returned``: the code of a file, brought home by whoever carried it.

The event holds the code as it was typed, so that one whose edition is not here yet can be kept and tried again.
What it says becomes ordinary events (``lesson_read``, ``answered``) whose ids come from the file's number and from
what was done: entered twice, by whomever, they are the same events. A file is one woman's: the first for whom it is
entered. This proves nothing: whoever wants to invent a code can. What a paper asks for is proved by its test.
"""

import hashlib
import uuid
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import record
from academy.core.decisions import Denied
from academy.core.ids import event_id
from academy.core.record import Handler, Unfit, handles, projects
from academy.core.record.reading import bad
from academy.members import notices
from academy.members.models import Member, Notice

from .. import authority
from ..models import QuestionVersion, ReturnedFile
from ..projections import id_from, known_members, write_row
from . import answers, codec, editions

KIND, STREAM, DEVICE = "courses.file_returned", "file", "archivo"
ANOTHERS = "id_taken"

notices.register("file_returned", gettext_lazy("%(by)s anotó lo que hiciste en un archivo."))


def number(*said):
    """A UUID made of these words alone: the same on every site and for everybody."""
    digest = hashlib.sha256("|".join(("relevo.file", *map(str, said))).encode()).digest()
    return uuid.UUID(bytes=bytes(6) + digest[:10])


def id_of(item, subject):
    """The event's id. A receipt is the same for all, so hers says whose it is; a code belongs to one file."""
    if isinstance(item, codec.Receipt):
        return event_id(number(item.edition, item.lesson), {"subject": str(subject)})
    return event_id(number(item.edition, item.file), {"code": codec.write(item)})


def text_of(item):
    return codec.write_receipt(item) if isinstance(item, codec.Receipt) else codec.write(item)


class Meant:
    """A code with what its places mean here. Raises Unfit where that is not known, or cannot be."""

    def __init__(self, text):
        try:
            (self.item,) = codec.read(text)
        except (codec.Slip, ValueError):
            raise bad() from None
        self.edition = editions.named(self.item.edition)
        if self.edition is None:
            raise Unfit(_("Este sitio aún no tiene esta edición del curso."), editions.UNKNOWN)
        self.is_receipt = isinstance(self.item, codec.Receipt)
        places = (self.item.lesson,) if self.is_receipt else self.item.lessons
        if max(places, default=-1) >= len(self.edition.lessons):
            raise bad()
        self.lessons = [self.edition.lessons[place] for place in places]
        self.file = (
            f"{codec.short_of(self.item.edition)}-{self.item.lesson:02d}"
            if self.is_receipt
            else codec.file_of(self.item)
        )
        self.answers = [] if self.is_receipt or not self.item.answers else self._answers()

    def _answers(self):
        """``(place, "first" or "last", question, digest, response)``. One query."""
        asked = self.edition.questions
        try:
            given = answers.read(asked, self.item.answers)
        except codec.Slip:
            raise bad() from None
        named = [(question, self._digest(question), said) for question, said in zip(asked, given, strict=True) if said]
        known = {
            (str(version.question), version.digest): version
            for version in QuestionVersion.objects.filter(question__in=[question["id"] for question, _d, _s in named])
        }
        found = []
        for question, digest, said in named:
            version = known.get((question["id"], digest))
            if version is None:
                raise Unfit(_("Este sitio no conoce esta versión de la pregunta."), editions.UNKNOWN)
            keys = editions.keys_of(version.data)
            for when, places in zip(("first", "last"), said, strict=False):
                found.append((when, question, digest, answers.as_response(question["kind"], keys, places)))
        return found

    def _digest(self, question):
        versions = question["versions"]
        return versions.get(self.item.language) or versions.get("es", "")


@handles
class FileReturned(Handler):
    kind, stream = KIND, STREAM
    label = gettext_lazy("el código de un archivo")

    def clean(self, payload):
        if not isinstance(payload, dict) or not isinstance(payload.get("code"), str):
            raise bad()
        meant = Meant(payload["code"])
        counted = (0, 0) if meant.is_receipt else (meant.item.answered, meant.item.right)
        return {
            "course": str(meant.edition.course),
            "file": meant.file,
            "code": text_of(meant.item),
            "lessons": len(meant.lessons),
            "answered": counted[0],
            "right": min(counted),
        }

    def identifier(self, payload):
        return payload["file"]

    def may(self, arrival):
        decision = authority.herself_or(arrival, authority.FACILITATORS)
        if not decision:
            return decision
        # A receipt belongs to nobody; the file of a code to whom it was entered for first.
        try:
            file = Meant(arrival.payload["code"]).file
        except Unfit as unfit:
            return Denied(str(unfit.reason), unfit.code)
        if ReturnedFile.objects.filter(file=file).exclude(member_id=arrival.subject).exists():
            return Denied(_("Este código ya se anotó para otra compañera."), ANOTHERS)
        return decision

    def arrived(self, event):
        meant = Meant(event.payload["code"])
        course, item = event.payload["course"], meant.item
        source = event.id if meant.is_receipt else number(item.edition, item.file)
        for lesson in meant.lessons:
            _follows(event, source, "lesson_read", {"course": course, "lesson": lesson}, {"lesson": lesson})
        for when, question, digest, response in meant.answers:
            payload = {
                "course": course,
                "lesson": question["lesson"],
                "question": question["id"],
                "version": digest,
                "response": response,
            }
            said = {"question": question["id"], "when": when, "response": response}
            # Both lie under one question; the first must stay the first.
            before = timedelta(seconds=1 if when == "first" else 0)
            _follows(event, source, "answered", payload, said, before=before)
        if event.by and event.by != event.subject:
            _tell(event)


def _follows(event, source, kind, payload, said, *, before=timedelta(0)):
    """What a code says becomes an event of its own, with its own id and its own answer; what cannot is kept."""
    record.record(
        kind=f"courses.{kind}",
        subject=event.subject,
        by=event.by,
        payload=payload,
        id=event_id(source, said),
        happened_at=event.happened_at - before,
        device=event.device,
        content_version=event.content_version,
        at=event.received_at,
        keep=True,
    )


def _tell(event):
    by = Member.objects.filter(pk=event.by).values_list("display_name", flat=True).first()
    data = {"by": by or "", "course": event.payload["course"]}
    Notice.objects.create(member_id=event.subject, kind="file_returned", data=data)


@projects(STREAM)
def file(subject, identifier, events):
    """One row for a file; the code that says most counts (codes only grow). Receipts leave none of their own."""
    if "-" in identifier:
        return
    values = None
    if events and known_members(subject):
        fullest = max(events, key=lambda e: (e.payload["lessons"], e.payload["answered"], e.payload["right"]))
        values = {
            "course": id_from(fullest.payload["course"]),
            "lessons": fullest.payload["lessons"],
            "answered": fullest.payload["answered"],
            "right": fullest.payload["right"],
            "first_at": events[0].happened_at,
            "last_at": events[-1].happened_at,
            "by": events[0].by,
        }
    write_row(ReturnedFile, {"member_id": subject, "file": identifier}, values)
