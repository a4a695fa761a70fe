"""Numbers of printed sheets: made from what a sheet is for, so that printing again gives the same sheet."""

import hmac

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from academy.core.ids import ALPHABET, read_code
from academy.core.languages import DEFAULT

from ..models import CourseOutline, PaperSheet

LENGTH = 8


def number_of(*, kind, lesson, circle=None, member=None):
    """Eight symbols, 40 bits. A number opens nothing: it only says which lesson a sheet is of."""
    said = f"relevo.sheet|{kind}|{lesson}|{circle or ''}|{member or ''}".encode()
    number = int.from_bytes(hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")[:8])
    return "".join(ALPHABET[number >> 5 * i & 31] for i in range(LENGTH))


def sheet_for(*, kind, course, lesson, circle=None, member=None):
    """The sheet of this lesson for this circle and this woman; made when it is printed the first time."""
    who = {"circle": getattr(circle, "pk", circle), "member": getattr(member, "pk", member)}
    number = number_of(kind=kind, lesson=lesson, **who)
    fields = {"kind": kind, "course": course, "lesson": lesson, "circle_id": who["circle"], "member_id": who["member"]}
    return PaperSheet.objects.get_or_create(number=number, defaults=fields)[0]


def short_address(sheet):
    """Where the QR leads: the lesson, or the page to type the sheet in for whoever may."""
    with override(DEFAULT):
        return f"{settings.SITE_URL}{reverse('courses:sheet', args=[sheet.number])}"


def door_address():
    with override(DEFAULT):
        return f"{settings.SITE_URL}{reverse('courses:paper_door')}"


def lesson_code(outline, lesson):
    """«R1-2»: the second lesson of R1. Empty where it is not in the course any more."""
    for place, entry in enumerate(outline.lessons, start=1):
        if entry["key"] == str(lesson):
            return f"{outline.code}-{place}"
    return ""


def lesson_named(code):
    """``(outline, lesson key)`` of a lesson code as typed («r1 2», «R1-2»); (None, None) where there is none."""
    bare = "".join(c for c in str(code).upper() if c.isalnum())
    for outline in CourseOutline.objects.filter(removed_at=None):
        start = "".join(c for c in outline.code.upper() if c.isalnum())
        place = bare.removeprefix(start)
        if (
            bare.startswith(start)
            and place.isascii()
            and place.isdigit()
            and 0 < int(place[:3]) <= len(outline.lessons)
        ):
            return outline, outline.lessons[int(place[:3]) - 1]["key"]
    return None, None


def sheet_numbered(text):
    """The sheet with this number as typed, or None."""
    number = read_code(text)
    return PaperSheet.objects.filter(number=number).first() if len(number) == LENGTH else None
