"""Small lists that several pages show."""

from django.urls import reverse

from academy.members.models import OrganisationKind

from .models import MentoringTopic


def names_of_codes():
    """Names of topics and kinds by code, in the reader's language, as ``words.sentence`` takes them. Two queries."""
    return {
        "topics": {topic.slug: topic.name.lower() for topic in MentoringTopic.objects.all()},
        "kinds": {kind.code: kind.name.lower() for kind in OrganisationKind.objects.all()},
    }


def pair_cards(pairs, member):
    """Each pair with the other woman and its address. The queryset brings both women along."""
    return [
        {
            "pairing": pairing,
            "other": pairing.mentor if pairing.mentee_id == member.pk else pairing.mentee,
            "learns": pairing.mentee_id == member.pk,
            "url": reverse("mentoring:pair", args=[pairing.pk]),
        }
        for pairing in pairs
    ]
