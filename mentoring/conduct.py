"""The code of conduct: its words, and who accepted them.

Change a word of CODE and the version changes with it: what she agreed to stays known, and she is asked again.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import audit
from academy.members import notices

from . import gates
from .models import ConductAcceptance

VERSION = "2026-1"
CODE = (
    gettext_lazy("Escucho más de lo que hablo. Decide ella."),
    gettext_lazy("Lo que me cuenta se queda entre las dos."),
    gettext_lazy("No presto, no pido y no vendo nada."),
    gettext_lazy("No pido votos, firmas ni apoyo para nadie."),
    gettext_lazy("No tomo fotos ni grabo, ni mando capturas."),
    gettext_lazy("Respeto sus horas. Si no contesta, espero."),
    gettext_lazy("No grito, no me burlo, no amenazo."),
    gettext_lazy("Si hay violencia o peligro, busco ayuda con ella. No investigo."),
    gettext_lazy("No escribo testimonios de violencia. Los papeles se pierden."),
    gettext_lazy("Si algo no va bien, lo digo a las personas de apoyo."),
)

notices.register_action("mentoring.conduct_accepted", gettext_lazy("%(who)s aceptó el buen trato."))


def accepted(member):
    """Did she accept the words in force? One query."""
    return ConductAcceptance.objects.filter(member=member, wording=VERSION).exists()


def accept(*, member, read_aloud_by=None, at=None):
    """She accepts the words in force. Twice is once."""
    _row, made = ConductAcceptance.objects.get_or_create(
        member=member,
        wording=VERSION,
        defaults={"accepted_at": at or timezone.now(), "read_aloud_by": read_aloud_by},
    )
    if made:
        audit.note("mentoring.conduct_accepted", by=member, about=member, wording=VERSION)


def step(member, side):
    """What ``gates`` asks of everybody, on either side of a pair."""
    words = _("Lee y acepta el buen trato.")
    yield gates.Step("conduct", words, reverse("mentoring:conduct"), accepted(member))
