"""It was an error that a woman had died: two women set it right, and what is hers comes back as far as it may.

Her seats where nobody else was elected meanwhile, her page, her memberships and roles, where she stands in. What was
signed of a handover stays. Programmes hear ``woman_returned``.
"""

from functools import partial

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import audit
from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.members.models import Member, Membership, Notice, Role, Term
from academy.members.seats import services as seats
from academy.members.services.access import Refused
from academy.members.signals import role_changed, woman_returned

from ..models import ChangeRequest, EmergencyCover, Handover, Memorial
from ..register.changes import kind
from . import rules
from .changes import an_organiser_says_so, organisers_over

UNDONE = "farewell_undone"


def farewell_of(organisation, payload):
    """The approved farewell of a payload. Raises Refused where there is none, or where it was set right before."""
    found = ChangeRequest.objects.filter(
        organisation=organisation,
        pk=parse(payload.get("farewell")),
        kind="farewell",
        state=ChangeRequest.State.APPROVED,
    ).first()
    if found is None:
        raise Refused(Denied(_("Esa despedida no está aquí."), "no_farewell"))
    if undone(found):
        raise Refused(Denied(_("Eso ya se corrigió."), "undone"))
    return found


def undone(farewell):
    """Was it set right? One query."""
    approved = ChangeRequest.objects.filter(organisation=farewell.organisation_id, kind=UNDONE, state="approved")
    return approved.filter(payload__farewell=str(farewell.pk)).exists()


def _written(farewell):
    """``(whole, {kind: numbers of rows})`` as the farewell left them in the register."""
    line = farewell.lines.filter(action="approved").first()
    detail = line.detail if line else {}
    return detail.get("whole", False), detail.get("closed", {"terms": [farewell.payload["term"]]})


@kind(UNDONE, gettext_lazy("Fue un error: ella vive"))
class FarewellUndone:
    @staticmethod
    def apply(organisation, payload, by, at):
        farewell = farewell_of(organisation, payload)
        whole, closed = _written(farewell)
        term = Term.objects.select_related("holder").get(pk=farewell.payload["term"])
        if whole and by.pk != parse(payload.get("proposer")):
            # As for closing her page: an organiser is one of the two, where there is any.
            says_so = an_organiser_says_so(organisation, by, payload)
            if not rules.closes_her_page(an_organiser_says_so=says_so, organisers_there=organisers_over(organisation)):
                raise Refused(Denied(_("Su página la cerró la organizadora. Que ella lo apruebe."), "organiser"))
        _her_rows_back(closed)
        taken = _her_seats_back(closed.get("terms", ()), by)
        member = term.holder
        if member is not None and whole:
            _her_page_back(member, farewell, by)
        return {"left_out": [{"line": "", "why": why} for why in taken]} if taken else {}

    @staticmethod
    def said(organisation, payload):
        farewell = ChangeRequest.objects.get(pk=payload["farewell"])
        term = Term.objects.select_related("seat__kind", "holder").get(pk=farewell.payload["term"])
        return [
            (_("Quién"), term.name),
            (_("Cargo"), str(term.seat)),
            (
                _("Se anotó que falleció"),
                date_format(farewell.decided_at, "DATE_FORMAT") if farewell.decided_at else "—",
            ),
            (_("Cuál fue el error"), payload.get("why") or "—"),
        ]


def _her_rows_back(closed):
    """Where she belongs, what she may do, where she stands in: each, unless the same stands again by now."""
    for model, same in ((Membership, ("member", "organisation")), (Role, ("member", "organisation", "kind"))):
        for row in model.objects.filter(pk__in=closed.get(model._meta.model_name + "s", ())).exclude(until=None):
            if model.objects.filter(until=None, **{name: getattr(row, name) for name in same}).exists():
                continue
            row.until = None
            row.save(update_fields=["until"])
            if model is Role:
                transaction.on_commit(partial(role_changed.send, sender=Role, role=row, member=row.member))
    for cover in EmergencyCover.objects.filter(pk__in=closed.get("covers", ())).exclude(until=None):
        if not EmergencyCover.objects.filter(seat=cover.seat_id, until=None).exists():
            cover.until = None
            cover.save(update_fields=["until"])
    Memorial.objects.filter(pk__in=closed.get("memorials", ())).delete()


def _her_seats_back(terms, by):
    """Sentences about the seats where another sits by now. A handover of which nothing was signed goes."""
    taken = []
    rows = Term.objects.valid().filter(pk__in=terms).select_related("seat__kind", "seat__organisation", "holder")
    for term in rows:
        if not seats.reopen_term(term=term, by=by):
            taken.append(_("%(seat)s: ya hay otra compañera. Ese período queda terminado.") % {"seat": term.seat})
            continue
        untouched = Handover.objects.open().filter(outgoing=term).exclude(items__given_at__isnull=False)
        untouched.delete()
    return taken


def _her_page_back(member, farewell, by):
    member.is_active = True
    member.save(update_fields=["is_active", "name_key"])
    audit.note("leadership.farewell_undone", by=by, about=member)
    Notice.objects.create(member=member, kind="farewell_undone", data={})
    since = farewell.decided_at
    transaction.on_commit(
        partial(woman_returned.send, sender=Member, member=member.pk, by=getattr(by, "pk", None), since=since)
    )
