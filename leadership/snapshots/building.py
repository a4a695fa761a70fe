"""Counting one tree of organisations: read, work out, write aside, show. The queries are a dozen, whatever the size.

The rows of a new counting are written in small transactions beside the old ones and shown in one step, so that no
writer waits long and no page sees half of it.
"""

import logging
import time
from collections import Counter
from dataclasses import asdict
from functools import cached_property

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from academy.core.suppression import Dimension, release
from academy.members.models import Membership, Organisation, Seat, Term

from ..forecast import exit_rates, seats_at_risk
from ..metrics import KEYS, Held, cover, hanging_on_one, months_later
from ..metrics.tenure import first_timers
from ..models import GapFact, Keeping, OrganisationFact, ReadyFact, RuralSaid, SeatFact, Snapshot, TermFact
from . import facts, moving, rules

logger = logging.getLogger("relevo")
FACTS = (SeatFact, GapFact, ReadyFact, TermFact, OrganisationFact)
IN_ONE = 500
#: "If the last two years repeat."
YEARS_SEEN = 2


def count(*, root, at=None):
    """Count the tree under ``root`` anew; the Snapshot, or None where another process is counting it. Raises nothing
    for a fault of its own: the Snapshot says ``failed`` and the one before stays.
    """
    now = at or timezone.now()
    snapshot = _begin(root, now)
    if snapshot is None:
        return None
    began = time.monotonic()
    try:
        tree = Tree(root, now)
        for model, rows in tree.rows(snapshot):
            for start in range(0, len(rows), IN_ONE):
                model.objects.bulk_create(rows[start : start + IN_ONE])
        snapshot.data = tree.data()
    except Exception:
        logger.exception("counting of %s failed", root.pk)
        snapshot.state = Snapshot.State.FAILED
        snapshot.save(update_fields=["state"])
        _forget(Snapshot.objects.filter(pk=snapshot.pk), rows_only=True)
        return snapshot
    snapshot.state, snapshot.made_at = Snapshot.State.READY, now
    snapshot.seconds = round(time.monotonic() - began, 2)
    snapshot.save()
    _forget(Snapshot.objects.filter(root=root).exclude(pk=snapshot.pk).filter(began_at__lte=now))
    return snapshot


def _begin(root, now):
    lost = Snapshot.objects.filter(root=root, state=Snapshot.State.COUNTING, began_at__lt=now - rules.LOST)
    lost.update(state=Snapshot.State.FAILED)
    try:
        with transaction.atomic():
            return Snapshot.objects.create(root=root, day=timezone.localdate(now), began_at=now)
    except IntegrityError:
        return None


def _forget(snapshots, *, rows_only=False):
    """Delete countings with their rows, table by table: the rows name nobody's children, so nothing is collected."""
    ids = list(snapshots.values_list("pk", flat=True))
    if not ids:
        return
    for model in FACTS:
        model.objects.filter(snapshot__in=ids)._raw_delete(connection.alias)
    if not rows_only:
        Snapshot.objects.filter(pk__in=ids).delete()


class Tree:
    """All that one counting reads, and what follows from it. Memory: some hundred bytes a term."""

    def __init__(self, root, now):
        self.root, self.today = root, timezone.localdate(now)
        today = self.today
        self.organisations = {
            pk: (path, place or "", level, kind)
            for pk, path, place, level, kind in Organisation.objects.within(root).values_list(
                "pk", "path", "territory__path", "level", "kind"
            )
        }
        self.rural = dict(
            RuralSaid.objects.filter(organisation__path__startswith=root.path).values_list("organisation", "rural")
        )
        self.seats = {
            seat.pk: seat
            for seat in Seat.objects.standing(today)
            .filter(organisation__path__startswith=root.path)
            .select_related("kind", "organisation")
        }
        self._read_terms()
        self._risks()
        self.ready, self.missing = facts.ready_and_missing(self.seats, root, at=now, today=today)
        self.covered = {months: cover(self.ready, self.risks[months]) for months in (12, 24)}
        self._homes()

    def _read_terms(self):
        terms = Term.objects.valid().filter(seat__organisation__path__startswith=self.root.path)
        terms = terms.filter(since__lte=self.today).order_by("since", "pk")
        self.of_term, self.terms = [], []
        for row in terms.values_list(
            "seat", "seat__organisation", "seat__kind", "person", "since", "until", "ended_on", "alternate", "elected",
            "candidates",
        ):  # fmt: skip
            seat, organisation, post, person, since, until, ended, alternate, elected, candidates = row
            self.of_term.append((organisation, post))
            self.terms.append(
                Held(
                    seat=seat,
                    holder=person,
                    since=since,
                    until=until,
                    ended=ended,
                    alternate=alternate,
                    elected=elected,
                    candidates=candidates,
                )
            )
        self.sitting = {term.seat: term for term in self.terms if term.holds(self.today) and not term.alternate}

    def _risks(self):
        """Rates of the last two years by level; the chance of each seat in 12 and in 24 months."""
        self.level_of = {pk: self.organisations[seat.organisation_id][2] for pk, seat in self.seats.items()}
        self.ends = {pk: self.sitting[pk].until if pk in self.sitting else None for pk in self.seats}
        since = months_later(self.today, -12 * YEARS_SEEN)
        self.rates = exit_rates(self.terms, self.level_of, since=since, at=self.today)
        self.risks = {
            months: seats_at_risk(self.ends, self.level_of, self.rates, at=self.today, months=months)
            for months in (12, 24)
        }

    def _homes(self):
        """Where each woman counts: she of two organisations in the first, by its path; a holder who is no member with
        her seat. Where she belongs and not where she sits: the few of a board above would be a part of their own.
        """
        belongs = Membership.objects.standing(self.today).filter(organisation__path__startswith=self.root.path)
        self.home = {}
        for member, path in belongs.values_list("member", "organisation__path").order_by("organisation__path"):
            self.home.setdefault(member, path)
        self.holders = {}
        for (organisation, _post), term in zip(self.of_term, self.terms, strict=True):
            if term.holds(self.today) and not term.alternate:
                path = self.organisations[organisation][0]
                first = min(path, self.holders.get(term.holder, path))
                self.holders[term.holder] = self.home.get(term.holder, first)

    # --- Rows ------------------------------------------------------------------------------------

    def rows(self, snapshot):
        """``(model, rows)`` of each kind of fact."""
        yield SeatFact, [self._seat(snapshot, seat) for seat in self.seats.values()]
        yield GapFact, list(self._gaps(snapshot))
        yield ReadyFact, list(self._readies(snapshot))
        told = rules.told_of_terms(self.terms, at=self.today)
        yield TermFact, [self._term(snapshot, *each) for each in zip(self.of_term, self.terms, told, strict=True)]
        yield OrganisationFact, list(self._organisations(snapshot))

    def _placed(self, snapshot, organisation):
        path, place, level, kind = self.organisations[organisation]
        return {
            "snapshot": snapshot,
            "organisation": organisation,
            "path": path,
            "place": place,
            "level": level,
            "kind": kind,
            "rural": self.rural.get(organisation),
        }

    def _seat(self, snapshot, seat):
        term = self.sitting.get(seat.pk)
        gaps = [len(set(tasks)) for tasks in self.missing.get(seat.pk, {}).values()]
        return SeatFact(
            **self._placed(snapshot, seat.organisation_id),
            seat=seat.pk,
            post=seat.kind_id,
            since=term and term.since,
            until=term and term.until,
            risk12=self.risks[12][seat.pk],
            risk24=self.risks[24][seat.pk],
            covered12=seat.pk in self.covered[12],
            covered24=seat.pk in self.covered[24],
            ready=len(self.ready[seat.pk]),
            gap=min(gaps, default=None),
        )

    def _gaps(self, snapshot):
        for pk, hers in self.missing.items():
            lists = [sorted(set(tasks)) for tasks in hers.values()]
            seat = self.seats[pk]
            for task in min(lists, key=lambda tasks: (len(tasks), tasks), default=()):
                yield GapFact(**self._placed(snapshot, seat.organisation_id), post=seat.kind_id, task=task)

    def _readies(self, snapshot):
        for pk, women in self.ready.items():
            seat = self.seats[pk]
            for woman in women:
                yield ReadyFact(**self._placed(snapshot, seat.organisation_id), post=seat.kind_id, member_id=woman)

    def _term(self, snapshot, of_term, term, told):
        organisation, post = of_term
        return TermFact(
            **self._placed(snapshot, organisation),
            post=post,
            seat=term.seat,
            person=term.holder,
            since=term.since,
            holding=term.holds(self.today),
            alternate=term.alternate,
            elected=term.elected,
            years=told.years,
            run=told.run,
            new=told.new,
            candidates=term.candidates,
            offices=told.offices,
        )

    def _organisations(self, snapshot):
        keepers = self._keepers()
        hanging = set(hanging_on_one(keepers))
        trained = self.trained
        sessions = facts.sessions_of_representation(self.root, today=self.today)
        promises = facts.commitments(self.root, today=self.today)
        handed = facts.handovers(self.root)
        last = months_later(self.today, 12)
        ending = {
            seat.organisation_id
            for seat in self.seats.values()
            if self.ends[seat.pk] is None or self.ends[seat.pk] <= last
        }
        for pk in self.organisations:
            held, told = sessions.get(pk, (0, 0))
            due, kept, still = promises.get(pk, (0, 0.0, 0))
            items, done = handed.get(pk, (0, 0))
            yield OrganisationFact(
                **self._placed(snapshot, pk),
                told=pk in keepers,
                hangs=pk in hanging,
                trained=trained[pk],
                sessions=held,
                sessions_told=told,
                due=due,
                kept=kept,
                open=still,
                items=items,
                items_done=done,
                ending=pk in ending,
            )

    @cached_property
    def trained(self):
        """``{organisation: women}`` who finished a course within twelve months, by where they belong."""
        pk_of = {path: pk for pk, (path, *_rest) in self.organisations.items()}
        women = facts.trained_since(months_later(self.today, -12))
        return Counter(pk_of[self.home[member]] for member in women if member in self.home)

    def _keepers(self):
        """``{organisation: {item: who holds the seats that keep it}}`` of those that told."""
        found = {}
        rows = Keeping.objects.filter(organisation__path__startswith=self.root.path, item__in=KEYS)
        for organisation, item, seat in rows.values_list("organisation", "item", "seat"):
            women = found.setdefault(organisation, {}).setdefault(item, set())
            if seat in self.sitting:
                women.add(self.sitting[seat].holder)
        return found

    # --- What is no row --------------------------------------------------------------------------

    def data(self):
        new, known = first_timers(self.terms, at=self.today)
        stages, ways = facts.stages_today(self.home), facts.ways_of(self.home)
        women = {
            "first_time": self._release({**dict.fromkeys(new, "first"), **dict.fromkeys(known, "again")}, self.holders),
            "stages": self._release(stages, self.home),
            "youth": self._release(facts.young_holders(self.holders, today=self.today), self.holders),
        }
        reached = {pk: "reached" if self.trained[pk] else "missed" for pk, rural in self.rural.items() if rural}
        # Organisations and not women; of one kitchen nobody is told whether somebody was trained there all the same.
        women["rural"] = self._release(reached, {pk: self.organisations[pk][0] for pk in reached})
        parents, leaf = self._parts_of(self.home, least=moving.LEAST_WOMEN)
        return {
            "seats": len(self.seats),
            "organisations": len(self.organisations),
            "rates": {level: asdict(rate) for level, rate in self.rates.items()},
            "women": women,
            # Who moved from where to where within each of the last two years, by part, and who entered.
            "flow": facts.moves_by_part(self.home, leaf, parents, ways, today=self.today, years=YEARS_SEEN),
            "rural": len(reached),
            "hours": facts.hours(self.home, self.root, today=self.today),
            "learning": facts.learning_to_leading(self.home, ways, today=self.today).as_json(),
            "times": {
                stage: figure.as_json() for stage, figure in facts.times_in_stage(ways, today=self.today).items()
            },
            "tasks": facts.own_words(self.seats),
            "places": self._places(),
        }

    def _parts_of(self, homes, *, least):
        return rules.parts_of(Counter(homes.values()), self.root.path, step=Organisation.steplen, least=least)

    def _release(self, what, homes):
        """What may be told of women by part; each counts in one."""
        if not what:
            return {"names": ["part", "what"], "rows": [], "parts": {}}
        values = sorted(set(what.values()))
        hers = {woman: homes[woman] for woman in what}
        parents, leaf = self._parts_of(hers, least=rules.WOMEN_FOR_EACH * len(values))
        counts = Counter((leaf[homes[woman]], value) for woman, value in what.items())
        told = release([Dimension("part", parents), Dimension.flat("what", values)], counts)
        return {"names": list(told.names), "rows": told.rows(), "parts": parents}

    def _places(self):
        """Places of the filter, wider than a district: ``[path, name]`` in their order."""
        from academy.members.models import Territory

        wide = set()
        for _path, place, _level, _kind in self.organisations.values():
            steps = place.strip("/").split("/") if place else []
            wide |= {"/" + "/".join(steps[:depth]) + "/" for depth in range(2, len(steps))}
        rows = Territory.objects.filter(path__in=wide) if len(wide) < 500 else Territory.objects.filter(depth__lt=3)
        return [[path, name, depth] for path, name, depth in rows.values_list("path", "name", "depth") if path in wide]
