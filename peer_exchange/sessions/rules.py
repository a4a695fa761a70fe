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
