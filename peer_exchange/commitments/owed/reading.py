"""From the database to figures: one query for all promises that count, a handful for names."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from academy.members.models import Organisation, Territory
from academy.members.rules import name_key

from ...models import Institution, Obstacle
from .reckoning import Figures, Row, reckon, worst_first

COLUMNS = ("state", "due_on", "closed_on", "promised", "obtained", "institution", "territory", "topic", "obstacle")


@dataclass(frozen=True)
class Asked:
    """What she wants to see. Empty: all. ``territory``: the place and everything in it; ``topic``: folded;
    ``since``, ``until``: days on which they were promised."""

    organisation: Organisation | None = None
    institution: Institution | None = None
    territory: Territory | None = None
    topic: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One group of a table, with its name and what narrows the page down to it."""

    name: str
    figures: Figures
    key: str = ""


@dataclass
class Owed:
    whole: Figures
    institutions: list = field(default_factory=list)
    territories: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    obstacles: list = field(default_factory=list)


def wanted(rows, asked):
    """``rows`` (commitments) as far as they are asked for. Handed-on ones are counted once, with their heirs."""
    rows = rows.current()
    if asked.organisation:
        rows = rows.filter(organisation__path__startswith=asked.organisation.path)
    if asked.institution:
        rows = rows.filter(institution=asked.institution)
    if asked.territory:
        rows = rows.filter(territory__path__startswith=asked.territory.path)
    if asked.topic:
        rows = rows.filter(topic__in=_written_as(rows, asked.topic))
    if asked.since:
        rows = rows.filter(made_on__gte=asked.since)
    if asked.until:
        rows = rows.filter(made_on__lte=asked.until)
    return rows


def _written_as(rows, topic):
    """«Salud» and «SALUD » are one topic. One query."""
    said = rows.exclude(topic="").order_by().values_list("topic", flat=True).distinct()
    return [each for each in said if name_key(each) == name_key(topic)]


def reckoned(rows, *, at):
    """The figures of ``rows``. Three queries: the rows, names of institutions, names of places."""
    topics = {}

    def topic_of(said):
        key = name_key(said)
        topics.setdefault(key, said.strip())
        return key

    folded = {}
    read = rows.order_by().values_list(*COLUMNS)

    def each():
        for *told, institution, territory, topic, obstacle in read.iterator(2000):
            if topic not in folded:
                folded[topic] = topic_of(topic)
            yield Row(*told, (institution, territory, folded[topic], obstacle))

    whole, (institutions, territories, by_topic, obstacles) = reckon(each(), at=at, ways=4)
    names = dict(Institution.objects.filter(pk__in=list(institutions)).values_list("pk", "name"))
    places = dict(Territory.objects.filter(pk__in=list(territories)).values_list("pk", "name"))
    return Owed(
        whole=whole,
        institutions=_lines(institutions, lambda pk: names.get(pk) or _("Institución sin nombre"), str),
        territories=_lines(territories, lambda pk: places.get(pk) or _("Sin lugar"), str),
        topics=_lines(by_topic, lambda key: topics.get(key) or _("Sin tema"), lambda key: topics.get(key, "")),
        obstacles=_lines(
            {code: told for code, told in obstacles.items() if code}, lambda code: Obstacle(code).label, str
        ),
    )


def _lines(groups, name, key):
    return [Line(str(name(group)), told, key(group) if group else "") for group, told in worst_first(groups)]


def longest_owed(rows):
    """Open ones, those overdue longest first, then by due date, those without a date last."""
    return (
        rows.open()
        .select_related("organisation", "institution")
        .order_by(F("due_on").asc(nulls_last=True), "made_on", "pk")
    )


def choices_for(rows):
    """What can be chosen: institutions and topics that occur. Two queries."""
    institutions = Institution.objects.filter(pk__in=rows.order_by().values("institution")).order_by("name")
    topics = {}
    for said in rows.exclude(topic="").order_by().values_list("topic", flat=True).distinct():
        topics.setdefault(name_key(said), said)
    return {"institutions": list(institutions), "topics": sorted(topics.values(), key=name_key)}
