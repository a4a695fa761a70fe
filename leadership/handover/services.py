"""Beginning, signing and closing a handover. Each verb is one transaction; refusals carry words."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit, sealing
from academy.core.decisions import Denied
from academy.members import facts
from academy.members.models import Notice, Term
from academy.members.permissions import may_organise
from academy.members.services.access import Refused, has_credential

from ..models import EmergencyCover, Handover, HandoverItem
from . import rules

State, Kind = Handover.State, HandoverItem.Kind
#: What every seat hands over; where there is none, both say so.
ALWAYS = [kind for kind in Kind.values if kind != Kind.OTHER]
MOST_ITEMS = 40


@transaction.atomic
def begin(*, outgoing, by, incoming=None, at=None):
    """The handover of a term, with its list. The same again gives the same; a woman hands nothing to herself."""
    if incoming is not None and incoming.person == outgoing.person:
        return None
    made, new = Handover.objects.get_or_create(
        outgoing=outgoing,
        defaults={
            "seat_id": outgoing.seat_id,
            "incoming": incoming,
            "opened_by": by,
            "opened_at": at or timezone.now(),
        },
    )
    if new:
        HandoverItem.objects.bulk_create(
            HandoverItem(handover=made, kind=kind, order=number) for number, kind in enumerate(ALWAYS)
        )
        _tell(made, "handover_begun", by)
    elif incoming is not None and made.incoming_id is None and made.state == State.OPEN:
        made.incoming = incoming
        made.save(update_fields=["incoming"])
    return made


def incoming_of(handover):
    """Who follows: as written down, else whoever holds the seat now and is another woman. One query or none."""
    if handover.incoming_id:
        return handover.incoming
    sitting = Term.objects.holding().filter(seat=handover.seat_id, alternate=False).exclude(pk=handover.outgoing_id)
    return sitting.exclude(person=handover.outgoing.person).select_related("holder").order_by("-since").first()


def standing_of(user, handover):
    """The facts that the rules ask about ``user``. About five queries."""
    organisation = handover.seat.organisation
    incoming = incoming_of(handover)
    outgoing = handover.outgoing.holder
    sits = Term.objects.holding().filter(seat__organisation=organisation, holder=user).exists()
    others = Term.objects.holding().filter(seat__organisation=organisation, holder__is_active=True)
    organises = not sits and bool(may_organise(user, organisation)) and not others.exists()
    return rules.Standing(
        user=user.pk,
        is_outgoing=outgoing is not None and outgoing.pk == user.pk,
        is_incoming=incoming is not None and incoming.holder_id == user.pk,
        outgoing_can=_can_sign(outgoing),
        incoming_can=incoming is not None and _can_sign(incoming.holder),
        somebody_follows=incoming is not None,
        witness=sits or organises,
    )


def _can_sign(member):
    return member is not None and member.is_active and has_credential(member)


def words_of(item):
    """What is handed over, opened. Empty where a key that this site no longer has sealed it."""
    try:
        return sealing.open_for(item.what, item.handover_id)
    except sealing.CannotOpen:
        return ""


@transaction.atomic
def give(*, item, by, what="", nothing=False, at=None):
    """She says what she gives, or that there is none, and signs. Until it is received she may say it anew."""
    item = _locked(item)
    _require(rules.may_give(standing_of(by, item.handover), state=item.handover.state, received_at=item.received_at))
    _require(rules.may_say(what, nothing=nothing))
    item.what, item.nothing = sealing.seal(what.strip(), item.handover_id), nothing
    item.given_by, item.given_at = by, at or timezone.now()
    item.save(update_fields=["what", "nothing", "given_by", "given_at"])
    return item


@transaction.atomic
def receive(*, item, by, at=None):
    item = _locked(item)
    _require(
        rules.may_receive(
            standing_of(by, item.handover),
            state=item.handover.state,
            given_at=item.given_at,
            given_by=item.given_by_id,
            received_at=item.received_at,
        )
    )
    item.received_by, item.received_at = by, max(at or timezone.now(), item.given_at)
    item.save(update_fields=["received_by", "received_at"])
    return item


@transaction.atomic
def not_received(*, item, by):
    """It is not as it was said: it goes back to who gives, with its words. Both signatures go."""
    item = _locked(item)
    who = standing_of(by, item.handover)
    if item.received_at is None:
        _require(
            rules.may_receive(
                who, state=item.handover.state, given_at=item.given_at, given_by=item.given_by_id, received_at=None
            )
        )
    elif item.handover.state != State.OPEN or item.received_by_id != by.pk:
        raise Refused(Denied(_("Lo cambia quien lo recibió, mientras la entrega está abierta."), "not_hers"))
    item.given_by = item.given_at = item.received_by = item.received_at = None
    item.save(update_fields=["given_by", "given_at", "received_by", "received_at"])
    return item


@transaction.atomic
def add_item(*, handover, by, title):
    """Something that only this seat has. Whoever may read may name it."""
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    who = standing_of(by, handover)
    _require(rules.may_read(who))
    if handover.state != State.OPEN:
        raise Refused(Denied(_("Esta entrega ya se cerró."), "closed"))
    _require(rules.may_say(title, nothing=False))
    if handover.items.count() >= MOST_ITEMS:
        raise Refused(Denied(_("Son demasiadas cosas. Júntalas en una línea."), "too_many"))
    return HandoverItem.objects.create(
        handover=handover, kind=Kind.OTHER, title=title.strip()[:80], order=handover.items.count()
    )


@transaction.atomic
def close(*, handover, by, at=None):
    """Everything was given and received. From now on it is only read."""
    rows = Handover.objects.select_for_update(of=("self",))
    handover = rows.select_related("seat__organisation", "seat__kind", "outgoing__holder").get(pk=handover.pk)
    done, total = rules.done_of(item.done for item in handover.items.all())
    _require(rules.may_close(standing_of(by, handover), state=handover.state, done=done, total=total))
    handover.incoming = incoming_of(handover)
    handover.state, handover.closed_by, handover.closed_at = State.CLOSED, by, at or timezone.now()
    handover.save(update_fields=["incoming", "state", "closed_by", "closed_at"])
    _tell(handover, "handover_closed", by)
    return handover


@transaction.atomic
def say_new_role(*, handover, by, words):
    """What she who leaves will do now. Hers alone to say."""
    if handover.outgoing.holder_id != by.pk:
        raise Refused(Denied(_("Esto lo escribe quien deja el cargo."), "not_hers"))
    handover.new_role = words.strip()[:160]
    handover.save(update_fields=["new_role"])


def open_commitments(organisation):
    """What authorities still owe here: ``[{"words", "due", "url"}]``; None where nobody keeps promises."""
    return facts.ask("open_commitments", organisation=organisation)


@transaction.atomic
def decline_cover(*, cover, by, at=None):
    """She cannot stand in. At once, without a reason and without a second woman: it is about her alone."""
    if cover.member_id != by.pk:
        raise Refused(Denied(_("Esto lo dice ella misma."), "not_hers"))
    changed = EmergencyCover.objects.filter(pk=cover.pk, until=None).update(until=timezone.localdate(at))
    if changed:
        audit.note("leadership.cover_declined", by=by, about=by, seat=str(cover.seat))
    return bool(changed)


@transaction.atomic
def take_down(*, memorial, by, at=None):
    memorial.taken_down_at = at or timezone.now()
    memorial.save(update_fields=["taken_down_at"])
    audit.note("leadership.memorial_taken_down", by=by, memorial=memorial.pk)


def _tell(handover, kind, by):
    """Both women hear of it on their own page, but for who did it herself."""
    said = {"seat": str(handover.seat), "organisation": handover.seat.organisation.name}
    for term in (handover.outgoing, handover.incoming):
        if term is not None and term.holder_id and term.holder_id != getattr(by, "pk", None):
            Notice.objects.create(member_id=term.holder_id, kind=kind, data=said)


def _locked(item):
    # With its handover: nothing goes back while that is closed.
    rows = HandoverItem.objects.select_for_update(of=("self", "handover"))
    return rows.select_related("handover__seat__organisation", "handover__outgoing__holder").get(pk=item.pk)


def _require(decision):
    if not decision:
        raise Refused(decision)
