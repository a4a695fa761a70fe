"""Sheets to print and to type in: what stands on them, what must not, and what comes of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.models import Event
from academy.members.models import Membership
from courses.circles import services
from courses.circles.posted import prefix
from courses.models import Answer, LessonCompletion, PaperSheet, RealTask
from courses.sheets import content, numbers, printing
from tests.courses.factories import uid


@pytest.fixture
def circle(house):
    circle = services.found_circle(name="Los jueves", organisation=house.kitchen, by=house.amanda)
    services.set_women(circle=circle, women=[house.yuli, house.hilda], by=house.amanda)
    return circle


@pytest.fixture
def amanda(client, house):
    client.force_login(house.amanda)
    return client


@pytest.fixture
def printed(monkeypatch):
    """What is handed to the template, without making the PDF."""
    seen = {}

    def paper(name, data):
        seen[name] = data
        return b"%PDF"

    monkeypatch.setattr(printing, "paper", paper)
    return seen


def spread(value):
    """Every text inside, in one."""
    if isinstance(value, dict):
        return " ".join(spread(each) for each in value.values())
    if isinstance(value, list | tuple):
        return " ".join(spread(each) for each in value)
    return str(value)


#: Words of the sample questions that only who has answered may read.
KEYS = ["Lo dice la ley", "Nadie te hace un favor", "Dos papeles bastan", "184 entre 100", "1.84", "Primero se pide"]


def test_the_learners_sheet_has_the_questions_and_none_of_the_answers(course, house, circle, printed):
    page = course.lesson_pages[0]
    page.course_key = course.outline.key
    printing.learner_pdf(page, course.outline, circle=circle, women=[house.yuli])
    words = spread({name: value for name, value in printed["learner"].items() if name != "sheets"})
    assert [key for key in KEYS if key in words] == []
    assert "Es un derecho" in words
    orders = [piece["options"] for piece in printed["learner"]["pieces"] if piece.get("asks") == "order"]
    assert orders
    assert orders[0] != ["Pedir", "Esperar", "Reclamar"]
    assert [sheet["name"] for sheet in printed["learner"]["sheets"]] == ["Yuli"]


def test_the_guide_has_answers_minutes_and_what_to_bring(course, printed):
    printing.guide_pdf(course.lesson_pages[0], course.outline)
    guide = printed["guide"]
    assert [key for key in KEYS if key not in spread(guide)] == []
    assert guide["total"] == f"{10 + sum(piece['minutes'] for piece in guide['pieces'])} min"
    assert all(piece["minutes"] >= 1 for piece in guide["pieces"])
    assert guide["needs"]


def test_the_list_asks_for_documents_and_phones_only_where_told_to(course, circle, printed):
    page = course.lesson_pages[0]
    printing.attendance_pdf(page, course.outline, circle)
    plain = printed["attendance"]
    assert (plain["with_document"], plain["with_phone"]) == (False, False)
    assert {woman["name"] for woman in plain["women"]} == {"Yuli", "Hilda"}
    assert "No se publican" in plain["texts"]["consent"]
    assert plain["lines"] >= 15
    printing.attendance_pdf(page, course.outline, circle, with_document=True, with_phone=True)
    assert (printed["attendance"]["with_document"], printed["attendance"]["with_phone"]) == (True, True)


@pytest.mark.parametrize("language", ["es", "qu", "ay", "en"])
def test_all_papers_are_made_in_every_language_and_accessible(course, circle, house, language):
    from django.utils import translation

    page = course.lesson_pages[0]
    with translation.override(language):
        papers = [
            printing.learner_pdf(page, course.outline),
            printing.guide_pdf(page, course.outline),
            printing.attendance_pdf(page, course.outline, circle, with_document=True),
        ]
    for pdf in papers:
        assert pdf.startswith(b"%PDF")
        assert b"pdfuaid" in pdf
        assert len(pdf) < 150_000


def test_rich_text_becomes_paragraphs_and_items():
    found = content.paragraphs("<p>Uno <b>dos</b>.</p><ul><li>Tres &amp; cuatro</li></ul>")
    assert found == [
        {
            "item": False,
            "runs": [{"bold": False, "text": "Uno "}, {"bold": True, "text": "dos"}, {"bold": False, "text": "."}],
        },
        {"item": True, "runs": [{"bold": False, "text": "Tres & cuatro"}]},
    ]


def test_a_lesson_is_found_by_its_code_however_it_is_typed(course):
    for typed in ("T1-2", "t1 2", "T12"):
        assert numbers.lesson_named(typed) == (course.outline, course.lessons[1])
    for typed in ("T1-9", "Z1-1", "", "T1", "T1-²"):
        assert numbers.lesson_named(typed) == (None, None)
    assert numbers.lesson_code(course.outline, course.lessons[1]) == "T1-2"


# --- Typing in -------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(course, circle):
    about = {"kind": PaperSheet.Kind.LEARNER, "course": course.key, "lesson": course.lessons[0]}
    return numbers.sheet_for(**about, circle=circle)


def door(typed):
    return f"{reverse('courses:paper_door')}?numero={typed}"


def test_a_number_or_a_lessons_code_leads_to_the_sheet_and_a_wrong_one_says_what_to_do(amanda, course, sheet):
    number = sheet.number
    typed = f"{number[:4].lower()}-{number[4:]}"
    assert amanda.get(door(typed))["Location"] == reverse("courses:type_sheet", args=[number])
    assert amanda.get(door("T1-1")).status_code == 302
    wrong = amanda.get(door("ZZZZ-ZZZZ"))
    assert wrong.status_code == 404
    assert "No conocemos ese número" in wrong.content.decode()
    assert 'value="ZZZZ-ZZZZ"' in wrong.content.decode()


def written(course, **more):
    choice = course.practice["choice"]
    return {
        "day": "other",
        "day_other": "02/11/2026",
        f"{prefix(choice['id'])}r": uid("curso-t1/lesson/choice", 1),
        "task": course.tasks[0],
        **more,
    }


def test_what_she_wrote_is_hers_on_the_day_of_the_sheet(amanda, house, course, sheet):
    address = reverse("courses:type_sheet", args=[sheet.number])
    assert "Yuli" in amanda.get(address).content.decode()
    hers = f"{address}?socia={house.yuli.pk}"
    assert "La hoja de Yuli" in amanda.get(hers).content.decode()
    answer = amanda.post(hers, written(course), follow=True)
    assert "Guardado: la hoja de Yuli" in answer.content.decode()
    assert Answer.objects.get(member=house.yuli).right
    assert RealTask.objects.get(member=house.yuli).confirmed_at is None
    assert timezone.localdate(LessonCompletion.objects.get(member=house.yuli).first_at).isoformat() == "2026-11-02"
    count = Event.objects.count()
    assert "ya estaba" in amanda.post(hers, written(course), follow=True).content.decode()
    assert Event.objects.count() == count


def test_a_day_ahead_or_an_unfinished_answer_is_told_and_nothing_is_lost(amanda, house, course, sheet):
    hers = f"{reverse('courses:type_sheet', args=[sheet.number])}?socia={house.yuli.pk}"
    ahead = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    order = course.practice["order"]
    half = {f"{prefix(order['id'])}o_{uid('curso-t1/lesson/order', 1)}": "1"}
    answer = amanda.post(hers, written(course, day_other=ahead, **half))
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "todavía no llega" in words
    assert f'value="{ahead}"' in words
    assert words.count(" checked") >= 3  # the other day, her answer, her task
    assert not Event.objects.exists()


def test_a_sheet_of_a_woman_who_left_says_so(amanda, house, course, circle):
    about = {"kind": PaperSheet.Kind.LEARNER, "course": course.key, "lesson": course.lessons[0]}
    named = numbers.sheet_for(**about, circle=circle, member=house.yuli)
    Membership.objects.filter(member=house.yuli).update(until=timezone.localdate())
    address = reverse("courses:type_sheet", args=[named.number])
    answer = amanda.post(address, written(course))
    assert answer.status_code == 422
    assert "ya no está en tus organizaciones" in answer.content.decode()
    assert not Event.objects.exists()


def test_a_sheet_of_another_circle_does_not_exist_for_who_does_not_lead_it(client, house, course, sheet):
    from tests.courses.factories import MemberFactory

    client.force_login(MemberFactory(display_name="Otilia", holds=("facilitator", house.elsewhere)))
    assert client.get(reverse("courses:type_sheet", args=[sheet.number])).status_code == 404
    assert client.get(door(sheet.number)).status_code == 404


def test_the_list_is_typed_in_on_the_circles_own_page(amanda, house, course, circle):
    about = {"kind": PaperSheet.Kind.ATTENDANCE, "course": course.key, "lesson": course.lessons[0]}
    listed = numbers.sheet_for(**about, circle=circle)
    meet = reverse("courses:circle_meet", args=[circle.pk, course.lessons[0]])
    answer = amanda.get(reverse("courses:type_sheet", args=[listed.number]))
    assert answer["Location"] == f"{meet}?hoja={listed.number}"
    posted = {"day": "other", "day_other": "2/11/2026", "present": [str(house.yuli.pk)]}
    for _time in range(2):
        amanda.post(answer["Location"], posted)
    assert LessonCompletion.objects.count() == 1
    assert set(Event.objects.filter(by=house.amanda.pk).values_list("device", flat=True)) == {"papel"}


def test_the_qr_of_a_sheet_leads_her_to_the_lesson_and_the_facilitator_to_the_typing(client, house, course, sheet):
    address = reverse("courses:sheet", args=[sheet.number])
    assert client.get(address)["Location"].endswith(f"/{course.lesson_pages[0].slug}/")
    client.force_login(house.amanda)
    assert client.get(address)["Location"] == reverse("courses:type_sheet", args=[sheet.number])
