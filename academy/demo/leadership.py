"""Boards of the demonstration: three levels, two regions, twelve organisations, forty seats, eight years of terms.

All invented. Idempotent: an organisation that has seats is left as it is. Terms are written in one go and not one by
one as on the site, where each holder would be told of each: nobody wants forty notices on her first day.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from academy.members.models import (
    BoardRules,
    Member,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    Seat,
    SeatKind,
    Term,
    Territory,
)
from academy.members.seats.rules import planned_end
from leadership.models import ChangeRequest
from leadership.register import services

from . import people

MONTHS, ROUNDS = 24, 4
#: code, name, kind, level, place (INEI), whom it stands under; parents first.
NETWORK = [
    ("WAYTA", "Red Regional Wayta (inventada)", "confederacion", "regional", "08", None),
    ("QANTU", "Federación Qantu (inventada)", "federacion", "district", "080105", "WAYTA"),
    ("ILLARIY", "Federación Illariy (inventada)", "federacion", "district", "080106", "WAYTA"),
    ("PUKLLAY", "Comedor Pukllay (inventado)", "comedor", "base", "080105", "QANTU"),
    ("CHASKA", "Comedor Chaska (inventado)", "comedor", "base", "080105", "QANTU"),
    ("SARA", "Olla Común Sara (inventada)", "olla-comun", "base", "080105", "QANTU"),
    ("KUSKA", "Comedor Kuska (inventado)", "comedor", "base", "080106", "ILLARIY"),
    ("MOSOQ", "Olla Común Mosoq (inventada)", "olla-comun", "base", "080106", "ILLARIY"),
]
BASES = ("SOL", "CORAZON", "MANOS", "PUKLLAY", "CHASKA", "SARA", "KUSKA", "MOSOQ")
ABOVE = ("SEMILLAS", "WAYTA", "QANTU", "ILLARIY")
BASE_SEATS, SEATS_ABOVE = ("presidenta", "tesorera", "almacenera"), ("presidenta", "secretaria", "tesorera", "fiscal")
#: All its seats have been one woman's for eight years.
HANGS_ON_ONE = ("CORAZON", "Rosalía")
#: Who was elected twice running to preside over hers.
PRESIDES = ("SOL", "Doña Hilda")
#: Who is new: she has led nothing yet.
NEW = ("Yuli", "Yesi", "Yeni")
#: How many months ago the present board was elected. More than MONTHS: its time is over.
ELECTED = {
    "SEMILLAS": 22,
    "SOL": 23,
    "CORAZON": 27,
    "MANOS": 9,
    "WAYTA": 12,
    "QANTU": 21,
    "ILLARIY": 30,
    "PUKLLAY": 5,
    "CHASKA": 24,
    "SARA": 26,
    "KUSKA": 14,
    "MOSOQ": 2,
}
#: Whose holder left before her time and was not replaced yet; whose acta is not at hand.
LEFT = {("MANOS", "almacenera"), ("SARA", "tesorera"), ("ILLARIY", "fiscal")}
PENDING = {("MOSOQ", "presidenta"), ("MOSOQ", "tesorera")}
FIRST = "Julia Emperatriz Sabina Lucila Honorata Bertha Irma Flor Zoraida Magda Adela Celia Dina Eva Gloria".split()
LAST = "Quispe Mamani Huamán Condori Ccori Puma Sullca".split()
WOMEN_OF_A_BASE = 5


def settle(*, at=None):
    today = timezone.localdate(at)
    with transaction.atomic():
        _network(today)
        places = {place.code: place for place in Organisation.objects.filter(code__in=ELECTED, is_demo=True)}
        empty = [code for code in ELECTED if not Seat.objects.filter(organisation=places[code]).exists()]
        kinds = {kind.code: kind for kind in SeatKind.objects.all()}
        for code in empty:
            _board(places[code], kinds, today)
    if empty:
        _something_to_approve(places["SOL"])


def _network(today):
    """The second region and its women, where they are missing; one organiser for both regions."""
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    places = {place.code: place for place in Territory.objects.filter(country="PE")}
    for number, (code, name, kind, level, place, above) in enumerate(NETWORK):
        if Organisation.objects.filter(code=code).exists():
            continue
        fields = {
            "code": code,
            "name": name,
            "kind": kinds[kind],
            "level": level,
            "territory": places.get(place),
            "is_demo": True,
        }
        if above is None:
            Organisation.add_root(**fields)
            continue
        made = Organisation.objects.get(code=above).add_child(**fields)
        if level == "base":
            _women(made, number, today)
    organiser = Member.objects.filter(is_demo=True, username=people.ORGANISER).first()
    if organiser:
        top = Organisation.objects.get(code=NETWORK[0][0])
        Role.objects.get_or_create(
            member=organiser,
            organisation=top,
            kind=Role.Kind.ORGANISER,
            until=None,
            defaults={"since": today - timedelta(200)},
        )


def _women(place, number, today):
    for each in range(WOMEN_OF_A_BASE):
        at = number * WOMEN_OF_A_BASE + each
        name = f"{FIRST[at % len(FIRST)]} {LAST[at % len(LAST)]}"
        member = Member.objects.create_user(display_name=name, is_demo=True)
        Membership.objects.create(member=member, organisation=place, since=today - timedelta(days=400 * (each + 1)))


def _board(place, kinds, today):
    codes = BASE_SEATS if place.code in BASES else SEATS_ABOVE
    if place.code != "MANOS":
        BoardRules.objects.get_or_create(
            organisation=place,
            defaults={
                "term_months": MONTHS,
                "most_terms": 2,
                "source": "Estatuto, artículo 14 (inventado)",
                "published": place.code == "WAYTA",
            },
        )
    women = list(Member.objects.of(place).filter(is_demo=True).order_by("created_at", "pk"))
    terms = []
    for number, code in enumerate(codes):
        seat = Seat.objects.create(organisation=place, kind=kinds[code], alternates=int(code == "presidenta"))
        terms += _terms(seat, code, number, women, today)
    Term.objects.bulk_create(terms)


def _terms(seat, code, number, women, today):
    """Of the last rounds of elections: some go on for a second time, most are followed by another."""
    place = seat.organisation.code
    terms = []
    for elections in range(ROUNDS):
        since = planned_end(today, -ELECTED[place] - MONTHS * (ROUNDS - 1 - elections))
        last = elections == ROUNDS - 1
        holder = _holder(place, elections, number, women)
        term = Term(
            seat=seat,
            holder=holder,
            person=holder.pk,
            since=since,
            until=planned_end(since, MONTHS),
            candidates=1 + (elections + number) % 3 if place != HANGS_ON_ONE[0] else 1,
            acta=f"Libro {1 + elections // 2}, página {12 + 7 * elections + number} (inventada)",
        )
        if not last:
            term.ended_on, term.ended_how = planned_end(since, MONTHS), Term.Ended.FINISHED
        elif (place, code) in LEFT:
            term.ended_on, term.ended_how = planned_end(since, 4), Term.Ended.MOVED
        elif (place, code) in PENDING:
            term.acta, term.acta_pending = "", True
        terms.append(term)
    return terms


def _holder(place, elections, number, women):
    if place == HANGS_ON_ONE[0]:
        return next(woman for woman in women if woman.display_name == HANGS_ON_ONE[1])
    if (place, number) == (PRESIDES[0], 0) and elections >= ROUNDS - 2:
        return next(woman for woman in women if woman.display_name == PRESIDES[1])
    # The treasurer is elected twice running; with three seats and five women the others take turns.
    turn = elections // 2 if number == 1 else elections
    at = (turn * 2 + number * 3) % len(women)
    return next(woman for woman in women[at:] + women[:at] if woman.display_name not in NEW)


def _something_to_approve(place):
    """A change that waits for a second woman of SOL."""
    organiser = Member.objects.filter(is_demo=True, username=people.ORGANISER).first()
    if organiser and not ChangeRequest.objects.filter(organisation=place).exists():
        payload = {"kind": "fiscal", "name": "", "alternates": 0, "hours": 6}
        services.propose(organisation=place, by=organiser, kind="add_seat", payload=payload)
