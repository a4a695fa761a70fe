"""A federation with a kitchen, its women and a seat, for tests of boards."""

from datetime import date, timedelta
from types import SimpleNamespace

from academy.members.models import Role, Seat, Term
from academy.members.models import SeatKind as Kind
from academy.members.seats.services import record_term
from tests.courses.factories import MemberFactory, organisation

TODAY = date.today()


def kind(code="presidenta", name="Presidenta"):
    return Kind.objects.get_or_create(code=code, defaults={"name_es": name, "hours": 10, "tasks_es": "Convocar"})[0]


def house():
    """rosa and lidia belong to the kitchen, ana organises the federation above, eva belongs elsewhere."""
    federation = organisation("Federación del Cerro", level="district")
    kitchen = organisation("Comedor Ají", below=federation)
    far = organisation("Comedor Lejos")
    return SimpleNamespace(
        federation=federation,
        kitchen=kitchen,
        far=far,
        rosa=MemberFactory(display_name="Rosa", member_of=kitchen),
        lidia=MemberFactory(display_name="Lidia", member_of=kitchen),
        nora=MemberFactory(display_name="Nora", member_of=kitchen),
        ana=MemberFactory(display_name="Ana", holds=(Role.Kind.ORGANISER, federation)),
        eva=MemberFactory(display_name="Eva", member_of=far),
        seat=Seat.objects.create(organisation=kitchen, kind=kind()),
    )


def sits(seat, holder=None, *, since=TODAY - timedelta(days=100), days=730, acta="Libro 1, página 3", **more):
    """A term written down without asking a second woman."""
    return record_term(
        seat=seat,
        by=None,
        holder=holder,
        since=since,
        until=since + timedelta(days=days),
        acta=acta,
        **more,
    )


def term_payload(seat, holder=None, **more):
    since = TODAY - timedelta(days=10)
    return {
        "seat": seat.pk,
        "holder": str(holder.pk) if holder else "",
        "since": since.isoformat(),
        "until": (since + timedelta(days=730)).isoformat(),
        "acta": "Libro 1, página 9",
        **more,
    }


def all_terms():
    return list(Term.objects.order_by("since", "pk"))
