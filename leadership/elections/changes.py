"""Calling an election, writing its results, saying that it was not held: changes that two women make.

Results become terms. Whoever held the seat before ends that day and her handover begins. Nothing here counts a vote.
"""

from datetime import time

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.members.models import Member, Seat, Term
from academy.members.seats import rules as seat_rules
from academy.members.seats import services as seats
from academy.members.services.access import Refused

from ..handover import services as handover
from ..models import Election, ElectionResult
from ..register.changes import day_of, kind, said_day
from . import rules


def election_of(organisation, payload):
    """The election of a payload, locked. Raises Refused where it is gone."""
    rows = Election.objects.select_for_update().filter(organisation=organisation, pk=parse(payload.get("election")))
    found = rows.first()
    if found is None:
        raise Refused(Denied(_("Esa elección ya no está aquí."), "no_election"))
    return found


def _hour(text):
    return time.fromisoformat(text) if text else None


def _seats(organisation, numbers):
    """The standing seats of these numbers; those of another organisation are none."""
    return list(Seat.objects.standing().filter(organisation=organisation, pk__in=numbers).select_related("kind"))


@kind("call_election", gettext_lazy("Convocar a elección"))
class CallElection:
    @staticmethod
    def apply(organisation, payload, by, at):
        found = _seats(organisation, payload["seats"])
        busy = [seat for seat in found if Election.objects.called().filter(seats=seat).exists()]
        on = day_of(payload["on"])
        decision = rules.may_call(
            on=on, seats=len(found), busy=[str(seat) for seat in busy], today=timezone.localdate(at)
        )
        if not decision:
            raise Refused(decision)
        election = Election.objects.create(
            organisation=organisation,
            on=on,
            hour=_hour(payload.get("hour")),
            second_hour=_hour(payload.get("second_hour")),
            place=payload.get("place", ""),
            committee=payload.get("committee", ""),
            called_by=by,
            called_at=at,
        )
        election.seats.set(found)
        return {"election": str(election.pk)}

    @staticmethod
    def said(organisation, payload):
        given = [_hour(payload.get(name)) for name in ("hour", "second_hour")]
        hours = [date_format(hour, "TIME_FORMAT") for hour in given if hour]
        return [
            (_("Día"), said_day(payload["on"])),
            (_("Hora"), " · ".join(hours) or "—"),
            (_("Lugar"), payload.get("place") or "—"),
            (_("Cargos"), ", ".join(str(seat) for seat in _seats(organisation, payload["seats"])) or "—"),
            (_("Comité electoral"), payload.get("committee") or "—"),
        ]


@kind("cancel_election", gettext_lazy("La elección no se hizo"))
class CancelElection:
    @staticmethod
    def apply(organisation, payload, by, at):
        election = election_of(organisation, payload)
        if election.state != Election.State.CALLED:
            raise Refused(rules.may_tell(state=election.state, on=election.on, today=election.on))
        election.state, election.why_not, election.closed_at = Election.State.CANCELLED, payload["why"], at
        election.save(update_fields=["state", "why_not", "closed_at"])

    @staticmethod
    def said(organisation, payload):
        election = Election.objects.filter(pk=parse(payload["election"])).first()
        return [
            (_("Día"), date_format(election.on, "DATE_FORMAT") if election else "—"),
            (_("Por qué"), payload["why"]),
        ]


def _women(payload):
    return {parse(row["holder"]) for row in payload["rows"] if row.get("holder")}


@kind("election_results", gettext_lazy("Resultados de la elección"), about=_women)
class ElectionResults:
    """``rows``: seat, alternate, holder or holder_name, candidates, votes; neither of the names: nobody was elected."""

    @staticmethod
    def apply(organisation, payload, by, at):
        election = election_of(organisation, payload)
        decision = rules.may_tell(state=election.state, on=election.on, today=timezone.localdate(at))
        if not decision:
            raise Refused(decision)
        of_election = {seat.pk: seat for seat in election.seats.select_related("kind")}
        told = {row["seat"] for row in payload["rows"] if not row["alternate"]}
        if told != set(of_election):
            raise Refused(Denied(_("Falta decir qué pasó con cada cargo."), "missing_seats"))
        with transaction.atomic():
            for number in {row["seat"] for row in payload["rows"] if row.get("holder") or row.get("holder_name")}:
                # First of all: who stood in until now may be the one who was elected.
                seats.end_alternates(seat=of_election[number], on=day_of(payload["since"]), by=by)
            for row in payload["rows"]:
                _write(election, of_election[row["seat"]], row, payload, by, at)
        election.state, election.acta, election.closed_at = Election.State.HELD, payload.get("acta", ""), at
        election.save(update_fields=["state", "acta", "closed_at"])

    @staticmethod
    def said(organisation, payload):
        names = {seat.pk: str(seat) for seat in Seat.objects.filter(pk__in=[r["seat"] for r in payload["rows"]])}
        said = [
            (_("Acta"), payload.get("acta") or _("pendiente")),
            (_("Desde"), said_day(payload["since"])),
        ]
        for row in payload["rows"]:
            seat = names.get(row["seat"], "—")
            said.append((_("%(seat)s, suplente") % {"seat": seat} if row["alternate"] else seat, _row_words(row)))
        return said


def _row_words(row):
    words = [_name_of(row) or _("Nadie fue elegida")]
    if row.get("candidates"):
        words.append(
            ngettext("%(count)s candidata", "%(count)s candidatas", row["candidates"]) % {"count": row["candidates"]}
        )
    if row.get("votes") is not None:
        words.append(ngettext("%(count)s voto", "%(count)s votos", row["votes"]) % {"count": row["votes"]})
    return " · ".join(words)


def _name_of(row):
    if row.get("holder"):
        return Member.objects.filter(pk=row["holder"]).values_list("display_name", flat=True).first() or "—"
    return row.get("holder_name", "")


def _write(election, seat, row, payload, by, at):
    decision = rules.may_count(candidates=row.get("candidates"), votes=row.get("votes"), voters=payload.get("voters"))
    if not decision:
        raise Refused(decision)
    numbers = {"candidates": row.get("candidates"), "votes": row.get("votes")}
    result = ElectionResult(election=election, seat=seat, alternate=row["alternate"], **numbers)
    since = day_of(payload["since"])
    if row.get("holder") or row.get("holder_name"):
        before = _sitting(seat, since) if not row["alternate"] else None
        result.term = _term(seat, row, payload, by, at)
        if before:
            before.refresh_from_db()
            handover.begin(outgoing=before, incoming=result.term, by=by, at=at)
    result.save()


def _sitting(seat, day):
    """Who holds the seat on the day before the new one begins, as an elected holder or a cover."""
    return Term.objects.holding(day).filter(seat=seat, alternate=False).exclude(since=day).first()


def _term(seat, row, payload, by, at):
    holder = Member.objects.filter(pk=parse(row["holder"]), is_active=True).first() if row.get("holder") else None
    if row.get("holder") and holder is None:
        raise Refused(Denied(_("Una de las elegidas ya no está en la lista. Revisa los nombres."), "gone"))
    since = day_of(payload["since"])
    return seats.record_term(
        seat=seat,
        by=by,
        holder=holder,
        holder_name="" if holder else row["holder_name"],
        since=since,
        until=until_of(seat, since, day_of(payload.get("until"))),
        acta=payload.get("acta", ""),
        acta_pending=payload.get("acta_pending", False),
        alternate=row["alternate"],
        candidates=row.get("candidates"),
        ends_previous=True,
        at=at,
    )


def until_of(seat, since, said):
    """The planned end: as the acta says, else by the rule that holds for the seat. Raises Refused where nobody said."""
    if said:
        return said
    months = seats.rule_of(seat).months
    if not months:
        raise Refused(Denied(_("Aún no hay regla de cuánto dura. Escribe hasta qué día."), "no_rule"))
    return seat_rules.planned_end(since, months)
