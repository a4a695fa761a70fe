"""The verbs of a round. Each is a conditional change of its state: somebody else may have been faster."""

import logging
import secrets
from dataclasses import replace
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
#: Rows written in one statement.
STEP = 500


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
        state=goal, state_since=timezone.now(), done=0, total=0
    )
    if not moved:
        raise Refused(Denied(_("Otra coordinadora ya siguió con esta ronda. Mira cómo está."), "not_now"))


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
        MatchingRound.objects.filter(pk=round.pk).update(state=State.FAILED, state_since=timezone.now())


def _told(round):
    """A callback for matching that writes down how far it is, at most a hundred times."""
    last = {}

    def progress(stage, done, of):
        if done == of or done - last.get(stage, 0) >= max(1, of // 50):
            last[stage] = done
            MatchingRound.objects.filter(pk=round.pk).update(done=done, total=of)

    return progress


def _fed(round, at):
    feed = Feed(Organisation.objects.within(round.organisation), at=at)
    return feed, feed.wants(), feed.offers(), weights_of(round.weights)


def _suggest(round, at):
    """Written as it goes, in short transactions: nobody is shown anything before the state changes at the end."""
    _feed, wants, offers, weights = _fed(round, at)
    round.suggestions.all().delete()
    asked = set()
    for some in batched(_suggestions(round, wants, offers, weights), STEP):
        Suggestion.objects.bulk_create(some)
        asked.update(row.member_id for row in some)
    with transaction.atomic():
        _finish(round, State.SUGGESTING, State.CHOOSING, wants, offers)
        Notice.objects.bulk_create(
            [Notice(member_id=member, kind="mentoring_choose") for member in sorted(asked)], batch_size=STEP
        )


def _suggestions(round, wants, offers, weights):
    by_id, want_of = {offer.id: offer for offer in offers}, {want.id: want for want in wants}
    declined = declined_pairs()
    found = candidates(wants, offers, weights, seed=round.seed, per_want=MOST_SUGGESTED * 2, progress=_told(round))
    for want, hers in found:
        fit = [each.offer for each in hers if (want, each.offer) not in declined][:MOST_SUGGESTED]
        for place, offer in enumerate(fit, 1):
            why, caution = reasons(want_of[want], by_id[offer], weights)
            yield Suggestion(
                round=round,
                member_id=want,
                mentor_id=offer,
                place=place,
                reasons=[reason.as_json() for reason in why],
                caution=caution.as_json(),
            )


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
    feed, wants, offers, weights = _fed(round, at)
    rankings, declined, told = rankings_of(round), declined_pairs(), _told(round)
    first = {profile.member_id for profile in feed.profiles if profile.goes_first}
    results = list(_in_turn(first, wants, offers, rankings, weights, round.seed, declined, told))
    round.proposals.filter(state=Proposal.State.DRAFT).delete()
    round.unmatched.all().delete()
    for some in batched(_drafts(round, results, at), STEP):
        Proposal.objects.bulk_create(some)
    for some in batched(_without(round, results), STEP):
        Unmatched.objects.bulk_create(some)
    circles = [
        {"mentor": str(circle.offer), "mentees": [str(want) for want in circle.wants], "language": circle.language}
        for result in results
        for circle in result.circles
    ]
    with transaction.atomic():
        _finish(round, State.MATCHING, State.COMPUTED, wants, offers)
        MatchingRound.objects.filter(pk=round.pk).update(circles=circles)


def _without(round, results):
    for result in results:
        for row in result.unmatched:
            yield Unmatched(round=round, member_id=row.want, code=told_code(row.block))


def _in_turn(first, wants, offers, rankings, weights, seed, declined, told):
    """Those whose companion is no longer there are matched before the others; these get the places that are left."""
    urgent = [want for want in wants if want.id in first]
    if urgent:
        result = match(urgent, offers, rankings, weights, seed=seed, declined=declined)
        yield result
        taken = [pair.offer for pair in result.pairs]
        hosting = {circle.offer for circle in result.circles}
        offers = [
            replace(
                offer,
                load=offer.load + taken.count(offer.id),
                circle_places=0 if offer.id in hosting else offer.circle_places,
            )
            for offer in offers
        ]
    rest = [want for want in wants if want.id not in first]
    yield match(rest, offers, rankings, weights, seed=seed, declined=declined, progress=told)


def _drafts(round, results, at):
    """One draft for each pair. Two who are both waiting for an answer already are left as they are."""
    known = set(
        Proposal.objects.filter(state__in=("draft", "open")).exclude(round=round).values_list("mentee", "mentor")
    )
    return [
        Proposal(
            round=round,
            mentee_id=pair.want,
            mentor_id=pair.offer,
            reasons=[reason.as_json() for reason in pair.reasons],
            caution=pair.caution.as_json(),
            created_at=at,
        )
        for result in results
        for pair in result.pairs
        if (pair.want, pair.offer) not in known
    ]


def _finish(round, before, after, wants, offers):
    """Raises where the round was moved on meanwhile: what was computed is then thrown away."""
    moved = MatchingRound.objects.filter(pk=round.pk, state=before).update(
        state=after, state_since=timezone.now(), wanting=len(wants), offering=len(offers)
    )
    if not moved:
        raise RuntimeError("the round was moved on while it was computed")
