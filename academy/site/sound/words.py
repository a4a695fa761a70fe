"""What is said of a recording."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Why a recording could not be prepared, and what to do.
TROUBLES = {
    "not_sound": gettext_lazy("Ese archivo no es una grabación que conozcamos. Graba otra vez, o usa MP3, M4A u Opus."),
    "empty": gettext_lazy("El archivo llegó vacío. Envíalo otra vez."),
    "too_heavy": gettext_lazy("La grabación pesa más de %(most)s MB. Graba una más corta."),
    "too_long": gettext_lazy("La grabación es demasiado larga. Pártela en dos."),
    "too_short": gettext_lazy("La grabación dura menos de un segundo. Graba otra vez."),
    "silent": gettext_lazy("No se oye nada. Revisa el micrófono y graba otra vez."),
    "broken": gettext_lazy("La grabación está cortada o dañada. Envíala otra vez."),
    "no_sound_inside": gettext_lazy("El archivo no trae sonido. Graba otra vez."),
    "too_slow": gettext_lazy("Prepararla tardó demasiado. Intenta otra vez, o graba una más corta."),
    "lost": gettext_lazy("El archivo que enviaste ya no está. Envíalo otra vez."),
}


def trouble(code, **values):
    """The sentence for a trouble's code; for one that is not known any more, a plain one."""
    words = TROUBLES.get(code)
    return str(words) % values if words else _("No se pudo preparar. Intenta otra vez.")


def length(seconds):
    """«2 min», «40 s»: never less than it takes."""
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": seconds}
    return _("%(minutes)s min") % {"minutes": -(-seconds // 60)}
