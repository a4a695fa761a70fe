"""Women who want and offer, for tests of profiles, proposals and rounds."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from academy.members.models import Consent, Role
from mentoring import conduct
from mentoring.models import MatchingWeights, MentoringCycle, MentoringProfile, MentoringTopic
from mentoring.profiles.services import save_profile
from tests.courses.factories import MemberFactory, organisation

PLAIN = {
    "adult": True,
    "channels": ["call"],
    "languages": ["es"],
    "slots": ["6-afternoon"],
    "distance": "",
    "life": [],
    "about": "",
    "capacity": 2,
    "would_circle": False,
}


def topic(slug="libro-de-caja", direction="memory"):
    made, _new = MentoringTopic.objects.get_or_create(
        slug=slug, defaults={"direction": direction, "name_es": slug.replace("-", " ").capitalize()}
    )
    return made


def valley():
    """A federation with two kitchens and a mentoring coordinator; a stranger federation with its own."""
    federation = organisation("Federación del Valle", level="district")
    elsewhere = organisation("Federación Lejana", level="district")
    return SimpleNamespace(
        federation=federation,
        kitchen=organisation("Comedor Las Flores", below=federation),
        pot=organisation("Olla El Sol", below=federation),
        elsewhere=elsewhere,
        coordinator=MemberFactory(display_name="Carmen", holds=(Role.Kind.MENTORING, federation)),
        outsider=MemberFactory(display_name="Otra", holds=(Role.Kind.MENTORING, elsewhere)),
    )


def woman(home, name, *, wants=(), offers=(), ready=True, **said):
    """A member with a profile (if she wants or offers anything), who may say yes at once where ``ready``."""
    member = MemberFactory(display_name=name, member_of=home)
    if wants or offers:
        save_profile(
            member=member,
            wants=[topic(slug) for slug in wants],
            offers=[topic(slug) for slug in offers],
            kinds=[],
            **{**PLAIN, **said},
        )
    if ready:
        MentoringProfile.objects.update_or_create(member=member, defaults={"adult": said.get("adult", True)})
        conduct.accept(member=member)
    return member


def learner(home, name="Yuli", **said):
    return woman(home, name, wants=["libro-de-caja"], **said)


def guide(home, name="Hilda", **said):
    return woman(home, name, offers=["libro-de-caja"], **said)


def named(*members):
    """They allow the coordinator to see their names."""
    for member in members:
        Consent.objects.create(
            member=member, purpose=Consent.Purpose.MENTORING_BY_NAME, wording="2026-1", language="es"
        )


def weights(place):
    return MatchingWeights.objects.create(
        organisation=place, version=1, acta="Libro 2, p. 14", adopted_on=timezone.localdate()
    )


def cycle(place, **changes):
    today = timezone.localdate()
    fields = {"starts": today, "ends": today + timedelta(days=120), "name": "Ciclo 1", **changes}
    return MentoringCycle.objects.create(organisation=place, **fields)
