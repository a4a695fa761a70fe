"""Who looks after the site itself."""

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

from ..models import Role


def may_operate(user):
    """The organiser of an organisation with none above it, and whoever administers the server. One query.

    Only a command on the server makes such an organisation (``found_organisation``), so nobody gives this to herself.
    What they see is of machines and queues, of nobody's life: hence no record of who looked.
    """
    if not user.is_authenticated or not user.is_active:
        return Denied(_("Entra primero con tu nombre."), "signed_out")
    if user.is_superuser:
        return Allowed()
    if user.roles.standing().filter(kind=Role.Kind.ORGANISER, organisation__depth=1).exists():
        return Allowed()
    return Denied(_("Esto lo cuida la organizadora de toda la escuela."), "no_role_here")
