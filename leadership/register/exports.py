"""Boards and padrón as files that name women: two women each (academy.members.exporting)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members.exporting.kinds import Kind, Rows
from academy.members.models import Member, Term

from ..elections import papers


def rows_of_boards(*, organisation, params, by):
    """Who holds which seat today, here and below: what the actas say. One query."""
    terms = Term.objects.holding().filter(seat__organisation__path__startswith=organisation.path)
    terms = terms.select_related("seat__kind", "seat__organisation", "holder").order_by(
        "seat__organisation__path", "seat__kind__order", "seat__number", "alternate"
    )
    titles = [_("Organización"), _("Cargo"), _("Suplente"), _("Nombre"), _("Desde"), _("Hasta"), _("Acta")]
    table, members = [titles], set()
    for term in terms:
        table.append(
            [
                term.seat.organisation.name,
                str(term.seat),
                _("sí") if term.alternate else "",
                term.name,
                term.since.strftime("%d/%m/%Y"),
                term.until.strftime("%d/%m/%Y"),
                term.acta or _("pendiente"),
            ]
        )
        if term.holder_id:
            members.add(term.holder_id)
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
