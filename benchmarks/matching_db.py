"""The same cohort as in ``matching``, through the database: what a coordinator and the worker really wait for.

A program of its own, so that its memory is its own. It writes into the database that the environment names.

python -m benchmarks.matching_db [wanting] [offering]
"""

import json
import resource
import subprocess
import sys
import time
import uuid
from datetime import timedelta

from .matching import OFFERING, ROOT, WANTING, cohort, rankings
from .reading import Figure

IN_ONE = 500


def matching_db(_site):
    """Suggestions, pairs and publishing of one round: seconds, memory, and the longest that other writers waited."""
    command = [sys.executable, "-m", "benchmarks.matching_db"]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(told.splitlines()[-1])
    for name in ("suggestions", "pairs", "publishing"):
        yield Figure(f"matching-db-{name}", found[name], "s")
    yield Figure("matching-db-longest-lock", found["longest"] * 1000, "ms")
    yield Figure("matching-db-memory", found["megabytes"], "MB")
    yield Figure("matching-db-opened", found["opened"], "proposals")


# --- The cohort as rows ----------------------------------------------------------------------------


def settle(wanting, offering):
    """Write the cohort as a confederation of its own. Returns its round and the women's ids by the cohort's names."""
    from django.utils import timezone

    from academy.members.models import Member, Membership, Organisation, OrganisationKind, Territory
    from mentoring.models import MatchingRound, MatchingWeights, MentoringCycle, MentoringTopic

    wants, offers = cohort(wanting, offering)
    day = timezone.localdate()
    kind = OrganisationKind.objects.first() or OrganisationKind.objects.create(code="comedor", name_es="Comedor")
    code = uuid.uuid4().hex[:8].upper()
    root = Organisation.add_root(name="Bench", code=code, kind=kind, level="national")
    territories = dict(Territory.objects.values_list("path", "pk"))
    homes = {}
    for one in (*wants, *offers):
        (home,) = one.organisations
        homes.setdefault(home, one.territory)
    places = {}
    for number, (home, path) in enumerate(sorted(homes.items())):
        fields = {"name": f"Bench {number}", "code": f"{code}{number}", "kind": kind, "level": "base"}
        places[home] = root.add_child(**fields, territory_id=territories.get(path)).pk
    said = {}
    for one in (*wants, *offers):
        said.setdefault(one.id, one)
    women = [Member(username=f"{code}-{name}", display_name=f"Bench {name}", password="!") for name in said]
    Member.objects.bulk_create(women, batch_size=IN_ONE)
    ids = {name: woman.pk for name, woman in zip(said, women, strict=True)}
    belongs = (
        Membership(member_id=ids[n], organisation_id=places[min(one.organisations)], since=day)
        for n, one in said.items()
    )
    Membership.objects.bulk_create(belongs, batch_size=IN_ONE)
    topics = {}
    for one in (*wants, *offers):
        for slug in one.topics - set(topics):
            defaults = {"direction": "memory", "name_es": slug}
            topics[slug] = MentoringTopic.objects.get_or_create(slug=slug, defaults=defaults)[0]
    _profiles(said, {want.id: want for want in wants}, {offer.id: offer for offer in offers}, ids, topics)
    cycle = MentoringCycle.objects.create(organisation=root, name="Bench", starts=day, ends=day + timedelta(days=90))
    weights = MatchingWeights.objects.create(organisation=root, version=1, acta="Bench", adopted_on=day)
    return MatchingRound.objects.create(organisation=root, cycle=cycle, weights=weights, seed="bench"), wants, ids


def _profiles(said, wants, offers, ids, topics):
    from django.utils import timezone

    from academy.core import sealing
    from mentoring.models import MentoringProfile, ProfileTopic

    now = timezone.now()
    profiles = []
    for name, one in said.items():
        refused = [str(ids[other]) for other in one.no_pair if other in ids]
        profiles.append(
            MentoringProfile(
                member_id=ids[name],
                taking_part=True,
                adult=True,
                channels=sorted(one.channels),
                languages=sorted(one.languages),
                slots=[f"{day}-{part}" for day, part in sorted(one.hours)],
                distance="region" if one.reach else "",
                life=sorted(one.life),
                capacity=offers[name].capacity if name in offers else 2,
                would_circle=bool(offers[name].circle_places) if name in offers else one.circle,
                never_with=sealing.seal(json.dumps(refused), ids[name]) if refused else "",
                confirmed_at=now,
                good_until=timezone.localdate() + timedelta(days=90),
                first_wanted_at=now if name in wants else None,
            )
        )
    MentoringProfile.objects.bulk_create(profiles, batch_size=IN_ONE)
    rows = (
        ProfileTopic(profile=profile, topic=topics[slug], way=way)
        for profile, name in zip(profiles, said, strict=True)
        for way, side in (("wants", wants), ("offers", offers))
        if name in side
        for slug in side[name].topics
    )
    ProfileTopic.objects.bulk_create(rows, batch_size=IN_ONE)


# --- The round -------------------------------------------------------------------------------------


class Transactions:
    """How long the longest transaction of this process was open: as long as other writers had to wait on SQLite."""

    def __init__(self):
        self.longest, self._began = 0.0, None

    def __call__(self, execute, sql, params, many, context):
        connection = context["connection"]
        if connection.in_atomic_block and self._began is None:
            self._began = time.monotonic()
            connection.run_on_commit.append((set(), self._ended, True))
        return execute(sql, params, many, context)

    def _ended(self):
        self.longest, self._began = max(self.longest, time.monotonic() - self._began), None


def main(wanting, offering):
    import django

    django.setup()
    from django.db import connection

    from mentoring.models import Proposal, Suggestion
    from mentoring.rounds import publishing, services

    round, wants, ids = settle(wanting, offering)
    names = {pk: name for name, pk in ids.items()}
    found, transactions = {}, Transactions()

    def timed(name, work):
        began = time.monotonic()
        with connection.execute_wrapper(transactions):
            work()
        found[name] = time.monotonic() - began
        round.refresh_from_db()
        print(f"{name}: {found[name]:.1f} s, {round.state}", file=sys.stderr, flush=True)

    type(round).objects.filter(pk=round.pk).update(state="suggesting")
    timed("suggestions", lambda: services.compute(round_id=round.pk))
    lists = {}
    for member, mentor in round.suggestions.order_by("member", "place").values_list("member", "mentor"):
        lists.setdefault(names[member], []).append(mentor)
    for name, ranked in rankings(wants, lists).items():
        for rank, mentor in enumerate(ranked, 1):
            Suggestion.objects.filter(round=round, member=ids[name], mentor=mentor).update(rank=rank)
    type(round).objects.filter(pk=round.pk).update(state="matching")
    timed("pairs", lambda: services.compute(round_id=round.pk))
    type(round).objects.filter(pk=round.pk).update(state="publishing")
    timed("publishing", lambda: publishing.run(round_id=round.pk))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found |= {
        "longest": transactions.longest,
        "megabytes": round_down(kilobytes),
        "opened": Proposal.objects.filter(round=round, state="open").count(),
    }
    print(json.dumps(found))


def round_down(resident):
    return resident // (1 << 20 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    import django

    django.setup()
    main(*map(int, sys.argv[1:] or (WANTING, OFFERING)))
