"""When a practice may be reviewed, shared and harvested. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.core.decisions import Allowed, Denied

DRAFT, REVIEWED, SHARED, WITHDRAWN = "draft", "reviewed", "shared", "withdrawn"


def may_review(*, state, wrote, by, has_words):
    """Another leader than who wrote it has read it."""
    if not has_words:
        return Denied(_("Primero escriban qué hicieron y qué funcionó."), "empty")
    if by in wrote:
        return Denied(_("La revisa otra compañera: tú la escribiste."), "own")
    if state != DRAFT:
        return Denied(_("Esta práctica ya se revisó."), "already")
    return Allowed()


def may_share(*, state, organisations, consents):
    """It goes beyond its organisation once it was reviewed and every organisation that it names has said yes.

    One that has since left still counts: its words are in it. ``organisations`` and ``consents``: ids of those named,
    and of those that agreed.
    """
    if state == DRAFT:
        return Denied(_("Primero la revisa otra compañera."), "not_reviewed")
    missing = len(set(organisations) - set(consents))
    if missing:
        words = ngettext(
            "Falta el permiso de %(n)s organización.", "Faltan los permisos de %(n)s organizaciones.", missing
        )
        return Denied(words % {"n": missing}, "no_consent")
    if state == SHARED:
        return Denied(_("Esta práctica ya se comparte."), "already")
    return Allowed()


def may_consent(*, sits, looks_after, has_board):
    """Its board speaks for an organisation; who looks after it only while it has none on record."""
    if sits or (looks_after and not has_board):
        return Allowed()
    if looks_after:
        return Denied(_("Su directiva da el permiso."), "has_board")
    return Denied(_("Esto lo decide la directiva de esa organización."), "not_leading")


def may_harvest(*, state, harvested):
    if state != SHARED:
        return Denied(_("Primero se comparte la práctica."), "not_shared")
    if harvested:
        return Denied(_("Ya es un borrador de curso."), "already")
    return Allowed()


def after_new_words(state):
    """What was agreed to was other words: it is a draft again, and everybody is asked again."""
    return WITHDRAWN if state == WITHDRAWN else DRAFT
