"""What a woman's own page says of elections: the same to the whole base, on the same days, without hurry or blame."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.members.models import Organisation, Term

from ..models import Election
from . import rules

#: The first notice comes so many days before; a board whose time is over is told as long.
WINDOW = timedelta(days=max(rules.NOTICES))
#: Results that nobody wrote down yet are asked for so long.
WAIT_FOR_RESULTS = timedelta(days=30)
MOST = 3


@dataclass(frozen=True)
class Line:
    on: date
    words: str
    url: str


def at_home(request):
    """For ``path.section``: at most three lines, the nearest first, or None. Four queries."""
    if not request.user.is_authenticated:
        return None
    lines = lines_for(request.user)
    return {"election_lines": lines} if lines else None


def lines_for(member, *, at=None):
    today = timezone.localdate(at)
    step = Organisation.steplen
    hers = member.memberships.standing(today).values_list("organisation__path", flat=True)
    paths = {path[:end] for path in hers for end in range(step, len(path) + 1, step)}
    if not paths:
        return []
    called = Election.objects.called().filter(organisation__path__in=paths, on__gte=today - WAIT_FOR_RESULTS)
    called = list(called.select_related("organisation"))
    lines = [_called(election, today) for election in called]
    lines += [_ends(*each, today) for each in _ending(paths, {each.organisation_id for each in called}, today)]
    return sorted(lines, key=lambda line: (abs((line.on - today).days), line.url))[:MOST]


def _ending(paths, busy, today):
    """``(organisation, name, day)`` of boards whose planned end is near and for which nothing is called yet."""
    terms = Term.objects.holding(today).filter(
        alternate=False,
        seat__organisation__path__in=paths,
        seat__abolished_on=None,
        until__range=(today - WINDOW, today + WINDOW),
    )
    ends = terms.exclude(seat__organisation__in=busy)
    rows = ends.values_list("seat__organisation", "seat__organisation__name", "until").distinct()
    return sorted(rows.order_by())


def _called(election, today):
    words = {"organisation": election.organisation.name, "day": date_format(election.on, "DATE_FORMAT")}
    if election.on < today:
        said = _("%(organisation)s eligió el %(day)s. Falta anotar los resultados.")
    else:
        said = _("%(organisation)s: asamblea de elección el %(day)s. Todas pueden postular.")
    return Line(election.on, said % words, reverse("leadership:election", args=[election.pk]))


def _ends(organisation, name, on, today):
    left = (on - today).days
    words = {"organisation": name, "day": date_format(on, "DATE_FORMAT"), "left": left}
    if left < 0:
        said = _("%(organisation)s: el período terminó el %(day)s. Toca convocar a elección.")
    else:
        said = ngettext(
            "%(organisation)s: el período termina en %(left)s día. Todas pueden postular.",
            "%(organisation)s: el período termina en %(left)s días. Todas pueden postular.",
            left,
        )
    return Line(on, said % words, reverse("leadership:elections", args=[organisation]))
