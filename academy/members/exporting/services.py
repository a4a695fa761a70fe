"""Asking for a file that names women, approving, refusing, taking it, throwing it away.

Each verb is one transaction, raises ``Refused`` with words, and leaves its trace: the row, the downloads, and one line
in the audit of each woman whom the file names.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Denied
from academy.core.models import AuditEntry

from ..models import Consent, Notice, Organisation, Role, Term
from ..permissions import may_organise
from ..services.access import Refused
from . import files, kinds, rules
from .models import ExportDownload, ExportedName, ExportRequest

State = ExportRequest.State
MOST_DECIDERS = 10
AT_ONCE = 500


def has_right(user, organisation):
    """The right that most kinds ask for: she organises here or above, or holds a seat here or above. Two queries."""
    organises = bool(may_organise(user, organisation))
    return rules.may_ask(organises=organises, sits=not organises and _sits(user, organisation))


def _sits(user, organisation):
    if not user.is_authenticated or not user.is_active:
        return False
    held = Term.objects.holding().filter(holder=user).values_list("seat__organisation__path", flat=True)
    return any(organisation.path.startswith(path) for path in held)


def right_to(kind, user, organisation):
    return kind.rights(user, organisation) if kind.rights else has_right(user, organisation)


def others_who_may_decide(request, *, most=MOST_DECIDERS):
    """Women who could be the second one, at most ``most``; empty where there is none yet. A few queries."""
    path = request.organisation.path
    step = request.organisation.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    kind = kinds.get(request.kind)
    sitting = Term.objects.holding().filter(seat__organisation__path__in=above, holder__is_active=True)
    roles = Role.objects.standing().filter(
        kind=Role.Kind.ORGANISER, organisation__path__in=above, member__is_active=True
    )
    found = {term.holder_id: term.holder for term in sitting.select_related("holder")}
    found.update({role.member_id: role.member for role in roles.select_related("member")})
    found.pop(request.asked_by_id, None)
    women = sorted(found.values(), key=lambda woman: woman.name_key)
    if kind is None or kind.rights is None:
        return women[:most]
    return [woman for woman in women[: 2 * most] if kind.rights(woman, request.organisation)][:most]


@transaction.atomic
def ask(*, kind, organisation, by, why, ending, params=None, request_id=None, at=None):
    """A file that waits for a second woman. ``request_id``: the number of the form; again gives the same request."""
    Organisation.objects.held(organisation)  # two taps of one form come one after the other
    before = request_id and ExportRequest.objects.filter(pk=request_id).first()
    if before:
        same = (before.asked_by_id, before.organisation_id, before.kind) == (by.pk, organisation.pk, kind.name)
        if same and (before.why, before.ending, before.params) == (why.strip()[:300], ending, params or {}):
            return before
        request_id = None
    _require(right_to(kind, by, organisation))
    if not why.strip():
        raise Refused(Denied(_("Escribe para qué la necesitas."), "no_reason"))
    if ending not in kind.endings:
        raise Refused(Denied(_("Elige un tipo de archivo de la lista."), "ending"))
    fields = {"pk": request_id} if request_id else {}
    request = ExportRequest.objects.create(
        organisation=organisation,
        kind=kind.name,
        params=params or {},
        ending=ending,
        why=why.strip()[:300],
        asked_by=by,
        asked_at=at or timezone.now(),
        **fields,
    )
    audit.note("members.export_asked", by=by, export=str(request.pk), kind=kind.name)
    return request


def may_decide(user, request, *, at=None):
    kind = kinds.get(request.kind)
    if kind is None:
        return Denied(_("Esta lista ya no se puede hacer."), "no_kind")
    return rules.may_decide(
        state=request.state,
        asked_it=request.asked_by_id == user.pk,
        right=right_to(kind, user, request.organisation),
        asked_at=request.asked_at,
        at=at or timezone.now(),
    )


def may_withdraw(user, request):
    return rules.may_withdraw(state=request.state, asked_it=request.asked_by_id == user.pk)


def may_take(user, request, *, at=None):
    kind = kinds.get(request.kind)
    if kind is None:
        return Denied(_("Esta lista ya no se puede hacer."), "no_kind")
    return rules.may_take(
        state=request.state,
        asked_it=request.asked_by_id == user.pk,
        approved_it=request.decided_by_id == user.pk,
        right=right_to(kind, user, request.organisation),
        expires_at=request.expires_at,
        at=at or timezone.now(),
    )


@transaction.atomic
def approve(*, request, by, at=None):
    """The second woman says yes: the file is built with what ``asked_by`` may see today, and each woman in it told."""
    at = at or timezone.now()
    request = _locked(request)
    _require(may_decide(by, request, at=at))
    if request.asked_by is None or not right_to(kinds.get(request.kind), request.asked_by, request.organisation):
        raise Refused(Denied(_("Quien la pidió ya no tiene ese derecho."), "asker_gone"))
    _decide(request, by, State.APPROVED, at)
    request.expires_at = at + rules.FILE_LASTS
    members = _build(request, at)
    request.save()
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                at=at,
                by=request.asked_by_id,
                about=member,
                action="members.export_made",
                detail={"approved": by.display_name, "title": str(kinds.title_of(request.kind))},
            )
            for member in members
        ),
        batch_size=AT_ONCE,
    )
    _tell_asker(request, "export_approved")
    return request


@transaction.atomic
def refuse(*, request, by, reason, at=None):
    request = _locked(request)
    _require(may_decide(by, request, at=at))
    if not reason.strip():
        raise Refused(Denied(_("Escribe por qué, para que tu compañera lo sepa."), "no_reason"))
    request.reason = reason.strip()[:300]
    _decide(request, by, State.REFUSED, at or timezone.now())
    request.save()
    _tell_asker(request, "export_refused")
    return request


@transaction.atomic
def withdraw(*, request, by, at=None):
    request = _locked(request)
    _require(may_withdraw(by, request))
    _decide(request, by, State.WITHDRAWN, at or timezone.now())
    request.save()
    return request


@transaction.atomic
def take(*, request, by, at=None):
    """``(bytes, content type, file name)``, and a line in the log. Built anew where a woman in it said no meanwhile."""
    at = at or timezone.now()
    request = _locked(request)
    _require(may_take(by, request, at=at))
    content = None if _is_stale(request) else files.read(request.file)
    if content is None:
        # Who asked may have lost the right since; then nobody builds it for her.
        if request.asked_by is None or not right_to(kinds.get(request.kind), request.asked_by, request.organisation):
            raise Refused(Denied(_("Quien la pidió ya no tiene ese derecho."), "asker_gone"))
        _drop(request)
        _build(request, at)
        request.save()
        content = files.read(request.file)
    ExportDownload.objects.create(request=request, by=by, at=at)
    audit.note("members.export_taken", by=by, export=str(request.pk), kind=request.kind)
    return content, files.TYPES[request.ending], f"lista-{request.reference.lower()}.{request.ending}"


def forget_old(*, at=None):
    """Delete the files whose week is over; their rows stay. Returns how many. For a daily timer."""
    return drop_files(ExportRequest.objects.with_a_file().filter(expires_at__lte=at or timezone.now()))


def forget_files_of(*, member):
    """Delete every file that names her (she withdrew a consent, or leaves). Who needs it gets it built without her."""
    named = ExportedName.objects.filter(member=member).values("request")
    return drop_files(ExportRequest.objects.with_a_file().filter(pk__in=named))


def drop_files(requests):
    """Delete the files of these requests; their rows stay. Returns how many."""
    gone = 0
    for request in requests:
        with transaction.atomic():
            request = ExportRequest.objects.select_for_update().get(pk=request.pk)
            _drop(request)
            request.save(update_fields=["file"])
        gone += 1
    return gone


def _drop(request):
    name, request.file = request.file, ""
    request.names.all().delete()
    transaction.on_commit(partial(files.throw_away, name))


def _build(request, at):
    content, members = files.build(request, kinds.get(request.kind))
    request.file, request.built_at, request.named = files.keep(content, request.ending), at, len(members)
    ExportedName.objects.bulk_create(
        (ExportedName(request=request, member_id=member) for member in members), batch_size=AT_ONCE
    )
    return members


def _is_stale(request):
    """Has a woman in it withdrawn a consent, been closed or erased since it was built? Three queries."""
    named = request.names.filter(member__is_active=True)
    if named.count() != request.named:
        return True
    withdrawn = Consent.objects.filter(withdrawn_at__gt=request.built_at)
    return named.filter(member__in=withdrawn.values("member")).exists()


def _locked(request):
    rows = ExportRequest.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "asked_by", "decided_by").get(pk=request.pk)


def _decide(request, by, state, at):
    # A clock that was set back in between must not make an answer older than its question.
    request.state, request.decided_by, request.decided_at = state, by, max(at, request.asked_at)


def _tell_asker(request, kind):
    if request.asked_by_id:
        said = {"title": str(kinds.title_of(request.kind)), "by": request.decided_by.display_name}
        Notice.objects.create(member_id=request.asked_by_id, kind=kind, data=said)


def _require(decision):
    if not decision:
        raise Refused(decision)
