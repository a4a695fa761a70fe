"""Two women in a pair, for tests of its life."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from academy.core.ids import uuid7
from mentoring import conduct
from mentoring.models import MentoringProfile, Pairing
from mentoring.pairing import services
from tests.courses.factories import MemberFactory, organisation

WORDS = {
    "goals": ["Hablar en la asamblea"],
    "every_days": 14,
    "channel": "call",
    "quiet_hours": "",
    "confidential": "Todo",
    "told_to": "",
    "how_to_end": "Cuando una quiera",
}


def ready(*women):
    """They are of age and accepted the code of conduct."""
    for woman in women:
        MentoringProfile.objects.update_or_create(member=woman, defaults={"adult": True})
        conduct.accept(member=woman)


def pair(*, state="active", days_ago=60, **fields):
    """yuli learns, hilda accompanies; each belongs to a kitchen of her own district. ``days_ago``: since they began."""
    north, south = organisation("Distrito Norte", level="district"), organisation("Distrito Sur", level="district")
    homes = [organisation("Comedor Norte", below=north), organisation("Comedor Sur", below=south)]
    yuli, hilda = (
        MemberFactory(display_name=name, member_of=home) for name, home in zip(("Yuli", "Hilda"), homes, strict=True)
    )
    began = timezone.now() - timedelta(days=days_ago)
    agreed = None if state == "agreeing" else began
    pairing = Pairing.objects.create(mentee=yuli, mentor=hilda, state=state, began_at=began, agreed_at=agreed, **fields)
    ready(yuli, hilda)
    return SimpleNamespace(pairing=pairing, yuli=yuli, hilda=hilda, north=north, south=south)


def agreed(two, **words):
    """Both accept one text."""
    done = services.write_agreement(pairing=two.pairing, by=two.yuli, nonce=uuid7(), **{**WORDS, **words})
    assert done, done
    text = two.pairing.agreements.latest("written_at")
    done = services.accept_agreement(agreement=text, by=two.hilda)
    assert done, done
    two.pairing.refresh_from_db()
    return text
