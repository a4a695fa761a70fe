"""Whom she may ask to say that she does a task."""

from academy.members import facts
from academy.members.models import Member


def may_be_asked(member):
    """Companions of her organisations, and those with whom she walks in ayni. Four queries."""
    walks = facts.ask("mentoring.companions", default=(), member=member)
    companions = Member.objects.companions_of(member).values("pk")
    return Member.objects.filter(is_active=True).filter(pk__in=companions) | Member.objects.filter(
        is_active=True, pk__in=list(walks)
    )
