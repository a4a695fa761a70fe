"""What whoever looks after the site should know of numbers to call."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.core.operation import SOON, WELL, Sign, watches

from ..models import HelpLine


@watches
def help_lines(at):
    waiting = HelpLine.objects.overdue(timezone.localdate(at)).count()
    if not waiting:
        return Sign("help_lines", _("Líneas de ayuda"), WELL, _("Todas revisadas."))
    said = ngettext("%(n)s número espera revisión.", "%(n)s números esperan revisión.", waiting) % {"n": waiting}
    return Sign("help_lines", _("Líneas de ayuda"), SOON, said, _("Llama, confirma y cambia la fecha en el editor."))
