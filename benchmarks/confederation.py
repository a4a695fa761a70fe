"""A whole confederation, invented and the same each time: what its organiser waits for, and how that grows.

At 100,000 members: 5,000 organisations, 20,000 seats, 40,000 terms, 1,000,000 events of the record. A program of its
own for each size and database, so that memory is its own. It writes into the database that the environment names.

python -m benchmarks.confederation [members]
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

from .postgres import private_postgres, programs
from .reading import Figure

ROOT = Path(__file__).resolve().parents[1]
SIZES, SEED = (1_000, 10_000, 100_000), 20260712
#: Women in a base organisation, seats of a board, terms of a seat, events of a woman.
WOMEN, POSTS, ROUNDS, EVENTS = 21, 4, 2, 10
IN_ONE = 2_000
READS = 5
NAMES = uuid.UUID("5b0f6f9e-3a0b-5d53-9a1e-6b8f8f0c1d22")
STAGES = ("aprende", "asume-tarea", "cargo", "representa", "acompana")


def confederation(_site, *, sizes=SIZES):
    """Seconds of counting and of each page, and queries of the home, by size; on PostgreSQL too where it is."""
    for members in sizes:
        yield from _measured(members, "", {})
    bin = programs()
    if bin is None:
        print("PostgreSQL is not installed here: not measured on it.", file=sys.stderr, flush=True)
        return
    for members in sizes:
        with private_postgres(bin) as url:
            yield from _measured(members, "_postgresql", {"DATABASE_URL": url})


def _measured(members, ending, environ):
    with tempfile.TemporaryDirectory(prefix="relevo-bench-") as folder:
        given = {**os.environ, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "academy.settings.run", **environ}
        command = [sys.executable, "-m", "benchmarks.confederation", str(members)]
        told = subprocess.run(command, cwd=ROOT, env=given, check=True, stdout=subprocess.PIPE, text=True).stdout
    for name, (value, unit) in json.loads(told.splitlines()[-1]).items():
        yield Figure(f"confederation-{members // 1000}k-{name}{ending}", value, unit)


# --- Invented ----------------------------------------------------------------------------------------


class Invented:
    """Writes everything in bulk: services would tell each woman of each term. Rows are as services leave them."""

    def __init__(self, members):
        from django.utils import timezone

        self.members, self.chance = members, random.Random(SEED)
        self.now, self.today = timezone.now(), timezone.localdate()

    def settle(self):
        self._organisations()
        self._women()
        self._boards()
        self._learning()
        self._ways()
        self._events()
        return self.root

    def _organisations(self):
        from academy.members.models import Organisation, OrganisationKind, Territory

        kinds = [
            OrganisationKind.objects.get_or_create(code=code, defaults={"name_es": code})[0].pk
            for code in ("comedor", "olla-comun", "federacion")
        ]
        places = list(Territory.objects.filter(country="PE").order_by("path").values_list("pk", "path", "depth"))
        regions = [place for place in places if place[2] == 1]
        within = {
            path: [pk for pk, other, depth in places if depth == 3 and other.startswith(path)]
            for _pk, path, _d in regions
        }
        bases = max(4, self.members // WOMEN)
        districts = max(2, bases // 15)
        rows, self.homes = [], []

        def add(parent, number, level, kind, place):
            path = Organisation._get_path(parent.path if parent else None, parent.depth + 1 if parent else 1, number)
            if parent:
                parent.numchild += 1
            row = Organisation(
                path=path,
                depth=len(path) // Organisation.steplen,
                name=f"Bench {len(rows)}",
                code=f"B{len(rows)}",
                kind_id=kind,
                level=level,
                territory_id=place,
            )
            rows.append(row)
            return row

        top = add(None, 9000, "national", kinds[2], None)
        above = []
        for number, (pk, path, _depth) in enumerate(regions, 1):
            region = add(top, number, "regional", kinds[2], pk)
            for place in range(max(1, districts // len(regions))):
                district = self.chance.choice(within[path])
                above.append((add(region, place + 1, "district", kinds[2], district), district))
        while bases:
            parent, district = above[bases % len(above)]
            base = add(parent, parent.numchild + 1, "base", kinds[bases % 2], district)
            self.homes.append(base)
            bases -= 1
        Organisation.objects.bulk_create(rows, batch_size=500)
        self.organisations = rows
        self.root = Organisation.objects.get(path=top.path)

    def _women(self):
        from academy.members.models import Member, Membership

        homes = [self.homes[number % len(self.homes)] for number in range(self.members)]
        women = (
            Member(id=self._id("woman", n), display_name=f"Bench {n}", name_key=f"bench {n}", password="!")
            for n in range(self.members)
        )
        _write(Member, women)
        belong = (
            Membership(
                member_id=self._id("woman", n),
                organisation_id=home.pk,
                since=self.today - timedelta(days=self.chance.randrange(10, 3000)),
            )
            for n, home in enumerate(homes)
        )
        _write(Membership, belong)

    def _boards(self):
        from academy.members.models import Seat, SeatKind, Term

        kinds = list(SeatKind.objects.order_by("order")[:POSTS])
        self.kinds = kinds
        seats = [Seat(organisation_id=place.pk, kind=kind) for place in self.organisations for kind in kinds]
        Seat.objects.bulk_create(seats, batch_size=500)
        number_of = {home.pk: number for number, home in enumerate(self.homes)}

        def terms():
            for seat in seats:
                began = self.today - timedelta(days=self.chance.randrange(0, 800) + 730 * (ROUNDS - 1))
                home = number_of.get(seat.organisation_id)
                for place in range(ROUNDS):
                    last = place == ROUNDS - 1
                    each = self.chance.randrange(WOMEN - 2)
                    woman = home + each * len(self.homes) if home is not None else self.chance.randrange(self.members)
                    left = self.chance.random() < 0.15
                    ended = began + timedelta(days=self.chance.randrange(90, 720)) if left else None
                    if not last and not left:
                        ended = began + timedelta(days=730)
                    if ended and ended > self.today:
                        ended = None
                    holder = self._id("woman", woman % self.members)
                    yield Term(
                        seat=seat,
                        holder_id=holder,
                        person=holder,
                        since=began,
                        until=began + timedelta(days=730),
                        ended_on=ended,
                        ended_how="finished" if ended else "",
                        acta="Bench",
                        candidates=self.chance.randrange(1, 4),
                    )
                    began += timedelta(days=730)

        _write(Term, terms())

    def _learning(self):
        """A course that one woman in eight finished: one lesson and one task."""
        from courses.models import CourseOutline, LessonCompletion, RealTask

        lesson, task, course = (str(self._id(name, 0)) for name in ("lesson", "task", "course"))
        data = {
            "rule": {"lessons": 1, "tasks": 1, "test": False},
            "lessons": [{"key": lesson, "tasks": [{"id": task}]}],
        }
        CourseOutline.objects.create(key=course, code="BENCH", titles={"es": "Bench"}, data=data)
        finished = self.chance.sample(range(self.members), self.members // 8)
        at = {n: self.now - timedelta(days=self.chance.randrange(0, 700)) for n in finished}
        same = lambda n: {"member_id": self._id("woman", n), "course": course, "lesson": lesson}  # noqa: E731
        _write(LessonCompletion, (LessonCompletion(**same(n), first_at=at[n], last_at=at[n]) for n in finished))
        _write(RealTask, (RealTask(**same(n), task=task, done_at=at[n], confirmed_at=at[n]) for n in finished))

    def _ways(self):
        """What women said of their way, and one in twelve who wants to be proposed, half of them prepared."""
        from academy.members.models import Consent
        from leadership.models import StageRecord, StageStanding, TaskTick, Willingness
        from leadership.willing.evidence import tasks_of_kind

        records, standings = [], []
        for n in range(self.members):
            steps = max(0, int(self.chance.expovariate(0.8)))
            at = self.now - timedelta(days=self.chance.randrange(30, 2200))
            reached = None
            for stage in STAGES[:steps]:
                if at > self.now:
                    break
                reached = (stage, at)
                for kind in ("proposed", "confirmed"):
                    records.append(
                        StageRecord(
                            id=self._id(kind, f"{n}{stage}"),
                            member_id=self._id("woman", n),
                            kind=kind,
                            stage=stage,
                            at=at,
                        )
                    )
                at += timedelta(days=self.chance.randrange(60, 500))
            if reached:
                day = reached[1].date()
                standings.append(
                    StageStanding(member_id=self._id("woman", n), stage=reached[0], since=day, state_since=day)
                )
        _write(StageRecord, records)
        _write(StageStanding, standings)
        tasks = {kind.pk: [key for key, _words in tasks_of_kind(kind)] for kind in self.kinds}
        chosen = self.chance.sample(range(self.members), self.members // 12)
        willing, ticks, consents = [], [], []
        for n in chosen:
            woman = self._id("woman", n)
            consents.append(Consent(member_id=woman, purpose="proposed", wording="2026-1", language="es"))
            for kind in self.chance.sample(self.kinds, 2):
                until = self.today + timedelta(days=300)
                above = self.chance.random() < 0.3
                willing.append(
                    Willingness(
                        member_id=woman, kind=kind, answer="yes", above=above, said_on=self.today, good_until=until
                    )
                )
                done = tasks[kind.pk] if self.chance.random() < 0.5 else tasks[kind.pk][:1]
                ticks += [
                    TaskTick(member_id=woman, kind=kind, task=task, done_on=self.today, confirmed_on=self.today)
                    for task in done
                ]
        _write(Consent, consents)
        _write(Willingness, willing)
        _write(TaskTick, ticks)

    def _events(self):
        """The record as years of learning leave it. No page of this floor reads it: it is there to be in the way."""
        from academy.core.ids import uuid7
        from academy.core.models import Event

        course, start = str(self._id("course", 0)), self.now - timedelta(days=700)

        def events():
            for n in range(self.members):
                woman = self._id("woman", n)
                for turn in range(EVENTS):
                    at = start + timedelta(days=60 * turn, seconds=n)
                    lesson = str(self._id("read", turn))
                    yield Event(
                        id=uuid7(int(at.timestamp() * 1000)),
                        kind="courses.lesson_read",
                        subject=woman,
                        by=woman,
                        key=f"lesson:{lesson}",
                        device="bench",
                        happened_at=at,
                        received_at=at,
                        payload={"course": course, "lesson": lesson},
                    )

        _write(Event, events())

    @staticmethod
    def _id(what, number):
        return uuid.uuid5(NAMES, f"{what}/{number}")


def _write(model, rows):
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == IN_ONE:
            model.objects.bulk_create(batch)
            batch.clear()
    model.objects.bulk_create(batch)


# --- Measured ----------------------------------------------------------------------------------------

#: Name of the figure, address, whether it has queries worth telling.
PAGES = [
    ("home", "/relevo/"),
    ("home-narrowed", "/relevo/?nivel=base&plazo=24"),
    ("seats", "/relevo/cifra/uncovered_risk/"),
    ("map", "/relevo/mapa/"),
    ("forecast", "/relevo/futuro/?entran=20&anos=3"),
    ("report", "/relevo/informe.pdf"),
    ("file", "/relevo/cifra/depth.csv"),
]


def main(members):
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import override_settings

    from academy.core.models import Event
    from academy.members.models import Member, Role, Seat, Term
    from academy.members.seats.reference import load_reference
    from leadership.snapshots import building

    call_command("migrate", verbosity=0)
    call_command("load_territories", verbosity=0)
    load_reference()
    found = {}
    began = time.monotonic()
    root = Invented(members).settle()
    _say(f"{members}: invented in {time.monotonic() - began:.0f} s")
    for name, model in [("events", Event), ("terms", Term), ("seats-all", Seat)]:
        found[name] = (model.objects.count(), name.split("-")[0])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    before = _memory()
    began = time.monotonic()
    snapshot = building.count(root=root)
    if snapshot.state != "ready":
        raise RuntimeError("the counting failed")
    found["counting"] = (time.monotonic() - began, "s")
    found["counting-memory"] = (_memory() - before, "MB")
    organiser = Member.objects.create(username="bench-organiser", display_name="Bench")
    Role.objects.create(member=organiser, organisation=root, kind=Role.Kind.ORGANISER)
    client = Client()
    client.force_login(organiser)
    session = client.session
    session["signed_in_with"] = "password"
    session.save()
    # No static files are collected here: pages are asked for, not looked at.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES={**settings.STORAGES, "staticfiles": plain}):
        _ask(client, members, found)
    print(json.dumps(found))


def _ask(client, members, found):
    """The middle of some readings of each page, in milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name, address in PAGES:
        times = []
        for _turn in range(READS if name != "file" else 2):
            began = time.monotonic()
            with CaptureQueriesContext(connection) as asked:
                response = client.get(address)
                if response.status_code != 200:
                    raise RuntimeError(f"{address} answered {response.status_code}")
            times.append(time.monotonic() - began)
        found[name] = (sorted(times)[len(times) // 2] * 1000, "ms")
        if name == "home":
            found["home-queries"] = (len(asked), "queries")
            if len(asked) > 20:
                raise RuntimeError(f"the home asks {len(asked)} queries")
        _say(f"{members}: {name} {found[name][0]:.0f} ms")


def _memory():
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return resident // (1 << 20 if sys.platform == "darwin" else 1024)


def _say(words):
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1])
