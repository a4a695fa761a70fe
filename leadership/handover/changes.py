"""Who stands in by emergency, and farewell to a woman who died: changes that two women make."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import audit
from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.members.models import Member, Membership, Notice, Role, Term
from academy.members.permissions import may_organise
from academy.members.seats import services as seats
from academy.members.services.access import Refused
from academy.members.signals import role_changed, woman_gone

from ..models import EmergencyCover, Memorial
from ..register.changes import day_of, holder_of, kind, said_day, seat_of, term_of
from . import rules, services


def _called(payload):
    if payload.get("holder"):
        return Member.objects.filter(pk=payload["holder"]).values_list("display_name", flat=True).first() or "—"
    return payload.get("holder_name") or "—"


@kind("name_cover", gettext_lazy("Reemplazo de emergencia"), about=holder_of)
class NameCover:
    @staticmethod
    def apply(organisation, payload, by, at):
        seat = seat_of(organisation, payload)
        member = Member.objects.filter(pk=payload["holder"], is_active=True).first() if payload.get("holder") else None
        if payload.get("holder") and member is None:
            raise Refused(Denied(_("Ella ya no está en la lista."), "gone"))
        sitting = Term.objects.holding(timezone.localdate(at)).filter(seat=seat, alternate=False)
        if member and sitting.filter(holder=member).exists():
            raise Refused(Denied(_("Ella tiene el cargo. El reemplazo es otra compañera."), "herself"))
        today = timezone.localdate(at)
        EmergencyCover.objects.filter(seat=seat, until=None).update(until=today)
        EmergencyCover.objects.create(
            seat=seat, member=member, name="" if member else payload["holder_name"], since=today
        )
        if member:
            said = {"seat": str(seat), "organisation": organisation.name}
            audit.note("leadership.cover_named", by=by, about=member, **said)
            Notice.objects.create(member=member, kind="cover_named", data=said)

    @staticmethod
    def said(organisation, payload):
        return [(_("Cargo"), str(seat_of(organisation, payload))), (_("Quién"), _called(payload))]


def _cover_of_seat(payload):
    covers = EmergencyCover.objects.filter(seat=payload["seat"], until=None).exclude(member=None)
    return set(covers.values_list("member", flat=True))


@kind("start_cover", gettext_lazy("Empieza el reemplazo de emergencia"), about=_cover_of_seat)
class StartCover:
    """The cover begins, as a term that no assembly elected, until one does. Refused while somebody sits there."""

    @staticmethod
    def apply(organisation, payload, by, at):
        seat = seat_of(organisation, payload)
        cover = EmergencyCover.objects.filter(seat=seat, until=None).select_related("member").first()
        if cover is None:
            raise Refused(Denied(_("Este cargo no tiene reemplazo de emergencia. Anótenlo primero."), "no_cover"))
        since = day_of(payload["since"])
        seats.record_term(
            seat=seat,
            by=by,
            holder=cover.member,
            holder_name=cover.name,
            since=since,
            until=day_of(payload.get("until")) or rules.cover_until(since),
            acta=payload.get("acta", ""),
            acta_pending=not payload.get("acta"),
            elected=False,
            at=at,
        )

    @staticmethod
    def said(organisation, payload):
        seat = seat_of(organisation, payload)
        cover = EmergencyCover.objects.filter(seat=seat, until=None).select_related("member").first()
        since = day_of(payload["since"])
        return [
            (_("Cargo"), str(seat)),
            (_("Quién"), cover.who if cover else "—"),
            (_("Desde"), said_day(payload["since"])),
            (_("Hasta"), said_day(payload.get("until") or rules.cover_until(since).isoformat())),
            (_("Acta"), payload.get("acta") or _("pendiente")),
        ]


@kind("farewell", gettext_lazy("Una compañera falleció"))
class Farewell:
    """Her seats close, her handovers begin in her absence, her companions and her commitments pass on.

    Her whole page closes where an organiser is one of the two women, or where there is none above.
    """

    @staticmethod
    def apply(organisation, payload, by, at):
        term = term_of(organisation, payload)
        on, today = day_of(payload["on"]), timezone.localdate(at)
        if on > today:
            raise Refused(Denied(_("Esa fecha aún no llega. Revísala."), "not_yet"))
        member = term.holder
        if member is not None and member.pk in (by.pk, parse(payload.get("proposer"))):
            raise Refused(Denied(_("Eso no lo puede decir ella misma."), "herself"))
        whole = member is not None and rules.closes_her_page(
            an_organiser_says_so=an_organiser_says_so(organisation, by, payload),
            organisers_there=organisers_over(organisation),
        )
        closed = {"terms": [], "memorials": []}
        for each in _her_terms(term, organisation, whole):
            seats.end_term(term=each, by=by, on=max(on, each.since), how=Term.Ended.DIED, at=at)
            each.refresh_from_db()
            services.begin(outgoing=each, by=by, at=at)
            closed["terms"].append(str(each.pk))
        if member is not None:
            closed |= _leave(member, organisation, on, whole, by)
        if payload.get("words"):
            memorial = Memorial.objects.create(
                organisation=organisation, name=term.name, words=payload["words"], family=payload["family"], by=by
            )
            closed["memorials"].append(memorial.pk)
        # Kept in the register's line: what is set right if it was an error (``returning``).
        return {"whole": whole, "closed": closed}

    @staticmethod
    def said(organisation, payload):
        # Said before and after, so whatever the state of the term.
        term = Term.objects.select_related("seat__kind", "holder").get(pk=payload["term"])
        said = [(_("Quién"), term.name), (_("Cuándo"), said_day(payload["on"]))]
        if payload.get("words"):
            said += [(_("Recuerdo"), payload["words"]), (_("De acuerdo con"), payload["family"])]
        return said


def _her_terms(term, organisation, whole):
    """Her open terms: everywhere, or only here and below."""
    terms = Term.objects.valid().filter(person=term.person, ended_on=None)
    if not whole:
        terms = terms.filter(seat__organisation__path__startswith=organisation.path)
    return list(terms.select_related("seat__organisation", "seat__kind", "holder"))


def organisers_over(organisation):
    step = organisation.steplen
    above = [organisation.path[:end] for end in range(step, len(organisation.path) + 1, step)]
    return (
        Role.objects.standing()
        .filter(kind=Role.Kind.ORGANISER, organisation__path__in=above, member__is_active=True)
        .exists()
    )


def an_organiser_says_so(organisation, by, payload):
    proposer = Member.objects.filter(pk=parse(payload.get("proposer"))).first()
    return any(bool(may_organise(woman, organisation)) for woman in (by, proposer) if woman is not None)


def _leave(member, organisation, on, whole, by):
    """What else of hers ends; the numbers of the rows, by kind."""
    hers = Membership.objects.filter(member=member, until=None)
    covers = EmergencyCover.objects.filter(member=member, until=None)
    if not whole:
        hers = hers.filter(organisation__path__startswith=organisation.path)
        covers = covers.filter(seat__organisation__path__startswith=organisation.path)
    closed = {"memberships": [], "covers": list(covers.values_list("pk", flat=True)), "roles": []}
    for membership in hers:
        membership.until = max(on, membership.since)
        membership.save(update_fields=["until"])
        closed["memberships"].append(membership.pk)
    covers.update(until=on)
    if not whole:
        return closed
    for role in Role.objects.standing().filter(member=member):
        role.until = max(on, role.since)
        role.save(update_fields=["until"])
        closed["roles"].append(role.pk)
        transaction.on_commit(partial(role_changed.send, sender=Role, role=role, member=member))
    member.is_active = False
    member.save(update_fields=["is_active", "name_key"])
    audit.note("leadership.farewell", by=by, about=member)
    transaction.on_commit(partial(woman_gone.send, sender=Member, member=member.pk, by=getattr(by, "pk", None)))
    return closed
