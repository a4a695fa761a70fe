"""The drawings by which women find themselves on a shared phone: things of kitchen, field and street.

A pictogram is an emoji character: every phone has them, they cost four bytes and no download. Chosen from
Unicode 6–9, which Android 8 draws, and so that no two are taken for each other at arm's length.
"""

from django.utils.translation import gettext_lazy as _

PICTOGRAMS = {
    "papa": ("🥔", _("papa")),
    "maiz": ("🌽", _("maíz")),
    "tomate": ("🍅", _("tomate")),
    "zanahoria": ("🥕", _("zanahoria")),
    "palta": ("🥑", _("palta")),
    "limon": ("🍋", _("limón")),
    "uva": ("🍇", _("uva")),
    "pina": ("🍍", _("piña")),
    "fresa": ("🍓", _("fresa")),
    "huevo": ("🥚", _("huevo")),
    "pan": ("🍞", _("pan")),
    "olla": ("🍲", _("olla")),
    "pescado": ("🐟", _("pescado")),
    "gallina": ("🐔", _("gallina")),
    "gato": ("🐱", _("gato")),
    "perro": ("🐶", _("perro")),
    "caballo": ("🐴", _("caballo")),
    "conejo": ("🐰", _("conejo")),
    "mariposa": ("🦋", _("mariposa")),
    "tortuga": ("🐢", _("tortuga")),
    "sol": ("🌞", _("sol")),
    "luna": ("🌙", _("luna")),
    "estrella": ("⭐", _("estrella")),
    "lluvia": ("🌧️", _("lluvia")),
    "flor": ("🌻", _("girasol")),
    "rosa": ("🌹", _("rosa")),
    "cactus": ("🌵", _("cactus")),
    "arbol": ("🌳", _("árbol")),
    "montana": ("⛰️", _("montaña")),
    "casa": ("🏠", _("casa")),
    "bus": ("🚌", _("bus")),
    "bicicleta": ("🚲", _("bicicleta")),
    "sombrero": ("👒", _("sombrero")),
    "zapato": ("👟", _("zapatilla")),
    "llave": ("🔑", _("llave")),
    "libro": ("📕", _("libro")),
    "tijera": ("✂️", _("tijera")),
    "campana": ("🔔", _("campana")),
    "guitarra": ("🎸", _("guitarra")),
    "pelota": ("⚽", _("pelota")),
}


def choices():
    return [(code, name) for code, (_sign, name) in PICTOGRAMS.items()]


def sign(code):
    """The character for ``code``; empty where there is none."""
    return PICTOGRAMS.get(code, ("", ""))[0]


def name(code):
    """Its name in words, for who listens instead of looking."""
    return PICTOGRAMS.get(code, ("", ""))[1]


def free(taken):
    """The first pictogram that is not in ``taken``, or empty where all are."""
    return next((code for code in PICTOGRAMS if code not in taken), "")
