"""Proposing, approving, refusing and withdrawing a change to a board. Each is one transaction and leaves its line."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core.decisions import Denied
from academy.members.models import Organisation, Term
from academy.members.permissions import may_organise
from academy.members.services.access import Refused

from ..models import ChangeRequest, RegisterLine
from . import rules
from .changes import KINDS, women_in

State = ChangeRequest.State


class _UndoneError(Exception):
    """Ends a trial: what was written goes."""


def may_propose(user, organisation):
    return rules.may_propose(**_standing(user, organisation))


def may_decide(user, change):
    """At most five queries.

    ``somebody_sits`` counts who could be the second: where the whole board is elected again, or one woman sits there
    alone and proposed it, any woman of the organisation may.
    """
    about = women_in(change.kind, change.payload)
    sitting = Term.objects.holding().filter(seat__organisation=change.organisation_id, holder__is_active=True)
    return rules.may_decide(
        state=change.state,
        proposed_it=change.proposed_by_id == user.pk,
        about_her=user.pk in about,
        somebody_sits=sitting.exclude(holder__in={*about, change.proposed_by_id} - {None}).exists(),
        **_standing(user, change.organisation),
    )


def may_withdraw(user, change):
    return rules.may_withdraw(state=change.state, proposed_it=change.proposed_by_id == user.pk)


def _standing(user, organisation):
    belongs = user.memberships.standing().filter(organisation__path__startswith=organisation.path)
    return {
        "belongs": belongs.exists(),
        "organises": bool(may_organise(user, organisation)),
        "sits": Term.objects.holding().filter(holder=user, seat__organisation=organisation).exists(),
    }


@transaction.atomic
def propose(*, organisation, by, kind, payload, change_id=None, at=None):
    """A change that waits for a second woman. Tried at once, so that she who types learns what does not fit.

    ``change_id``: the number of the form; the same again gives the same change. Raises Refused.
    """
    at = at or timezone.now()
    # Two taps of one form come one after the other, and so do two changes of one board.
    Organisation.objects.held(organisation)
    before = change_id and ChangeRequest.objects.filter(pk=change_id).first()
    if before:
        # She went back, changed something and sent it again: that is another change, and nothing of it is lost.
        same = (before.proposed_by_id, before.organisation_id, before.kind) == (by.pk, organisation.pk, kind)
        if same and before.payload == payload:
            return before
        change_id = None
    _require(may_propose(by, organisation))
    _try(organisation=organisation, kind=kind, payload=payload, by=by, at=at)
    fields = {"pk": change_id} if change_id else {}
    change = ChangeRequest.objects.create(
        organisation=organisation, kind=kind, payload=payload, proposed_by=by, proposed_at=at, **fields
    )
    _line(change, by, "proposed", at)
    return change


def _try(*, organisation, kind, payload, by, at):
    try:
        with transaction.atomic():
            KINDS[kind].apply(organisation, payload, by, at)
            raise _UndoneError
    except _UndoneError:
        return


@transaction.atomic
def approve(*, change, by, at=None):
    """The second woman says yes and it is written. Raises Refused where the register has moved on meanwhile."""
    at = at or timezone.now()
    change = _locked(change)
    Organisation.objects.held(change.organisation_id)
    _require(may_decide(by, change))
    done = KINDS[change.kind].apply(change.organisation, change.payload, by, at) or {}
    return _decide(change, by, State.APPROVED, at, **done)


@transaction.atomic
def refuse(*, change, by, reason, at=None):
    """Not as it was proposed; why is told to who proposed it and stays."""
    change = _locked(change)
    _require(may_decide(by, change))
    if not reason.strip():
        raise Refused(Denied(_("Escribe por qué, para que tu compañera lo corrija."), "no_reason"))
    return _decide(change, by, State.REFUSED, at or timezone.now(), reason=reason.strip())


@transaction.atomic
def withdraw(*, change, by, at=None):
    change = _locked(change)
    _require(may_withdraw(by, change))
    return _decide(change, by, State.WITHDRAWN, at or timezone.now())


def _locked(change):
    return ChangeRequest.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=change.pk)


def _decide(change, by, state, at, reason="", **detail):
    # A clock that was set back in between must not make an answer older than its question.
    change.state, change.decided_by, change.decided_at = state, by, max(at, change.proposed_at)
    change.reason = reason[:300]
    change.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _line(change, by, state, change.decided_at, **({"reason": change.reason} if reason else {}), **detail)
    return change


def _line(change, by, action, at, **detail):
    said = [[str(label), str(value)] for label, value in KINDS[change.kind].said(change.organisation, change.payload)]
    RegisterLine.objects.create(
        organisation=change.organisation,
        at=at,
        by=by.pk,
        action=action,
        kind=change.kind,
        change=change,
        detail={"who": by.display_name, "said": said[:8], **detail},
    )


def _require(decision):
    if not decision:
        raise Refused(decision)
