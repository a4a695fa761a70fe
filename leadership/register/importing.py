"""A list of boards, from the file to a proposal for a second woman. Good rows go in, wrong ones come back."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.members.models import BoardRules, Member, SeatKind
from academy.members.rules import name_key
from academy.members.seats.rules import planned_end
from academy.members.services.access import Refused
from academy.members.services.importing import Places

from ..models import BoardImport
from . import lists, services
from .changes import write_row

KEPT_FOR = timedelta(hours=24)
#: What men's words for the posts of women are changed into, so that either is understood.
_HERS = {
    "presidente": "presidenta",
    "vicepresidente": "vicepresidenta",
    "vice presidenta": "vicepresidenta",
    "vice presidente": "vicepresidenta",
    "secretario": "secretaria",
    "tesorero": "tesorera",
    "almacenero": "almacenera",
    "delegado": "delegada",
    "fiscalizadora": "fiscal",
}


def upload(*, organisation, by, raw, file_name, at=None):
    """Read, try and keep the list for a day; nothing is written. Raises lists.Unreadable."""
    at = at or timezone.now()
    BoardImport.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    titles, rows = lists.parse(raw)
    return BoardImport.objects.create(
        organisation=organisation,
        by=by,
        file_name=file_name[-120:],
        titles=titles,
        rows=prepare(rows=rows, organisation=organisation, by=by, at=at),
        created_at=at,
    )


def prepare(*, rows, organisation, by, at):
    """The rows as they are kept: with organisation, kind, woman, problems and notes; tried one after the other.

    Some ten queries a row (each is written and taken back), so that a list of 500 takes seconds.
    """
    places, kinds = Places(organisation), _Kinds()
    months = dict(
        BoardRules.objects.filter(organisation__path__startswith=organisation.path).values_list(
            "organisation", "term_months"
        )
    )
    kept = [_kept(row, places, kinds, months) for row in rows]
    _close_earlier([row for row in kept if not row["problems"]], timezone.localdate(at))
    _find_women([row for row in kept if not row["problems"]], organisation, places.paths)
    _try(kept, organisation, by, at)
    return kept


def _kept(row, places, kinds, months):
    place, problem = places.find(row.organisation)
    kind, own_name = kinds.find(row.seat)
    problems = [*row.problems, *([problem] if problem else [])]
    if row.seat and kind is None:
        problems.append(
            _("No conocemos el cargo «%(seat)s». Escribe uno de estos: %(known)s.")
            % {"seat": row.seat[:40], "known": ", ".join(kinds.names)}
        )
    until, notes = row.until, list(row.notes)
    if row.since and not until and not row.problems and place:
        if months.get(place.pk):
            until = planned_end(row.since, months[place.pk])
            notes.append(_("Sin «hasta»: lo calculamos con la regla de la directiva."))
        else:
            problems.append(_("Falta hasta qué día."))
    if not row.acta:
        notes.append(_("Sin acta: queda como acta pendiente."))
    number = f" {row.number}" if row.number > 1 else ""
    return {
        "line": row.line,
        "cells": row.cells,
        "organisation": place.pk if place else None,
        "place": place.name if place else row.organisation,
        "kind": kind.code if kind else "",
        "own_name": own_name,
        "number": row.number,
        "seat_name": f"{own_name or (kind.name if kind else row.seat)}{number}",
        "name": row.name,
        "holder": "",
        "since": row.since.isoformat() if row.since else "",
        "until": until.isoformat() if until else "",
        "ended_on": row.ended_on.isoformat() if row.ended_on else "",
        "acta": row.acta,
        "acta_pending": not row.acta,
        "alternate": row.alternate,
        "candidates": row.candidates,
        "problems": problems,
        "notes": notes,
    }


class _Kinds:
    """Kinds of seats by what people call them, in every language. «Secretaria de actas» is a secretary of that name."""

    def __init__(self):
        self._known, self.names = {}, []
        for kind in SeatKind.objects.all():
            self.names.append(kind.name.lower())
            for text in (kind.code, kind.name, kind.name_es, kind.name_qu, kind.name_ay, kind.name_en):
                if text:
                    self._known.setdefault(lists.plain_title(text), kind)

    def find(self, text):
        """``(SeatKind or None, its own name here)``."""
        text = next((text.replace(his, hers, 1) for his, hers in _HERS.items() if _begins(text, his)), text)
        if text in self._known:
            return self._known[text], ""
        first = next((kind for name, kind in self._known.items() if _begins(text, name)), None)
        return first, text.capitalize() if first else ""


def _begins(text, word):
    return text == word or text.startswith(f"{word} ")


def _close_earlier(rows, today):
    """Of one seat, each holder ends when the next begins: lists of boards rarely have a column for it."""
    seats = defaultdict(list)
    for row in rows:
        if not row["alternate"]:
            seats[row["organisation"], row["kind"], row["own_name"], row["number"]].append(row)
    for terms in seats.values():
        terms.sort(key=lambda row: row["since"])
        for row, following in zip(terms, terms[1:], strict=False):
            if not row["ended_on"] and row["since"] < following["since"] <= today.isoformat():
                row["ended_on"] = following["since"]
                row["notes"].append(_("Terminó cuando empezó la siguiente."))


def _find_women(rows, organisation, paths):
    """The member of each name where there is exactly one in that organisation or below. One query."""
    keys = {name_key(row["name"]) for row in rows}
    known = defaultdict(set)
    named = Member.objects.of(organisation).filter(is_active=True, name_key__in=keys)
    for pk, key, path in named.values_list("pk", "name_key", "memberships__organisation__path"):
        known[key].add((pk, path))
    for row in rows:
        path = paths[row["organisation"]]
        found = {pk for pk, hers in known[name_key(row["name"])] if hers and hers.startswith(path)}
        if len(found) == 1:
            row["holder"] = str(found.pop())
        elif found:
            row["notes"].append(_("Hay varias socias con ese nombre. Queda el nombre del acta."))


class _UndoneError(Exception):
    """Ends a trial: what was written goes."""


def _try(rows, organisation, by, at):
    """Write every good row as it would be, oldest first, note what is refused, and take all back."""
    good = sorted((row for row in rows if not row["problems"]), key=lambda row: row["since"])
    try:
        with transaction.atomic():
            for row in good:
                try:
                    with transaction.atomic():
                        write_row(organisation, row, by, at)
                except Refused as refused:
                    row["problems"].append(str(refused))
            raise _UndoneError
    except _UndoneError:
        return


def good_rows(imported):
    """As they go into the proposal, oldest first, without the cells as they were typed."""
    good = sorted((row for row in imported.rows if not row["problems"]), key=lambda row: row["since"])
    return [{key: value for key, value in row.items() if key not in ("cells", "problems", "notes")} for row in good]


@transaction.atomic
def confirm(*, imported, by, at=None):
    """Hand the good rows to a second woman: the ChangeRequest. The same list confirmed twice is one. Raises Refused."""
    imported = (
        BoardImport.objects.select_for_update(of=("self",)).select_related("organisation", "change").get(pk=imported.pk)
    )
    if imported.change:
        return imported.change
    change = services.propose(
        organisation=imported.organisation, by=by, kind="boards", payload={"rows": good_rows(imported)}, at=at
    )
    # Wrong rows stay for the day, to be taken home and mended.
    imported.change = change
    imported.rows = [row for row in imported.rows if row["problems"]]
    imported.save(update_fields=["change", "rows"])
    return change


def wrong_as_table(imported):
    """The rows that stayed out, as she wrote them, each with what to mend in a column of its own."""
    width = max([len(imported.titles), *(len(row["cells"]) for row in imported.rows)])
    titles = imported.titles + [""] * (width - len(imported.titles))
    wrong = [row for row in imported.rows if row["problems"]]
    return [
        [*titles, _("Qué corregir")],
        *([*row["cells"], *[""] * (width - len(row["cells"])), " ".join(row["problems"])] for row in wrong),
    ]
