"""What stands in her passport, and the same as a paper and as a file."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.members import path
from academy.members.models import Membership

from ..models import HiddenFact, StageRecord, TaskTick, Willingness
from ..papers import paper
from ..stages.reading import standing_of
from ..stages.rules import STAGES
from ..stages.shown import stages_for


@dataclass(frozen=True, slots=True)
class Line:
    fact: Any
    key: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One part of her path, as one programme tells it."""

    code: str
    title: str
    lines: tuple

    @property
    def shown(self):
        return [line for line in self.lines if not line.hidden]


def pages_of(member):
    """Everything, what she hides among it. Costs what the programmes need, and one query."""
    hidden = set(HiddenFact.objects.visible_to(member).values_list("fact", flat=True))
    return [
        Page(
            part.code,
            part.title,
            tuple(Line(fact, key := f"{part.code}/{fact.key}", key in hidden) for fact in part.facts),
        )
        for part in path.parts_of(member)
    ]


def places_of(member):
    """Her organisations, with the days: the first page says where she belongs. One query."""
    rows = Membership.objects.filter(member=member).select_related("organisation").order_by("-since", "pk")
    return list(rows)


# --- On paper ------------------------------------------------------------------------------------------


def pdf_of(member, *, at=None, form="pdf"):
    """Her passport on paper, in the language of the page, without what she hides and what she would take on."""
    return paper("path/typst/passport.typ", words_of(member, at=at), form=form)


def words_of(member, *, at=None):
    standing, names = standing_of(member), stages_for(member)
    places = places_of(member)
    now = [row for row in places if row.until is None]
    lived = [code for code in STAGES if code in standing.reached or code == standing.stage]
    day = date_format(timezone.localdate(at), "DATE_FORMAT")
    return {
        "title": _("Pasaporte de lideresa"),
        "academy": str(settings.ACADEMY_NAME),
        "tagline": str(settings.ACADEMY_TAGLINE),
        "language": get_language(),
        "name": member.name_on_certificates or member.display_name,
        "belongs": [
            _("%(place)s, desde %(day)s") % {"place": r.organisation.name, "day": _month(r.since)} for r in now
        ],
        "says": _("Esto lo hizo ella. Lo cuentan sus cursos, sus compañeras y las actas de sus asambleas."),
        "moment_label": _("Su momento"),
        "moment": names[standing.stage].name if standing.state == "active" else "",
        "stages": [
            {
                "name": names[code].name,
                "says": names[code].says,
                "on": _month(standing.reached[code]) if code in standing.reached else "",
                "lived": code in lived,
            }
            for code in STAGES
        ],
        "stages_label": _("Momentos que vivió"),
        "parts": [
            {
                "title": page.title,
                "lines": [
                    {
                        "words": line.fact.words,
                        "detail": line.fact.detail,
                        "on": _month(line.fact.on) if line.fact.on else "",
                    }
                    for line in page.shown
                ],
            }
            for page in pages_of(member)
            if page.shown
        ],
        "made": _("Lo imprimió ella misma el %(day)s. Ella decide a quién lo muestra.") % {"day": day},
        "blank": _("Espacio para sellos y firmas de su organización"),
    }


def _belongs(row):
    return _("%(place)s, desde %(day)s") % {"place": row.organisation.name, "day": _month(row.since)}


def _month(day):
    return date_format(day, "YEAR_MONTH_FORMAT")


# --- As a file -----------------------------------------------------------------------------------------


def data_of(member):
    """All of her path for another program, what she hides and what she alone sees among it. Plain values."""
    standing = standing_of(member)
    said = Willingness.objects.visible_to(member).select_related("kind")
    ticks = TaskTick.objects.visible_to(member).select_related("kind")
    return {
        "format": "relevo-passport-1",
        "language": get_language(),
        "made_on": timezone.localdate().isoformat(),
        "name": member.display_name,
        "organisations": [
            {"name": row.organisation.name, "since": row.since.isoformat(), "until": _iso(row.until)}
            for row in places_of(member)
        ],
        "stage": {"code": standing.stage, "since": _iso(standing.since), "state": standing.state},
        "stages": [
            {
                "id": str(row.pk),
                "what": row.kind,
                "stage": row.stage,
                "at": row.at.isoformat(),
                "evidence": row.evidence,
                "again_on": _iso(row.again_on),
            }
            for row in StageRecord.objects.visible_to(member)
        ],
        "path": [
            {
                "part": page.code,
                "title": page.title,
                "facts": [
                    {
                        "key": line.key,
                        "words": line.fact.words,
                        "detail": line.fact.detail,
                        "on": _iso(line.fact.on),
                        "hidden": line.hidden,
                    }
                    for line in page.lines
                ],
            }
            for page in pages_of(member)
        ],
        "willing": [
            {
                "seat": row.kind.code,
                "answer": row.answer,
                "above": row.above,
                "said_on": row.said_on.isoformat(),
                "good_until": row.good_until.isoformat(),
            }
            for row in said
        ],
        "does": [
            {
                "seat": row.kind.code,
                "task": row.task,
                "since": row.done_on.isoformat(),
                "seen_by_another_on": _iso(row.confirmed_on),
            }
            for row in ticks
        ],
    }


def _iso(day):
    return day.isoformat() if day else None
