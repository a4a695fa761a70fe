"""Pure decisions about profiles, proposals and rounds. No queries, no request; time comes in as ``at``."""

from datetime import timedelta

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

from .matching import Block

#: A proposal waits so long for both answers.
PROPOSAL_LASTS = timedelta(days=14)
#: Open proposals of one woman, counted on both sides.
MOST_OPEN = 5
#: Women whom one woman accompanies at most, and the number she starts with.
MOST_CAPACITY, DEFAULT_CAPACITY = 5, 2
#: Women who accompany one woman at the same time.
MOST_COMPANIONS = 1
#: How many suggestions she may put in order, and how many she sees.
MOST_RANKED, MOST_SUGGESTED = 3, 5
#: How long an answer counts where no cycle is open.
PROFILE_LASTS = timedelta(days=180)
#: What keeps two women apart and is nobody's business reads like having found nobody.
_PRIVATE = {Block.NO_PAIR, Block.FULL, Block.NOBODY_FREE, Block.NOT_OPEN, Block.HERSELF}


def good_until(*, today, cycle_ends=None):
    """Last day on which an answer given today counts."""
    if cycle_ends is not None and cycle_ends >= today:
        return cycle_ends
    return today + PROFILE_LASTS


def may_want_another(*, living, open_proposals):
    """May she get one more proposal as the one who learns? ``living``: pairs in which she learns now."""
    if living >= MOST_COMPANIONS:
        return Denied(_("Ya tienes una compañera que te acompaña. Cuando cierren, podrás buscar otra."), "has_one")
    return may_open(open_proposals=open_proposals)


def may_open(*, open_proposals):
    """May one more proposal of hers be open?"""
    if open_proposals >= MOST_OPEN:
        return Denied(
            _("Ya tienes %(most)s propuestas abiertas. Responde una y podrás pedir otra.") % {"most": MOST_OPEN},
            "five_open",
        )
    return Allowed()


def may_answer(*, state, expires_at, at):
    """Can this proposal still be answered?"""
    if state == "paired":
        return Denied(_("Ya dijeron que sí las dos. Están en «Mi ayni»."), "paired")
    if state == "expired" or (state == "open" and expires_at <= at):
        return Denied(_("Esta propuesta ya venció. No pasa nada: habrá otras."), "expired")
    if state != "open":
        return Denied(_("Esta propuesta ya se cerró. No pasa nada: habrá otras."), "closed")
    return Allowed()


def has_room(*, capacity, living):
    """Has a mentor a place left? Said so that she can do something about it."""
    if living >= capacity:
        return Denied(
            _("Ya no tienes cupo: acompañas a %(living)s. Cambia tu cupo en tu ficha si quieres a otra.")
            % {"living": living},
            "full",
        )
    return Allowed()


def told_code(block):
    """The constraint as a coordinator may know it: private ones cannot be told from having found nobody."""
    return Block.NOBODY_FREE.value if block in _PRIVATE else Block(block).value


def weights_problem(weights):
    """None, or the sentence that says what is wrong with ``{part: whole number}``."""
    total = sum(weights.values())
    if total != 100:
        return _("Los pesos suman %(total)s. Tienen que sumar 100.") % {"total": total}
    return None
