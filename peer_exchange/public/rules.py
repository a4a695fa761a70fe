"""What may stand on a public page. Pure."""

import re

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.members.rules import name_key

from ..reserve import Reserve

_WORD = re.compile(r"\w+", re.UNICODE)
_TELEPHONE = re.compile(r"(?<!\d)(?:\+?51[\s.-]?)?9\d{2}[\s.-]?\d{3}[\s.-]?\d{3}(?!\d)")
_DOCUMENT = re.compile(r"(?<!\d)\d{8}(?!\d)")
#: Titles before a name that are no name.
_TITLES = {"dona", "don", "senora", "senor", "sra", "sr", "mama", "la", "el", "de", "del", "los", "las"}


def _parts(name):
    return [part for part in name_key(name).split() if part not in _TITLES]


def named_in(text, names, *, least=1):
    """Those of ``names`` (as women are called) that stand in ``text`` whole, accents and capitals aside.

    ``least``: of so many words at least. A name counts only where it is written with a capital: «la luz» is no Luz.
    """
    words = _WORD.findall(text)
    folded = [name_key(word) for word in words]
    return [name for name in sorted(names) if len(_parts(name)) >= least and _stands(_parts(name), words, folded)]


def _stands(parts, words, folded):
    size = len(parts)
    places = [at for at in range(len(folded) - size + 1) if parts and folded[at : at + size] == parts]
    return any(word[:1].isupper() for at in places for word in words[at : at + size])


def may_publish(*, words, names, reserve, around="", sure=False):
    """May these words stand before strangers? ``names``: of the women of the organisation and around it. ``around``:
    institution and post, shown beside them.

    A whole name is refused. A first name alone may be a saint or a street: it is asked about, and ``sure`` answers.
    """
    if reserve in (Reserve.PARTICIPANTS, Reserve.NONE):
        return Denied(_("Este compromiso es reservado. Cambia primero quiénes lo leen."), "reserved")
    if not words.strip():
        return Denied(_("Escribe lo que leerá la gente."), "empty")
    if _TELEPHONE.search(words) or _DOCUMENT.search(words):
        return Denied(_("Quita el teléfono o el DNI antes de publicar."), "number")
    named = named_in(f"{words} | {around}", names, least=2)
    if named:
        return Denied(_("Aquí se nombra a una compañera: «%(name)s». Quita su nombre.") % {"name": named[0]}, "names")
    perhaps = [] if sure else named_in(words, names)
    if perhaps:
        said = _("«%(name)s» es también una compañera. Quita el nombre, o marca que no es ella.")
        return Denied(said % {"name": perhaps[0]}, "perhaps")
    return Allowed()
