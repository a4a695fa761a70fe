"""What boards of the demonstration are in the middle of: an election called, two handovers, a cover, a list asked for.

All invented. Idempotent: where one of them is there already, it is left as it is. Written without telling anybody.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from academy.core import sealing
from academy.members.exporting import services as exporting
from academy.members.exporting.women import KIND as WOMEN
from academy.members.models import ExportRequest, Member, Organisation, Term
from leadership.handover.services import ALWAYS
from leadership.models import Election, EmergencyCover, Handover, HandoverItem
from leadership.register import services

from . import people

CALLS = "SOL"
#: Organisation, how many things were given, how many of those were received.
HANDS_OVER = [("MANOS", 5, 3), ("SOL", 2, 0)]
SAID = {
    "books": "Libros 1 y 2, en el armario del local (inventado)",
    "padron": "Cuaderno verde, lo tiene la secretaria (inventado)",
    "cash": "Libro de caja al día, con recibos del 1 al 45 (inventado)",
    "keys": "Dos llaves del almacén y una del candado (inventado)",
    "access": "Sobre cerrado, lo guarda la fiscal (inventado)",
}


def settle(*, at=None):
    at = at or timezone.now()
    today = timezone.localdate(at)
    organiser = Member.objects.filter(is_demo=True, username=people.ORGANISER).first()
    veteran = Member.objects.filter(is_demo=True, display_name="Doña Hilda").first()
    place = Organisation.objects.filter(code=CALLS, is_demo=True).first()
    if not (organiser and veteran and place):
        return
    with transaction.atomic():
        _election(place, organiser, veteran, today)
        for code, given, received in HANDS_OVER:
            _handover(code, given, received, today, at)
        _cover(place, today)
        if not ExportRequest.objects.filter(organisation=place).exists():
            why = "Llevar la lista a la municipalidad para el RUOS (inventado)"
            exporting.ask(kind=WOMEN, organisation=place, by=organiser, why=why, ending="xlsx", at=at)


def _election(place, organiser, veteran, today):
    if Election.objects.filter(organisation=place).exists():
        return
    payload = {
        "on": (today + timedelta(days=20)).isoformat(),
        "hour": "16:00",
        "second_hour": "16:30",
        "place": "Local comunal (inventado)",
        "committee": "Meche\nJustina\nSaida",
        "seats": list(place.seats.standing(today).values_list("pk", flat=True)),
    }
    change = services.propose(organisation=place, by=organiser, kind="call_election", payload=payload)
    services.approve(change=change, by=veteran)


def _presidency(code, today):
    terms = Term.objects.holding(today).filter(seat__organisation__code=code, seat__kind__code="presidenta")
    return terms.select_related("seat").first()


def _handover(code, given, received, today, at):
    """From who presided before to who presides now; where the same woman did, from her to whoever comes."""
    now = _presidency(code, today)
    if now is None or Handover.objects.filter(seat=now.seat).exists():
        return
    before = Term.objects.filter(seat=now.seat, ended_on=now.since).exclude(person=now.person).first()
    out, into = (before, now) if before else (now, None)
    made = Handover.objects.create(seat=now.seat, outgoing=out, incoming=into, opened_at=at)
    rows = []
    for number, kind in enumerate(ALWAYS):
        row = HandoverItem(handover=made, kind=kind, order=number)
        if number < given:
            row.what = sealing.seal(SAID[kind], made.pk)
            row.given_by, row.given_at = out.holder, at
        if number < received and into:
            row.received_by, row.received_at = into.holder, at
        rows.append(row)
    HandoverItem.objects.bulk_create(rows)


def _cover(place, today):
    now = _presidency(place.code, today)
    young = Member.objects.filter(is_demo=True, display_name="Yuli").first()
    if now and young and not EmergencyCover.objects.filter(seat=now.seat).exists():
        EmergencyCover.objects.create(seat=now.seat, member=young, since=today)
