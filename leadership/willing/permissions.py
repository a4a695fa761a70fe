"""Who may read the names of women who want to be proposed."""

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.members.models import Term
from academy.members.permissions import may_organise


def may_see_names(user, organisation):
    """Her board (whoever sits in it today) and who organises it. Two queries. No superuser, no facilitator, no ally."""
    if may_organise(user, organisation):
        return Allowed()
    if Term.objects.holding().filter(holder=user, seat__organisation=organisation).exists():
        return Allowed()
    return Denied(_("Esto lo ven la directiva y la organizadora."), "not_on_board")
