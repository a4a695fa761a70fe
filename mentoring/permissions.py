"""Who may coordinate. The querysets say which rows; these say why not."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.members.gates import by_password

from .querysets import COORDINATING


def may_coordinate(user):
    """May she open the pages of coordinators? One query. A superuser without the role may not: DESIGN §7."""
    if not user.is_authenticated or not user.is_active:
        return Denied(_("Entra primero con tu nombre."), "signed_out")
    if user.roles.standing().filter(kind__in=COORDINATING).exists():
        return Allowed()
    return Denied(_("Esta página es de quienes coordinan el ayni."), "no_role")


def coordinating(view):
    """View decorator: guests to the door, who came in by PIN to her password, without the role 403 with the reason."""

    @by_password
    @wraps(view)
    def guarded(request, *args, **kwargs):
        decision = may_coordinate(request.user)
        if not decision:
            raise PermissionDenied(str(decision))
        return view(request, *args, **kwargs)

    return guarded
