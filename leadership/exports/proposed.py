"""The women who want to be proposed, by kind of seat: those who consent today, and nobody else."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members.exporting.kinds import Kind, Rows
from academy.members.models import Membership

from ..models import Willingness


def rows(*, organisation, params, by):
    """Who belongs to the organisation or below it, said yes or maybe within a year, and consents. Two queries.

    By organisation and name, as a list is read: an order of women by anything else would be a ranking.
    """
    belongs = {}
    places = Membership.objects.standing().filter(
        member__is_active=True, organisation__path__startswith=organisation.path
    )
    said = Willingness.objects.standing().exclude(answer=Willingness.Answer.LATER).who_want_to_be_proposed()
    places = places.filter(member__in=said.values("member")).select_related("organisation")
    for place in places.order_by("-organisation__path"):
        belongs[place.member_id] = place.organisation
    found = said.filter(member__in=belongs).select_related("member", "kind")
    table = [[_("Organización"), _("Nombre"), _("Cargo"), _("Dijo"), _("También más arriba")]]
    members = set()
    ordered = sorted(found, key=lambda row: (belongs[row.member_id].path, row.member.name_key, row.kind.order))
    for row in ordered:
        above = _("Sí") if row.above else ""
        home = belongs[row.member_id].name
        table.append([home, row.member.display_name, str(row.kind), row.get_answer_display(), above])
        members.add(row.member_id)
    return Rows(rows=table, members=frozenset(members))


KIND = Kind(name="leadership.proposed", title=gettext_lazy("Quienes quieren que las propongan"), rows=rows)
