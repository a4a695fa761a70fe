"""Whom she could ask: computed for her alone, when she opens the page. Not a ranking of women: an order for one."""

from dataclasses import dataclass

from academy.members.models import Member, Membership, Organisation

from ..matching import candidates, reasons
from ..models import MatchingWeights, Proposal
from ..rounds.feeding import Feed, declined_pairs, weights_of
from ..rules import MOST_SUGGESTED


@dataclass
class Suggested:
    """One woman, why she, and what to talk about first. ``reasons`` as stored in a Proposal."""

    mentor: Member
    reasons: list
    caution: dict


def tree_of(member):
    """The organisations among which she is matched: all below the root of hers."""
    path = member.memberships.standing().order_by("since", "pk").values_list("organisation__path", flat=True).first()
    if path is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(path__startswith=path[: Organisation.steplen])


def weights_for(member):
    """The weights in force for her: adopted by the nearest organisation above her, the latest."""
    paths = member.memberships.standing().values_list("organisation__path", flat=True)
    step = Organisation.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    rows = MatchingWeights.objects.filter(organisation__path__in=above).select_related("organisation")
    return weights_of(max(rows, key=lambda row: (len(row.organisation.path), row.version), default=None))


def suggestions_for(member, *, but=(), at=None):
    """At most MOST_SUGGESTED Suggested for who waits, best first; [] where she does not wait. Some 15 queries.

    ``but``: ids left out, as the one whom she had until now. Ties are decided by her own id: the same on every day.
    """
    feed = Feed(tree_of(member), wanting=member.pk, at=at)
    want = next((each for each in feed.wants() if each.id == member.pk), None)
    if want is None:
        return []
    asked = set(Proposal.objects.open(feed.at).filter(mentee=member).values_list("mentor", flat=True))
    offers = {offer.id: offer for offer in feed.offers() if offer.id not in asked | set(but)}
    weights = weights_for(member)
    ((_want, found),) = candidates(
        [want],
        offers.values(),
        weights,
        seed=str(member.pk),
        declined=declined_pairs(member.pk),
        per_want=MOST_SUGGESTED,
    )
    chosen = [offers[each.offer] for each in found]
    mentors = Member.objects.in_bulk([offer.id for offer in chosen])
    told = ((offer, reasons(want, offer, weights)) for offer in chosen)
    return [
        Suggested(mentors[offer.id], [reason.as_json() for reason in why], caution.as_json())
        for offer, (why, caution) in told
    ]


def organisation_names(members):
    """``{member id: name of her organisation}``, the first she joined. One query."""
    rows = Membership.objects.standing().filter(member__in=members).order_by("-since", "-pk")
    return dict(rows.values_list("member", "organisation__name"))
