"""What is written of seats and terms. Who may, and that two women agreed, is asked by whoever calls these verbs.

Each is one transaction, raises ``Refused`` with words, and returns what it wrote.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Denied
from academy.core.ids import uuid7

from .. import path
from ..models import BoardRules, Notice, Organisation, Seat, Term
from ..rules import name_key
from ..services.access import Refused
from . import rules

ASKS = ("hours", "tasks", "reading", "support", "micro_roles")
SEAT_FIELDS = ("name", "alternates", "term_months", "most_terms", "rule_source", *ASKS)


def rule_of(seat, board=None):
    """The rule that holds for ``seat``. ``board``: its organisation's BoardRules where the caller has them."""
    board = board or BoardRules.objects.filter(organisation=seat.organisation_id).first()
    theirs = (board.term_months, board.most_terms, board.source) if board else ()
    return rules.rule_of((seat.term_months, seat.most_terms, seat.rule_source), theirs)


def span_of(term):
    """Costs a query where ``holder`` was not joined."""
    return rules.Span(
        person=term.person,
        name=term.name,
        since=term.since,
        until=term.until,
        ended=term.ended_on,
        alternate=term.alternate,
    )


@transaction.atomic
def set_board_rules(*, organisation, by, term_months=None, most_terms=None, source="", published=False):
    values = {"term_months": term_months, "most_terms": most_terms, "source": source, "published": published}
    board, _new = BoardRules.objects.update_or_create(organisation=organisation, defaults=values)
    return board


@transaction.atomic
def add_seat(*, organisation, by, kind, number=None, **fields):
    """A seat; numbered where its organisation has one of that name already. A ``number`` asked for is given if free."""
    _lock(organisation.pk)
    name = fields.get("name", "")
    taken = set(
        Seat.objects.standing().filter(organisation=organisation, kind=kind, name=name).values_list("number", flat=True)
    )
    if number is None or number in taken:
        number = next(n for n in range(1, len(taken) + 2) if n not in taken)
    return Seat.objects.create(organisation=organisation, kind=kind, number=number, **fields)


@transaction.atomic
def change_seat(*, seat, by, **fields):
    """``fields``: any of SEAT_FIELDS. A new name must be free."""
    _lock(seat.organisation_id)
    seat = Seat.objects.select_related("kind").get(pk=seat.pk)
    _require(_open(seat))
    name = fields.get("name", seat.name)
    if name != seat.name:
        same = Seat.objects.standing().filter(organisation=seat.organisation_id, kind=seat.kind, name=name)
        if same.exclude(pk=seat.pk).exists():
            raise Refused(Denied(_("Ya hay un cargo con ese nombre. Elige otro."), "same_name"))
        fields["number"] = 1
    for field, value in fields.items():
        setattr(seat, field, value)
    seat.save(update_fields=[*fields])
    return seat


@transaction.atomic
def abolish_seat(*, seat, by, on, acta, ends_terms=False, at=None):
    """Close a seat from a day on. Who sits there ends that day where ``ends_terms``; else it is refused."""
    today = timezone.localdate(at)
    _lock(seat.organisation_id)
    seat = Seat.objects.select_related("kind").get(pk=seat.pk)
    _require(_open(seat))
    sitting = [term for term in _terms(seat) if term.ended_on is None or term.ended_on > on]
    _require(rules.may_abolish(holders=[t.name for t in sitting], ends_terms=ends_terms, on=on, today=today))
    if any(term.since > on for term in sitting):
        raise Refused(Denied(_("Hay un período que empieza después de esa fecha. Anúlalo primero."), "later_term"))
    for term in sitting:
        _finish(term, on=on, how=Term.Ended.ABOLISHED, acta=acta)
    seat.abolished_on, seat.abolished_acta = on, acta
    seat.save(update_fields=["abolished_on", "abolished_acta"])
    return seat


@transaction.atomic
def record_term(
    *,
    seat,
    by,
    since,
    until,
    holder=None,
    holder_name="",
    acta="",
    acta_pending=False,
    alternate=False,
    elected=True,
    candidates=None,
    ends_previous=False,
    ended_on=None,
    ended_how="",
    at=None,
):
    """Somebody elected to a seat. ``ends_previous``: whoever sat there until then ends on the same day."""
    today = timezone.localdate(at)
    if holder is None and not name_key(holder_name):
        raise Refused(Denied(_("Falta quién tiene el cargo."), "nobody"))
    _require(rules.may_last(since=since, until=until, today=today))
    _require(rules.may_stand_on(acta=acta, pending=acta_pending))
    if ended_on is not None:
        _require(rules.may_end(since=since, on=ended_on, today=today))
    _lock(seat.organisation_id)
    seat = Seat.objects.select_related("kind").get(pk=seat.pk)
    others = _terms(seat)
    if ends_previous and not alternate:
        _end_before(others, since)
    new = Term(
        seat=seat,
        holder=holder,
        holder_name="" if holder else holder_name,
        person=person_for(seat=seat, holder=holder, name=holder_name),
        since=since,
        until=until,
        ended_on=ended_on,
        ended_how=ended_how or (Term.Ended.FINISHED if ended_on else ""),
        acta=acta.strip(),
        acta_pending=acta_pending and not acta.strip(),
        alternate=alternate,
        elected=elected,
        candidates=candidates,
        recorded_by=getattr(by, "pk", None),
        recorded_at=at or timezone.now(),
    )
    _require(
        rules.may_sit(
            span_of(new),
            [span_of(other) for other in others],
            alternates=seat.alternates,
            abolished_on=seat.abolished_on,
        )
    )
    new.save(force_insert=True)
    _tell(new, by, "seats.term_recorded")
    if holder is not None:
        path.grew(holder.pk)
    return new


@transaction.atomic
def complete_acta(*, term, by, acta):
    """The acta that was pending. What an acta once said is not written over: that is a correction."""
    _lock(term.seat.organisation_id)
    term = Term.objects.valid().select_related("seat__kind", "holder").get(pk=term.pk)
    if not term.acta_pending:
        raise Refused(Denied(_("Ese período ya tiene su acta."), "has_acta"))
    _require(rules.may_stand_on(acta=acta, pending=False))
    term.acta, term.acta_pending = acta.strip(), False
    term.save(update_fields=["acta", "acta_pending"])
    return term


@transaction.atomic
def end_term(*, term, by, on, how, acta="", at=None):
    """She sits no longer, from ``on``. Raises Refused where she had ended before."""
    _lock(term.seat.organisation_id)
    term = Term.objects.valid().select_related("seat__kind", "holder").get(pk=term.pk)
    if term.ended_on is not None:
        raise Refused(Denied(_("Ese período ya terminó."), "ended"))
    _require(rules.may_end(since=term.since, on=on, today=timezone.localdate(at)))
    _finish(term, on=on, how=how, acta=acta)
    _tell(term, by, "seats.term_ended")
    return term


@transaction.atomic
def reopen_term(*, term, by):
    """It was wrong that she had died: she sits again. False where another sits there by now: then hers stays ended, and
    no longer says that she died.
    """
    _lock(term.seat.organisation_id)
    term = Term.objects.valid().select_related("seat__kind", "holder").get(pk=term.pk)
    if term.ended_how != Term.Ended.DIED:
        return term.ended_on is None
    on, acta = term.ended_on, term.ended_acta
    term.ended_on, term.ended_how, term.ended_acta = None, "", ""
    others = [span_of(other) for other in _terms(term.seat) if other.pk != term.pk]
    fits = rules.may_sit(span_of(term), others, alternates=term.seat.alternates, abolished_on=term.seat.abolished_on)
    if not fits:
        _finish(term, on=on, how=Term.Ended.FINISHED, acta=acta)
        return False
    term.save(update_fields=["ended_on", "ended_how", "ended_acta"])
    _tell(term, by, "seats.term_reopened")
    return True


@transaction.atomic
def end_alternates(*, seat, on, by):
    """Whoever is an alternate of ``seat`` on that day is one no longer: an assembly chose anew."""
    _lock(seat.organisation_id)
    for term in _terms(seat):
        if term.alternate and term.since < on and (term.ended_on is None or term.ended_on > on):
            _finish(term, on=on, how=Term.Ended.FINISHED, acta="")
            _tell(term, by, "seats.term_ended")


@transaction.atomic
def annul_term(*, term, by, at=None):
    """Recorded by mistake. The row stays for the audit and counts nowhere any more."""
    _lock(term.seat.organisation_id)
    term = Term.objects.select_related("seat__kind", "holder").get(pk=term.pk)
    if term.annulled_at is not None:
        raise Refused(Denied(_("Ese período ya estaba anulado."), "annulled"))
    term.annulled_at = at or timezone.now()
    term.save(update_fields=["annulled_at"])
    _tell(term, by, "seats.term_annulled")
    return term


def cautions_for(*, seat, person, since, until):
    """Sentences for a term that is about to be recorded (``rules.cautions``). Three queries."""
    spans = [span_of(term) for term in _terms(seat)]
    elsewhere = (
        Term.objects.holding(since)
        .filter(person=person)
        .exclude(seat=seat)
        .select_related("seat__kind", "seat__organisation")
    )
    return rules.cautions(
        rule=rule_of(seat),
        in_a_row=rules.terms_in_a_row(person, spans, at=since) + 1,
        other_seats=[f"{term.seat} ({term.seat.organisation})" for term in elsewhere],
        months=(until - since).days / 30.44,
    )


def _require(decision):
    if not decision:
        raise Refused(decision)


def _open(seat):
    if seat.abolished_on is None:
        return rules.Allowed()
    return Denied(_("Ese cargo ya se cerró."), "abolished")


def _lock(organisation):
    """Two women writing in one register wait for each other."""
    Organisation.objects.select_for_update().get(pk=organisation)


def _terms(seat):
    return list(Term.objects.valid().filter(seat=seat).select_related("holder"))


def _end_before(terms, day):
    """End on ``day`` who holds the seat then. ``terms`` is changed too."""
    for term in terms:
        if not term.alternate and term.since < day and (term.ended_on is None or term.ended_on > day):
            _finish(term, on=day, how=term.ended_how or Term.Ended.FINISHED, acta="")


def _finish(term, *, on, how, acta):
    term.ended_on, term.ended_how, term.ended_acta = on, how, acta.strip()
    term.save(update_fields=["ended_on", "ended_how", "ended_acta"])


def person_for(*, seat, holder, name):
    """The number under which a holder counts: the member's; else that of a woman of this name, no member, who is
    known in this organisation already; else a new one.
    """
    if holder is not None:
        return holder.pk
    key = name_key(name)
    known = Term.objects.filter(seat__organisation=seat.organisation_id, holder=None).exclude(holder_name="")
    for person, said in known.values_list("person", "holder_name"):
        if name_key(said) == key:
            return person
    return uuid7()


def _tell(term, by, action):
    """A member sees on her own page that something about her was written, and who wrote it."""
    if term.holder_id is None:
        return
    said = {"seat": str(term.seat), "organisation": term.seat.organisation.name}
    audit.note(action, by=by, about=term.holder_id, **said)
    if getattr(by, "pk", None) != term.holder_id:
        Notice.objects.create(member_id=term.holder_id, kind=action.replace(".", "_"), data=said)
