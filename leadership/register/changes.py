"""The kinds of change to a board: how each is written into the register, and how it is said in words.

A payload is plain JSON: days as ISO text, seats, terms and women by their numbers. ``apply`` raises ``Refused`` with
words where it can no longer be done as it was proposed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.members.models import Member, Organisation, Seat, SeatKind, Term
from academy.members.seats import services as seats
from academy.members.services.access import Refused


@dataclass(frozen=True)
class Kind:
    """``apply(organisation, payload, by, at)``; ``said(organisation, payload)`` gives ``[(label, value)]``."""

    title: Any
    apply: Any
    said: Any
    about: Any = None


KINDS = {}


def kind(name, title, about=None):
    """Class decorator: the class's ``apply`` and ``said`` belong to this kind of change."""

    def register(cls):
        KINDS[name] = Kind(title=title, apply=cls.apply, said=cls.said, about=about)
        return cls

    return register


def title_of(name):
    known = KINDS.get(name)
    return known.title if known else name


def women_in(name, payload):
    """Ids of members whom the change is about; they do not decide it."""
    known = KINDS.get(name)
    return known.about(payload) if known and known.about else set()


def seat_of(organisation, payload):
    found = (
        Seat.objects.filter(organisation=organisation, pk=payload["seat"])
        .select_related("kind", "organisation")
        .first()
    )
    if found is None:
        raise Refused(Denied(_("Ese cargo ya no está aquí."), "no_seat"))
    return found


def term_of(organisation, payload):
    terms = Term.objects.filter(seat__organisation=organisation, pk=payload["term"], annulled_at=None)
    found = terms.select_related("seat__kind", "seat__organisation", "holder").first()
    if found is None:
        raise Refused(Denied(_("Ese período ya no está aquí."), "no_term"))
    return found


def day_of(text):
    return date.fromisoformat(text) if text else None


def said_day(text):
    return date_format(day_of(text), "DATE_FORMAT") if text else "—"


def _yes(value):
    return _("sí") if value else _("no")


def holder_of(payload):
    return {parse(payload["holder"])} if payload.get("holder") else set()


def _holder_of_term(payload):
    return set(Term.objects.filter(pk=payload["term"]).exclude(holder=None).values_list("holder", flat=True))


def _holders_of_seat(payload):
    return set(
        Term.objects.holding().filter(seat=payload["seat"]).exclude(holder=None).values_list("holder", flat=True)
    )


#: What may be said of a seat: field, label.
SEAT_WORDS = [
    ("name", gettext_lazy("Nombre propio")),
    ("alternates", gettext_lazy("Suplentes")),
    ("term_months", gettext_lazy("Meses que dura")),
    ("most_terms", gettext_lazy("Períodos seguidos")),
    ("rule_source", gettext_lazy("Dónde lo dice")),
    ("hours", gettext_lazy("Horas al mes")),
    ("tasks", gettext_lazy("Tareas")),
    ("reading", gettext_lazy("Lectura y cuentas")),
    ("support", gettext_lazy("Apoyo que hay")),
    ("micro_roles", gettext_lazy("Partes que se pueden repartir")),
]


def _seat_lines(payload):
    return [(label, payload[field]) for field, label in SEAT_WORDS if payload.get(field) not in (None, "")]


@kind("rules", gettext_lazy("Reglas de la directiva"))
class Rules:
    @staticmethod
    def apply(organisation, payload, by, at):
        seats.set_board_rules(organisation=organisation, by=by, **payload)

    @staticmethod
    def said(organisation, payload):
        return [
            (_("Meses que dura"), payload.get("term_months") or "—"),
            (_("Períodos seguidos"), payload.get("most_terms") or "—"),
            (_("Dónde lo dice"), payload.get("source") or "—"),
            (_("Se ve sin entrar"), _yes(payload.get("published"))),
        ]


@kind("add_seat", gettext_lazy("Cargo nuevo"))
class AddSeat:
    @staticmethod
    def apply(organisation, payload, by, at):
        fields = {field: payload[field] for field in seats.SEAT_FIELDS if field in payload}
        of_kind = SeatKind.objects.filter(code=payload["kind"]).first()
        if of_kind is None:
            raise Refused(Denied(_("Ese tipo de cargo ya no existe."), "no_kind"))
        seats.add_seat(organisation=organisation, by=by, kind=of_kind, **fields)

    @staticmethod
    def said(organisation, payload):
        of_kind = SeatKind.objects.filter(code=payload["kind"]).first()
        return [(_("Cargo"), of_kind.name if of_kind else payload["kind"]), *_seat_lines(payload)]


@kind("change_seat", gettext_lazy("Cambio en un cargo"))
class ChangeSeat:
    @staticmethod
    def apply(organisation, payload, by, at):
        fields = {field: payload[field] for field in seats.SEAT_FIELDS if field in payload}
        seats.change_seat(seat=seat_of(organisation, payload), by=by, **fields)

    @staticmethod
    def said(organisation, payload):
        return [(_("Cargo"), str(seat_of(organisation, payload))), *_seat_lines(payload)]


@kind("abolish_seat", gettext_lazy("Cerrar un cargo"), about=_holders_of_seat)
class AbolishSeat:
    @staticmethod
    def apply(organisation, payload, by, at):
        seats.abolish_seat(
            seat=seat_of(organisation, payload),
            by=by,
            on=day_of(payload["on"]),
            acta=payload["acta"],
            ends_terms=payload.get("ends_terms", False),
            at=at,
        )

    @staticmethod
    def said(organisation, payload):
        return [
            (_("Cargo"), str(seat_of(organisation, payload))),
            (_("Desde"), said_day(payload["on"])),
            (_("Acta"), payload["acta"]),
        ]


@kind("record_term", gettext_lazy("Quién tiene el cargo"), about=holder_of)
class RecordTerm:
    @staticmethod
    def apply(organisation, payload, by, at):
        holder = None
        if payload.get("holder"):
            holder = Member.objects.filter(pk=payload["holder"], is_active=True).first()
            if holder is None:
                raise Refused(Denied(_("Esa socia ya no está en la lista."), "no_member"))
        seats.record_term(
            seat=seat_of(organisation, payload),
            by=by,
            holder=holder,
            holder_name=payload.get("holder_name", ""),
            since=day_of(payload["since"]),
            until=day_of(payload["until"]),
            acta=payload.get("acta", ""),
            acta_pending=payload.get("acta_pending", False),
            alternate=payload.get("alternate", False),
            elected=payload.get("elected", True),
            candidates=payload.get("candidates"),
            ends_previous=payload.get("ends_previous", False),
            ended_on=day_of(payload.get("ended_on")),
            at=at,
        )

    @staticmethod
    def said(organisation, payload):
        holder = Member.objects.filter(pk=payload["holder"]).first() if payload.get("holder") else None
        said = [
            (_("Cargo"), str(seat_of(organisation, payload))),
            (_("Quién"), holder.display_name if holder else payload.get("holder_name") or "—"),
            (_("Desde"), said_day(payload["since"])),
            (_("Hasta"), said_day(payload["until"])),
            (_("Acta"), payload.get("acta") or _("pendiente")),
        ]
        if payload.get("alternate"):
            said.append((_("Suplente"), _("sí")))
        if not payload.get("elected", True):
            said.append((_("La eligió la asamblea"), _("no")))
        if payload.get("candidates"):
            said.append((_("Candidatas"), payload["candidates"]))
        if payload.get("ends_previous"):
            said.append((_("Quien estaba termina ese día"), _("sí")))
        if payload.get("ended_on"):
            said.append((_("Terminó"), said_day(payload["ended_on"])))
        return said


@kind("complete_acta", gettext_lazy("Acta que estaba pendiente"), about=_holder_of_term)
class CompleteActa:
    @staticmethod
    def apply(organisation, payload, by, at):
        seats.complete_acta(term=term_of(organisation, payload), by=by, acta=payload["acta"])

    @staticmethod
    def said(organisation, payload):
        return [*_term_lines(organisation, payload), (_("Acta"), payload["acta"])]


@kind("end_term", gettext_lazy("Salida del cargo"), about=_holder_of_term)
class EndTerm:
    @staticmethod
    def apply(organisation, payload, by, at):
        seats.end_term(
            term=term_of(organisation, payload),
            by=by,
            on=day_of(payload["on"]),
            how=payload["how"],
            acta=payload.get("acta", ""),
            at=at,
        )

    @staticmethod
    def said(organisation, payload):
        return [
            *_term_lines(organisation, payload),
            (_("Terminó"), said_day(payload["on"])),
            (_("Cómo"), Term.Ended(payload["how"]).label),
            (_("Acta"), payload.get("acta") or "—"),
        ]


@kind("annul_term", gettext_lazy("Anular lo anotado por error"), about=_holder_of_term)
class AnnulTerm:
    @staticmethod
    def apply(organisation, payload, by, at):
        seats.annul_term(term=term_of(organisation, payload), by=by, at=at)

    @staticmethod
    def said(organisation, payload):
        return [*_term_lines(organisation, payload), (_("Por qué"), payload.get("why") or "—")]


def _term_lines(organisation, payload):
    # Said before and after it was annulled, so whatever its state.
    term = Term.objects.select_related("seat__kind", "holder").get(pk=payload["term"])
    return [
        (_("Cargo"), str(term.seat)),
        (_("Quién"), term.name),
        (_("Desde"), date_format(term.since, "DATE_FORMAT")),
    ]


def _holders_in_rows(payload):
    return {parse(row["holder"]) for row in payload["rows"] if row["holder"]}


@kind("boards", gettext_lazy("Lista de directivas"), about=_holders_in_rows)
class Boards:
    """Many terms at once, of the organisation and those below. A row that no longer fits is left out and said."""

    @staticmethod
    def apply(organisation, payload, by, at):
        left_out = []
        for row in payload["rows"]:
            try:
                with transaction.atomic():
                    write_row(organisation, row, by, at)
            except Refused as refused:
                left_out.append({"line": row["line"], "why": str(refused)})
        if len(left_out) == len(payload["rows"]):
            raise Refused(Denied(_("Ninguna fila se puede guardar ya. Revisa la lista otra vez."), "nothing_left"))
        return {"saved": len(payload["rows"]) - len(left_out), "left_out": left_out}

    @staticmethod
    def said(organisation, payload):
        rows = payload["rows"]
        return [
            (_("Filas"), len(rows)),
            (_("Organizaciones"), len({row["organisation"] for row in rows})),
            *((row["place"], f"{row['seat_name']}: {row['name']}") for row in rows[:MOST_SAID]),
        ]


#: Rows of a list that are spelled out where it is decided.
MOST_SAID = 200


def write_row(above, row, by, at):
    """One row of a list of boards: its seat where it is missing, and the term. Raises Refused."""
    place = Organisation.objects.filter(pk=row["organisation"], path__startswith=above.path).first()
    of_kind = SeatKind.objects.filter(code=row["kind"]).first()
    if place is None or of_kind is None:
        raise Refused(Denied(_("Esa organización o ese cargo ya no están."), "gone"))
    own = {"kind": of_kind, "name": row["own_name"]}
    seat = Seat.objects.standing().filter(organisation=place, number=row["number"], **own).first()
    if seat is None:
        seat = seats.add_seat(organisation=place, by=by, number=row["number"], **own)
    if row["alternate"] and not seat.alternates:
        seats.change_seat(seat=seat, by=by, alternates=1)
    holder = Member.objects.filter(pk=row["holder"], is_active=True).first() if row["holder"] else None
    return seats.record_term(
        seat=seat,
        by=by,
        holder=holder,
        holder_name="" if holder else row["name"],
        since=day_of(row["since"]),
        until=day_of(row["until"]),
        ended_on=day_of(row["ended_on"]),
        acta=row["acta"],
        acta_pending=row["acta_pending"],
        alternate=row["alternate"],
        candidates=row["candidates"],
        at=at,
    )
