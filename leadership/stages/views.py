"""Her stages: what was proposed, with what it rests on, and her word. Hers alone: no address takes another's name."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from academy.core.ids import parse, uuid7
from academy.members.kept_forms import keeps_what_she_typed

from ..models import StageCriteria, StageRecord
from . import rules, services
from .looking import keyed_facts
from .reading import criteria_for, said_by
from .shown import EVIDENCE_WORDS, names_of
from .shown import stages as known_stages

SAID = {
    "confirmed": gettext_lazy("Anotado. Lo dijiste tú."),
    "postponed": gettext_lazy("Está bien. Te preguntamos en tres meses."),
    "refused": gettext_lazy("Está bien. No se anota y no te lo preguntamos más."),
    "chosen": gettext_lazy("Anotado: ahora estás aquí."),
    "paused": gettext_lazy("Descansa, compañera. Nada se pierde."),
    "returned": gettext_lazy("Qué bueno que vuelves. Todo sigue aquí."),
    "left": gettext_lazy("Listo: dejaste el camino. Puedes volver cuando quieras."),
}
#: What she may answer to a proposal, as the form says it.
ANSWERS = {"si": "confirmed", "despues": "postponed", "no": "refused", "aqui": "chosen"}
MOST_SHOWN = 50
TURNS = {"pausa": "paused", "volver": "returned", "dejar": "left"}


@dataclass
class Card:
    """A stage as she sees it. ``state``: here, lived, waits, later, no, open."""

    code: str
    stage: object
    state: str = "open"
    since: object = None
    again_on: object = None
    evidence: list = field(default_factory=list)
    criteria: object = None
    asks: list = field(default_factory=list)
    least: int = 0

    @property
    def buttons(self):
        """Is there anything that she can say of it from the list?"""
        return self.state in ("no", "later", "lived") or (self.state == "here" and self.since is not None)


@never_cache
@keeps_what_she_typed
@require_GET
def stages(request):
    member, today = request.user, timezone.localdate()
    said = said_by(member)
    standing = rules.stand(said, timezone.localdate)
    cards = _cards(member, standing, today)
    history = StageRecord.objects.visible_to(member).order_by("-at", "-pk")
    context = {
        "standing": standing,
        "here": cards[standing.stage],
        "waiting": [cards[code] for code in rules.waiting(standing, today)],
        "cards": cards.values(),
        "history": [(row, cards[row.stage].stage.name if row.stage else "") for row in history[:MOST_SHOWN]],
    }
    return render(request, "leadership/stages/stages.html", context)


def _cards(member, standing, today):
    facts = {fact.key: fact for fact in keyed_facts(member)}
    proposals = {row.stage: row for row in StageRecord.objects.visible_to(member).filter(kind="proposed")}
    adopted = StageCriteria.objects.select_related("organisation").in_bulk(
        [row.criteria for row in proposals.values() if row.criteria]
    )
    holds = criteria_for(member)
    cards = {}
    for code, stage in known_stages(names_of(holds)).items():
        card = Card(code, stage, since=standing.reached.get(code))
        proposal = proposals.get(code)
        if proposal is not None:
            card.evidence = [_evidence(kept, facts) for kept in proposal.evidence]
            card.criteria = adopted.get(proposal.criteria)
        kinds, card.least = rules.needed(code, holds.rules if holds else {})
        card.asks = [EVIDENCE_WORDS[kind] for kind in kinds]
        card.state, card.again_on = _state(code, standing, today)
        cards[code] = card
    return cards


def _state(code, standing, today):
    if code == standing.stage:
        return "here", None
    if code in standing.reached or code == rules.FIRST:
        return "lived", None
    if code not in standing.answers:
        return "open", None
    answer = standing.answers[code]
    if code in rules.waiting(standing, today):
        return "waits", None
    if answer is None:
        return "open", None
    return ("later", answer.again_on) if answer.kind == "postponed" else ("no", None)


def _evidence(kept, facts):
    """What it rested on: as its programme tells it today, or as it was written down then."""
    fact = facts.get(kept["key"])
    if fact is not None:
        return {"words": fact.words, "on": fact.on, "url": fact.url, "gone": False}
    return {"words": kept["words"], "on": parse_date(kept["on"] or ""), "url": "", "gone": True}


@require_POST
@never_cache
@keeps_what_she_typed
def answer(request, stage):
    """Her word on one stage. The same button twice is once."""
    kind = ANSWERS.get(request.POST.get("answer", ""))
    if stage not in rules.STAGES or kind is None:
        raise Http404
    outcome = services.say(member=request.user, kind=kind, stage=stage, nonce=_nonce(request))
    _told(request, outcome, SAID[kind])
    return redirect("leadership:stages")


@require_POST
@never_cache
@keeps_what_she_typed
def turn(request):
    kind = TURNS.get(request.POST.get("turn", ""))
    if kind is None:
        raise Http404
    outcome = services.say(member=request.user, kind=kind, nonce=_nonce(request))
    _told(request, outcome, SAID[kind])
    return redirect("leadership:stages")


def _nonce(request):
    return parse(request.POST.get("nonce")) or uuid7()


def _told(request, outcome, words):
    if outcome:
        messages.success(request, words)
    else:
        messages.error(request, outcome.reason)
