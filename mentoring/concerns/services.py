"""What went wrong, and who is told: two support persons of other districts. Never the organiser of hers.

Her words are sealed for the concern itself: they open only through ``open_concern``, which writes down who opened it
and when. She who wrote it reads that list.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from academy.core import audit, sealing
from academy.core.ids import event_id
from academy.members import notices
from academy.members.models import Member, Notice, Organisation, Role

from ..models import Concern, ConcernAccess, Pairing
from ..profiles.private import refuse
from . import rules

WORDS_LIMIT = 2000
#: Whoever holds one of these over a woman reads nothing of hers.
OVER_HER = (Role.Kind.ORGANISER, Role.Kind.MENTORING)
KINDS = {
    "talk": gettext_lazy("Quiero conversar con alguien"),
    "respect": gettext_lazy("No me trata bien"),
    "money": gettext_lazy("Me pidió dinero, favores o votos"),
    "secret": gettext_lazy("Contó lo que era nuestro"),
    "fear": gettext_lazy("Tengo miedo"),
    "other": gettext_lazy("Otra cosa"),
}

notices.register("concern_waits", gettext_lazy("Una compañera pide conversar. Entra a «Apoyo»."))
notices.register("concern_opened", gettext_lazy("%(by)s leyó lo que pediste conversar."))
notices.register("concern_closed", gettext_lazy("Lo que pediste conversar quedó atendido. Puedes avisar otra vez."))
notices.register_action("mentoring.concern_opened", gettext_lazy("%(who)s abrió lo que pediste conversar."))


# --- Who is told -----------------------------------------------------------------------------------


def districts_of(member, *, role_too=False):
    """The districts where she belongs, as text. ``role_too``: where she belongs nowhere, those of her support role.

    A district is a place of the third level below its country; an organisation without a place counts as the district
    that stands above it in the tree, or as itself.
    """
    homes = Organisation.objects.filter(pk__in=member.memberships.standing().values("organisation"))
    found = {_district(organisation) for organisation in homes.select_related("territory")}
    if not found and role_too:
        held = member.roles.standing().filter(kind=Role.Kind.SUPPORT).select_related("organisation__territory")
        found = {_district(role.organisation) for role in held}
    return frozenset(found)


def _district(organisation):
    place = organisation.territory
    if place is not None and place.depth >= 3:
        return "/".join(place.path.split("/")[:5])
    for above in [organisation, *reversed(list(organisation.get_ancestors()))]:
        if above.level == Organisation.Level.DISTRICT:
            return f"organisation:{above.pk}"
    return f"organisation:{organisation.pk}"


def _organisers_over(members):
    """Ids of whoever organises or coordinates mentoring over an organisation of one of ``members``."""
    paths = Organisation.objects.filter(
        memberships__in=[pk for member in members for pk in member.memberships.standing().values_list("pk", flat=True)]
    ).values_list("path", flat=True)
    above = {path[:end] for path in paths for end in range(Organisation.steplen, len(path) + 1, Organisation.steplen)}
    held = Role.objects.standing().filter(kind__in=OVER_HER, organisation__path__in=above)
    return set(held.values_list("member", flat=True))


def _supports():
    women = Member.objects.filter(
        is_active=True, pk__in=Role.objects.standing().filter(kind=Role.Kind.SUPPORT).values("member")
    )
    busy = {}
    through = Concern.supporters.through.objects.exclude(concern__state=Concern.State.DONE)
    for pk in through.values_list("member_id", flat=True):
        busy[pk] = busy.get(pk, 0) + 1
    return [rules.Support(woman.pk, districts_of(woman, role_too=True), busy.get(woman.pk, 0)) for woman in women]


def readers_for(*, by, about=None, chosen=()):
    """The Members who are to be told, besides ``chosen``. A dozen queries and some for each support person."""
    women = [woman for woman in (by, about) if woman is not None]
    supports = _supports()
    standing = {woman.pk for woman in chosen}
    found = rules.choose(
        [support for support in supports if support.id not in standing],
        chosen=[support for support in supports if support.id in standing],
        not_in={district for woman in women for district in districts_of(woman)},
        never={woman.pk for woman in women} | _organisers_over(women),
    )
    return list(Member.objects.filter(pk__in=[support.id for support in found]).order_by("pk"))


def route(concern):
    """Tell whoever is still missing. Returns how many were told now; inside a transaction."""
    told = readers_for(by=concern.by, about=concern.about, chosen=list(concern.supporters.all()))
    concern.supporters.add(*told)
    for woman in told:
        Notice.objects.create(member=woman, kind="concern_waits", data={})
    return len(told)


def route_those_waiting(*, dry_run=False):
    """Concerns that lack a reader get one as soon as there is one. Returns how many were helped."""
    helped = 0
    for concern in Concern.objects.exclude(state=Concern.State.DONE).select_related("by", "about"):
        if concern.supporters.count() >= rules.READERS:
            continue
        with transaction.atomic():
            concern = Concern.objects.select_for_update().get(pk=concern.pk)
            if dry_run:
                helped += bool(readers_for(by=concern.by, about=concern.about, chosen=list(concern.supporters.all())))
            else:
                helped += bool(route(concern))
    return helped


def let_go(*, member):
    """Take from ``member`` the open concerns that she may no longer read: she is no support person any more, or she
    has come to organise over one of the two. What she opened before stays written down."""
    supports = member.roles.standing().filter(kind=Role.Kind.SUPPORT).exists()
    for concern in Concern.objects.filter(supporters=member).exclude(state=Concern.State.DONE):
        women = [woman for woman in (concern.by, concern.about) if woman is not None]
        if not supports or member.pk in _organisers_over(women):
            concern.supporters.remove(member)


# --- Raising ---------------------------------------------------------------------------------------


def raise_concern(*, by, nonce, kind="talk", words="", about=None, pairing=None, origin="report", block=False, at=None):
    """She tells what went wrong. The same form twice is one. Returns the Concern.

    ``block``: she is not paired with ``about`` any more; silent.
    """
    said = {"by": str(by.pk), "kind": kind, "words": words, "about": str(about.pk) if about else "", "origin": origin}
    id = event_id(nonce, said)
    with transaction.atomic():
        concern, made = Concern.objects.get_or_create(
            pk=id,
            defaults={
                "by": by,
                "about": about,
                "pairing": pairing,
                "origin": origin,
                "kind": kind,
                "sealed": sealing.seal(words, id),
                "created_at": at or timezone.now(),
            },
        )
        if made:
            if block and about is not None:
                refuse(member=by, other=about)
            route(concern)
    return concern


def from_check_in(*, event):
    """A check-in said «quiero hablar». No words travel with it, and it is about nobody yet."""
    by = Member.objects.filter(pk=event.subject).first()
    pairing = Pairing.objects.filter(pk=event.payload["pairing"]).first()
    if by is None or pairing is None:
        return None
    about = pairing.mentor if pairing.mentee_id == by.pk else pairing.mentee
    return raise_concern(
        by=by, nonce=event.id, kind="talk", about=about, pairing=pairing, origin="check_in", at=event.happened_at
    )


# --- Reading ---------------------------------------------------------------------------------------


def open_concern(*, concern, by, at=None):
    """Her words, for one of the two readers; written down and told to her. She who wrote it opens without a trace.

    Raises ``sealing.CannotOpen`` where the key is gone.
    """
    words = sealing.open_for(concern.sealed, concern.pk)
    if by.pk == concern.by_id:
        return words
    with transaction.atomic():
        first = not ConcernAccess.objects.filter(concern=concern, by=by).exists()
        ConcernAccess.objects.create(concern=concern, by=by, at=at or timezone.now())
        audit.note("mentoring.concern_opened", by=by, about=concern.by, concern=str(concern.pk))
        if first:
            Notice.objects.create(member=concern.by, kind="concern_opened", data={"by": by.display_name})
    return words


def set_state(*, concern, by, state, at=None):
    """A reader says how it stands. Written down; that it is done is told to her. False where it stood so already."""
    at = at or timezone.now()
    with transaction.atomic():
        closed = at if state == Concern.State.DONE else None
        moved = Concern.objects.filter(pk=concern.pk).exclude(state=state).update(state=state, closed_at=closed)
        if moved:
            ConcernAccess.objects.create(concern=concern, by=by, at=at, action=state)
            if state == Concern.State.DONE:
                Notice.objects.create(member=concern.by, kind="concern_closed", data={})
    return bool(moved)
