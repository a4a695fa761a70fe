"""From rows to what matching understands, and nothing else: no names, no violence, no health, no origin.

Some ten queries whatever the number of women; a profile costs about 2 KB while a round is computed.
"""

from collections import Counter, defaultdict

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from academy.core import sealing
from academy.members.models import Membership, Organisation, Territory

from .. import authority
from ..matching import CHANNELS, LIFE, MOST_IN_A_CIRCLE, PARTS, VISIT, Offer, Want, Weights
from ..models import CircleSeat, MentoringProfile, Pairing, ProfileTopic, Proposal, ReservedOrganisation
from ..models import MatchingWeights as WeightsRow
from ..profiles.private import never_with
from ..rules import MOST_COMPANIONS, MOST_OPEN

Distance = MentoringProfile.Distance


def weights_of(row):
    """The Weights that an assembly adopted; those of the house where none has."""
    if row is None:
        return Weights()
    return Weights(**{part: getattr(row, part) for part in WeightsRow.PARTS})


def slots_of(texts):
    """``["0-morning"]`` → {(0, "morning")}; what is none is left out."""
    found = set()
    for text in texts:
        day, _dash, part = str(text).partition("-")
        if day in "0123456" and len(day) == 1 and part in PARTS:
            found.add((int(day), part))
    return frozenset(found)


class Feed:
    """Women who take part, as Wants and Offers. ``organisations`` (a queryset) narrows who they are; None: everybody.

    ``members`` narrows it to these ids. ``wanting``: only she (an id) asks, so of the others only who offers is read.
    """

    def __init__(self, organisations=None, *, members=None, wanting=None, at=None):
        self.at = at or timezone.now()
        profiles = MentoringProfile.objects.standing(timezone.localdate(self.at))
        if organisations is not None:
            profiles = profiles.within(organisations)
        if members is not None:
            profiles = profiles.filter(member__in=members)
        if wanting is not None:
            offers = ProfileTopic.objects.filter(profile=OuterRef("pk"), way="offers")
            profiles = profiles.filter(Q(member=wanting) | Exists(offers))
        self.profiles = list(profiles)
        self.topics, self.kinds = _said(profiles)
        self.places = _Places(profiles.values("member"))
        self.authority = authority.over(self.places.paths)
        self.reserved = _reserved_rules()
        self.counts = _Counts(self.at)

    def wants(self):
        """Of those who wait: they want something, nobody accompanies them, no more than MOST_OPEN are open."""
        found = []
        for profile in self.profiles:
            topics = self.topics[profile.pk, "wants"]
            member = profile.member_id
            if not topics or self.counts.as_mentee[member] >= MOST_COMPANIONS or member in self.counts.in_circle:
                continue
            if self.counts.open[member] >= MOST_OPEN:
                continue
            common = self._common(profile)
            if common is not None:
                circle = profile.would_circle and profile.adult is True
                found.append(Want(**common, topics=frozenset(topics), circle=circle, first=profile.goes_first))
        return found

    def offers(self):
        found = []
        for profile in self.profiles:
            topics = self.topics[profile.pk, "offers"]
            if not topics or profile.adult is not True:
                continue
            common = self._common(profile)
            if common is None:
                continue
            member = profile.member_id
            # An open proposal may become a pair at any moment: it holds its place, and is nobody's business.
            load = self.counts.as_mentor[member]
            places = profile.capacity - load - self.counts.open_as_mentor[member]
            room = min(places, MOST_OPEN - self.counts.open[member])
            found.append(
                Offer(
                    **common,
                    topics=frozenset(topics),
                    capacity=load + max(0, room),
                    load=load,
                    circle_places=self._circle_places(profile),
                )
            )
        return found

    def _circle_places(self, profile):
        hosts = profile.member_id in self.counts.hosting
        return MOST_IN_A_CIRCLE if profile.would_circle and not hosts else 0

    def _common(self, profile):
        """What both sides say. None where her private list cannot be opened: better nobody than the wrong one."""
        try:
            refused = frozenset(never_with(profile))
        except (sealing.CannotOpen, ValueError):
            return None
        member = profile.member_id
        channels = frozenset(profile.channels) & set(CHANNELS)
        if profile.distance == Distance.CALLS:
            channels -= {VISIT}
        territory = self.places.territory.get(member, "")
        organisations = frozenset(self.places.organisations[member])
        return {
            "id": member,
            "languages": frozenset(profile.languages),
            "channels": channels,
            "hours": slots_of(profile.slots),
            "territory": territory,
            "reach": self.places.around(territory, profile.distance),
            "kinds": frozenset(self.kinds[profile.pk]),
            "life": frozenset(profile.life) & set(LIFE),
            "opted_in": True,
            "adult": profile.adult is True,
            "no_pair": refused,
            "answers_to": frozenset(self.authority.get(member, ())),
            "organisations": organisations,
            "reserved": tuple(rule for inside, rule in self.reserved if inside & organisations),
        }


def _said(profiles):
    """({(profile, way): slugs of topics}, {profile: codes of kinds}). Two queries; no objects, for they are many."""
    topics, kinds = defaultdict(set), defaultdict(set)
    ids = profiles.values("pk")
    for profile, way, slug in ProfileTopic.objects.filter(profile__in=ids).values_list("profile", "way", "topic__slug"):
        topics[profile, way].add(slug)
    named = MentoringProfile.kinds.through.objects.filter(mentoringprofile__in=ids)
    for profile, code in named.values_list("mentoringprofile", "organisationkind__code"):
        kinds[profile].add(code)
    return topics, kinds


class _Places:
    """Where each woman belongs: her organisations, and the territory of the nearest that has one."""

    def __init__(self, members):
        """``members``: a query of ids, so that thousands of them do not travel back."""
        self.paths, self.organisations, self.territory = defaultdict(list), defaultdict(set), {}
        homes = dict(Organisation.objects.exclude(territory=None).values_list("path", "territory__path"))
        rows = Membership.objects.standing().filter(member__in=members)
        for member, organisation, path in rows.values_list("member", "organisation", "organisation__path"):
            self.paths[member].append(path)
            self.organisations[member].add(organisation)
            home = _nearest(homes, path)
            if home and member not in self.territory:
                self.territory[member] = home
        self._kinds = dict(Territory.objects.values_list("path", "kind")) if self.territory else {}

    def around(self, territory, distance):
        """The place of that kind in which she lives; where her country has no such kind, her own place."""
        if not territory or distance in ("", Distance.CALLS):
            return ""
        parts = territory.strip("/").split("/")
        above = (f"/{'/'.join(parts[:end])}/" for end in range(1, len(parts) + 1))
        return next((path for path in above if self._kinds.get(path) == distance), territory)


def _nearest(homes, path):
    for end in range(len(path), 0, -Organisation.steplen):
        if path[:end] in homes:
            return homes[path[:end]]
    return ""


def _reserved_rules():
    """[(ids inside, ids with whom they may be paired)] of each organisation that is reserved."""
    rules = []
    for row in ReservedOrganisation.objects.select_related("organisation").prefetch_related("also"):
        inside = _ids_within(row.organisation)
        allowed = inside.union(*(_ids_within(other) for other in row.also.all()))
        rules.append((inside, allowed))
    return rules


def _ids_within(organisation):
    return frozenset(Organisation.objects.within(organisation).values_list("pk", flat=True))


class _Counts:
    """Living pairs, open proposals and seats in circles, by woman. Three queries."""

    def __init__(self, at):
        self.as_mentee, self.as_mentor = Counter(), Counter()
        self.open, self.open_as_mentor = Counter(), Counter()
        for mentee, mentor in Pairing.objects.living().values_list("mentee", "mentor"):
            self.as_mentee[mentee] += 1
            self.as_mentor[mentor] += 1
        for mentee, mentor in Proposal.objects.open(at).values_list("mentee", "mentor"):
            self.open.update((mentee, mentor))
            self.open_as_mentor[mentor] += 1
        self.hosting, self.in_circle = set(), set()
        seats = CircleSeat.objects.filter(left_at=None, circle__ended_at=None).values_list("member", "part")
        for member, part in seats:
            (self.hosting if part == "mentor" else self.in_circle).add(member)


def declined_pairs(mentee=None):
    """{(mentee, mentor)} of whom one said no, or who parted: they are not proposed again. ``mentee``: hers only."""
    said_no, parted = Proposal.objects.filter(state="declined"), Pairing.objects.filter(ending="change")
    if mentee is not None:
        said_no, parted = said_no.filter(mentee=mentee), parted.filter(mentee=mentee)
    return {*said_no.values_list("mentee", "mentor"), *parted.values_list("mentee", "mentor")}
