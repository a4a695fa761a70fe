"""Three plain reasons and one caution for two women who fit: codes and what their sentences need."""

from . import fit
from .shapes import PARTS, VISIT, WHOLE, Reason, Weights

#: Nearly all speak it, so sharing it says little; sharing another language says much.
COMMON_LANGUAGE = "es"
OWN_LANGUAGE_POINTS = 25 * WHOLE
MOST_NAMED = 3


def reasons(want, offer, weights=None):
    """((reason, reason, reason), caution). Reasons by what they added to the score; three can always be found.

    Only what both said or what holds for all pairs is told; never what is missing, who refused whom, or a number
    of points.
    """
    weights = (weights or Weights()).as_dict()
    told = sorted(_found(want, offer, weights), key=lambda found: -found[0])
    first, second, third = (reason for _points, reason in told[:3])
    return (first, second, third), caution(want, offer)


def _found(want, offer, weights):
    topics = want.topics & offer.topics
    if topics:
        points = weights["topics"] * fit.common(want.topics, offer.topics)
        yield points, Reason("topics", {"topics": sorted(topics)[:MOST_NAMED]})
    hours = want.hours & offer.hours
    if hours:
        yield weights["hours"] * fit.common(want.hours, offer.hours), Reason("hours", {"hours": _in_the_week(hours)})
    yield from _near(want, offer, weights["distance"])
    if want.kinds & offer.kinds:
        yield weights["kinds"] * WHOLE, Reason("kinds", {"kinds": sorted(want.kinds & offer.kinds)[:MOST_NAMED]})
    if want.life & offer.life:
        yield weights["life"] * WHOLE, Reason("life", {"life": sorted(want.life & offer.life)[:MOST_NAMED]})
    yield from _always(want, offer)


def _near(want, offer, weight):
    points = weight * fit.nearness(want.territory, offer.territory, want.region, offer.region)
    levels = _levels(want, offer)
    if want.region and want.region == offer.region and (levels or 0) < 3:
        yield points, Reason("region", {"region": want.region})
    elif levels:
        yield points, Reason("near", {"country": fit.places(want.territory)[0], "levels": levels})


def _always(want, offer):
    """Last of all, in this order: what holds for every pair that may be proposed."""
    shared = want.languages & offer.languages
    own = shared - {COMMON_LANGUAGE}
    if own:
        yield OWN_LANGUAGE_POINTS, Reason("language", {"languages": sorted(own)})
    if not offer.load:
        yield 4, Reason("light", {})
    if not own:
        yield 3, Reason("language", {"languages": sorted(shared)})
    yield 2, Reason("channel", {"channels": sorted(fit.shared_channels(want, offer))})
    yield 1, Reason("place", {})


def caution(want, offer):
    """What they should talk about first: the weightiest that applies."""
    channels = sorted(fit.shared_channels(want, offer))
    if want.id in offer.answers_to:
        return Reason("authority", {})
    if want.topics and offer.topics and not want.topics & offer.topics:
        return Reason("no_topic", {})
    if want.hours and offer.hours and not want.hours & offer.hours:
        return Reason("no_hours", {})
    if channels == [VISIT]:
        return Reason("visit_only", {})
    if _far(want, offer):
        place = {"country": fit.places(want.territory)[0], "levels": _levels(want, offer) or 0}
        return Reason("far", {**place, "channels": [channel for channel in channels if channel != VISIT]})
    if not (want.hours and offer.hours):
        return Reason("hours_unknown", {})
    if offer.load:
        return Reason("busy", {"load": offer.load})
    if channels == ["whatsapp"]:
        return Reason("data", {})
    return Reason("start", {})


def _far(want, offer):
    if not want.territory or not offer.territory:
        return False
    return fit.nearness(want.territory, offer.territory, want.region, offer.region) < fit.SAME_REGION


def _levels(want, offer):
    """Levels below the country that both live in; None where one did not say, or in two countries."""
    if not want.territory or not offer.territory:
        return None
    return fit.levels_in_common(fit.places(want.territory), fit.places(offer.territory)) - 1


def _in_the_week(hours):
    """Lists for JSON, from Monday morning on."""
    ordered = sorted(hours, key=lambda slot: (slot[0], PARTS.index(slot[1])))
    return [list(slot) for slot in ordered[:MOST_NAMED]]
