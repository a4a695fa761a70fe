"""What she says of her path, and what an assembly decided about stages. Keyword-only; one transaction each."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Denied
from academy.core.languages import CODES
from academy.members.models import Organisation
from academy.members.permissions import may_organise
from academy.members.seats.rules import planned_end
from academy.members.services.access import Refused

from .. import saying
from ..models import StageCriteria
from . import rules

TURNS = ("paused", "returned", "left")


def say(*, member, kind, nonce, stage="", at=None):
    """Her word: an answer, a stage that she chooses, or a turn. Returns the record's Outcome."""
    at = at or timezone.now()
    payload = {} if kind in TURNS else {"stage": stage}
    if kind == "postponed":
        payload["again_on"] = planned_end(timezone.localdate(at), rules.LATER_MONTHS).isoformat()
    return saying.said(f"leadership.stage_{kind}", subject=member, by=member, payload=payload, nonce=nonce, at=at)


def hide(*, member, fact, hidden, nonce, at=None):
    """Leave a fact off her passport, or put it back."""
    payload = {"fact": fact, "hidden": hidden}
    return saying.said("leadership.fact_hidden", subject=member, by=member, payload=payload, nonce=nonce, at=at)


# --- What an assembly decides --------------------------------------------------------------------------


def propose_criteria(*, organisation, by, rules_=None, names=None, words="", id=None, at=None):
    """An organiser writes down criteria for the assembly to speak of. Nothing changes until they are adopted.

    ``rules_`` or ``names`` None: as in the latest version, so that a proposal about one keeps the other.
    """
    _require(may_organise(by, organisation))
    latest = StageCriteria.objects.filter(organisation=organisation).order_by("-version").first()
    fit = _fit(rules.fit_criteria(rules_)) if rules_ is not None else (latest.rules if latest else {})
    named = _fit(rules.fit_names(names, CODES)) if names is not None else (latest.names if latest else {})
    with transaction.atomic():
        # The organisation's row is the lock of its numbering.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        known = StageCriteria.objects.filter(pk=id).first() if id else None
        if known is not None:
            if known.organisation_id != organisation.pk:
                raise Refused(Denied(_("Ese formulario ya se usó. Ábrelo de nuevo."), "id_taken"))
            return known
        last = StageCriteria.objects.filter(organisation=organisation).aggregate(Max("version"))["version__max"]
        made = StageCriteria.objects.create(
            **({"id": id} if id else {}),
            organisation=organisation,
            version=(last or 0) + 1,
            rules=fit,
            names=named,
            words=words.strip(),
            proposed_by=by,
            proposed_at=at or timezone.now(),
        )
        audit.note("leadership.criteria_proposed", by=by, organisation=organisation.pk, version=made.version)
    return made


def adopt_criteria(*, criteria, by, acta, on: date, at=None):
    """The assembly adopted them: written down with its acta. What was adopted is never written over."""
    _require(may_organise(by, criteria.organisation))
    acta = acta.strip()
    if not acta:
        raise Refused(Denied(_("Falta el acta. Escribe libro, página y fecha."), "no_acta"))
    if on > timezone.localdate(at):
        raise Refused(Denied(_("Esa asamblea todavía no llega. Revisa la fecha."), "future_day"))
    if on < timezone.localdate(criteria.proposed_at):
        raise Refused(Denied(_("La asamblea es anterior a la propuesta. Revisa la fecha."), "before_proposal"))
    with transaction.atomic():
        waiting = StageCriteria.objects.filter(pk=criteria.pk, adopted_on=None)
        if not waiting.update(acta=acta, adopted_on=on, entered_by=by):
            raise Refused(Denied(_("Estos criterios ya se adoptaron."), "adopted"))
        audit.note("leadership.criteria_adopted", by=by, organisation=criteria.organisation_id, acta=acta)
    criteria.refresh_from_db()
    return criteria


def _fit(found):
    if isinstance(found, Denied):
        raise Refused(found)
    return found


def _require(decision):
    if not decision:
        raise Refused(decision)
