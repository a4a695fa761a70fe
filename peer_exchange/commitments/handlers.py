"""What may enter the record about commitments: heap ``commitment:<id>``, subject the commitment itself."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import record
from academy.core.decisions import Allowed, Denied
from academy.core.ids import parse
from academy.core.models import Event
from academy.core.record import Handler, Unfit, handles
from academy.core.record.reading import bad
from academy.members import path
from academy.members.models import Member

from .. import authority
from ..models import Commitment
from ..public import services as public
from . import (
    links,
    payloads,
    people,
    projections,  # noqa: F401 - registers the projector of this stream
)


class OfCommitment(Handler):
    """Base: the heap, and who may write into it. ``words`` are hers who wrote; the promise itself is not."""

    stream = "commitment"

    def clean(self, payload):
        if not isinstance(payload, dict):
            raise bad()
        return self.read(payload)

    def read(self, payload):
        raise NotImplementedError

    def identifier(self, payload):
        return payload["commitment"]

    def may(self, arrival):
        """Whoever is of the organisation and reads it, or follows it up."""
        found = commitment_of(arrival)
        by = authority.recorder(arrival)
        allowed = may_write(by, found, *_day(arrival))
        return allowed and self.may_of(found, arrival, by)

    def may_of(self, commitment, arrival, by):
        return _not_ahead(arrival.payload.get("on"))


def _not_ahead(day):
    if day and date.fromisoformat(day) > timezone.localdate():
        return Denied(_("Ese día todavía no llega."), "future_day")
    return Allowed()


def commitment_of(arrival):
    number = parse(arrival.payload.get("commitment"))
    if number is None or number != parse(arrival.subject):
        raise bad()
    found = Commitment.objects.select_related("organisation").filter(pk=number).first()
    if found is None:
        raise Unfit(_("Este sitio aún no conoce ese compromiso."), "unknown_commitment")
    return found


def _day(arrival):
    """What a phone sends was hers to write on its day too; what is typed in on the page may be older than she is."""
    return [timezone.localdate(arrival.happened_at)] if arrival.device else []


def may_write(member, commitment, *days):
    """May she follow it up or correct it? Who does not read it is told that it does not exist."""
    if not Commitment.objects.visible_to(member).filter(pk=commitment.pk).exists():
        return Denied(_("Este sitio aún no conoce ese compromiso."), "unknown_commitment")
    if member.pk in (commitment.follower_one_id, commitment.follower_two_id, commitment.noted_by_id):
        return Allowed()
    return authority.inside(member, commitment.organisation, *days)


@handles
class CommitmentNoted(OfCommitment):
    """A promise; or the same corrected: the latest version counts, and two at once are both shown."""

    kind = "exchange.commitment_noted"
    label = gettext_lazy("un compromiso")

    def read(self, payload):
        return payloads.noted(payload)

    def may(self, arrival):
        if parse(arrival.payload["commitment"]) != parse(arrival.subject):
            raise bad()
        by = authority.recorder(arrival)
        organisation = authority.organisation_of(arrival.payload)
        known = Commitment.objects.filter(pk=arrival.subject).first()
        if known is not None and known.organisation_id != organisation.pk:
            return Denied(_("Un compromiso no cambia de organización."), "other_organisation")
        allowed = may_write(by, known, *_day(arrival)) if known else authority.inside(by, organisation, *_day(arrival))
        allowed = allowed and _not_ahead(arrival.payload["made_on"])
        allowed = allowed and links.may_hang(by, payloads.noted(arrival.payload), organisation, known)
        return allowed and people.may_follow(organisation, arrival.payload["followers"], known=known)

    def arrived(self, event):
        # What was noted of it on another phone may have come first.
        record.retry_kept(subject=event.subject, codes=["unknown_commitment"])
        row = Commitment.objects.select_related("organisation").filter(pk=event.subject).first()
        if row is not None and row.published_at and _beside(event) != _beside(_before(event)):
            by = Member.objects.get(pk=event.by)
            public.look_again(commitment=row, by=by, leads=bool(authority.leads(by, row.organisation)))


def _before(event):
    """The version noted before this one, as it arrived."""
    noted = Event.objects.filter(subject=event.subject, kind=CommitmentNoted.kind).exclude(pk=event.pk)
    return noted.order_by("received_at", "id").last() or event


def _beside(event):
    return [event.payload[name] for name in ("institution_said", "post_said", "unit")]


@handles
class CommitmentFollowed(OfCommitment):
    """Somebody asked how it goes, or something came."""

    kind = "exchange.commitment_followed"
    label = gettext_lazy("un seguimiento")
    words = ("result", "obstacle_note")

    def read(self, payload):
        return payloads.followed(payload)

    def arrived(self, event):
        path.grew(event.by)


@handles
class CommitmentEscalated(OfCommitment):
    """A step of the ladder was taken: a letter went out, a march was held."""

    kind = "exchange.commitment_escalated"
    label = gettext_lazy("un paso de la escalera")
    words = ("note",)

    def read(self, payload):
        return payloads.escalated(payload)

    def arrived(self, event):
        path.grew(event.by)


@handles
class CommitmentAnswered(OfCommitment):
    """They answered to a step."""

    kind = "exchange.commitment_answered"
    label = gettext_lazy("una respuesta de la autoridad")
    words = ("answer",)

    def read(self, payload):
        return payloads.answered(payload)


@handles
class EntryTakenBack(OfCommitment):
    """A follow-up or a step that was noted by mistake. By who wrote it, or who leads the organisation."""

    kind = "exchange.commitment_taken_back"
    label = gettext_lazy("un seguimiento que se quitó")

    def read(self, payload):
        return payloads.taken_back(payload)

    def may_of(self, commitment, arrival, by):
        entry = Event.objects.filter(pk=arrival.payload["entry"], subject=commitment.pk).first()
        if entry is None or entry.kind not in (CommitmentFollowed.kind, CommitmentEscalated.kind):
            raise Unfit(_("Este sitio no conoce esa anotación."), "unknown_event")
        if entry.by == by.pk:
            return Allowed()
        return authority.leads(by, commitment.organisation)
