"""What cycles, visits, practices, maps and plans say when the site starts."""

from django.utils.translation import gettext_lazy as _

from ..areas import Area, add


def ready():
    from ..maps import handlers  # noqa: F401 - kinds of map points
    from . import her_data, told  # noqa: F401 - facts of her path

    her_data.register()
    add(Area("exchange:cycles", _("Ciclos de diálogo"), _("De un problema a una promesa cumplida, en doce pasos."), 30))
    add(Area("exchange:visits", _("Visitas de intercambio"), _("Unas muestran, otras preguntan, todas aprenden."), 40))
    add(Area("exchange:practices", _("Prácticas"), _("Lo que nos funcionó, para que otras lo prueben."), 45))
    add(Area("exchange:maps", _("Mapas comunitarios"), _("Riesgos, recursos y lo que falta en el barrio."), 50))
    add(Area("exchange:plans", _("Planes modulares"), _("Una obra grande en partes chicas."), 55))
