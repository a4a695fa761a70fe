"""«Lo que nos deben» over 50,000 promises of one confederation: queries and milliseconds, on SQLite and PostgreSQL.

A program of its own for each database. It writes into the database that the environment names.

python -m benchmarks.owed [promises]
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import timedelta

from .matching import ROOT
from .postgres import private_postgres, programs
from .reading import Figure

PROMISES, SEED, READS, BASES, IN_ONE = 50_000, 20260712, 3, 400, 2_000
#: More queries than these stop the bench.
MOST_QUERIES = 12


def owed(_site, *, promises=PROMISES):
    yield from _measured(promises, "", {})
    bin = programs()
    if bin is None:
        print("PostgreSQL is not installed here: not measured on it.", file=sys.stderr, flush=True)
        return
    with private_postgres(bin) as url:
        yield from _measured(promises, "_postgresql", {"DATABASE_URL": url})


def _measured(promises, ending, environ):
    with tempfile.TemporaryDirectory(prefix="relevo-bench-") as folder:
        given = {**os.environ, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "academy.settings.run", **environ}
        for first in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "-m", "django", *first], cwd=ROOT, env=given, check=True)
        command = [sys.executable, "-m", "benchmarks.owed", str(promises)]
        told = subprocess.run(command, cwd=ROOT, env=given, check=True, stdout=subprocess.PIPE, text=True).stdout
    for name, (value, unit) in json.loads(told.splitlines()[-1]).items():
        yield Figure(f"owed-{name}{ending}", value, unit)


def settle(promises):
    """A confederation of BASES kitchens with invented promises, always the same. Returns its organiser."""
    from django.utils import timezone

    from academy.members.models import Member, Organisation, OrganisationKind, Role
    from peer_exchange.models import Commitment, Institution, Obstacle

    chance, today, code = random.Random(SEED), timezone.localdate(), uuid.uuid4().hex[:6].upper()
    kind, _new = OrganisationKind.objects.get_or_create(code="comedor", defaults={"name_es": "Comedor"})
    root = Organisation.add_root(name="Bench", code=code, kind=kind, level="national")
    places = [root.add_child(name=f"Bench {n}", code=f"{code}{n}", kind=kind, level="base") for n in range(BASES)]
    named = [Institution(name=f"Institución {n}", kept_by=root) for n in range(120)]
    Institution.objects.bulk_create(named)
    topics = ["salud", "agua", "presupuesto", "alimentos", "seguridad", "cocina", "participación", ""]
    states = ["new", "ongoing", "kept", "partly", "broken", "void"]
    rows = []
    for number in range(promises):
        institution, state = chance.choice(named), chance.choices(states, [2, 4, 4, 2, 2, 1])[0]
        made_on = today - timedelta(days=chance.randint(10, 2500))
        due_on = made_on + timedelta(days=chance.randint(10, 400)) if chance.random() < 0.8 else None
        promised = chance.choice([None, 6, 12])
        rows.append(
            Commitment(
                organisation=chance.choice(places),
                institution=institution,
                institution_said=institution.name,
                words=f"Promesa {number}",
                topic=chance.choice(topics),
                made_on=made_on,
                due_on=due_on,
                state=state,
                closed_on=made_on + timedelta(days=chance.randint(5, 700)) if state == "kept" else None,
                promised=promised,
                obtained=chance.choice([None, 3]) if promised else None,
                obstacle=chance.choice([*Obstacle.values, "", ""]),
            )
        )
    Commitment.objects.bulk_create(rows, batch_size=IN_ONE)
    organiser = Member.objects.create(username=f"bench-{code}", display_name="Bench")
    Role.objects.create(member=organiser, organisation=root, kind=Role.Kind.ORGANISER, since=today)
    return organiser


def main(promises):
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(settle(promises))
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    found = {}
    for name, address in (
        ("page", "/dialogo/compromisos/nos-deben/"),
        ("topic", "/dialogo/compromisos/nos-deben/?tema=salud"),
        ("list", "/dialogo/compromisos/?estado=overdue"),
        ("csv", "/dialogo/compromisos/nos-deben.csv"),
        ("report", "/dialogo/compromisos/nos-deben.pdf"),
    ):
        times = []
        for _read in range(READS):
            with CaptureQueriesContext(connection) as asked:
                began = time.monotonic()
                answer = client.get(address)
                times.append(time.monotonic() - began)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
        if name == "page" and len(asked) > MOST_QUERIES:
            raise RuntimeError(f"{len(asked)} queries:\n" + "\n".join(query["sql"][:160] for query in asked))
        found[name] = (round(statistics.median(times) * 1000), "ms")
        found[f"{name}-queries"] = (len(asked), "queries")
        print(f"{name}: {found[name][0]} ms, {len(asked)} queries", file=sys.stderr, flush=True)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or (PROMISES,)))
