"""Pure decisions about sessions: days, states, windows."""

from datetime import timedelta

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

from .folding import STEPS

#: So long who could not come may add to it, where nobody said otherwise.
WINDOW = timedelta(days=7)
FIRST_YEAR = 1950
#: A contribution made on the last day may arrive when there is signal again.
LATE_POST = timedelta(days=30)


def may_be_on(day, *, today):
    if day > today:
        return Denied(_("Ese día aún no llega. Pon el día en que se reunieron."), "future_day")
    if day.year < FIRST_YEAR:
        return Denied(_("Revisa el año."), "too_early")
    return Allowed()


def window_of(*, held_on, until):
    """The last day for contributions."""
    return until or held_on + WINDOW


def may_contribute(*, kind, state, held_on, until, on):
    """``on``: the day when it was made. Before the approval contributions, within the window; after it addenda."""
    agreed = state in ("approved", "closed")
    if kind == "addendum":
        return Allowed() if agreed else Denied(_("Aún no está aprobada: cambia el texto."), "not_approved")
    if on > window_of(held_on=held_on, until=until):
        return Denied(
            _("El tiempo para aportar terminó. Dilo en la próxima sesión, o pide un añadido."), "window_closed"
        )
    return Allowed()


def may_list(*, closed_at, at):
    """Names and counts come in until the session is closed: then addenda only. ``at``: when it was noted."""
    if closed_at is not None and at > closed_at:
        return Denied(_("La sesión está cerrada. Lo que falte va como añadido."), "closed")
    return Allowed()


def leads_first(one, other):
    """Does ``one`` lead, of two notes of one session? Each a tuple: approved, has another joined to it, has a text,
    noted at. What was approved leads, then what leads already, then what has a text, then what was noted first.
    """
    (*weights, noted), (*others, other_noted) = one, other
    return weights > others or (weights == others and noted <= other_noted)


def may_join(
    *,
    same_organisation,
    same_day,
    going_agreed,
    going_leads,
    head_joined,
    head_closed,
    keeps_going,
    keeps_head,
    narrows,
):
    """May the session «going» be shown as part of the session «head»?

    ``keeps_…``: she noted it or keeps its record, or leads the organisation. Whose it is gives it up: else a woman
    could draw another's list of names to a note of her own. ``narrows``: the head would be read by fewer.
    """
    if not same_organisation:
        return Denied(_("Son de dos organizaciones. Quedan las dos."), "other_organisation")
    if not same_day:
        return Denied(_("Son de días distintos. Corrige primero el día."), "other_day")
    if head_joined:
        return Denied(_("Esa ya está unida a otra. Ábrela y une esta allí."), "already_joined")
    if going_leads:
        return Denied(_("Esta ya tiene otra unida. Une la otra a esta."), "leads_already")
    if going_agreed:
        return Denied(_("Ya está leída y aprobada: no se une a otra."), "approved")
    if head_closed:
        return Denied(_("La otra ya está cerrada. Lo que falte va allí como añadido."), "closed")
    if not keeps_going:
        return Denied(_("La une quien la anotó, o la directiva."), "not_keeping")
    if narrows and not keeps_head:
        return Denied(_("Una la leen menos compañeras. Pide a la directiva que las una."), "narrows")
    return Allowed()


def may_move(*, state, to, open_texts, is_writer, read_on, held_on, today):
    """May the session go to ``to`` now? ``is_writer``: she wrote the text that counts."""
    if state not in STEPS[to]:
        return Denied(_("La sesión ya no está en ese paso. Mira cómo quedó."), "other_state")
    if to in ("reviewed", "approved") and open_texts > 1:
        return Denied(_("Hay dos textos. Primero únanlos en uno."), "two_texts")
    if to in ("reviewed", "approved") and not open_texts:
        return Denied(_("Aún no hay texto. Primero escríbelo."), "no_text")
    if to == "reviewed" and is_writer:
        return Denied(_("La revisa otra compañera: cuatro ojos ven más."), "own_text")
    if to == "approved":
        if read_on is None:
            return Denied(_("Pon el día en que se leyó en voz alta."), "no_day")
        if not held_on <= read_on <= today:
            return Denied(_("Revisa el día de la lectura: es desde la sesión hasta hoy."), "wrong_day")
    return Allowed()
