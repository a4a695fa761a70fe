"""Who may propose a change to a board and who may decide it. Pure: facts in, decisions out."""

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied


def may_propose(*, belongs, organises, sits):
    if belongs or organises or sits:
        return Allowed()
    return Denied(_("Esto lo proponen las socias de la organización o su organizadora."), "not_hers")


def may_decide(*, state, proposed_it, about_her, organises, sits, belongs, somebody_sits):
    """May she approve or refuse? Two women: never who proposed it, never whom it is about.

    ``somebody_sits``: does another who could decide it hold a seat there? In an organisation whose board is not written
    down yet, or hangs on one woman, any woman of it may be the second.
    """
    if state != "open":
        return Denied(_("Ese cambio ya se decidió."), "decided")
    if proposed_it:
        return Denied(_("Tú lo propusiste. Lo revisa otra compañera."), "herself")
    if about_her:
        return Denied(_("Este cambio habla de ti. Lo revisa otra compañera."), "about_her")
    if organises or sits or (belongs and not somebody_sits):
        return Allowed()
    return Denied(_("Lo revisa quien tiene un cargo aquí, o la organizadora."), "no_seat")


def may_withdraw(*, state, proposed_it):
    if state != "open":
        return Denied(_("Ese cambio ya se decidió."), "decided")
    if not proposed_it:
        return Denied(_("Solo lo retira quien lo propuso."), "not_hers")
    return Allowed()
