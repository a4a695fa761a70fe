"""Circles, papers, and what others noted of her."""

from datetime import date

from academy.core.models import Event
from courses.circles import services
from courses.models import PaperSheet
from courses.sheets.numbers import sheet_for

from .words import ACCOMPANY, IN_SCOPE, ONLY_HERS, OPEN, OWN, row

ROWS = {
    "courses:circles": ACCOMPANY,
    "courses:new_circle": ACCOMPANY,
    "courses:circle": IN_SCOPE,
    "courses:circle_women": IN_SCOPE,
    "courses:circle_meet": IN_SCOPE,
    "courses:circle_meeting": IN_SCOPE,
    "courses:circle_sheets": IN_SCOPE,
    "courses:attendance_list": IN_SCOPE,
    "courses:named_sheets": IN_SCOPE,
    # The text of a lesson and boxes to answer in: as public as the lesson.
    "courses:learner_sheet": OPEN,
    # With the answers.
    "courses:guide": ACCOMPANY,
    # A QR leads to the lesson, or to where the sheet is typed in.
    "courses:sheet": row(*[302] * 9),
    "courses:paper_door": ACCOMPANY,
    "courses:type_sheet": IN_SCOPE,
    "courses:noted": OWN,
    "courses:noted_one": ONLY_HERS,
}


def addresses(house, course, people):
    circle = services.found_circle(name="Círculo", organisation=house.kitchen, by=people["facilitator"])
    services.set_women(circle=circle, women=[house.yuli, house.hilda], by=people["facilitator"])
    held = services.hold_meeting(
        circle=circle,
        course=course.key,
        lesson=course.lessons[1],
        day=date(2026, 11, 2),
        by=people["facilitator"],
        present=[house.yuli],
    )
    sheet = sheet_for(
        kind=PaperSheet.Kind.LEARNER, course=course.key, lesson=course.lessons[0], circle=circle, member=house.yuli
    )
    noted = Event.objects.get(subject=house.yuli.pk, kind="courses.attended")
    lesson = [circle.pk, course.lessons[0]]
    return {
        "courses:circle": [circle.pk],
        "courses:circle_women": [circle.pk],
        "courses:circle_meet": lesson,
        "courses:circle_meeting": [circle.pk, held.meeting],
        "courses:circle_sheets": lesson,
        "courses:attendance_list": lesson,
        "courses:named_sheets": lesson,
        "courses:learner_sheet": lesson[1:],
        "courses:guide": lesson[1:],
        "courses:sheet": [sheet.number],
        "courses:type_sheet": [sheet.number],
        "courses:noted_one": [noted.pk],
    }
