"""Pure decisions about stages (field dossier, 4B): what is proposed, and where a woman stands by what she said.

What she said comes as ``Said`` in any order; everything here sorts it first, so that the order of arrival counts for
nothing. A stage is no rank: she may stay at one for ever, go back to one that she lived, pause, and leave.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

#: In the order in which they are told.
STAGES = ("participa", "aprende", "asume-tarea", "cargo", "representa", "acompana")
FIRST = STAGES[0]
#: Kinds of facts (``academy.members.path``) that may count as evidence.
EVIDENCE = (
    "course_done",
    "circle_led",
    "session_role",
    "commitment_followed",
    "term",
    "term_above",
    "spoke",
    "accompanied",
)
#: What the academy proposes where no assembly has adopted anything else.
DEFAULT = {
    "aprende": {"any_of": ["course_done"], "at_least": 1},
    "asume-tarea": {"any_of": ["session_role", "circle_led", "commitment_followed"], "at_least": 1},
    "cargo": {"any_of": ["term", "term_above"], "at_least": 1},
    "representa": {"any_of": ["term_above", "spoke"], "at_least": 1},
    "acompana": {"any_of": ["accompanied"], "at_least": 1},
}
MOST_NEEDED = 12
#: After «más adelante» she is asked again after so many months, unless she said another day.
LATER_MONTHS = 3
ACTIVE, PAUSED, LEFT = "active", "paused", "left"
ANSWERS = ("confirmed", "postponed", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One event of her path. ``kind`` as ``StageRecord.Kind``; ``again_on`` of a postponement."""

    id: Any
    kind: str
    at: datetime
    stage: str = ""
    again_on: date | None = None


@dataclass(slots=True)
class Standing:
    """Where she stands. ``reached``: stages she said yes to, with the day; ``answers``: her last word on each one that
    was proposed, None where she has not answered."""

    stage: str = FIRST
    since: date | None = None
    state: str = ACTIVE
    state_since: date | None = None
    reached: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)

    @property
    def known(self):
        """Did she say anything? Where only something was proposed to her she stands nowhere yet."""
        return self.since is not None


def in_order(said):
    return sorted(said, key=lambda each: (each.at, str(each.id)))


def stand(said, day_of=lambda moment: moment.date()):
    """Standing by all that was said. ``day_of``: the day of a moment in the place where she lives."""
    found = Standing()
    for each in in_order(said):
        _STEPS[each.kind](found, each, day_of(each.at))
    return found


def _proposed(found, said, day):
    found.answers.setdefault(said.stage, None)


def _confirmed(found, said, day):
    found.answers[said.stage] = said
    found.reached.setdefault(said.stage, day)
    if STAGES.index(said.stage) > STAGES.index(found.stage):
        _move(found, said.stage, day)
    elif not found.known:
        _move(found, found.stage, day)


def _postponed(found, said, day):
    found.answers[said.stage] = said
    _unsay(found, said.stage, day)


def _refused(found, said, day):
    found.answers[said.stage] = said
    _unsay(found, said.stage, day)


def _unsay(found, stage, day):
    """She takes back a yes: the stage is not lived any more, and she stands at the last of those that are."""
    if found.reached.pop(stage, None) is not None and found.stage == stage:
        _move(found, max((FIRST, *found.reached), key=STAGES.index), day)


def _chosen(found, said, day):
    """She says that she is at another of the stages she lived; of one that she did not live it says nothing."""
    if said.stage == FIRST or said.stage in found.reached:
        _move(found, said.stage, day)


def _paused(found, said, day):
    _turn(found, PAUSED, day)


def _returned(found, said, day):
    _turn(found, ACTIVE, day)


def _left(found, said, day):
    _turn(found, LEFT, day)


def _move(found, stage, day):
    if stage != found.stage or not found.known:
        found.stage, found.since = stage, day
        found.state_since = found.state_since or day


def _turn(found, state, day):
    found.since = found.since or day
    if state != found.state or found.state_since is None:
        found.state, found.state_since = state, day


_STEPS = {
    "proposed": _proposed,
    "confirmed": _confirmed,
    "postponed": _postponed,
    "refused": _refused,
    "chosen": _chosen,
    "paused": _paused,
    "returned": _returned,
    "left": _left,
}


def course(said):
    """``[(moment, stage or None)]``: where she stood from each moment on; None while she pauses or has left.

    For figures of many women: the first entry is her first word, before it she took part.
    """
    found, steps = Standing(), []
    for each in in_order(said):
        _STEPS[each.kind](found, each, each.at.date())
        place = found.stage if found.state == ACTIVE else None
        if found.known and (not steps or steps[-1][1] != place):
            steps.append((each.at, place))
    return steps


# --- What is proposed --------------------------------------------------------------------------------


def needed(stage, criteria):
    """``(kinds of evidence, how many)`` for a stage; of the academy where ``criteria`` do not name it."""
    rule = criteria.get(stage) or DEFAULT.get(stage)
    return (tuple(rule["any_of"]), rule["at_least"]) if rule else ((), 0)


def evidence_for(stage, facts, criteria):
    """The facts that count for a stage, oldest first, or an empty list where they are too few.

    ``facts`` need ``kind``, ``key`` and ``on``. Of one and the same key only one counts.
    """
    kinds, least = needed(stage, criteria)
    found = {fact.key: fact for fact in facts if fact.kind in kinds}
    if not kinds or len(found) < least:
        return []
    return sorted(found.values(), key=lambda fact: (fact.on or date.max, fact.key))


def to_propose(facts, criteria, standing):
    """``[(stage, evidence)]`` that was never proposed to her. Each stage is proposed once in a life: it does not nag.

    Nothing is proposed to a woman who pauses or has left.
    """
    if standing.state != ACTIVE:
        return []
    found = [(stage, evidence_for(stage, facts, criteria)) for stage in STAGES if stage not in standing.answers]
    return [(stage, evidence) for stage, evidence in found if evidence]


def waiting(standing, today):
    """Stages that wait for her word today: not answered, or «más adelante» is now. In their order."""
    if standing.state != ACTIVE:
        return []
    return [stage for stage in STAGES if stage in standing.answers and _waits(standing.answers[stage], today)]


def _waits(answer, today):
    return answer is None or (answer.kind == "postponed" and answer.again_on is not None and answer.again_on <= today)


# --- What she may say ---------------------------------------------------------------------------------


def may_say(kind, stage, standing):
    """May she say this now? Answers need a proposal; going back needs a stage that she lived."""
    if kind in ANSWERS and stage not in standing.answers:
        return Denied(_("La academia aún no te propuso este momento."), "unknown_proposal")
    if kind == "chosen" and stage != FIRST and stage not in standing.reached:
        return Denied(_("Elige un momento que ya viviste."), "not_lived")
    return Allowed()


def fit_criteria(rules):
    """Criteria as they are stored, or a Denied: known stages, known evidence, one to MOST_NEEDED of it."""
    found = {}
    for stage in STAGES[1:]:
        rule = rules.get(stage)
        if not rule:
            continue
        kinds = [kind for kind in EVIDENCE if kind in rule.get("any_of", ())]
        least = rule.get("at_least")
        if not kinds:
            return Denied(_("Elige al menos una señal para cada momento."), "no_evidence")
        if not (isinstance(least, int) and 1 <= least <= MOST_NEEDED):
            return Denied(_("Pon cuántas hacen falta: de 1 a %(most)s.") % {"most": MOST_NEEDED}, "at_least")
        found[stage] = {"any_of": kinds, "at_least": least}
    return found


#: What an assembly may say of a stage in its own words, and how long.
NAME_LETTERS, SAYS_LETTERS = 40, 160
WORDS_OF_A_STAGE = {"name": NAME_LETTERS, "says": SAYS_LETTERS}


def fit_names(names, languages):
    """Names of stages as they are stored: known stages, known languages, tidied, without what is empty; or a Denied."""
    found = {}
    for stage in STAGES:
        for part, most in WORDS_OF_A_STAGE.items():
            for language in languages:
                words = " ".join(str(names.get(stage, {}).get(part, {}).get(language) or "").split())
                if len(words) > most:
                    return Denied(_("Usa menos palabras: hasta %(most)s letras.") % {"most": most}, "too_long")
                if words:
                    found.setdefault(stage, {}).setdefault(part, {})[language] = words
    return found


def said_in(words, language, default):
    """The words of one language, else those of ``default``; empty where an assembly said neither."""
    return words.get(language) or words.get(default) or ""
