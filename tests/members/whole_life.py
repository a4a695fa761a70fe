"""A woman who did everything that this site can hold about her, in words that nobody else uses."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from academy.core import audit, record
from academy.core.ids import uuid7
from academy.core.models import SyncReceipt
from academy.core.private_files import private_storage
from academy.members.models import Consent, Notice, Role, SeatKind
from academy.members.seats import services as seats
from academy.members.services.access import issue_recovery
from academy.members.services.account import give_consent
from courses import grading
from courses.models import Answer, Certificate
from courses.services import learning, photos
from leadership.models import ChangeRequest, RegisterLine
from mentoring.concerns.services import raise_concern
from mentoring.meetings import services as meetings
from mentoring.models import Closing
from tests.courses.factories import answer_to, written_course
from tests.mentoring.pairs import agreed, pair

NAME, LEGAL, PHONE, WORD = "Xiomarita", "Xiomara Quillahuamán", "+51999888777", "zorzalazul"


def everything_as_text():
    """The whole database, sessions opened: each row with its table."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said += [f"{table}: {row}" for row in cursor.fetchall()]
    return said + [str(each.get_decoded()) for each in apps.get_model("sessions", "Session").objects.all()]


def lived():
    """She (``her``) learns with hilda; a course, a pair, a circle's attendance, a cargo, notices, permissions."""
    two = pair()
    her, hilda = two.yuli, two.hilda
    her.display_name, her.legal_name, her.phone, her.name_on_certificates = NAME, LEGAL, PHONE, LEGAL
    her.set_pin("730519")
    her.save()
    give_consent(member=her, purpose=Consent.Purpose.PHONE_TO_MENTOR, wording="2026-1", language="es")
    course = written_course()
    Role.objects.create(member=hilda, organisation=her.memberships.get().organisation, kind="facilitator")
    photo = _learned(her, hilda, course)
    agreed(two, goals=[WORD])
    for woman, private in ((her, f"{WORD} para mí"), (hilda, "mío")):
        meetings.log_meeting(
            by=woman,
            nonce=uuid7(),
            pairing=two.pairing,
            met_on=timezone.localdate() - timedelta(days=3),
            topic=WORD if woman is her else "La asamblea",
            shared=f"{WORD} juntas" if woman is her else "Lo nuestro",
            private=private,
        )
    meetings.check_in(pairing=two.pairing, by=her, moment="start", face="good", nonce=uuid7())
    Closing.objects.create(pairing=two.pairing, member=her, learned=WORD, shared=True)
    raise_concern(by=her, nonce=uuid7(), words=WORD)
    home = her.memberships.get().organisation
    kind = SeatKind.objects.get_or_create(code="presidenta", defaults={"name_es": "Presidenta"})[0]
    seat = seats.add_seat(organisation=home, by=None, kind=kind)
    seats.record_term(
        seat=seat, by=None, holder=her, since=date(2026, 1, 1), until=date(2028, 1, 1), acta="Acta 7", elected=True
    )
    issue_recovery(member=her, by=hilda)
    Notice.objects.create(member=hilda, kind="task_confirmed", data={"by": NAME, "course": str(course.key)})
    change = ChangeRequest.objects.create(
        organisation=home, kind="term", payload={"holder": str(her.pk)}, proposed_by=hilda, state="approved"
    )
    RegisterLine.objects.create(organisation=home, by=her.pk, action="approved", kind="term", change=change, detail={})
    audit.note("members.carried", by=her, about=hilda, other=str(her.pk))
    SyncReceipt.objects.create(code="K4F9", by=her.pk, total=1, applied=1)
    record.record(kind="courses.unheard", subject=her, by=her, payload={"text": WORD}, keep=True)
    return SimpleNamespace(her=her, hilda=hilda, course=course, pairing=two.pairing, home=home, seat=seat, photo=photo)


def _learned(her, hilda, course):
    lesson = course.lessons[0]
    learning.read_lesson(member=her, course=course.key, lesson=lesson, nonce=uuid7())
    for kind, right in (("choice", True), ("number", True), ("short", True), ("essay", True)):
        raw = course.practice[kind]
        learning.answer_practice(
            member=her,
            course=course.key,
            lesson=lesson,
            question=raw["id"],
            version=grading.digest(raw),
            response={"text": f"{WORD} escribo"} if kind == "essay" else answer_to(raw, right=right),
            nonce=uuid7(),
        )
    wrong = course.practice["short"]
    learning.answer_practice(
        member=her, course=course.key, lesson=lesson, question=wrong["id"], version=grading.digest(wrong),
        response={"text": WORD}, nonce=uuid7(),
    )  # fmt: skip
    essay = Answer.objects.get(member=her, kind="essay")
    assert learning.mark_answer(reader=hilda, answer=essay, right=True, note=WORD, nonce=uuid7())
    learning.reflect(member=her, course=course.key, lesson=lesson, block=uuid7(), text=WORD, nonce=uuid7())
    learning.save_sheet(member=her, figures={"plato": WORD}, name=WORD, nonce=uuid7())
    number = uuid7()
    name = photos.sent_name(owner=her.pk, number=number)
    private_storage().save(name, ContentFile(b"a photo"))
    learning.task_done(
        member=her,
        course=course.key,
        lesson=lesson,
        task=course.tasks[0],
        note=WORD,
        photo=name,
        asked=None,
        nonce=uuid7(),
    )
    Certificate.objects.create(
        code="ABCDEFGH", subject=uuid7(), member=her, course=course.key, course_code="T1", title="Curso",
        name=LEGAL, organisation="Comedor Norte", hours=2, language="es",
    )  # fmt: skip
    return name
