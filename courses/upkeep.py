"""What who looks after the site is told of courses: legal notes and help lines whose date has come or is near."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.core.operation import SOON, WELL, Sign

from .reports import dated_notes


def legal_notes(at):
    states = [note.state for note in dated_notes(at=localdate(at))]
    late, soon = states.count("late"), states.count("soon")
    label = _("Notas legales y líneas de ayuda")
    if not late and not soon:
        return Sign("notes", label, WELL, _("Todas al día"))
    expired = ngettext("%(count)d venció", "%(count)d vencieron", late) % {"count": late}
    near = ngettext("%(count)d vence pronto", "%(count)d vencen pronto", soon) % {"count": soon}
    todo = _("Pide a la editora que las revise en «Informes».")
    return Sign("notes", label, SOON, ", ".join(words for words, many in ((expired, late), (near, soon)) if many), todo)
