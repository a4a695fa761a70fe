"""Looking for evidence: what a woman's path tells is put beside the criteria, and what fits is proposed to her.

Called by the worker after something entered (``path_grew``), and by ``manage.py look_for_evidence`` for everybody.
Looking twice changes nothing.
"""

import logging

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from academy.core import record
from academy.core.ids import event_id
from academy.core.languages import DEFAULT
from academy.core.models import Event
from academy.members import path
from academy.members.models import Member, Term

from ..willing import evidence as of_tasks
from . import rules
from .payloads import KEY_LIMIT, MOST_EVIDENCE, WORDS_LIMIT
from .reading import criteria_for, standing_of

logger = logging.getLogger("relevo.leadership")


def keyed_facts(member):
    """Every fact of her path with the code of its part before its key."""
    return [
        path.Fact(
            key=f"{part.code}/{fact.key}"[:KEY_LIMIT],
            words=fact.words,
            on=fact.on,
            kind=fact.kind,
            detail=fact.detail,
            url=fact.url,
        )
        for part in path.parts_of(member)
        for fact in part.facts
    ]


def look(member, *, at=None):
    """Propose to her what her path shows and was never proposed. Returns how many stages. Some 25 queries."""
    at = at or timezone.now()
    with override(DEFAULT):
        facts = keyed_facts(member)
    of_tasks.refresh(member, facts)
    criteria = criteria_for(member, at)
    found = rules.to_propose(facts, criteria.rules if criteria else {}, standing_of(member))
    return sum(_propose(member, stage, evidence, criteria, at) for stage, evidence in found)


def _propose(member, stage, evidence, criteria, at):
    """One id for each woman and stage: whoever looks at the same time makes the same event."""
    payload = {
        "stage": stage,
        "evidence": [_kept(fact) for fact in evidence[:MOST_EVIDENCE]],
        "criteria": str(criteria.pk) if criteria else "",
    }
    outcome = record.record(
        kind="leadership.stage_proposed",
        subject=member,
        by=None,
        payload=payload,
        id=event_id(member.pk, {"proposed": stage}),
        at=at,
    )
    return outcome.state == record.APPLIED


def _kept(fact):
    return {
        "key": fact.key,
        "kind": fact.kind,
        "words": str(fact.words)[:WORDS_LIMIT],
        "on": fact.on.isoformat() if fact.on else "",
    }


def look_at_all(*, since=None, at=None):
    """``(women looked at, stages proposed)``: all active women; with ``since`` those about whom something was recorded
    from then on, and those whose term began. One that breaks is logged and stops no other.
    """
    women = Member.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    lately = None if since is None else _lately(since, at)
    looked = proposed = 0
    for pk in [pk for pk in women if lately is None or pk in lately]:
        try:
            proposed += look(Member.objects.get(pk=pk), at=at)
        except Member.DoesNotExist:
            continue
        except Exception:
            logger.exception("looking at the path of %s broke", pk)
        looked += 1
    return looked, proposed


def _lately(since, at):
    began = Q(since__gte=timezone.localdate(since), since__lte=timezone.localdate(at))
    terms = Term.objects.filter(began | Q(recorded_at__gte=since))
    return {
        *Event.objects.filter(received_at__gte=since).values_list("subject", flat=True),
        *terms.values_list("holder", flat=True),
    }
