"""Who may look after an organisation and the women in it. One answer for pages, lists and services."""

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

from .models import Organisation, Role

ORGANISING = (Role.Kind.ORGANISER,)
#: Who knows the women: invites them, helps them back in. An organiser may all that a facilitator may.
FACILITATING = (Role.Kind.ORGANISER, Role.Kind.FACILITATOR)


def may_organise(user, organisation):
    """May ``user`` organise here: lists, organisations below, responsibilities? One query."""
    return _holds(user, organisation, ORGANISING, _("Esto lo hace la organizadora."))


def may_facilitate(user, organisation):
    """May ``user`` see who belongs here, invite and help with a forgotten PIN? One query."""
    return _holds(user, organisation, FACILITATING, _("Esto lo hace la facilitadora o la organizadora."))


def organised_by(user):
    """The organisations for which ``may_organise`` says yes."""
    return _over(user, ORGANISING)


def facilitated_by(user):
    """The organisations for which ``may_facilitate`` says yes."""
    return _over(user, FACILITATING)


def has_role_over_people(user):
    """Does she organise or facilitate anywhere now? One query."""
    return user.is_authenticated and user.roles.standing().filter(kind__in=FACILITATING).exists()


def _holds(user, organisation, kinds, reason):
    if not user.is_authenticated or not user.is_active:
        return Denied(_("Entra primero con tu nombre."), "signed_out")
    held = user.roles.standing().filter(kind__in=kinds).values_list("organisation__path", flat=True)
    if any(organisation.path.startswith(path) for path in held):
        return Allowed()
    return Denied(reason, "no_role_here")


def _over(user, kinds):
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    return Organisation.objects.under_roles_of(user, *kinds)


def may_recover(user, member):
    """May ``user`` give ``member`` a code to come in again? At most five queries.

    A facilitator or organiser of hers may, never for herself. For a woman who holds roles only an organiser
    of all those organisations may: else a facilitator could take over the account of her own organiser.
    """
    if not user.is_authenticated or not user.is_active:
        return Denied(_("Entra primero con tu nombre."), "signed_out")
    if user.pk == member.pk:
        return Denied(_("Para ti misma, cambia tu PIN en «Mi página»."), "herself")
    if user.is_superuser:
        return Allowed()
    if member.is_superuser:
        return Denied(_("Su código lo da quien administra el sitio."), "superuser")
    held = [role.organisation for role in member.roles.standing().select_related("organisation")]
    if held:
        refusal = Denied(_("Ella tiene una responsabilidad. Su código lo da la organizadora de más arriba."), "role")
        return Allowed() if all(may_organise(user, organisation) for organisation in held) else refusal
    if facilitated_by(user).filter(pk__in=member.memberships.standing().values("organisation")).exists():
        return Allowed()
    return Denied(_("Esto lo hace su facilitadora o su organizadora."), "no_role_here")
