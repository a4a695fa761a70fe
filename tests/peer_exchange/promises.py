"""What tests of promises share: a valley with its federation and a kitchen, and a promise of its municipality."""

from datetime import date
from types import SimpleNamespace

from academy.core.ids import uuid7
from academy.members.models import Role, Seat, SeatKind, Term
from peer_exchange.commitments import services
from peer_exchange.models import Commitment
from tests.courses.factories import MemberFactory, organisation

TOWN = "Municipalidad del Valle"
KITS = "Seis meses de kits de protección."


def valley():
    """lidia presides over the kitchen, nora and yuli are of it, olga organises the federation, rosa is a stranger."""
    federation = organisation("Federación del Valle", level="district")
    kitchen = organisation("Comedor Las Flores", below=federation)
    elsewhere = organisation("Comedor Lejano")
    kind, _new = SeatKind.objects.get_or_create(code="presidenta", defaults={"name_es": "Presidenta"})
    here = SimpleNamespace(
        federation=federation,
        kitchen=kitchen,
        elsewhere=elsewhere,
        lidia=MemberFactory(display_name="Lidia Quispe", member_of=kitchen),
        nora=MemberFactory(display_name="Nora", member_of=kitchen),
        yuli=MemberFactory(display_name="Yuli", member_of=kitchen),
        olga=MemberFactory(display_name="Olga", holds=(Role.Kind.ORGANISER, federation)),
        rosa=MemberFactory(display_name="Rosa", member_of=elsewhere),
    )
    seat = Seat.objects.create(organisation=kitchen, kind=kind)
    Term.objects.create(
        seat=seat, holder=here.lidia, since=date(2024, 1, 1), until=date(2030, 1, 1), acta="Libro 1, página 3"
    )
    return here


def promise(here, *, words=KITS, who=TOWN, by=None, made_on=date(2026, 1, 20), due_on=date(2026, 7, 20), **said):
    """One that was noted, as its row."""
    number = uuid7()
    outcome = services.note(
        organisation=said.pop("organisation", here.kitchen),
        by=by or here.yuli,
        nonce=number,
        words=words,
        institution_said=who,
        made_on=made_on,
        due_on=due_on or "",
        **said,
    )
    assert outcome, outcome.reason
    return Commitment.objects.select_related("organisation", "institution", "post").get(pk=number)
