"""Notices and the audit in words. Apps above register the sentences of their own kinds when they start."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Said at once at sign-in: somebody may be taking her account.
URGENT = (
    "recovery_issued",
    "pin_renewed",
    "password_set",
    "role_granted",
    "role_ended",
    "second_step_added",
    "second_step_removed",
    "second_step_taken_away",
    "printed_code_used",
)

_notices = {}
_actions = {}


def register(kind, words):
    """``words``: a lazy sentence with named placeholders filled from the notice's data."""
    _notices[kind] = words


def register_action(action, words):
    """``words``: a lazy sentence with ``%(who)s`` for who did it, for the page where she sees who did what."""
    _actions[action] = words


def sentence(notice):
    return _say(_notices.get(notice.kind, _UNKNOWN), notice.data)


def action_sentence(entry, who):
    words = _actions.get(entry.action)
    if words is None:
        return _("%(who)s hizo un cambio en tus datos.") % {"who": who}
    return _say(words, {**entry.detail, "who": who})


def who_did(entry, member, names):
    """Who did it, for ``action_sentence``. ``names``: people by id. Herself by her name: the sentences say «ella»."""
    if entry.by == member.pk:
        return _("%(name)s (tú)") % {"name": member.display_name}
    return str(names.get(entry.by) or _("El sitio"))


class _Forgiving(dict):
    """A sentence whose data lacks a word is still said."""

    def __missing__(self, key):
        return "…"


def _say(words, data):
    return str(words) % _Forgiving(data or {})


_UNKNOWN = gettext_lazy("Hay una novedad para ti.")

register(
    "recovery_issued",
    gettext_lazy("%(by)s pidió un código para que entres de nuevo. Si tú no lo pediste, avisa a tu organizadora."),
)
register("pin_renewed", gettext_lazy("Tu PIN cambió. Si no fuiste tú, avisa a tu organizadora."))
register("password_set", gettext_lazy("Tu contraseña cambió. Si no fuiste tú, avisa a tu organizadora."))
register("role_granted", gettext_lazy("%(by)s te dio una responsabilidad: %(role)s en %(organisation)s."))
register("role_ended", gettext_lazy("%(by)s cerró tu responsabilidad: %(role)s en %(organisation)s."))
register("second_step_added", gettext_lazy("Se puso un segundo paso para entrar. Si no fuiste tú, avisa."))
register("second_step_removed", gettext_lazy("Se quitó un segundo paso. Si no fuiste tú, avisa a tu organizadora."))
register(
    "second_step_taken_away",
    gettext_lazy("%(by)s quitó tu segundo paso para que pongas otro. Si tú no lo pediste, avisa."),
)
register("printed_code_used", gettext_lazy("Entraste con un código de tu papel. Te quedan %(left)s."))

register_action("members.second_step_added", gettext_lazy("%(who)s puso un segundo paso para entrar."))
register_action("members.second_step_removed", gettext_lazy("%(who)s quitó un segundo paso para entrar."))
register_action("members.second_step_taken_away", gettext_lazy("%(who)s quitó tu segundo paso porque lo perdiste."))
register_action("members.printed_codes_made", gettext_lazy("%(who)s hizo códigos de papel para entrar."))
register_action("members.printed_code_used", gettext_lazy("%(who)s entró con un código de papel."))
register_action("members.phone_seen", gettext_lazy("%(who)s vio tu teléfono, con tu permiso."))
register_action("members.kept_seen", gettext_lazy("%(who)s vio, con tu nombre, que algo tuyo espera."))
register_action("members.session_ended", gettext_lazy("%(who)s cerró una sesión en otro celular."))
register_action("members.invitation_issued", gettext_lazy("%(who)s hizo un código para que entres."))
register_action("members.invitation_used", gettext_lazy("Se usó un código para entrar con tu nombre."))
register_action("members.pin_changed", gettext_lazy("%(who)s cambió tu PIN."))
register_action("members.consent_given", gettext_lazy("%(who)s dio un permiso."))
register_action("members.consent_withdrawn", gettext_lazy("%(who)s retiró un permiso."))
register_action("members.details_changed", gettext_lazy("%(who)s cambió datos de tu página."))
register_action("members.kept_claimed", gettext_lazy("%(who)s dijo que es tuyo algo que guardamos aparte."))
register_action("members.kept_deleted", gettext_lazy("%(who)s borró algo que guardamos aparte."))
register_action("members.receipt_looked_up", gettext_lazy("%(who)s buscó un recibo de lo que enviaste."))
register_action("members.role_granted", gettext_lazy("%(who)s te dio una responsabilidad."))
register_action("members.role_ended", gettext_lazy("%(who)s cerró una responsabilidad tuya."))
register_action("members.imported", gettext_lazy("%(who)s te agregó con una lista."))
register_action("members.invitation_revoked", gettext_lazy("%(who)s anuló un código hecho para ti."))

register("seats_term_recorded", gettext_lazy("Se anotó tu cargo: %(seat)s en %(organisation)s."))
register("seats_term_reopened", gettext_lazy("Tu cargo sigue: %(seat)s en %(organisation)s. Fue un error."))
register("seats_term_ended", gettext_lazy("Se anotó que dejaste tu cargo: %(seat)s en %(organisation)s."))
register("seats_term_annulled", gettext_lazy("Se anuló lo anotado de tu cargo: %(seat)s en %(organisation)s."))
register_action("seats.term_recorded", gettext_lazy("%(who)s anotó tu cargo: %(seat)s en %(organisation)s."))
register_action(
    "seats.term_reopened", gettext_lazy("%(who)s corrigió un error: tu cargo sigue, %(seat)s en %(organisation)s.")
)
register_action("seats.term_ended", gettext_lazy("%(who)s anotó que dejaste el cargo: %(seat)s en %(organisation)s."))
register_action("seats.term_annulled", gettext_lazy("%(who)s anuló lo anotado de tu cargo: %(seat)s."))

register("export_approved", gettext_lazy("%(by)s aprobó tu lista: %(title)s. Se borra en siete días."))
register("export_refused", gettext_lazy("%(by)s no aprobó tu lista: %(title)s. Mira por qué."))
register_action(
    "members.export_made", gettext_lazy("%(who)s pidió una lista con tu nombre: %(title)s. La aprobó %(approved)s.")
)
