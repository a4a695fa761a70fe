"""What may enter the record about her path: one handler for each kind of event.

She alone says it (``by`` is ``subject``); what is proposed the site says, from evidence that stands. No role reads or
writes any of it, and nobody is told that there is something.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.decisions import Allowed, Denied
from academy.core.record import Handler, Unfit, handles
from academy.core.record.reading import bad, flag_of
from academy.members import notices
from academy.members.models import Member, Notice

from . import (
    projections,  # noqa: F401 - registers the projectors of these streams
    rules,
)
from .payloads import KEY_LIMIT, day_of, evidence_of, id_of, mapping, stage_of, text_of
from .reading import standing_of

notices.register("path_proposed", gettext_lazy("Hay algo nuevo en tu camino. Míralo cuando quieras."))


class OfHerPath(Handler):
    """Base: all of her path is one heap, because where she stands follows from all of it."""

    hers_alone, stream = True, "stages"
    label = gettext_lazy("algo de tu camino")

    def clean(self, payload):
        return self.read(mapping(payload))

    def read(self, payload):
        return {}

    def identifier(self, payload):
        return "all"


class AboutStage(OfHerPath):
    def read(self, payload):
        return {"stage": stage_of(payload)}

    def may(self, arrival):
        allowed = super().may(arrival)
        if not allowed:
            return allowed
        decision = rules.may_say(
            self.kind.partition("_")[2], stage_of(mapping(arrival.payload)), standing_of(arrival.subject)
        )
        if not decision and decision.code == "unknown_proposal":
            # A phone may bring her answer before the site has looked: it is kept, and tried again.
            raise Unfit(decision.reason, decision.code)
        return decision


@handles
class StageProposed(OfHerPath):
    """The site alone proposes (``by`` empty): no woman proposes another for anything."""

    kind = "leadership.stage_proposed"

    def read(self, payload):
        return {
            "stage": stage_of(payload),
            "evidence": evidence_of(payload),
            "criteria": id_of(payload, "criteria"),
        }

    def may(self, arrival):
        if arrival.by is None and Member.objects.filter(pk=arrival.subject).exists():
            return Allowed()
        return Denied(_("Esto solo lo propone la academia."), "not_hers")

    def without_her(self, payload):
        return {**payload, "evidence": []}

    def arrived(self, event):
        Notice.objects.create(member_id=event.subject, kind="path_proposed", data={"url": reverse("leadership:stages")})


@handles
class StageConfirmed(AboutStage):
    kind = "leadership.stage_confirmed"


@handles
class StagePostponed(AboutStage):
    kind = "leadership.stage_postponed"

    def read(self, payload):
        again_on = day_of(payload, "again_on")
        if not again_on:
            raise bad()
        return {**super().read(payload), "again_on": again_on}


@handles
class StageRefused(AboutStage):
    kind = "leadership.stage_refused"


@handles
class StageChosen(AboutStage):
    """She is at another of the stages that she lived: back is a direction too."""

    kind = "leadership.stage_chosen"


@handles
class StagePaused(OfHerPath):
    kind = "leadership.stage_paused"


@handles
class StageReturned(OfHerPath):
    kind = "leadership.stage_returned"


@handles
class StageLeft(OfHerPath):
    kind = "leadership.stage_left"


@handles
class FactHidden(Handler):
    """She leaves something off her passport, or puts it back."""

    kind, stream, hers_alone = "leadership.fact_hidden", "hidden", True
    label = gettext_lazy("algo que escondes de tu pasaporte")

    def clean(self, payload):
        fact = text_of(mapping(payload), "fact", KEY_LIMIT)
        if not fact:
            raise bad()
        return {"fact": fact, "hidden": flag_of(payload, "hidden")}

    def without_her(self, payload):
        return None

    def identifier(self, payload):
        return payload["fact"]
