"""What an organiser does: organisations below hers, women invited, responsibilities given and ended."""

import secrets
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Denied

from .. import tree_rules
from ..models import Invitation, Member, Membership, Notice, Organisation, Role
from ..permissions import may_organise, may_recover
from ..rules import name_key
from ..signals import role_changed
from .access import Refused, end_pin_sessions, has_credential, holds_role, issue_invitation, may_be_called

Purpose = Invitation.Purpose
CODE_TRIES = 30


def free_code(name):
    """A short code that no organisation has: letters of the name and two digits, more where two are taken."""
    for attempt in range(CODE_TRIES):
        code = tree_rules.code_from(name, [secrets.randbelow(8) for _n in range(2 + attempt // 10)])
        if not Organisation.objects.filter(code=code).exists():
            return code
    raise Refused(Denied(_("No se pudo hacer un código corto. Prueba otra vez."), "no_code"))


@transaction.atomic
def add_organisation(*, parent, by, name, kind, level, territory=None):
    """A new organisation under ``parent``. Raises Refused where the level does not fit or the name is taken there."""
    _require(tree_rules.may_stand_under(level=level, above=parent.level))
    # Locked and fresh: treebeard counts children on the row it is given.
    parent = Organisation.objects.select_for_update().get(pk=parent.pk)
    if same_name_under(parent, name):
        raise Refused(Denied(_("Ya hay una organización con ese nombre aquí."), "same_name"))
    fields = {"name": name, "kind": kind, "level": level, "territory": territory, "is_demo": parent.is_demo}
    for attempt in range(CODE_TRIES):
        try:
            with transaction.atomic():
                organisation = parent.add_child(code=free_code(name), **fields)
            break
        except IntegrityError:
            # Somebody took the code between the question and the answer.
            if attempt == CODE_TRIES - 1:
                raise
    audit.note("members.organisation_added", by=by, organisation=organisation.pk, parent=parent.pk)
    return organisation


@transaction.atomic
def found(*, name, organiser, kind, level, at=None):
    """An organisation with none above it and its first organiser: ``(Organisation, Invitation, code)``.

    For programs only: who may run them is who runs the site. Nobody on the site can make a root.
    """
    at = at or timezone.now()
    organisation = Organisation.add_root(name=name, code=free_code(name), kind=kind, level=level)
    member = Member.objects.create_user(display_name=organiser)
    today = timezone.localdate(at)
    Membership.objects.create(member=member, organisation=organisation, since=today)
    Role.objects.create(member=member, organisation=organisation, kind=Role.Kind.ORGANISER, since=today)
    audit.note("members.role_granted", about=member, role=Role.Kind.ORGANISER, organisation=organisation.pk)
    invitation, code = issue_invitation(
        organisation=organisation, by=None, purpose=Purpose.PASSWORD, member=member, at=at
    )
    return organisation, invitation, code


def same_name_under(parent, name):
    """The child of ``parent`` that goes by this name, or None."""
    key = name_key(name)
    return next((child for child in parent.get_children() if name_key(child.name) == key), None)


@transaction.atomic
def invite(*, organisation, by, display_name, pictogram="", language="", member_id=None, at=None):
    """A woman known by name, her membership and her invitation: ``(Member, Invitation, code)``.

    ``member_id`` is the number of the form she was typed into; ``already_invited`` finds her by it when the form
    comes twice. Raises Refused where a namesake of this organisation could be taken for her.
    """
    at = at or timezone.now()
    decision = may_be_called(name=display_name, pictogram=pictogram, organisations=[organisation])
    if not decision:
        reason = _("Ya hay una socia con ese nombre aquí. Añade su apellido o elige otro dibujo.")
        raise Refused(Denied(reason, decision.code))
    fields = {"display_name": display_name, "pictogram": pictogram, "is_demo": organisation.is_demo}
    if language:
        fields["language"] = language
    if member_id is not None:
        fields["id"] = member_id
    member = Member.objects.create_user(**fields)
    Membership.objects.create(member=member, organisation=organisation, since=timezone.localdate(at))
    invitation, code = issue_invitation(organisation=organisation, by=by, purpose=Purpose.JOIN, member=member, at=at)
    return member, invitation, code


def already_invited(*, organisation, by, member_id):
    """The invitation that the same form made a moment ago, or None."""
    return Invitation.objects.filter(organisation=organisation, by=by, member_id=member_id).first()


def invite_known(*, member, organisation, by, at=None):
    """A way in for a woman who is on the list and has none: ``(Invitation, code)``. Raises Refused if she has one.

    The way in of a woman with a role opens what her role opens: then the rule of recovery holds.
    """
    if has_credential(member):
        raise Refused(Denied(_("Ella ya puede entrar. Si olvidó su PIN, dale un código nuevo."), "has_credential"))
    purpose = Purpose.PASSWORD if holds_role(member) else Purpose.JOIN
    if purpose == Purpose.PASSWORD:
        _require(may_recover(by, member))
    return issue_invitation(organisation=organisation, by=by, purpose=purpose, member=member, at=at)


@transaction.atomic
def revoke(*, invitation, by, at=None):
    """Close an invitation that nobody has used. True where this call closed it."""
    still_open = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    closed = bool(still_open.update(revoked_at=at or timezone.now()))
    if closed:
        audit.note("members.invitation_revoked", by=by, about=invitation.member_id, invitation=invitation.pk)
    return closed


@transaction.atomic
def grant_role(*, member, organisation, kind, by, at=None):
    """Give a responsibility over ``organisation`` and all below: ``(Role, Invitation | None, code)``.

    She is told. Who has no password yet gets an invitation to choose one, because a PIN does not open what a
    role opens; for others invitation is None and the code empty. So it is where she holds a role that ``by``
    does not organise: her code would open that one too, and comes from further up. Raises Refused, also where
    she has it already.
    """
    at = at or timezone.now()
    _require(may_organise(by, organisation))
    _require(tree_rules.may_grant(kind=kind, to_herself=by.pk == member.pk, at_the_top=organisation.depth == 1))
    # The woman's row is the lock: two organisers at once give it once.
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.roles.filter(organisation=organisation, kind=kind, until=None).exists():
        raise Refused(Denied(_("Ella ya tiene esa responsabilidad aquí."), "already"))
    role = Role.objects.create(
        member=member, organisation=organisation, kind=kind, granted_by=by, since=timezone.localdate(at)
    )
    _tell(role, "role_granted", by=by, at=at)
    audit.note("members.role_granted", by=by, about=member, role=kind, organisation=organisation.pk)
    invitation, code = None, ""
    end_pin_sessions(member)
    if not member.has_usable_password() and may_recover(by, member):
        invitation, code = issue_invitation(
            organisation=organisation, by=by, purpose=Purpose.PASSWORD, member=member, at=at
        )
    transaction.on_commit(partial(role_changed.send, sender=Role, role=role, member=member))
    return role, invitation, code


@transaction.atomic
def end_role(*, role, by, at=None):
    """End a responsibility today. False where somebody else was faster; raises Refused where it must not end."""
    at = at or timezone.now()
    _require(may_organise(by, role.organisation))
    # All organisers over this place are locked, so that the last two cannot end each other at once.
    organisers = list(organisers_over(role.organisation).select_for_update(of=("self",)))
    others = [other for other in organisers if other.pk != role.pk and other.member_id != role.member_id]
    _require(tree_rules.may_end(kind=role.kind, other_organisers=len(others)))
    if not Role.objects.filter(pk=role.pk, until=None).update(until=timezone.localdate(at)):
        return False
    # A way in that was opened for the role closes with her last one.
    if not role.member.roles.standing(timezone.localdate(at)).exists():
        role.member.invitations.filter(purpose=Purpose.PASSWORD, used_at=None, revoked_at=None).update(revoked_at=at)
    _tell(role, "role_ended", by=by, at=at)
    audit.note("members.role_ended", by=by, about=role.member, role=role.kind, organisation=role.organisation_id)
    role.refresh_from_db()
    transaction.on_commit(partial(role_changed.send, sender=Role, role=role, member=role.member))
    return True


def organisers_over(organisation):
    """Standing organiser roles at ``organisation`` and at those above it."""
    step = Organisation.steplen
    above = [organisation.path[:end] for end in range(step, len(organisation.path) + 1, step)]
    return Role.objects.standing().filter(
        kind=Role.Kind.ORGANISER, organisation__path__in=above, member__is_active=True
    )


def _tell(role, kind, *, by, at):
    """In her language, not in that of who gave it: the words are kept as they are."""
    with translation.override(role.member.language):
        data = {
            "by": by.display_name,
            "role": str(Role.Kind(role.kind).label),
            "organisation": role.organisation.name,
        }
    Notice.objects.create(member=role.member, kind=kind, data=data, created_at=at)


def _require(decision):
    if not decision:
        raise Refused(decision)
