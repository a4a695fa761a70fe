"""Pure: which rule holds, what it asks, what should be known before an acta is signed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NAMES = ("quorum_first", "quorum_second", "notice_days", "most_terms", "sheet_with_document", "signers_in_register")
#: In one warning; the others are on the list.
MOST_NAMED = 5


@dataclass(frozen=True)
class Ruled:
    """A value, where it says so, and whether somebody has read it there."""

    value: Any = None
    source: str = ""
    confirmed: bool = False

    def __bool__(self):
        return self.value is not None


@dataclass(frozen=True)
class Rules:
    """What holds for one organisation, each rule with its own source."""

    quorum_first: Ruled = Ruled()
    quorum_second: Ruled = Ruled()
    notice_days: Ruled = Ruled()
    most_terms: Ruled = Ruled()
    sheet_with_document: Ruled = Ruled()
    signers_in_register: Ruled = Ruled()

    def quorum(self, call):
        """The rule of a call; of no call in particular that of the first."""
        return self.quorum_second if call == "second" else self.quorum_first


def resolve(layers):
    """The Rules of ``layers``, nearest first: each ``(values, source, confirmed)``, with None where it says nothing."""
    found = {}
    for values, source, confirmed in layers:
        for name in NAMES:
            if name not in found and values.get(name) is not None:
                found[name] = Ruled(values[name], source, confirmed)
    return Rules(**found)


def needed(able, percent):
    """How many must be there: more than ``percent`` of those who may vote. 0: any number, which is one.

    >>> needed(40, 50), needed(41, 50), needed(40, 0)
    (21, 21, 1)
    """
    return able * percent // 100 + 1


@dataclass(frozen=True)
class Caution:
    """What should be known. Never a refusal: the assembly and its statute decide."""

    code: str
    words: str
    source: str = ""


@dataclass(frozen=True)
class Seated:
    """A seat of the board: what it is called, until when, which term in a row it is."""

    name: str
    until: date
    in_a_row: int = 1
    most: int | None = None
    source: str = ""


def cautions(*, rules, call, able, present, board, outsiders, on):
    """What to say before the acta of a session of the day ``on`` is signed.

    ``able``: how many may vote; ``present``: how many were there; None: nobody said. ``board``: Seated of who sits
    that day; ``outsiders``: names on the list that are not in the register.
    """
    return [
        *_of_quorum(rules.quorum(call), able, present),
        *_of_board(board, on),
        *_of_reelection(board),
        *_of_signers(rules.signers_in_register, outsiders),
    ]


def _of_quorum(rule, able, present):
    if not rule:
        return []
    if not able:
        return [Caution("no_able", _("Pon cuántas socias pueden votar. Así se sabe si hay quórum."), rule.source)]
    if present is None:
        return [Caution("no_present", _("Pon cuántas fueron. Así se sabe si hay quórum."), rule.source)]
    must = needed(able, rule.value)
    if present >= must:
        return []
    said = _("No hay quórum: fueron %(present)s y hacen falta %(needed)s de %(able)s.")
    return [Caution("no_quorum", said % {"present": present, "needed": must, "able": able}, rule.source)]


def _of_board(board, on):
    late = [seat.name for seat in board if seat.until < on]
    if not board:
        return [Caution("no_board", _("La directiva no está anotada. Sin ella no se sabe si está vigente."))]
    if not late:
        return []
    said = ngettext(
        "Ese día el período de %(seats)s ya había vencido.",
        "Ese día los períodos de %(seats)s ya habían vencido.",
        len(late),
    )
    return [Caution("expired", said % {"seats": _list(late)})]


def _of_reelection(board):
    """The last one that is allowed is no fault: it is said only where there is one more."""
    found = []
    for seat in board:
        if seat.most and seat.in_a_row > seat.most:
            said = _("%(seat)s: va por su período seguido número %(count)s. La regla permite %(most)s.")
            words = said % {"seat": seat.name, "count": seat.in_a_row, "most": seat.most}
            found.append(Caution("reelected", words, seat.source))
    return found


def _of_signers(rule, outsiders):
    if not outsiders:
        return []
    said = ngettext(
        "No está en el padrón: %(names)s. Si firma, el acta puede quedar sin valor.",
        "No están en el padrón: %(names)s. Si firman, el acta puede quedar sin valor.",
        len(outsiders),
    )
    return [Caution("outsiders", said % {"names": _list(outsiders)}, rule.source)]


def _list(names):
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown if more <= 0 else _("%(names)s y %(more)s más") % {"names": shown, "more": more}


def late_notice(*, rule, on, today):
    """Is there still time to convene for ``on``? A Caution or None."""
    if not rule or (on - today).days >= rule.value:
        return None
    said = _("La convocatoria pide %(days)s días antes. Faltan %(left)s.")
    return Caution("late_notice", said % {"days": rule.value, "left": max(0, (on - today).days)}, rule.source)


# --- The dossier ------------------------------------------------------------------------------------------

#: How long before it runs out a paper is said to be about to.
SOON_DAYS = 60


def standing_of_paper(*, state, expires_on, today):
    """``missing, in_progress, expired, soon, ok``: how a paper stands on a day."""
    if state != "have":
        return state
    if expires_on is None or (expires_on - today).days > SOON_DAYS:
        return "ok"
    return "expired" if expires_on < today else "soon"
