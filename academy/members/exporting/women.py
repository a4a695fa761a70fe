"""The list of an organisation's women: names and where they belong, never a phone, never a document."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Membership
from .kinds import Kind, Rows


def rows(*, organisation, params, by):
    """Who belongs today to the organisation or to one below it. One query."""
    standing = Membership.objects.standing().filter(
        member__is_active=True, organisation__path__startswith=organisation.path
    )
    found = standing.select_related("member", "organisation").order_by("organisation__path", "member__name_key")
    table = [[_("Organización"), _("Código"), _("Nombre"), _("Desde")]]
    members = set()
    for row in found:
        table.append(
            [row.organisation.name, row.organisation.code, row.member.display_name, row.since.strftime("%d/%m/%Y")]
        )
        members.add(row.member_id)
    return Rows(rows=table, members=frozenset(members))


KIND = Kind(name="members.women", title=gettext_lazy("Lista de socias"), rows=rows)
