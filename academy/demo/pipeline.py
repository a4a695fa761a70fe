"""What the organiser's home needs beside boards: who keeps what, what is rural, hours, a first counting. Idempotent."""

from academy.core.ids import event_id, spoken_code
from academy.members.models import Member, Organisation, Seat
from courses.certificates import CODE_LENGTH
from courses.models import Certificate, CourseOutline
from leadership.home import keeping, rural
from leadership.hours.views import say as say_hours
from leadership.models import HoursSaid, Keeping, RuralSaid
from leadership.snapshots import building

#: code of the organisation → who keeps what, by kind of seat. In CORAZON all seats are one woman's.
KEPT = {
    "CORAZON": {"signature": ["presidenta"], "book": ["tesorera"], "key": ["almacenera"]},
    "SOL": {"signature": ["presidenta", "tesorera"], "book": ["tesorera"], "key": ["almacenera", "presidenta"]},
    "PUKLLAY": {"signature": ["presidenta", "tesorera"], "key": ["almacenera"], "register": ["presidenta", "tesorera"]},
    "CHASKA": {"signature": ["tesorera"], "key": ["almacenera"]},
}
#: code → rural? Of the others nobody said.
RURAL = {"SARA": True, "KUSKA": True, "MOSOQ": True, "PUKLLAY": False, "SOL": False, "CORAZON": False}
#: Hours a week without pay, of those who said so.
HOURS = {
    "Lucila Ccori": 24,
    "Zoraida Huamán": 30,
    "Adela Ccori": 18,
    "Gloria Mamani": 35,
    "Lucila Puma": 20,
    "Magda Ccori": 28,
}


#: Who finished a course this year.
TRAINED = ("Maruja", "Milagros", "Olinda", "Lucila Ccori")


def settle():
    _trained()
    _rural()
    _hours()
    for code, kept in KEPT.items():
        place = Organisation.objects.filter(code=code, is_demo=True).first()
        if place is None or Keeping.objects.filter(organisation=place).exists():
            continue
        seats = dict(Seat.objects.standing().filter(organisation=place).values_list("kind__code", "pk"))
        said = {item: [seats[kind] for kind in kinds if kind in seats] for item, kinds in kept.items()}
        keeping.say(organisation=place, by=None, kept=said)
    for root in Organisation.get_root_nodes().filter(is_demo=True):
        building.count(root=root)


def _rural():
    known = set(RuralSaid.objects.values_list("organisation__code", flat=True))
    for place in Organisation.objects.filter(code__in=set(RURAL) - known, is_demo=True):
        rural.say(organisation=place, by=None, rural=RURAL[place.code])


def _trained():
    """Four women of three kitchens have the paper of a course; in one district nobody has."""
    outline = CourseOutline.objects.filter(code="R1").first()
    women = Member.objects.filter(is_demo=True, display_name__in=TRAINED)
    for her in women.exclude(pk__in=Certificate.objects.values("member")) if outline else ():
        Certificate.objects.create(
            code=spoken_code(CODE_LENGTH),
            subject=event_id(her.pk, {"demo": "certificate"}),
            member=her,
            course=outline.key,
            course_code=outline.code,
            title=outline.title_in("es"),
            name=her.display_name,
            organisation=her.memberships.first().organisation.name,
            hours=outline.data.get("hours") or 0,
            language="es",
        )


def _hours():
    women = Member.objects.filter(is_demo=True, display_name__in=HOURS)
    for her in women.exclude(pk__in=HoursSaid.objects.values("member")):
        say_hours(member=her, hours=HOURS[her.display_name], nonce=event_id(her.pk, {"demo": "hours"}))
