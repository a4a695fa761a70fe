"""Boards and padrón as files that name women: two women each (academy.members.exporting)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members.exporting.kinds import Kind, Rows
from academy.members.models import Member, Seat, SeatKind, Term

from ..elections import papers


def rows_of_boards(*, organisation, params, by):
    """Who holds which seat today, here and below: what the actas say. Two queries of plain values: a confederation has
    twenty thousand seats.
    """
    kinds = {kind.pk: kind.name for kind in SeatKind.objects.all()}
    terms = Term.objects.holding().filter(seat__organisation__path__startswith=organisation.path)
    terms = terms.order_by("seat__organisation__path", "seat__kind__order", "seat__number", "alternate")
    titles = [_("Organización"), _("Cargo"), _("Suplente"), _("Nombre"), _("Desde"), _("Hasta"), _("Acta")]
    table, members = [titles], set()
    yes, pending, nameless = _("sí"), _("pendiente"), _("(sin nombre)")
    for place, name, kind, number, alternate, holder, shown, said, since, until, acta in terms.values_list(
        "seat__organisation__name", "seat__name", "seat__kind", "seat__number", "alternate", "holder",
        "holder__display_name", "holder_name", "since", "until", "acta",
    ):  # fmt: skip
        seat = Seat.said(name or kinds.get(kind, ""), number)
        who = (shown if holder else said) or nameless
        days = [since.strftime("%d/%m/%Y"), until.strftime("%d/%m/%Y")]
        table.append([place, seat, yes if alternate else "", who, *days, acta or pending])
        if holder:
            members.add(holder)
    return Rows(rows=table, members=frozenset(members))


def rows_of_padron(*, organisation, params, by):
    """The women who belong today, as an acta needs them: legal name where she gave one (DESIGN 7: only for an acta)."""
    women = Member.objects.of(organisation).filter(is_active=True).order_by("name_key")
    named = [(woman.pk, woman.legal_name or woman.display_name) for woman in women]
    return Rows(rows=[name for _pk, name in named], members=frozenset(pk for pk, _name in named))


def padron_document(*, rows, mark, organisation, params):
    return papers.padron_pdf(organisation, women=rows, mark=mark)


BOARDS = Kind(name="leadership.boards", title=gettext_lazy("Lista de directivas"), rows=rows_of_boards)
PADRON = Kind(
    name="leadership.padron",
    title=gettext_lazy("Padrón de hábiles, con nombres"),
    rows=rows_of_padron,
    document=padron_document,
)
