"""What a coordinator sees of her scope: one report behind the page and its files.

Counts that ``suppression`` lets through. Names only of women who allow it (``Consent.MENTORING_BY_NAME``), on the page
alone; files carry none. A pair is named where both allow it. Who is named is not in the counts beside her, so that the
list of names cannot be subtracted from them. Some fifteen queries; rows are counted in memory.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.suppression import K, shown_total, suppressed
from academy.members.models import Consent, Member, Organisation, Territory

from ..models import CheckIn, Closing, FollowUp, MentoringProfile, MentoringTopic, Pairing, ProfileTopic
from ..pairing.rules import days_since
from ..querysets import LIVING, coordinated_by
from . import figures

CONTACT = {
    "none": _("Todavía no se encuentran"),
    "to_15": _("Hasta 15 días"),
    "to_30": _("De 16 a 30 días"),
    "over_30": _("Más de 30 días"),
}
LOADS = {"0": _("A ninguna"), "1": _("A una"), "2": _("A dos"), "3+": _("A tres o más")}
#: Names on one page; the others are behind them in the same order, and are counted in the tables.
MOST_NAMED = 200
FIRST_MONTH, FIRST_DAYS = timedelta(days=30), timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One count. ``count`` None: fewer than five, or hidden so that another cannot be worked out."""

    label: str
    count: object
    unit: str = ""


@dataclass(frozen=True)
class Table:
    title: str
    lines: list
    help: str = ""


@dataclass(frozen=True)
class NamedPair:
    mentee: str
    mentor: str
    state: str
    days: int | None
    ids: tuple = ()


@dataclass(frozen=True)
class NamedWaiting:
    member: Member
    days: int
    goes_first: bool


@dataclass
class Report:
    tables: list
    pairs: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    least: int = K

    @property
    def cut(self):
        """How many names a list has at most, where one of them is that long; else None."""
        return MOST_NAMED if max(len(self.pairs), len(self.waiting)) >= MOST_NAMED else None


def report_for(user, *, at=None):
    """The whole report of what ``user`` coordinates; names included."""
    scope = _Scope(coordinated_by(user), at or timezone.now())
    tables = [
        scope.pairs_by_state(),
        scope.contact(),
        scope.waiting_table(),
        scope.unmet_wants(),
        scope.loads(),
        scope.evaluation(),
        *scope.faces(),
    ]
    return Report(tables=tables, pairs=scope.named_pairs(), waiting=scope.named_waiting())


def rows_of(report):
    """The same numbers for a file: title, what, how many. A hyphen where nothing may be told; no names."""
    for table in report.tables:
        for line in table.lines:
            shown = "–" if line.count is None else line.count
            yield [str(table.title), str(line.label), f"{shown} {line.unit}".strip() if line.unit else shown]


def _row(labels, counts, *, named=0):
    """Exclusive groups in the order of ``labels``, their total, and how many more the page names (0: no such list)."""
    counted = [counts.get(key, 0) for key in labels]
    lines = [Line(str(label), count) for label, count in zip(labels.values(), suppressed(counted), strict=True)]
    lines.append(Line(_("En total"), shown_total(counted)))
    if named:
        lines.append(Line(_("Además, con nombre"), named))
    return lines


class _Scope:
    def __init__(self, organisations, at):
        self.at, self.today = at, timezone.localdate(at)
        self.organisations = organisations
        self.members = set(Member.objects.within(organisations).values_list("pk", flat=True))
        # A pair belongs to the scope of her who learns: else it would be counted twice.
        within = Member.objects.within(organisations).values("pk")
        self.all_pairs = Pairing.objects.filter(mentee__in=within)
        self.pairs = list(self.all_pairs.select_related("mentee", "mentor"))
        self.living = [pair for pair in self.pairs if pair.state in LIVING]
        standing = MentoringProfile.objects.standing(self.today).within(organisations)
        self.profiles = list(standing.only("member", "first_wanted_at", "goes_first"))
        self.topics = {"wants": defaultdict(list), "offers": defaultdict(list)}
        asked = ProfileTopic.objects.filter(profile__in=standing.values("pk"))
        for member, way, topic in asked.values_list("profile__member", "way", "topic"):
            self.topics[way][member].append(topic)
        self.named = set(
            Consent.objects.filter(
                purpose=Consent.Purpose.MENTORING_BY_NAME, withdrawn_at=None, member__in=within
            ).values_list("member", flat=True)
        )

    # --- pairs ---

    def pairs_by_state(self):
        named = {pair.pk for pair in self.living if self._is_named(pair)}
        counts = Counter(pair.state for pair in self.pairs if pair.pk not in named)
        return Table(_("Parejas según su estado"), _row(dict(Pairing.State.choices), counts, named=len(named)))

    def contact(self):
        """Of pairs that are active: a fact about dates, no judgement."""
        active = [pair for pair in self.living if pair.state == Pairing.State.ACTIVE and not self._is_named(pair)]
        counts = Counter(figures.contact_band(days_since(pair.last_contact_on, self.today)) for pair in active)
        return Table(_("Días desde el último encuentro"), _row(CONTACT, counts), _("De las parejas activas."))

    def _is_named(self, pair):
        return {pair.mentee_id, pair.mentor_id} <= self.named

    def named_pairs(self):
        pairs = [pair for pair in self.living if self._is_named(pair)]
        return [
            NamedPair(
                pair.mentee.display_name,
                pair.mentor.display_name,
                pair.get_state_display(),
                days_since(pair.last_contact_on, self.today),
                (pair.mentee_id, pair.mentor_id),
            )
            for pair in pairs[:MOST_NAMED]
        ]

    # --- who waits ---

    def _waiting(self):
        learning = {pair.mentee_id for pair in self.living}
        return [
            profile
            for profile in self.profiles
            if profile.first_wanted_at is not None and profile.member_id not in learning
        ]

    def waiting_table(self):
        bands = {"new": _("Hasta 30 días"), "old": _("Más de 30 días")}
        waiting = [each for each in self._waiting() if each.member_id not in self.named]
        counts = Counter("new" if self.at - each.first_wanted_at <= FIRST_MONTH else "old" for each in waiting)
        named = len(self._waiting()) - len(waiting)
        return Table(_("Mujeres que esperan compañera"), _row(bands, counts, named=named))

    def named_waiting(self):
        """Those whose companion is no longer there first, then the longest waiting."""
        waiting = [each for each in self._waiting() if each.member_id in self.named]
        waiting.sort(key=lambda each: (not each.goes_first, each.first_wanted_at, str(each.member_id)))
        waiting = waiting[:MOST_NAMED]
        women = Member.objects.in_bulk([each.member_id for each in waiting])
        return [
            NamedWaiting(women[each.member_id], (self.at - each.first_wanted_at).days, each.goes_first)
            for each in waiting
        ]

    def unmet_wants(self):
        """By topic, how many of those who wait want it. Not exclusive: she may want several, so no total is told."""
        wanted = Counter(topic for each in self._waiting() for topic in self.topics["wants"].get(each.member_id, ()))
        topics = MentoringTopic.objects.filter(pk__in=wanted)
        lines = [Line(topic.name, figures.told(wanted[topic.pk])) for topic in topics]
        return Table(_("Lo que quieren aprender las que esperan"), lines)

    # --- who accompanies ---

    def _loads(self):
        loads = Counter(pair.mentor_id for pair in self.living if pair.mentor_id in self.members)
        return {member: loads[member] for member in {*self.topics["offers"], *loads}}

    def loads(self):
        counts = Counter(figures.load_band(load) for load in self._loads().values())
        return Table(_("A cuántas acompaña cada una"), _row(LOADS, counts))

    # --- evaluation ---

    def evaluation(self):
        began = [pair for pair in self.pairs if pair.agreed_at is not None]
        ended = [pair for pair in self.pairs if pair.ended_at is not None]
        mutual = sum(pair.ending == Pairing.Ending.MUTUAL for pair in ended)
        lines = [
            Line(_("Con compañera antes de 30 días"), *self._paired_in_time()),
            Line(_("Con un encuentro en los primeros 14 días"), *self._met_early(began)),
            Line(_("Encuentros, en la mitad de las parejas"), figures.middle(pair.meetings_count for pair in began)),
            Line(_("Cerraron las dos juntas"), figures.part(mutual, len(ended)), "%"),
            Line(_("Metas logradas, según ellas"), *self._goals()),
            Line(_("Dieron un paso después, a los tres meses"), *self._next_steps()),
            Line(_("Reparto de quienes acompañan (0 parejo, 1 todo en una)"), figures.gini(self._loads().values())),
            Line(_("Distritos sin nadie que acompañe"), self._places_without()),
        ]
        return Table(_("Cómo va el programa"), lines, _("Un guion: son pocas, o se reserva para cuidarlas."))

    def _paired_in_time(self):
        """Of women who asked: whose pair began within 30 days, against those who waited longer or still do."""
        waited = [pair.began_at - pair.waited_since for pair in self.pairs if pair.waited_since]
        early = sum(each <= FIRST_MONTH for each in waited)
        still = sum(self.at - each.first_wanted_at > FIRST_MONTH for each in self._waiting())
        return figures.part(early, len(waited) + still), "%"

    def _met_early(self, began):
        firsts = dict(
            self.all_pairs.exclude(agreed_at=None).annotate(first=Min("meetings__met_on")).values_list("pk", "first")
        )
        due = [pair for pair in began if self.at - pair.agreed_at >= FIRST_DAYS]
        met = sum(
            firsts[pair.pk] is not None and firsts[pair.pk] <= timezone.localdate(pair.agreed_at + FIRST_DAYS)
            for pair in due
        )
        return figures.part(met, len(due)), "%"

    def _goals(self):
        closings = Closing.objects.filter(pairing__in=self.all_pairs.values("pk"), goals_agreed__gt=0)
        rows = list(closings.values_list("goals_reached", "goals_agreed"))
        reached = sum(bool(got) and 2 * got >= agreed for got, agreed in rows)
        return figures.part(reached, len(rows)), "%"

    def _next_steps(self):
        pairs = {pair.pk: pair.mentee_id for pair in self.pairs}
        rows = FollowUp.objects.filter(pairing__in=self.all_pairs.values("pk"))
        rows = rows.values_list("pairing", "member", "did_next")
        answers = [did for pairing, member, did in rows if pairs[pairing] == member]
        return figures.part(sum(bool(did) and did != "not_yet" for did in answers), len(answers)), "%"

    def _places_without(self):
        """Districts of the scope without anybody who accompanies or offers to. Places, no persons: told from one on."""
        homes = Organisation.objects.filter(pk__in=self.organisations.values("pk"), territory__isnull=False)
        there = set(homes.values_list("territory", flat=True))
        accompanying = self._loads()
        lives = homes.filter(memberships__until=None).values_list("territory", "memberships__member")
        with_somebody = {territory for territory, member in lives if member in accompanying}
        districts = set(Territory.objects.filter(pk__in=there, children=None).values_list("pk", flat=True))
        return len(districts - with_somebody)

    def faces(self):
        """How it goes, by the latest check-in of each woman: a table of those who learn, one of those who accompany."""
        side = {}
        for pair in self.pairs:
            side[pair.pk, pair.mentee_id], side[pair.pk, pair.mentor_id] = "mentee", "mentor"
        latest = {}
        rows = CheckIn.objects.filter(pairing__in=self.all_pairs.values("pk")).order_by("at")
        for pairing, member, face in rows.values_list("pairing", "member", "face"):
            latest[pairing, member] = face
        counts = defaultdict(Counter)
        for key, face in latest.items():
            counts[side.get(key)][face] += 1
        titles = {"mentee": _("Cómo va, dicen las que aprenden"), "mentor": _("Cómo va, dicen las que acompañan")}
        return [Table(title, _row(dict(CheckIn.Face.choices), counts[key])) for key, title in titles.items()]
