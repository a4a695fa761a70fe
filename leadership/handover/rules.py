"""Who gives, who receives, when a handover is complete. Pure: facts in, decisions out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

from . import secrets

#: A cover begins with so many days: time enough to call an assembly.
COVER_DAYS = 90


@dataclass(frozen=True, slots=True)
class Standing:
    """Who ``user`` is in a handover. ``can_*``: that woman has a way to sign here herself.

    ``witness``: she sits on the board; or organises, where nobody sits there.
    """

    user: Any
    is_outgoing: bool = False
    is_incoming: bool = False
    outgoing_can: bool = True
    incoming_can: bool = True
    somebody_follows: bool = True
    witness: bool = False


def may_read(who):
    """What is handed over says where books and keys lie: for the two and for who sits on the board."""
    if who.is_outgoing or who.is_incoming or who.witness:
        return Allowed()
    return Denied(_("Esto lo leen quien entrega, quien recibe y la directiva."), "not_hers")


def may_say(text, *, nothing):
    """May this stand as what is handed over? Never a password."""
    if secrets.found_in(text):
        return Denied(
            _("Parece una clave. Aquí no se escriben claves. Escribe dónde está: «Sobre cerrado, lo tiene la fiscal»."),
            "secret",
        )
    if not text.strip() and not nothing:
        return Denied(_("Escribe qué entregas o dónde está. O marca que no hay."), "empty")
    return Allowed()


def may_give(who, *, state, received_at):
    """Sign that it was given: who leaves. Where she cannot, a witness who does not receive it herself."""
    if state != "open":
        return Denied(_("Esta entrega ya se cerró."), "closed")
    if received_at is not None:
        return Denied(_("Esto ya se recibió."), "received")
    if who.is_incoming:
        return Denied(_("Tú recibes. Lo entrega otra compañera."), "receives")
    if who.is_outgoing:
        return Allowed()
    if who.witness and not who.outgoing_can:
        return Allowed()
    if who.witness:
        return Denied(_("Lo entrega quien deja el cargo."), "not_hers")
    return may_read(who)


def may_receive(who, *, state, given_at, given_by, received_at):
    """Sign that it was received: who follows. Where she cannot, a witness; never she who gave it."""
    if state != "open":
        return Denied(_("Esta entrega ya se cerró."), "closed")
    if given_at is None:
        return Denied(_("Falta que lo entreguen."), "not_given")
    if received_at is not None:
        return Denied(_("Esto ya se recibió."), "received")
    if given_by is not None and given_by == who.user:
        return Denied(_("Tú lo entregaste. Lo recibe otra compañera."), "gave_it")
    if not who.somebody_follows:
        return Denied(_("Falta anotar quién recibe el cargo."), "nobody_follows")
    if who.is_outgoing:
        return Denied(_("Tú entregas. Lo recibe otra compañera."), "gives")
    if who.is_incoming:
        return Allowed()
    if who.witness and not who.incoming_can:
        return Allowed()
    if who.witness:
        return Denied(_("Lo recibe quien entra al cargo."), "not_hers")
    return may_read(who)


def done_of(items):
    """``(done, of how many)``. ``items``: truth of each, whether both signed it."""
    items = list(items)
    return sum(map(bool, items)), len(items)


def may_close(who, *, state, done, total):
    """Only whole: 100 % of its items, each signed by both."""
    if state != "open":
        return Denied(_("Esta entrega ya se cerró."), "closed")
    if not may_read(who):
        return may_read(who)
    if not total or done < total:
        return Denied(_("Falta: %(left)s. La entrega se cierra completa.") % {"left": total - done}, "not_whole")
    return Allowed()


def cover_until(since):
    return since + timedelta(days=COVER_DAYS)


def closes_her_page(*, an_organiser_says_so, organisers_there):
    """When a woman died: does her whole page close, or only her seats where it was written?

    It touches more than one organisation, so an organiser is one of the two women, where there is any.
    """
    return an_organiser_says_so or not organisers_there
