"""A code from a file is credited once, to one woman, whoever enters it, and waits where it means nothing yet."""

import pytest

from academy.core import record
from academy.core.models import Event, KeptEvent
from academy.members.models import Notice
from courses.grading import digest
from courses.models import Answer, FileEdition, LessonCompletion, QuestionVersion, ReturnedFile
from courses.returning import answers, codec, editions, events
from courses.returning.services import bring
from tests.courses.factories import answer_to, written_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(db):
    """A course that the record knows, without pages, and its edition: a hundred times cheaper than pages."""
    made = written_course()
    asked = [
        {
            "id": raw["id"],
            "kind": kind,
            "size": len(editions.keys_of(raw)),
            "versions": {"es": digest(raw)},
        }
        for kind, raw in made.practice.items()
    ]
    lessons = [{"key": key, "questions": asked if n == 0 else []} for n, key in enumerate(made.lessons)]
    editions.write_down(made.key, {"lessons": lessons})
    return made


def edition_of(course):
    edition = FileEdition.objects.filter(course=course.key).latest("made_at")
    assert edition.lessons == course.lessons
    return edition


def code_for(course, *, file=7, lessons=(0, 1), answered=(), **more):
    """The code of a file in which ``answered`` kinds of question were answered, rightly where not said."""
    edition = edition_of(course)
    said = {}
    for kind in answered:
        said[kind] = (places_of(course.practice[kind]),)
    shapes = edition.questions
    bits = answers.write(shapes, [said.get(shape["kind"], ()) for shape in shapes]) if answered else ""
    bits += "0" * (-len(bits) % 5)
    code = codec.Code("es", editions.number_of(edition), file, len(answered), len(answered), lessons, 2, bits)
    return codec.write(code)


def places_of(raw, *, right=True):
    keys, response = editions.keys_of(raw), answer_to(raw, right=right)
    kind = raw["type"]
    if kind == "choice":
        return keys.index(response["option"])
    if kind == "choices":
        return tuple(sorted(keys.index(each) for each in response["options"]))
    if kind == "true_false":
        return response["value"]
    if kind == "order":
        return tuple(keys.index(each) for each in response["items"])
    if kind == "match":
        return tuple(keys.index(response["pairs"][key]) for key in keys)
    return response["text"]


KINDS = ("choice", "choices", "true_false", "number", "order", "match", "short")


def test_she_enters_her_code_and_her_lessons_and_answers_are_hers(written, house):
    (told,) = bring(member=house.yuli, typed=code_for(written, answered=KINDS), by=house.yuli, language="es")
    assert (told.state, told.answered, told.right, len(told.titles)) == ("applied", 7, 7, 2)
    assert {str(row.lesson) for row in LessonCompletion.objects.of(house.yuli)} == set(written.lessons)
    hers = {row.kind: row.right for row in Answer.objects.of(house.yuli)}
    assert hers == dict.fromkeys(KINDS, True)
    row = ReturnedFile.objects.get()
    assert (row.member, row.lessons, row.answered, row.right) == (house.yuli, 2, 7, 7)


def test_entered_again_by_her_facilitator_it_changes_nothing(written, house):
    code = code_for(written, answered=KINDS)
    bring(member=house.yuli, typed=code, by=house.yuli, language="es")
    before = Event.objects.count()
    (told,) = bring(member=house.yuli, typed=code, by=house.amanda, language="es")
    assert told.state == "already"
    assert Event.objects.count() == before
    assert not KeptEvent.objects.exists()


def test_a_later_code_of_the_same_file_adds_only_what_is_new(written, house):
    bring(member=house.yuli, typed=code_for(written, lessons=(0,)), by=house.amanda, language="es")
    (told,) = bring(member=house.yuli, typed=code_for(written, answered=("choice",)), by=house.yuli, language="es")
    assert told.state == "applied"
    assert Event.objects.filter(kind="courses.lesson_read", subject=house.yuli.pk).count() == 2
    assert Answer.objects.of(house.yuli).count() == 1
    assert ReturnedFile.objects.get().lessons == 2


def test_for_another_woman_it_is_kept_with_the_reason(written, house):
    code = code_for(written)
    bring(member=house.yuli, typed=code, by=house.amanda, language="es")
    (told,) = bring(member=house.hilda, typed=code, by=house.amanda, language="es")
    assert (told.state, told.code) == ("kept", "id_taken")
    (later,) = bring(member=house.hilda, typed=code_for(written, answered=("choice",)), by=house.hilda, language="es")
    assert (later.state, later.reason) == ("kept", "Este código ya se anotó para otra compañera.")
    assert not LessonCompletion.objects.of(house.hilda).exists()
    assert KeptEvent.objects.filter(subject=house.hilda.pk).count() == 2


def test_she_is_told_who_entered_it(written, house):
    bring(member=house.yuli, typed=code_for(written), by=house.amanda, language="es")
    assert Notice.objects.get(member=house.yuli).data["by"] == "Amanda"


def test_a_stranger_may_not_enter_it_for_her(written, house):
    (told,) = bring(member=house.yuli, typed=code_for(written), by=house.rosa, language="es")
    assert (told.state, told.code) == ("kept", "not_in_scope")
    assert not LessonCompletion.objects.exists()


def test_a_course_that_comes_later_credits_what_waited(course, house, django_capture_on_commit_callbacks):
    code = code_for(course, answered=("choice",))
    FileEdition.objects.all().delete()
    (told,) = bring(member=house.yuli, typed=code, by=house.yuli, language="es")
    assert (told.state, told.course) == ("kept", "")
    with django_capture_on_commit_callbacks(execute=True):
        course.lesson_pages[0].save_revision().publish()
    assert LessonCompletion.objects.of(house.yuli).count() == 2
    assert Answer.objects.of(house.yuli).count() == 1
    assert not KeptEvent.objects.exists()


def test_a_question_edited_since_is_marked_as_she_saw_it(course, house):
    code, before = code_for(course, answered=("choice",)), set(FileEdition.objects.values_list("pk", flat=True))
    page = course.lesson_pages[0]
    raw = [dict(child) for child in page.body.raw_data]
    raw[0]["value"] = {**raw[0]["value"], "prompt": "Otra pregunta"}
    page.body = raw
    page.save_revision(clean=False).publish()
    assert edition_of(course).pk not in before
    bring(member=house.yuli, typed=code, by=house.yuli, language="es")
    version = QuestionVersion.objects.get(question=raw[0]["id"], digest=Answer.objects.get().version)
    assert version.data["value"]["prompt"] == "Pregunta choice"


def test_words_of_lessons_count_for_each_woman_once(written, house):
    number = editions.number_of(edition_of(written))
    words = " ".join(codec.write_receipt(codec.Receipt(number, n)) for n in (0, 1))
    for _again in range(2):
        for woman in (house.yuli, house.hilda):
            bring(member=woman, typed=words, by=house.amanda, language="es")
    assert Event.objects.filter(kind="courses.lesson_read").count() == 4
    assert not KeptEvent.objects.exists()
    assert not ReturnedFile.objects.exists()


def test_a_lesson_that_the_edition_does_not_have_is_no_event(written, house):
    number = editions.number_of(edition_of(written))
    (told,) = bring(
        member=house.yuli, typed=codec.write_receipt(codec.Receipt(number, 9)), by=house.yuli, language="es"
    )
    assert (told.state, told.code) == ("kept", "bad_payload")


def test_the_summaries_can_be_made_again(written, house):
    bring(member=house.yuli, typed=code_for(written, lessons=(0,)), by=house.yuli, language="es")
    bring(member=house.yuli, typed=code_for(written, answered=("choice",)), by=house.yuli, language="es")
    before = list(ReturnedFile.objects.values("member", "file", "lessons", "answered", "right", "first_at", "by"))
    ReturnedFile.objects.all().delete()
    record.rebuild()
    assert list(ReturnedFile.objects.values(*before[0])) == before


def test_codes_of_the_record_name_the_same_file_everywhere():
    assert str(events.number(1, 2)) == str(events.number(1, 2))
    assert events.number(1, 2) != events.number(12, "")
