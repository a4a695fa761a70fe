"""The verbs of a round. Each is a conditional change of its state: somebody else may have been faster."""

import logging
import secrets
from functools import partial
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Denied
from academy.members.models import Notice, Organisation
from academy.members.services.access import Refused

from ..matching import candidates, match, reasons
from ..models import (
    MatchingRound,
    MatchingWeights,
    MentoringCycle,
    Proposal,
    Suggestion,
    Unmatched,
)
from ..rules import MOST_SUGGESTED, told_code
from .feeding import Feed, declined_pairs, weights_of

log = logging.getLogger("relevo")
State = MatchingRound.State
#: Rows written or removed in one transaction: on SQLite nobody else can write meanwhile.
STEP = 100


# --- Preparing -------------------------------------------------------------------------------------


def open_cycle(*, organisation, by, name, starts, ends):
    cycle = MentoringCycle.objects.create(organisation=organisation, name=name, starts=starts, ends=ends, opened_by=by)
    audit.note("mentoring.cycle_opened", by=by, organisation=organisation.pk, cycle=cycle.pk)
    return cycle


def adopt_weights(*, organisation, by, acta, adopted_on, **parts):
    """A new version, with the acta in which the assembly adopted it. Raises ValidationError where it is not 100."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        last = MatchingWeights.objects.filter(organisation=organisation).order_by("-version").first()
        row = MatchingWeights(
            organisation=organisation,
            version=(last.version if last else 0) + 1,
            acta=acta,
            adopted_on=adopted_on,
            entered_by=by,
            **parts,
        )
        row.clean()
        row.save()
        audit.note("mentoring.weights_adopted", by=by, organisation=organisation.pk, version=row.version, acta=acta)
    return row


def new_round(*, organisation, cycle, weights, by):
    """A round in draft, with the seed that will decide its ties: made now, before anybody knows who is in it."""
    row = MatchingRound.objects.create(
        organisation=organisation, cycle=cycle, weights=weights, seed=secrets.token_hex(8), created_by=by
    )
    audit.note("mentoring.round_made", by=by, round=str(row.pk), organisation=organisation.pk)
    return row


# --- Computing, by the worker ----------------------------------------------------------------------


def start(*, round, by, suggest):
    """Hand it to the worker: suggestions for each (``suggest``), or the pairs. Raises Refused out of turn."""
    from ..tasks import compute_round

    before = (State.DRAFT, State.FAILED) if suggest else (State.DRAFT, State.CHOOSING, State.COMPUTED, State.FAILED)
    goal = State.SUGGESTING if suggest else State.MATCHING
    with transaction.atomic():
        _move(round, before, goal)
        audit.note("mentoring.round_started", by=by, round=str(round.pk), step=goal.value)
        transaction.on_commit(partial(compute_round.enqueue, str(round.pk)))


def _move(round, before, goal):
    moved = MatchingRound.objects.filter(pk=round.pk, state__in=before).update(
        state=goal, state_since=timezone.now(), heard_at=timezone.now(), done=0, total=0
    )
    if not moved:
        raise Refused(Denied(_("Otra coordinadora ya siguió con esta ronda. Mira cómo está."), "not_now"))


def go_on(*, round, by=None, at=None):
    """Hand work of which nothing was heard for a while to the worker again. Raises Refused where it goes on.

    Publishing goes on where it stood; computing begins anew. Twice at once does no harm: each step is conditional.
    """
    from ..tasks import compute_round, publish_round

    at = at or timezone.now()
    with transaction.atomic():
        silent = MatchingRound.objects.filter(pk=round.pk).stalled(at)
        if not silent.update(heard_at=at):
            raise Refused(Denied(_("El trabajo sigue. Espera unos minutos."), "not_now"))
        audit.note("mentoring.round_taken_up", by=by, round=str(round.pk), step=round.state)
        task = publish_round if round.state == State.PUBLISHING else compute_round
        transaction.on_commit(partial(task.enqueue, str(round.pk)))


def compute(*, round_id, at=None):
    """What the worker does: all of it or none. A failure leaves the round ready to be started again."""
    round = MatchingRound.objects.select_related("organisation", "weights").get(pk=round_id)
    work = {State.SUGGESTING: _suggest, State.MATCHING: _match}.get(round.state)
    if work is None:
        return
    try:
        work(round, at or timezone.now())
    except Exception:
        # The page must not say "computing" for ever, and the log must say why.
        log.exception("matching round %s failed", round.pk)
        # Conditional: somebody else may have finished it meanwhile.
        MatchingRound.objects.filter(pk=round.pk, state=round.state).update(
            state=State.FAILED, state_since=timezone.now()
        )


def _told(round):
    """A callback for matching that writes down how far it is, at most a hundred times."""
    last = {}

    def progress(stage, done, of):
        if done == of or done - last.get(stage, 0) >= max(1, of // 50):
            last[stage] = done
            MatchingRound.objects.filter(pk=round.pk).update(done=done, total=of, heard_at=timezone.now())

    return progress


def _fed(round, at):
    feed = Feed(Organisation.objects.within(round.organisation), at=at)
    return feed, feed.wants(), feed.offers(), weights_of(round.weights)


def _suggest(round, at):
    """Written as it goes, in short transactions: nobody is shown anything before the state changes at the end."""
    _feed, wants, offers, weights = _fed(round, at)
    _clear(round.suggestions.all())
    asked = set()
    for some in batched(_suggestions(round, wants, offers, weights), STEP):
        Suggestion.objects.bulk_create(some)
        asked.update(row.member_id for row in some)
    _finish(round, State.SUGGESTING, State.CHOOSING, wants, offers)
    # After it, and apart: nobody is called to what is not there, and nobody waits for thousands of notices.
    for some in batched(sorted(asked), STEP):
        Notice.objects.bulk_create(Notice(member_id=member, kind="mentoring_choose") for member in some)


def _suggestions(round, wants, offers, weights):
    by_id, want_of = {offer.id: offer for offer in offers}, {want.id: want for want in wants}
    found = candidates(
        wants,
        offers,
        weights,
        seed=round.seed,
        declined=declined_pairs(),
        per_want=MOST_SUGGESTED,
        progress=_told(round),
    )
    for want, hers in found:
        for place, each in enumerate(hers, 1):
            why, caution = reasons(want_of[want], by_id[each.offer], weights)
            yield Suggestion(
                round_id=round.pk,
                member_id=want,
                mentor_id=each.offer,
                place=place,
                reasons=[reason.as_json() for reason in why],
                caution=caution.as_json(),
            )


def _clear(rows):
    """Remove what an earlier computing left, a little at a time."""
    while some := list(rows.values_list("pk", flat=True)[:STEP]):
        rows.model.objects.filter(pk__in=some).delete()


def batched(rows, size):
    """Lists of at most ``size``, as they come."""
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some


def rankings_of(round):
    """``{member id: [mentor ids, the first she wants first]}``. One query."""
    rankings = {}
    rows = round.suggestions.filter(rank__isnull=False).order_by("member_id", "rank")
    for member, mentor in rows.values_list("member", "mentor"):
        rankings.setdefault(member, []).append(mentor)
    return rankings


def _match(round, at):
    _feed, wants, offers, weights = _fed(round, at)
    rankings, declined = rankings_of(round), declined_pairs()
    result = match(wants, offers, rankings, weights, seed=round.seed, declined=declined, progress=_told(round))
    _clear(round.proposals.filter(state=Proposal.State.DRAFT))
    _clear(round.unmatched.all())
    for some in batched(_drafts(round, result.pairs, at), STEP):
        Proposal.objects.bulk_create(some)
    without = (Unmatched(round_id=round.pk, member_id=row.want, code=told_code(row.block)) for row in result.unmatched)
    for some in batched(without, STEP):
        Unmatched.objects.bulk_create(some)
    circles = [
        {"mentor": str(circle.offer), "mentees": [str(want) for want in circle.wants], "language": circle.language}
        for circle in result.circles
    ]
    with transaction.atomic():
        _finish(round, State.MATCHING, State.COMPUTED, wants, offers)
        MatchingRound.objects.filter(pk=round.pk).update(circles=circles)


def _drafts(round, pairs, at):
    """One draft for each pair. Two who are both waiting for an answer already are left as they are."""
    others = Proposal.objects.filter(state__in=("draft", "open")).exclude(round=round)
    known = set(others.values_list("mentee", "mentor"))
    for pair in pairs:
        if (pair.want, pair.offer) not in known:
            yield Proposal(
                round_id=round.pk,
                mentee_id=pair.want,
                mentor_id=pair.offer,
                reasons=[reason.as_json() for reason in pair.reasons],
                caution=pair.caution.as_json(),
                created_at=at,
            )


def _finish(round, before, after, wants, offers):
    """Raises where the round was moved on meanwhile: what was computed is then thrown away."""
    moved = MatchingRound.objects.filter(pk=round.pk, state=before).update(
        state=after, state_since=timezone.now(), wanting=len(wants), offering=len(offers)
    )
    if not moved:
        raise RuntimeError("the round was moved on while it was computed")
