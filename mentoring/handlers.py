"""What may enter the record about mentoring: one handler for each kind of event.

Each woman records only of herself (``by`` is ``subject``): what both did together each writes down in her own heap, so
that neither can change or take back the other's words. What stands under ``private`` was sealed before it came here
(``academy.core.sealing``): neither the record nor the shelf ever holds it in clear.
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.decisions import Allowed, Denied
from academy.core.ids import parse
from academy.core.record import Handler, Unfit, handles
from academy.core.record.reading import bad, day_of, id_of, ids_of, number_of, one_of, text_of
from academy.members import path

from . import projections  # noqa: F401 - registers the projectors of these streams
from .meetings import places
from .models import Meeting, MentoringCircle, Pairing
from .pairing import rules
from .payloads import (
    CHANNELS,
    FACES,
    GUIDE_STEPS,
    LONGEST_MINUTES,
    MOMENTS,
    MOST_PRESENT,
    NOTE_LIMIT,
    STEP_LIMIT,
    TOPIC_LIMIT,
    private_of,
)
from .signals import wants_to_talk


class OfHerPair(Handler):
    """Base: cleans the pair, and lets in only one of its two women."""

    hers_alone = True

    def clean(self, payload):
        if not isinstance(payload, dict):
            raise bad()
        return {"pairing": id_of(payload, "pairing"), **self.read(payload)}

    def read(self, payload):
        """The rest of the payload, strictly."""
        raise NotImplementedError

    def may(self, arrival):
        pairing = Pairing.objects.filter(pk=parse(arrival.payload.get("pairing"))).first()
        if pairing is None:
            raise Unfit(_("Este sitio aún no conoce este acompañamiento."), "unknown_pairing")
        if arrival.by != arrival.subject or arrival.subject not in (pairing.mentee_id, pairing.mentor_id):
            return Denied(_("Solo lo anota una de las dos."), "not_hers")
        return self.may_of(pairing, arrival)

    def may_of(self, pairing, arrival):
        return Allowed()


class OfHerPlace(OfHerPair):
    """Base of what she writes of meetings: of her pair, or of a circle that she said yes to."""

    def clean(self, payload):
        if isinstance(payload, dict) and payload.get("circle"):
            return {"circle": id_of(payload, "circle"), **self.read(payload)}
        return super().clean(payload)

    def may(self, arrival):
        if not arrival.payload.get("circle"):
            return super().may(arrival)
        circle = MentoringCircle.objects.filter(pk=parse(arrival.payload["circle"])).first()
        if circle is None:
            raise Unfit(_("Este sitio aún no conoce este círculo."), "unknown_circle")
        place = places.of_circle(circle, arrival.subject) if arrival.by == arrival.subject else None
        if place is None:
            return Denied(_("Solo lo anota quien está en el círculo."), "not_hers")
        return self.may_at(place, arrival)

    def may_of(self, pairing, arrival):
        return self.may_at(places.of_pair(pairing, arrival.subject), arrival)

    def may_at(self, place, arrival):
        return Allowed()


def _is_of(meeting, place):
    return (meeting.circle_id if place.seat else meeting.pairing_id) == place.row.pk


class OfMeeting(OfHerPlace):
    """Base of what she writes about a meeting; the form that made it gave the meeting its id."""

    stream = "meeting"

    def identifier(self, payload):
        return payload["meeting"]

    def may_at(self, place, arrival):
        known = Meeting.objects.filter(pk=parse(arrival.payload.get("meeting"))).first()
        if known is not None and not (known.logged_by_id == arrival.subject and _is_of(known, place)):
            return Denied(_("Ese número de anotación ya se usó."), "id_taken")
        return Allowed()


@handles
class MeetingLogged(OfMeeting):
    """They met; or she corrects what she wrote of it: the latest counts."""

    kind = "mentoring.meeting_logged"
    words = ("topic", "next_step", "shared", "private")
    label = gettext_lazy("un encuentro")

    def read(self, payload):
        return {
            "meeting": id_of(payload, "meeting"),
            "met_on": day_of(payload, "met_on"),
            "channel": one_of(payload, "channel", CHANNELS, empty=True),
            "minutes": number_of(payload, "minutes", 1, LONGEST_MINUTES),
            "step": number_of(payload, "step", 1, GUIDE_STEPS),
            "topic": text_of(payload, "topic", TOPIC_LIMIT),
            "next_step": text_of(payload, "next_step", STEP_LIMIT),
            "shared": text_of(payload, "shared", NOTE_LIMIT),
            "private": private_of(payload),
            **({"present": ids_of(payload, "present", MOST_PRESENT)} if payload.get("circle") else {}),
        }

    def may_at(self, place, arrival):
        allowed = super().may_at(place, arrival)
        if not allowed:
            return allowed
        if place.seat and not {parse(one) for one in arrival.payload.get("present") or []} <= places.sat_in(
            place.row.pk
        ):
            return Denied(_("Marcaste a alguien que no está en el círculo."), "not_in_circle")
        # Today, and not the day of arrival: what was kept for a clock that ran ahead goes through later.
        return rules.may_log(
            met_on=date.fromisoformat(day_of(arrival.payload, "met_on")),
            began_on=place.began_on,
            ended_on=place.ended_on,
            today=timezone.localdate(),
        )

    def arrived(self, event):
        # That two met is evidence for her who accompanies, whichever of them wrote it down.
        place = Pairing.objects.filter(pk=event.payload.get("pairing")).values_list("mentor", flat=True).first()
        path.grew(place or event.subject)


@handles
class MeetingTakenBack(OfMeeting):
    """She takes back what she wrote of a meeting. What the other wrote stays."""

    kind = "mentoring.meeting_taken_back"
    label = gettext_lazy("un encuentro que quitaste")

    def read(self, payload):
        return {"meeting": id_of(payload, "meeting")}


@handles
class NoteWritten(OfHerPlace):
    """A note for herself about a meeting that another wrote down. Empty: taken back."""

    kind, stream = "mentoring.note_written", "note"
    label = gettext_lazy("una nota solo tuya")

    def read(self, payload):
        return {"meeting": id_of(payload, "meeting"), "private": private_of(payload)}

    def identifier(self, payload):
        return payload["meeting"]

    def without_her(self, payload):
        return None

    def may_at(self, place, arrival):
        known = Meeting.objects.filter(pk=parse(arrival.payload.get("meeting"))).first()
        if known is None:
            raise Unfit(_("Este sitio aún no conoce este encuentro."), "unknown_meeting")
        if not _is_of(known, place) or known.logged_by_id == arrival.subject:
            return Denied(_("Escribe esa nota en tu propio encuentro."), "not_hers")
        return Allowed()


@handles
class AbsenceSaid(OfHerPlace):
    """She was marked present at a meeting of her circle and was not there; or she was after all. Her word counts."""

    kind, stream = "mentoring.absence_said", "absence"
    label = gettext_lazy("que no estuviste")

    def read(self, payload):
        if not isinstance(payload.get("absent"), bool):
            raise bad()
        return {"meeting": id_of(payload, "meeting"), "absent": payload["absent"]}

    def identifier(self, payload):
        return payload["meeting"]

    def may_at(self, place, arrival):
        known = Meeting.objects.filter(pk=parse(arrival.payload.get("meeting"))).first()
        if known is None:
            raise Unfit(_("Este sitio aún no conoce este encuentro."), "unknown_meeting")
        if not place.seat or not _is_of(known, place) or known.logged_by_id == arrival.subject:
            return Denied(_("Eso se dice de un encuentro del círculo que otra anotó."), "not_hers")
        return Allowed()


@handles
class CheckedIn(OfHerPair):
    """One of three faces. The other never sees it; *quiero hablar* goes to a support person."""

    kind, stream = "mentoring.checked_in", "checkin"
    label = gettext_lazy("cómo te va en tu acompañamiento")

    def read(self, payload):
        return {"moment": one_of(payload, "moment", MOMENTS), "face": one_of(payload, "face", FACES)}

    def identifier(self, payload):
        return f"{payload['pairing']}/{payload['moment']}"

    def may_of(self, pairing, arrival):
        if pairing.agreed_at is None:
            return Denied(_("Primero hagan su acuerdo."), "no_agreement")
        return Allowed()

    def arrived(self, event):
        if event.payload["face"] == "talk":
            wants_to_talk.send(sender=type(self), event=event)
