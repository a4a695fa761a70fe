"""The election calendar of an organisation: a page, a text to forward, days for a phone's calendar."""

import hashlib
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from icalendar import Calendar, Event

from academy.members.gates import by_password
from academy.members.models import Seat, Term

from ..models import ChangeRequest, Election
from ..register.services import may_propose
from ..register.views import organisation_or_404
from . import rules

MOST_SHOWN = 20


def elections_at(organisation, today):
    """``([Election], [empty seats])`` of the board. Two queries."""
    seats = list(Seat.objects.standing(today).filter(organisation=organisation).select_related("kind"))
    sitting = dict(Term.objects.holding(today).filter(seat__in=seats, alternate=False).values_list("seat", "until"))
    ends = [(sitting[seat.pk], seat) for seat in seats if seat.pk in sitting]
    return rules.elections_of(ends, today=today), [seat for seat in seats if seat.pk not in sitting]


def text_to_forward(organisation, election, today):
    """Calm, without a name of any woman: it may travel through groups of hundreds."""
    seats = ", ".join(str(seat) for seat in election.seats)
    day = date_format(election.on, "DATE_FORMAT")
    left = election.days_left(today)
    if left < 0:
        when = _("El período terminó el %(day)s. Toca convocar a elección.") % {"day": day}
    else:
        when = ngettext(
            "El período termina el %(day)s: falta %(left)s día.",
            "El período termina el %(day)s: faltan %(left)s días.",
            left,
        ) % {"day": day, "left": left}
    return " ".join(
        [
            _("Aviso para todas las socias de %(organisation)s.") % {"organisation": organisation.name},
            when,
            _("Cargos: %(seats)s.") % {"seats": seats},
            _("Todas pueden postular. La asamblea elige."),
        ]
    )


def call_to_forward(election):
    """The call as a message: day and hour, no place and no name of any woman."""
    when = date_format(election.on, "DATE_FORMAT")
    if election.hour:
        when = f"{when}, {date_format(election.hour, 'TIME_FORMAT')}"
    seats = ", ".join(str(seat) for seat in election.seats.select_related("kind"))
    return " ".join(
        [
            _("Aviso para todas las socias de %(organisation)s.") % {"organisation": election.organisation.name},
            _("Asamblea de elección: %(when)s.") % {"when": when},
            _("Cargos: %(seats)s.") % {"seats": seats},
            _("Todas pueden postular. La asamblea elige."),
        ]
    )


@by_password
@require_GET
def elections(request, pk):
    place = organisation_or_404(request, pk)
    today = timezone.localdate()
    found, empty = elections_at(place, today)
    shown = [
        {
            "on": each.on,
            "seats": each.seats,
            "stage": str(each.stage(today)),
            "left": each.days_left(today),
            "notices": each.notices(today),
            "text": text_to_forward(place, each, today),
        }
        for each in found
    ]
    context = {
        "organisation": place,
        "elections": shown,
        "empty": empty,
        "called": Election.objects.filter(organisation=place)[:MOST_SHOWN],
        "may_propose": bool(may_propose(request.user, place)),
        "open": ChangeRequest.objects.open().filter(organisation=place, kind="call_election").first(),
    }
    return render(request, "leadership/elections/elections.html", context)


@by_password
@require_GET
def elections_ics(request, pk):
    """Whole days: a phone in another zone, or one whose clock was changed, shows the same day."""
    place = organisation_or_404(request, pk)
    today = timezone.localdate()
    calendar = Calendar()
    calendar.add("prodid", "-//Relevo//elections//")
    calendar.add("version", "2.0")
    for election in elections_at(place, today)[0]:
        seats = ", ".join(str(seat) for seat in election.seats)
        told = [
            (day, _("Aviso de elección: faltan %(days)s días") % {"days": n})
            for n, day, _come in election.notices(today)
        ]
        for day, title in [*told, (election.on, _("Termina el período de la directiva"))]:
            if day >= today:
                calendar.add_component(_event(place, day, title, seats))
    for called in Election.objects.called().filter(organisation=place, on__gte=today).prefetch_related("seats__kind"):
        seats = ", ".join(str(seat) for seat in called.seats.all())
        calendar.add_component(_event(place, called.on, _("Asamblea de elección"), seats))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="elecciones.ics"'
    return response


def _event(place, day, title, seats):
    event = Event()
    number = hashlib.sha256(f"relevo election {place.pk} {day} {seats}".encode()).hexdigest()[:32]
    event.add("uid", f"{number}@relevo")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", f"{place.name}: {seats}")
    return event
