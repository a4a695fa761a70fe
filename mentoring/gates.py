"""What a woman must have done before she says yes: be of age, study how to accompany, and what rooms of this app add.

Each gate says what to do and where; pages show them as a list of steps with links.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.members import facts

from .models import MentoringProfile, Pairing

#: The short course that comes before accompanying anybody.
COURSE = "L7"
MENTEE, MENTOR = "mentee", "mentor"


@dataclass(frozen=True)
class Step:
    """One thing to be done first. ``url`` may be empty: then ``words`` say everything."""

    code: str
    words: str
    url: str
    done: bool


_more = []


def register(source):
    """``source(member, side)`` yields further Steps; called when the app starts (code of conduct)."""
    if source not in _more:
        _more.append(source)


def steps(member, side):
    """All that comes before her first pair, done or not, in order. Some eight queries for who accompanies."""
    found = [_of_age(member)]
    if side == MENTOR:
        found += _studied(member)
    for source in _more:
        found += source(member, side)
    return found


def _of_age(member):
    profile = MentoringProfile.objects.filter(member=member).only("adult").first()
    words = _("Di en tu ficha que tienes 18 años o más. Antes de los 18 se aprende en círculo.")
    return Step("adult", words, reverse("mentoring:profile"), profile is not None and profile.adult is True)


def _studied(member):
    """Nothing is asked where no such course is installed: the site would lock everybody out. Nor of whoever has
    accompanied before it was asked for."""
    studied = facts.ask("courses.studied", member=member, code=COURSE)
    if studied is None:
        return []
    done = studied or Pairing.objects.filter(mentor=member, agreed_at__isnull=False).exists()
    address = facts.ask("courses.address", code=COURSE, language=get_language())
    title, url = address or (COURSE, "")
    return [Step("course", _("Haz el curso corto «%(title)s».") % {"title": title}, url, done)]


def may_begin(member, side):
    """May she say yes as ``side``? The refusal says the first thing that is missing."""
    missing = next((step for step in steps(member, side) if not step.done), None)
    return Denied(missing.words, missing.code) if missing else Allowed()
