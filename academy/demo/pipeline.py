"""What the organiser's home needs beside boards: who keeps what, and a first counting. Idempotent."""

from academy.members.models import Organisation, Seat
from leadership.home import keeping
from leadership.models import Keeping
from leadership.snapshots import building

#: code of the organisation → who keeps what, by kind of seat. In CORAZON all seats are one woman's.
KEPT = {
    "CORAZON": {"signature": ["presidenta"], "book": ["tesorera"], "key": ["almacenera"]},
    "SOL": {"signature": ["presidenta", "tesorera"], "book": ["tesorera"], "key": ["almacenera", "presidenta"]},
    "PUKLLAY": {"signature": ["presidenta", "tesorera"], "key": ["almacenera"], "register": ["presidenta", "tesorera"]},
    "CHASKA": {"signature": ["tesorera"], "key": ["almacenera"]},
}


def settle():
    for code, kept in KEPT.items():
        place = Organisation.objects.filter(code=code, is_demo=True).first()
        if place is None or Keeping.objects.filter(organisation=place).exists():
            continue
        seats = dict(Seat.objects.standing().filter(organisation=place).values_list("kind__code", "pk"))
        said = {item: [seats[kind] for kind in kinds if kind in seats] for item, kinds in kept.items()}
        keeping.say(organisation=place, by=None, kept=said)
    for root in Organisation.get_root_nodes().filter(is_demo=True):
        building.count(root=root)
