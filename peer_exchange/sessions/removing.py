"""Photos and voices that came with an event of a session: taken away for ever, by an event of their own."""

from academy.core.ids import parse
from academy.core.models import Event

from ..evidence import services as evidence
from .folding import CONTRIBUTED, NOTED
from .projections import evidence_id


def source_of(session, number):
    """``(event, "photo" or "recording")`` that the evidence of this number came with, or None. One query."""
    for event in Event.objects.filter(subject=session, kind__in=[NOTED, CONTRIBUTED]):
        for name in ("photo", "recording"):
            if event.payload.get(name) and str(evidence_id(event.pk, name)) == str(number):
                return event, name
    return None


def forget(event):
    """Delete the file, once nothing else shows it: its row went when the heap was folded."""
    found = source_of(event.subject, event.payload["evidence"])
    if found is None:
        return
    source, name = found
    if name == "photo":
        evidence.forget_photos([source.payload["photo"]])
    else:
        evidence.forget_voice(parse(source.payload["recording"]))
