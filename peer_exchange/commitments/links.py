"""What a promise may hang from: else words of one organisation would stand on pages of another, or take its promise
out of sight by saying that they inherited it."""

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.core.ids import parse

from ..models import AuthorityChange, Commitment, DialogueCycle, Issue, SessionLog, Space

READ = {"session": SessionLog, "space": Space, "cycle": DialogueCycle, "issue": Issue}


def may_hang(member, said, organisation, known=None):
    """``said``: a cleaned payload; ``known``: the row as it stands, whose links stay. What this site does not know may
    come later, and then shows itself by its own rules. At most a query for each link that is new.
    """
    inherited = _inherited(said, organisation, known)
    if not inherited:
        return inherited
    forerunner = Commitment.objects.filter(pk=parse(said["inherited_from"])).first() if said["inherited_from"] else None
    for name, model in READ.items():
        number = parse(said[name])
        had = {getattr(row, f"{name}_id") for row in (known, forerunner) if row is not None}
        if number is None or number in had or not model.objects.filter(pk=number).exists():
            continue
        if not model.objects.visible_to(member).filter(pk=number).exists():
            return Denied(_("Aquí se nombra algo que tú no lees. Anótalo sin eso."), "not_hers_to_read")
    return Allowed()


def _inherited(said, organisation, known):
    """An heir is a promise to the same organisation, in a line that does not turn back to its beginning."""
    wrong = Denied(_("Solo se hereda una promesa de la misma organización."), "other_organisation")
    change = AuthorityChange.objects.filter(pk=parse(said["change"])).first() if said["change"] else None
    if change is not None and change.organisation_id != organisation.pk:
        return wrong
    number, seen = parse(said["inherited_from"]), {parse(said["commitment"])}
    if number is None or (known is not None and number == known.inherited_from_id):
        return Allowed()
    while number is not None:
        if number in seen:
            return wrong
        seen.add(number)
        before = Commitment.objects.filter(pk=number).values_list("organisation", "inherited_from").first()
        if before is not None and before[0] != organisation.pk:
            return wrong
        number = before[1] if before else None
    return Allowed()
