"""What mentoring tells a woman on her own page, and how what was done is said there."""

from django.utils.translation import gettext_lazy as _

from academy.members.notices import register, register_action

register("mentoring_proposed", _("Tienes una propuesta de acompañamiento. Mírala en «Ayni»."))
register("mentoring_proposal_closed", _("Una propuesta se cerró. No pasa nada: habrá otras."))
register("mentoring_paired", _("Tú y %(name)s dijeron que sí. Ya son pareja de acompañamiento."))
register("mentoring_choose", _("Hay compañeras que podrían acompañarte. Elige hasta tres."))
register("mentoring_circle", _("Te invitan a un círculo de acompañamiento. Tú decides."))
register("mentoring_circle_ended", _("El círculo «%(name)s» terminó. Gracias por lo caminado."))
register(
    "mentoring_companion_gone",
    _("%(name)s ya no está en el acompañamiento. Gracias por lo que caminaron juntas. No estás sola."),
)
register("mentoring_companion_back", _("%(name)s sí está: fue un error. Su acompañamiento sigue."))
for action, words in {
    "mentoring.profile_saved": _("%(who)s guardó una ficha de acompañamiento."),
    "mentoring.profile_hidden": _("%(who)s puso una ficha de acompañamiento a descansar."),
    "mentoring.profile_shown": _("%(who)s volvió a mostrar una ficha de acompañamiento."),
    "mentoring.profile_emptied": _("Se borró una ficha de acompañamiento."),
    "mentoring.paired": _("Empezó una pareja de acompañamiento."),
    "mentoring.assembly_pair": _("%(who)s te propuso una compañera acordada en asamblea."),
    "mentoring.circle_asked": _("%(who)s te invitó a un círculo."),
    "mentoring.circle_joined": _("%(who)s entró a un círculo."),
    "mentoring.circle_left": _("%(who)s salió de un círculo."),
    "mentoring.member_gone": _("%(who)s avisó que ya no estás en el acompañamiento."),
    "mentoring.member_back": _("%(who)s corrigió un error: tu acompañamiento sigue."),
    "mentoring.draft_withdrawn": _("%(who)s retiró una propuesta antes de publicarla."),
    "mentoring.names_seen": _("%(who)s vio tu nombre en la lista de acompañamiento."),
}.items():
    register_action(action, words)
