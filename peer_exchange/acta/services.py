"""What the companion knows of an organisation, and the verbs of its rules and papers."""

import json
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Allowed, Denied
from academy.members.models import BoardRules, Member, Membership, Role, Term
from academy.members.seats import rules as seat_rules
from academy.members.seats.services import rule_of, span_of

from ..models import ActaRules, DossierPaper
from . import rules

DATA = Path(__file__).resolve().parents[1] / "data" / "acta_rules.json"


@cache
def _file():
    return json.loads(DATA.read_text())


def _around(territory):
    """The codes of a place and of all around it, nearest first: ``/PE/15/1501/`` → 1501, 15, PE."""
    return [code for code in reversed(territory.path.split("/")) if code] if territory else ["PE"]


def rules_of(organisation):
    """The Rules that hold: the organisation's own, its district's and so on up, then those that come with the site.

    One query, with ``organisation.territory`` joined.
    """
    codes = _around(organisation.territory)
    rows = ActaRules.objects.filter(organisation=organisation) | ActaRules.objects.filter(territory__code__in=codes)
    rows = list(rows.select_related("territory"))
    own = [row for row in rows if row.organisation_id]
    # A code is unique within its country only: the path tells.
    around = [row for row in rows if row.territory_id and _covers(row.territory, organisation)]
    around.sort(key=lambda row: codes.index(row.territory.code))
    layers = [(_values(row), row.source, row.checked_on is not None) for row in [*own, *around]]
    shipped = sorted(
        (each for each in _file()["rules"] if each["territory"] in codes),
        key=lambda each: codes.index(each["territory"]),
    )
    return rules.resolve([*layers, *((each, each["source"], each["confirmed"]) for each in shipped)])


def _covers(territory, organisation):
    return organisation.territory is not None and organisation.territory.path.startswith(territory.path)


def _values(row):
    return {name: getattr(row, name) for name in rules.NAMES}


def readings_of(organisation):
    """Where to read what a place asks of the book: sources only."""
    codes = _around(organisation.territory)
    return [each["source"] for each in _file()["readings"] if each["territory"] in codes]


def board_on(organisation, on, acta_rules):
    """Seated of who holds its seats on a day. Four queries, however many seats."""
    holding = list(
        Term.objects.holding(on)
        .filter(seat__organisation=organisation, alternate=False)
        .select_related("seat__kind", "seat__organisation", "holder")
    )
    if not holding:
        return []
    board = BoardRules.objects.filter(organisation=organisation).first()
    spans = {}
    for term in Term.objects.valid().filter(seat__in=[term.seat_id for term in holding]).select_related("holder"):
        spans.setdefault(term.seat_id, []).append(span_of(term))
    found = []
    for term in holding:
        rule = rule_of(term.seat, board or BoardRules(organisation=organisation))
        found.append(
            rules.Seated(
                name=str(term.seat),
                until=term.until,
                in_a_row=seat_rules.terms_in_a_row(term.person, spans[term.seat_id], at=on),
                most=rule.most or acta_rules.most_terms.value,
                source=rule.source if rule.most else acta_rules.most_terms.source,
            )
        )
    return found


def able_of(organisation):
    """How many may vote, as far as this site knows: who belongs to it or to one below today. One query."""
    return Member.objects.of(organisation).filter(is_active=True).count()


def outsiders_of(session, people):
    """Names on the list, of who signs as a socia, that are not in the register on that day. One query."""
    signing = [one for one in people if one.part in ("member", "convener") and (one.member_id or one.name)]
    members = [one.member_id for one in signing if one.member_id]
    registered = set(
        Membership.objects.standing(session.held_on)
        .filter(member__in=members, organisation__path__startswith=session.organisation.path)
        .values_list("member", flat=True)
    )
    return [
        one.member.display_name if one.member_id else one.name for one in signing if one.member_id not in registered
    ]


def cautions_of(session, people, present):
    """Cautions for an assembly, or for a meeting of the board. Some seven queries."""
    ruled = rules_of(session.organisation)
    return ruled, rules.cautions(
        rules=ruled,
        call=session.call,
        able=session.able,
        present=present,
        board=board_on(session.organisation, session.held_on, ruled),
        outsiders=outsiders_of(session, people),
        on=session.held_on,
    )


# --- Writing them down ------------------------------------------------------------------------------------


@transaction.atomic
def set_rules(*, organisation, by, source, at=None, territory=None, checked_on=None, **values):
    """The rules of an organisation, or (``territory``) of a place. Who may is asked by the caller."""
    key = {"territory": territory} if territory else {"organisation": organisation}
    said = {name: values.get(name) for name in rules.NAMES}
    row, _new = ActaRules.objects.update_or_create(
        **key,
        defaults={
            **said,
            "source": source,
            "checked_on": checked_on,
            "written_by": by,
            "written_at": at or timezone.now(),
        },
    )
    audit.note("exchange.acta_rules_set", by=by, organisation=organisation.name, source=source)
    return row


def may_rule(user, territory):
    """May she write down what a municipality asks? Who organises there or around it."""
    for role in user.roles.standing().filter(kind=Role.Kind.ORGANISER).select_related("organisation__territory"):
        place = role.organisation.territory
        if place is not None and territory.path.startswith(place.path):
            return Allowed()
    return Denied(_("Las reglas de un lugar las anota quien organiza en él."), "not_in_scope")


#: The checklist: every organisation has these, noted or not.
CHECKLIST = [kind for kind in DossierPaper.Kind if kind != DossierPaper.Kind.OTHER]


def dossier_of(organisation, *, today):
    """``[(paper, standing)]``: the checklist in order, rows or not yet, then other papers. One query."""
    rows = {}
    for row in DossierPaper.objects.filter(organisation=organisation).select_related("proof", "changed_by"):
        rows.setdefault(row.kind, []).append(row)
    listed = []
    for kind in CHECKLIST:
        listed += rows.get(kind, []) or [DossierPaper(organisation=organisation, kind=kind)]
    listed += rows.get(DossierPaper.Kind.OTHER, [])
    return [(row, rules.standing_of_paper(state=row.state, expires_on=row.expires_on, today=today)) for row in listed]


@transaction.atomic
def set_paper(*, organisation, by, kind, title="", proof=None, at=None, **said):
    """How one paper stands. ``proof``: an Evidence, None: stays as it is."""
    values = {**said, "changed_by": by, "changed_at": at or timezone.now(), **({"proof": proof} if proof else {})}
    row, _new = DossierPaper.objects.update_or_create(
        organisation=organisation, kind=kind, title=title, defaults=values
    )
    audit.note("exchange.paper_changed", by=by, organisation=organisation.name, kind=kind, state=row.state)
    return row
