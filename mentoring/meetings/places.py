"""Where women meet: a pair, or a circle. What forms, phones and the record ask about either is answered here."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from ..models import CircleSeat, MentoringCircle, Pairing

#: page → (its address for a pair, its address for a circle)
_PAGES = {
    "home": ("mentoring:pair", "mentoring:circle"),
    "log": ("mentoring:log_meeting", "mentoring:log_circle_meeting"),
    "edit": ("mentoring:edit_meeting", "mentoring:edit_circle_meeting"),
    "take_back": ("mentoring:take_back_meeting", "mentoring:take_back_circle_meeting"),
    "note": ("mentoring:private_note", "mentoring:circle_note"),
    "absence": ("", "mentoring:circle_absence"),
}


@dataclass(frozen=True)
class Place:
    """A pair or a circle as one of its women sees it. ``seat``: hers, where it is a circle.

    ``ended_on``: of a circle the day on which she left it, or on which it ended; None while it goes on for her.
    """

    row: Pairing | MentoringCircle
    began_on: date
    ended_on: date | None
    keeps: bool
    seat: CircleSeat | None = None

    @property
    def of(self):
        """By which column rows name it: what a filter takes."""
        return {"circle" if self.seat else "pairing": self.row}

    def url(self, page, *more):
        return reverse(_PAGES[page][bool(self.seat)], args=[self.row.pk, *more])

    def companions(self):
        """The others of a circle who sit in it today, by name; none of a pair, where it is clear. One query."""
        if self.seat is None:
            return []
        seats = _seats().filter(circle=self.row, left_at=None).exclude(member=self.seat.member_id)
        return [seat.member for seat in seats.select_related("member").order_by("member__display_name", "pk")]


def _seats():
    return CircleSeat.objects.filter(accepted_at__isnull=False)


def of_pair(pairing, member_id):
    keeps = pairing.mentee_keeps if member_id == pairing.mentee_id else pairing.mentor_keeps
    return Place(pairing, _day(pairing.began_at), _day(pairing.ended_at), keeps)


def of_circle(circle, member_id):
    """The circle as she sees it who said yes to a seat in it, also after she left; else None. One query."""
    seats = sorted(
        _seats().filter(circle=circle, member=member_id),
        key=lambda seat: (seat.left_at is None, seat.left_at or seat.accepted_at),
    )
    if not seats:
        return None
    seat = seats[-1]
    ends = [_day(moment) for moment in (seat.left_at, circle.ended_at) if moment]
    return Place(circle, _day(circle.began_at), min(ends) if ends else None, seat.keeps_notes, seat)


def sat_in(circle_id):
    """Ids of all who ever said yes to a seat in it."""
    return set(_seats().filter(circle=circle_id).values_list("member", flat=True))


def _day(moment):
    return timezone.localdate(moment) if moment else None
