"""The numbers behind the figures, asked of the newest countings. Each function is one query, whatever the size."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, Sum

from academy.members.models import Organisation

from ..metrics import months_later
from ..models import GapFact, OrganisationFact, ReadyFact, SeatFact, TermFact
from .asked import Asked
from .scope import Scope

RUN_OF_THREE = 3
#: Base organisations behind what is told of places.
LEAST_KITCHENS = 3


@dataclass(frozen=True)
class Facts:
    """``ids``: of the snapshots. ``day``: of which day they speak, the oldest of them."""

    ids: tuple
    scope: Scope
    asked: Asked
    day: date

    @property
    def last(self):
        """The end of the period looked ahead."""
        return months_later(self.day, self.asked.months)

    @property
    def since(self):
        return months_later(self.day, -self.asked.back)

    @property
    def risk(self):
        return f"risk{self.asked.months}"

    @property
    def covered(self):
        return f"covered{self.asked.months}"

    def _of(self, model, *, post=True):
        return model.objects.filter(self.asked.q(post=post), self.scope.q(), snapshot__in=self.ids)

    # --- Rows ------------------------------------------------------------------------------------

    def seats(self):
        return self._of(SeatFact)

    def open_seats(self):
        """Left open by the covering, the greatest risk first: dates and gaps, no order of women."""
        rows = self.seats().filter(**{self.covered: False, f"{self.risk}__gt": 0})
        return rows.order_by(f"-{self.risk}", "until", "path", "seat")

    def expiring(self):
        return self.seats().filter(until__lte=self.last).order_by("until", "path", "seat")

    def overdue(self):
        return self.seats().filter(until__lt=self.day).order_by("until", "path", "seat")

    def ending(self):
        return Q(until=None) | Q(until__lte=self.last)

    def by_depth(self):
        """Those with nobody first."""
        return self.seats().order_by("ready", "until", "path", "seat")

    def with_gap(self):
        return self.seats().filter(gap__gt=0).order_by("-gap", "path", "seat")

    def terms(self):
        return self._of(TermFact)

    def held(self):
        return self.terms().filter(holding=True, alternate=False)

    def elected(self):
        """Terms that began by election within the period looked back."""
        rows = self.terms().filter(elected=True, alternate=False, since__gte=self.since, since__lte=self.day)
        return rows.order_by("-since", "path", "seat")

    def organisations(self):
        return self._of(OrganisationFact, post=False)

    # --- Numbers ---------------------------------------------------------------------------------

    def count_seats(self):
        is_open = Q(**{self.covered: False})
        return self.seats().aggregate(
            of=Count("pk"),
            risk=Sum(self.risk, filter=is_open, default=0.0),
            open=Count("pk", filter=is_open & Q(**{f"{self.risk}__gt": 0})),
            covered=Count("pk", filter=~is_open),
            some=Count("pk", filter=Q(ready__gt=0)),
            none=Count("pk", filter=Q(ready=0)),
            one=Count("pk", filter=Q(ready=1)),
            more=Count("pk", filter=Q(ready__gt=1)),
            expiring=Count("pk", filter=Q(until__lte=self.last)),
            overdue=Count("pk", filter=Q(until__lt=self.day)),
            empty=Count("pk", filter=Q(until=None)),
            ending=Count("pk", filter=self.ending()),
            lacking=Sum("gap", default=0),
            nobody=Count("pk", filter=Q(gap=None)),
            prepared=Count("pk", filter=Q(gap=0)),
        )

    def ready_sizes(self):
        """``[(women ready, seats)]``, the fewest first."""
        return list(self.seats().order_by("ready").values_list("ready").annotate(Count("pk")))

    def ready_women(self):
        """Different women who want to be proposed and are prepared for some seat of these."""
        return self._of(ReadyFact).aggregate(n=Count("member", distinct=True))["n"]

    def tasks_missing(self, most=None):
        """``[(kind of seat, task, seats that lack it)]``, most wanted first."""
        rows = self._of(GapFact).order_by().values_list("post", "task").annotate(n=Count("pk"))
        rows = rows.order_by("-n", "post", "task")
        return list(rows if most is None else rows[:most])

    def years_held(self):
        """Years of seats of each woman who has any. As many numbers as women."""
        rows = self.terms().order_by().values("person").annotate(held=Sum("years")).filter(held__gt=0)
        return list(rows.values_list("held", flat=True))

    def count_holders(self):
        women = (
            self.held()
            .order_by()
            .values("person")
            .annotate(
                seats=Max("offices"),
                terms=Count("pk", filter=Q(elected=True)),
                longest=Max("run", filter=Q(elected=True)),
            )
        )
        return women.aggregate(
            of=Count("person"),
            several=Count("person", filter=Q(seats__gt=1)),
            elected=Count("person", filter=Q(terms__gt=0)),
            long=Count("person", filter=Q(longest__gte=RUN_OF_THREE)),
        )

    def count_elected(self):
        told = Q(candidates__isnull=False)
        return (
            self.elected()
            .order_by()
            .aggregate(
                others=Count("pk", filter=Q(new=True)),
                same=Count("pk", filter=Q(new=False)),
                first=Count("pk", filter=Q(new=None)),
                told=Count("pk", filter=told),
                women=Sum("candidates", default=0),
                uncontested=Count("pk", filter=told & Q(candidates__lte=1)),
            )
        )

    def count_organisations(self):
        return self.organisations().aggregate(
            of=Count("pk"),
            say=Count("pk", filter=Q(told=True)),
            hanging=Count("pk", filter=Q(hangs=True)),
            held=Sum("sessions", default=0),
            returned=Sum("sessions_told", default=0),
            fell=Sum("due", default=0),
            fulfilled=Sum("kept", default=0.0),
            still=Sum("open", filter=Q(ending=True), default=0),
            things=Sum("items", default=0),
            done=Sum("items_done", default=0),
            waiting=Count("pk", filter=Q(ending=True, open__gt=0)),
        )

    def trained_by_place(self):
        """``{place: women trained}`` of places with base organisations, its zeros too; empty where they are too few.

        Never shown as it is: only whether there is any. Levels and kinds do not narrow it, and a scope of a kitchen or
        two has none: there "nobody" would speak of each of some twenty women.
        """
        where = Q(place__startswith=self.asked.place) if self.asked.place else Q()
        rows = OrganisationFact.objects.filter(where, self.scope.q(), snapshot__in=self.ids)
        rows = rows.filter(level=Organisation.Level.BASE).exclude(place="").order_by("place")
        found = list(rows.values_list("place").annotate(n=Sum("trained"), kitchens=Count("pk")))
        if sum(kitchens for _place, _n, kitchens in found) < LEAST_KITCHENS:
            return {}
        return {place: number for place, number, _kitchens in found}

    def by_cell(self, column):
        """``[(place, value of column, seats, covered, risk left open)]``: for the matrix and the map."""
        rows = self.seats().order_by().values_list("place", column)
        return list(
            rows.annotate(
                of=Count("pk"),
                covered=Count("pk", filter=Q(**{self.covered: True})),
                risk=Sum(self.risk, filter=Q(**{self.covered: False}), default=0.0),
            )
        )

    def chances(self, months):
        """``[(chance, seats)]`` of falling empty: few different ones, whatever the number of seats."""
        return list(self.seats().order_by().values_list(f"risk{months}").annotate(n=Count("pk")))
