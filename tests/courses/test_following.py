"""The report of a course: names with consent, else groups; the same for the page and its files."""

import csv
import io
import itertools

import pytest
from openpyxl import load_workbook

from academy.core import spreadsheets
from academy.core.ids import uuid7
from academy.core.models import AuditEntry
from academy.members.models import Consent
from academy.members.notices import action_sentence
from courses import following
from courses.models import Answer, Attempt, Enrolment, LessonCompletion, RealTask
from courses.rules import Left

from .factories import MemberFactory, moment, organisation, people, written_course

NEEDED = Left(lessons_needed=2, tasks_needed=1, test_needed=True)


@pytest.fixture
def they(db):
    return people()


@pytest.fixture
def course(db):
    return written_course()


def learner(course, home, *, read=0, by_name=False, **fields):
    """A woman who began the course and read so many of its lessons."""
    woman = MemberFactory(member_of=home, **fields)
    Enrolment.objects.create(member=woman, course=course.key, started_at=moment())
    for lesson in course.lessons[:read]:
        LessonCompletion.objects.create(
            member=woman, course=course.key, lesson=lesson, first_at=moment(), last_at=moment()
        )
    if by_name:
        consent(woman)
    return woman


def consent(woman):
    return Consent.objects.create(member=woman, purpose="progress_by_name", wording="1", language="es")


def several(count, *args, **fields):
    return [learner(*args, **fields) for _n in range(count)]


def report(they, course, **more):
    return following.course_report(user=they.amanda, outline=course.outline, language="es", **more)


def counts(group):
    return {key: count for key, _words, count in group.places}


@pytest.mark.parametrize(
    ("did", "place"),
    [
        ((0, 0, False), "started"),
        ((1, 0, False), "reading"),
        ((2, 0, False), "practising"),
        ((2, 1, False), "practising"),
        ((2, 0, True), "practising"),
        ((2, 1, True), "finished"),
    ],
)
def test_where_a_woman_is_follows_from_the_rule_of_the_course(did, place):
    read, confirmed, passed = did
    assert following.place_of(read=read, confirmed=confirmed, passed=passed, needed=NEEDED) == place


def test_every_woman_is_in_one_place():
    for read, confirmed, passed in itertools.product(range(4), range(3), (True, False)):
        found = following.place_of(read=read, confirmed=confirmed, passed=passed, needed=NEEDED)
        assert found in following.PLACES


def test_names_are_only_of_those_who_allow_it_and_they_are_not_counted_again(they, course):
    several(6, course, they.kitchen, read=1)
    several(5, course, they.kitchen)
    learner(course, they.kitchen, read=2, by_name=True, display_name="Hilda con permiso")
    found = report(they, course)
    named = [(row.member.display_name, row.place) for row in found.named]
    assert named == [("Hilda con permiso", "practising")]
    assert found.group.total == 11
    # 6 read, 5 began: the empty places take the smaller of the two with them.
    assert counts(found.group) == {"started": None, "reading": 6, "practising": None, "finished": None}


def test_a_withdrawn_consent_hides_her_name_at_once(they, course):
    woman = learner(course, they.kitchen, by_name=True)
    Consent.objects.filter(member=woman).update(withdrawn_at=moment())
    assert report(they, course).named == []


def test_four_women_are_nobody(they, course):
    several(4, course, they.kitchen, read=1)
    found = report(they, course)
    assert found.group.total is None
    assert set(counts(found.group).values()) == {None}


def test_women_out_of_scope_are_not_there_at_all(they, course):
    several(9, course, they.elsewhere, read=1)
    learner(course, they.elsewhere, by_name=True)
    found = report(they, course)
    assert (found.group.total, found.named) == (None, [])


def test_she_does_not_follow_herself(they, course):
    Enrolment.objects.create(member=they.amanda, course=course.key, started_at=moment())
    consent(they.amanda)
    assert report(they, course).named == []


def test_it_can_be_narrowed_to_an_organisation_that_is_large_enough(they, course):
    other = organisation("Comedor Los Andes", below=they.federation)
    small = organisation("Comedor Chico", below=they.federation)
    several(12, course, they.kitchen, read=1)
    several(9, course, other, read=1)
    several(2, course, small, read=1)
    found = report(they, course)
    # The two women could be worked out from the total, were the next smallest not left out with them.
    assert [part.name for part in found.parts] == ["Comedor Las Flores"]
    assert found.hidden_parts
    assert report(they, course, part=small.pk) is None
    assert report(they, course, part=they.elsewhere.pk) is None


def test_two_large_organisations_are_offered_and_add_up(they, course):
    other = organisation("Comedor Los Andes", below=they.federation)
    several(12, course, they.kitchen, read=1)
    several(9, course, other, read=1)
    found = report(they, course)
    assert {part.name for part in found.parts} == {"Comedor Las Flores", "Comedor Los Andes"}
    narrowed = report(they, course, part=other.pk)
    assert narrowed.group.total == 9
    assert report(they, course).group.total == 21


def test_a_woman_of_two_organisations_counts_once(they, course):
    other = organisation("Comedor Los Andes", below=they.federation)
    for woman in several(6, course, they.kitchen, read=1):
        woman.memberships.create(organisation=other, since="2020-01-01")
    assert report(they, course).group.total == 6


def answered(course, woman, raw, right, attempt=None, **more):
    return Answer.objects.create(
        member=woman, course=course.key, question=raw["id"], page=course.lessons[0], version="x",
        kind=raw["type"], response={}, right=right, first_right=right, answered_at=moment(),
        attempt=attempt, **more,
    )  # fmt: skip


def test_hard_questions_come_first_and_four_answers_are_none(they, course):
    women = several(12, course, they.kitchen)
    for n, woman in enumerate(women):
        answered(course, woman, course.practice["choice"], right=n < 2)
        answered(course, woman, course.practice["number"], right=n < 6)
        if n < 4:
            answered(course, woman, course.practice["short"], right=False)
    found = report(they, course).questions
    assert [(q.prompt, q.band, q.percent, q.answered) for q in found] == [
        ("Pregunta choice", "hard", None, 12),
        ("Pregunta number", "middle", 50, 12),
    ]
    assert found[0].lesson == "Lección 1"


def test_a_woman_who_tries_the_test_five_times_is_one_woman(they, course):
    woman = learner(course, they.kitchen)
    for n in range(6):
        attempt = Attempt.objects.create(
            id=uuid7(), member=woman, course=course.key, test=course.test,
            started_at=moment(n), finished_at=moment(n),
        )  # fmt: skip
        answered(course, woman, course.asked["choice"], right=False, attempt=attempt)
    assert report(they, course).questions == []


def test_the_test_counts_with_her_first_try(they, course):
    for woman in several(6, course, they.kitchen):
        for n in range(2):
            attempt = Attempt.objects.create(
                id=uuid7(), member=woman, course=course.key, test=course.test,
                started_at=moment(n), finished_at=moment(n),
            )  # fmt: skip
            answered(course, woman, course.asked["choice"], right=n == 1, attempt=attempt)
    (question,) = report(they, course).questions
    assert (question.answered, question.band) == (6, "hard")


def test_what_waits_is_counted(they, course):
    woman = learner(course, they.kitchen)
    answered(course, woman, course.practice["essay"], right=None, waits_for_reader=True)
    RealTask.objects.create(
        member=woman, course=course.key, lesson=course.lessons[0], task=course.tasks[0], done_at=moment()
    )
    found = report(they, course)
    assert (found.texts_waiting, found.tasks_waiting) == (1, 1)
    (first,) = following.courses_in_scope(they.amanda, language="es")
    assert (first.texts_waiting, first.tasks_waiting, first.named, first.others) == (1, 1, 0, None)


def test_the_number_of_queries_does_not_grow_with_women(they, course, django_assert_max_num_queries):
    several(12, course, they.kitchen, read=1)
    several(6, course, they.kitchen, read=1, by_name=True)
    # enrolled, lessons, tasks, passed, roles x3, memberships, consents, organisations, named (2), questions,
    # texts and tasks waiting with the roles they ask for.
    with django_assert_max_num_queries(24):
        report(they, course)


def test_looking_at_a_name_leaves_a_trace_once_a_day(they, course):
    woman = learner(course, they.kitchen, by_name=True)
    named = report(they, course).named
    for _again in range(2):
        following.note_seen(by=they.amanda, named=named, outline=course.outline)
    (entry,) = AuditEntry.objects.filter(action=following.SEEN, about=woman.pk, by=they.amanda.pk)
    told = action_sentence(entry, they.amanda.display_name)
    assert told == "Amanda miró tu avance en el curso «Es derecho, no favor»."


# --- Files -----------------------------------------------------------------------------------------


def test_files_say_what_the_page_says_without_names(they, course):
    several(12, course, they.kitchen, read=1)
    learner(course, they.kitchen, by_name=True, display_name="Secreta")
    found = report(they, course)
    rows = list(following.rows_of(found))
    text = spreadsheets.as_csv(rows).decode("utf-8-sig")
    assert "Secreta" not in text
    assert list(csv.reader(io.StringIO(text))) == [[str(cell) for cell in row] for row in rows]
    sheet = load_workbook(io.BytesIO(spreadsheets.as_xlsx(rows, "R1"))).active
    assert [[cell or "" for cell in row[:3]] + [row[3]] for row in sheet.iter_rows(values_only=True)] == rows


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(cell):
    (row,) = csv.reader(io.StringIO(spreadsheets.as_csv([[cell]]).decode("utf-8-sig")))
    assert row[0] == f"'{cell}"
    sheet = load_workbook(io.BytesIO(spreadsheets.as_xlsx([[cell]], "x"))).active
    assert sheet["A1"].data_type == "s"


def test_a_sheet_may_have_any_title_and_signs_that_excel_refuses():
    book = load_workbook(io.BytesIO(spreadsheets.as_xlsx([["a\x00b\x0c", 3]], "a/b:[c]*?" + "x" * 40)))
    assert book.active["A1"].value == "ab"
    assert len(book.active.title) <= 31
