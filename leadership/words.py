"""Sentences of notices and of the audit that belong to boards, elections and handovers."""

from django.utils.translation import gettext_lazy as _

from academy.members.notices import register, register_action


def register_all():
    register("handover_begun", _("Empieza la entrega del cargo: %(seat)s en %(organisation)s."))
    register("handover_closed", _("La entrega está completa: %(seat)s en %(organisation)s. Gracias."))
    register(
        "cover_named", _("Te anotaron para reemplazar en emergencia: %(seat)s en %(organisation)s. Puedes decir no.")
    )
    register_action("leadership.cover_named", _("%(who)s te anotó como reemplazo de emergencia: %(seat)s."))
    register_action("leadership.cover_declined", _("%(who)s dijo que no puede ser reemplazo: %(seat)s."))
    register("farewell_undone", _("Se anotó por error que habías fallecido. Ya está corregido. Perdónanos."))
    register_action("leadership.farewell_undone", _("%(who)s abrió otra vez esta página: fue un error."))
    register_action("leadership.farewell", _("%(who)s cerró esta página por fallecimiento."))
