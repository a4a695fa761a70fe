"""Who may ask for a file that names women, and who may let it go. Pure: facts in, decisions out."""

from datetime import timedelta

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

#: How long a file can be taken after it was approved, and how long a question waits for a second woman.
FILE_LASTS = timedelta(days=7)
QUESTION_LASTS = timedelta(days=7)


def may_ask(*, organises, sits):
    if organises or sits:
        return Allowed()
    return Denied(_("Esto lo pide quien tiene un cargo aquí, o la organizadora."), "no_right")


def may_decide(*, state, asked_it, right, asked_at, at):
    """May she approve or refuse? Two women, always; ``right``: the Decision on what she may here herself."""
    if state != "open":
        return Denied(_("Esa lista ya se decidió."), "decided")
    if asked_it:
        return Denied(_("Tú la pediste. La revisa otra compañera."), "herself")
    if not right:
        return right
    if at - asked_at > QUESTION_LASTS:
        return Denied(_("Pasó más de una semana. Que la pida otra vez."), "too_old")
    return Allowed()


def may_withdraw(*, state, asked_it):
    if state != "open":
        return Denied(_("Esa lista ya se decidió."), "decided")
    if not asked_it:
        return Denied(_("Solo la retira quien la pidió."), "not_hers")
    return Allowed()


def may_take(*, state, asked_it, approved_it, right, expires_at, at):
    """May she take the file now? Who asked and who approved may, while they still have the right."""
    if not (asked_it or approved_it):
        return Denied(_("La descarga quien la pidió, o quien la aprobó."), "not_hers")
    if state == "open":
        return Denied(_("Falta que otra compañera la apruebe."), "open")
    if state != "approved":
        return Denied(_("Esta lista no se aprobó."), "refused")
    if not right:
        return right
    if expires_at is None or at >= expires_at:
        return Denied(_("El archivo se borró a los siete días. Pídela otra vez si la necesitas."), "expired")
    return Allowed()
