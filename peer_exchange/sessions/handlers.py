"""What may enter the record about a session. The session is the subject; its heap is ``session:<id>``.

Many women write into one heap, under one lock, so that two recorders never write over each other.
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import record
from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.core.record import Handler, Unfit, handles
from academy.core.record.reading import bad

from .. import authority
from ..evidence import names
from ..models import SessionLog
from ..reserve import Reserve
from ..signals import promises_noted, session_approved, sessions_joined, sessions_parted
from . import (
    joining,
    payloads,
    projections,  # noqa: F401 - registers the projectors
    removing,
    rules,
    services,
)


class OfSession(Handler):
    """Base: the payload names its session, which is its subject."""

    stream = "session"

    def clean(self, payload):
        if not isinstance(payload, dict):
            raise bad()
        return self.read(payload)

    def read(self, payload):
        raise NotImplementedError

    def identifier(self, payload):
        return payload["session"]

    def may(self, arrival):
        by, session = authority.recorder(arrival), authority.session_of(arrival)
        return self.may_in(session, by, arrival)

    def may_in(self, session, by, arrival):
        """``arrival.payload`` as it came: what ``read`` made of it is no business of who may."""
        return authority.writes(by, session, timezone.localdate(arrival.happened_at))

    def without_her(self, payload):
        """The organisation's own words: they stay, without her name."""
        return payload


@handles
class SessionNoted(OfSession):
    """The field entry, in ninety seconds; or she who made it corrects it."""

    kind = "exchange.session_noted"
    label = gettext_lazy("una sesión")

    def read(self, payload):
        return payloads.noted(payload)

    def may(self, arrival):
        by, said = authority.recorder(arrival), payloads.noted(arrival.payload)
        if parse(arrival.subject) != parse(said["session"]):
            raise bad()
        held_on = date.fromisoformat(said["held_on"])
        on_its_day = rules.may_be_on(held_on, today=timezone.localdate())
        if not on_its_day:
            return on_its_day
        known = SessionLog.objects.filter(pk=said["session"]).first()
        if known is not None and known.noted_by_id != by.pk:
            return Denied(_("Ese número de anotación ya se usó."), "id_taken")
        if known is not None and (known.reserve == Reserve.NONE) != (said["reserve"] == Reserve.NONE):
            return Denied(_("Una sesión sin acta no se cambia. Anota otra."), "no_minutes")
        if known is not None and known.state in (SessionLog.State.APPROVED, SessionLog.State.CLOSED):
            return Denied(_("Ya se leyó y aprobó. Escribe un añadido."), "agreed")
        names.require_files(said, by.pk)
        return authority.inside(by, authority.organisation_of(said), timezone.localdate(arrival.happened_at))

    def arrived(self, event):
        session = SessionLog.objects.select_related("organisation").get(pk=event.payload["session"])
        if event.payload["promises"]:
            promises_noted.send(type(self), session=session, promises=event.payload["promises"], event=event)
        # What came before the session itself was kept for want of it.
        record.retry_kept(subject=event.subject, codes=["unknown_session"])


@handles
class SessionWritten(OfSession):
    """A whole version of the minutes. It names the versions it takes up; what it does not know stays beside it."""

    kind = "exchange.session_written"
    label = gettext_lazy("el texto de una sesión")

    def read(self, payload):
        return payloads.written(payload)

    def may_in(self, session, by, arrival):
        said = payloads.written(arrival.payload)
        held_on = said["fields"]["held_on"]
        if held_on:
            on_its_day = rules.may_be_on(date.fromisoformat(held_on), today=timezone.localdate())
            if not on_its_day:
                return on_its_day
        return super().may_in(session, by, arrival)


@handles
class SessionMoved(OfSession):
    """Reviewed, read and approved, closed."""

    kind = "exchange.session_moved"
    label = gettext_lazy("el paso de una sesión")

    def read(self, payload):
        found = payloads.moved(payload)
        if found["to"] == "approved" and not (found["text"] and found["read_on"]):
            raise bad()
        return found

    def may_in(self, session, by, arrival):
        if arrival.payload.get("to") == "reviewed":
            allowed = super().may_in(session, by, arrival)
        else:
            allowed = authority.sees(by, session) and authority.leads(by, session.organisation)
        return allowed and self._fits(session, by, payloads.moved(arrival.payload), arrival.received_at)

    def _fits(self, session, by, said, at):
        """The rules of the step hold for who sends it herself too; what is approved is the text that stands."""
        read_on = date.fromisoformat(said["read_on"]) if said["read_on"] else None
        fits = services.may_move(session, by, to=said["to"], read_on=read_on, at=at)
        if fits and said["to"] == "approved" and parse(said["text"]) != session.text:
            return Denied(_("La sesión ya no está en ese paso. Mira cómo quedó."), "other_state")
        return fits

    def arrived(self, event):
        if event.payload["to"] == "approved":
            session = SessionLog.objects.get(pk=event.payload["session"])
            if session.state == SessionLog.State.APPROVED:
                session_approved.send(type(self), session=session)


@handles
class SessionReserved(OfSession):
    """Who may read it, changed by whose session it is."""

    kind = "exchange.session_reserved"
    label = gettext_lazy("quién lee una sesión")

    def read(self, payload):
        return payloads.reserved(payload)

    def may_in(self, session, by, arrival):
        return authority.sees(by, session) and authority.keeps(by, session)

    def arrived(self, event):
        # Notes that were joined to it are read by the same women.
        joining.same_reserve(event, SessionLog.objects.filter(joined_into=event.subject))


@handles
class SessionJoined(OfSession):
    """Two women noted the same session: this one is shown with the other, which leads. Or they are two again."""

    kind = "exchange.session_joined"
    label = gettext_lazy("dos anotaciones de una sesión")

    def read(self, payload):
        return payloads.joined(payload)

    def may_in(self, session, by, arrival):
        into = payloads.joined(arrival.payload)["into"]
        if not into:
            if session.joined_into is None:
                return Denied(_("Ya estaban separadas."), "not_joined")
            if session.joined_into.state in joining.AGREED:
                return Denied(_("Ya está leída y aprobada: quedan unidas."), "approved")
            return authority.sees(by, session) and authority.keeps(by, session)
        on = timezone.localdate(arrival.happened_at)
        # Held until both stand: else each of two notes could be joined to the other.
        with record.holding(parse(into)):
            known = SessionLog.objects.select_related("organisation").exclude(reserve=Reserve.NONE)
            head = known.filter(pk=into).first()
            if head is None:
                raise Unfit(_("Este sitio aún no conoce esa sesión."), "unknown_session")
            return (
                authority.writes(by, session, on)
                and authority.writes(by, head, on)
                and joining.may_join(by, going=session, head=head)
            )

    def arrived(self, event):
        joining.followed_by(event, joined=sessions_joined, parted=sessions_parted)


@handles
class SessionFileRemoved(OfSession):
    """A photo or a voice of the field entry or of a contribution, taken away for ever: by who gave it, or who leads."""

    kind = "exchange.session_file_removed"
    label = gettext_lazy("una foto o una voz que se quitó")

    def read(self, payload):
        return payloads.file_removed(payload)

    def may_in(self, session, by, arrival):
        found = removing.source_of(session.pk, payloads.file_removed(arrival.payload)["evidence"])
        if found is None:
            raise Unfit(_("Este sitio no conoce ese archivo."), "unknown_file")
        if found[0].by == by.pk:
            return authority.sees(by, session)
        return authority.sees(by, session) and authority.leads(by, session.organisation)

    def arrived(self, event):
        removing.forget(event)


@handles
class SessionContributed(OfSession):
    """Of who could not come, within the window; or an addendum to what was approved."""

    kind = "exchange.session_contributed"
    label = gettext_lazy("un aporte a una sesión")
    words = ("words", "photo", "recording")

    def read(self, payload):
        return payloads.contributed(payload)

    def may_in(self, session, by, arrival):
        said = payloads.contributed(arrival.payload)
        made_on = timezone.localdate(arrival.happened_at)
        if timezone.localdate(arrival.received_at) - made_on > rules.LATE_POST:
            raise Unfit(_("Pasó más de un mes. Díselo a quien lleva el registro."), "too_old")
        allowed = rules.may_contribute(
            kind=said["kind"],
            state=session.state,
            held_on=session.held_on,
            until=session.contributions_until,
            on=made_on,
        )
        if not allowed:
            return allowed
        names.require_files(said, by.pk)
        if said["kind"] == "addendum":
            return authority.sees(by, session) and authority.keeps(by, session)
        return authority.sees(by, session)
