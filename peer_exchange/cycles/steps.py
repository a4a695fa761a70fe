"""The twelve steps of a dialogue cycle: a guide and not a cage. Data alone.

Source: the practice of local to local dialogue (Huairou Commission, UN-Habitat) as its practitioners tell it. Days are
counted from the day of the dialogue; they are what is usual, never a condition.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..models import CycleRole

Role = CycleRole.Role


@dataclass(frozen=True)
class Step:
    """``days``: from–to, before (negative) or after the dialogue; None where it has no end. ``checks``: days on which
    it is looked at again. ``roles``: who of the cycle is on it. ``leads_to``: names of addresses that help, with words.
    """

    number: int
    code: str
    title: str
    gives: str
    who: str
    usual: str
    days: tuple | None
    roles: tuple = ()
    checks: tuple = ()
    leads_to: tuple = ()


STEPS = (
    Step(
        1,
        "map",
        _("Mapear y escuchar"),
        _("Puntos del mapa, lista de problemas y testimonios con permiso."),
        _("La comunidad y las promotoras."),
        _("De 8 a 4 semanas antes"),
        (-56, -28),
        leads_to=(("exchange:maps", _("Mapas comunitarios")),),
    ),
    Step(
        2,
        "rank",
        _("Priorizar"),
        _("Problemas en orden de votos. A quién afectan y cómo a las mujeres."),
        _("La asamblea."),
        _("4 semanas antes"),
        (-28, -28),
        (Role.FACILITATOR,),
        leads_to=(("exchange:workshops", _("Talleres de diseño")), ("exchange:issues", _("Temas"))),
    ),
    Step(
        3,
        "who_decides",
        _("Buscar quién decide"),
        _("La institución, el cargo y su deber por ley. Quién ayuda y quién se opone."),
        _("El grupo que prepara."),
        _("3 semanas antes"),
        (-21, -21),
        leads_to=(("exchange:spaces", _("Espacios y mesas")),),
    ),
    Step(
        4,
        "mandate",
        _("Acordar voceras y mensaje"),
        _("Dos voceras: una con camino y una nueva. Un minuto de mensaje. El pedido en números. Plan A y plan B."),
        _("La asamblea da el mandato."),
        _("2 semanas antes"),
        (-14, -14),
        (Role.SPOKESWOMAN,),
    ),
    Step(
        5,
        "convene",
        _("Convocar"),
        _("La carta, el cargo con sello y quién confirmó."),
        _("La secretaria."),
        _("2 semanas antes"),
        (-14, -14),
        (Role.RECORDER, Role.WELCOME),
    ),
    Step(
        6,
        "rehearse",
        _("Ensayar"),
        _("Quién habla y cuándo. Qué pueden responder. Cómo nos cuidamos."),
        _("La mentora y las nuevas."),
        _("1 semana antes"),
        (-7, -7),
        (Role.SPOKESWOMAN, Role.TIMEKEEPER, Role.OBSERVER),
    ),
    Step(
        7,
        "dialogue",
        _("Dialogar"),
        _("La sesión: quiénes fueron, qué se pidió, qué dijeron y qué prometieron."),
        _("Voceras, facilitadora, relatora, controladora de tiempo y observadora."),
        _("El día del diálogo"),
        (0, 0),
        tuple(Role),
        leads_to=(("exchange:sessions", _("Sesiones")),),
    ),
    Step(
        8,
        "sign",
        _("Firmar los compromisos"),
        _("Quién cumple, cuánto y hasta cuándo. Firmas y foto del acta."),
        _("Las dos partes."),
        _("El día del diálogo"),
        (0, 0),
        (Role.RECORDER, Role.SPOKESWOMAN),
        leads_to=(("exchange:commitments", _("Compromisos")),),
    ),
    Step(
        9,
        "give_back",
        _("Devolver a la base"),
        _("Un texto corto o una nota de voz. Se lee en la próxima asamblea."),
        _("Las voceras."),
        _("Hasta 7 días después"),
        (0, 7),
        (Role.SPOKESWOMAN,),
    ),
    Step(
        10,
        "follow_up",
        _("Dar seguimiento"),
        _("Cada promesa revisada: cómo va, con qué prueba y qué falta."),
        _("Las dos que hacen seguimiento."),
        _("A los 15, 30, 60 y 90 días"),
        (15, 90),
        checks=(15, 30, 60, 90),
        leads_to=(("exchange:commitments", _("Compromisos")),),
    ),
    Step(
        11,
        "learn",
        _("Evaluar y aprender"),
        _("Qué funcionó, qué cambiar y una práctica para compartir."),
        _("El grupo y la mentora."),
        _("Hasta 30 días después"),
        (0, 30),
        (Role.OBSERVER,),
        leads_to=(("exchange:practices", _("Prácticas")),),
    ),
    Step(
        12,
        "again",
        _("Volver o heredar"),
        _("El próximo diálogo. La entrega cuando cambia la junta o la autoridad."),
        _("La junta que entra."),
        _("Cuando toque"),
        None,
    ),
)
BY_NUMBER = {step.number: step for step in STEPS}
