"""Promises of the demonstration, three stories from end to end. Institutions, persons and words are invented.

Six months of kits were asked and promised, three came. A signed agreement went unkept for six months, climbed the
ladder and was kept after a march. A mayor's promise was handed on to the next one. Idempotent: a federation that has
promises is left as it is. All enters the record as it does from the pages, with ids that follow from the story.
"""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from academy.members.models import Member, Organisation
from peer_exchange.commitments import services
from peer_exchange.commitments.change import change_authority, letter_sent
from peer_exchange.models import Commitment, Space
from peer_exchange.public.services import open_face, publish
from peer_exchange.sessions import services as sessions
from peer_exchange.spaces.services import give_seat, save_space, set_official

from . import people

_STORY = uuid.UUID("5b0d2f1e-93c4-5c0a-9a57-7d2b1c6e4f10")
TOWN = "Municipalidad de Ladera Alta (inventada)"
PROGRAMME = "Programa Olla Segura (inventado)"
POST = "alcalde"
BEFORE, AFTER = "Anselmo Rivas (inventado)", "Fermín Castañeda (inventado)"
KITS = "Entregaremos kits de protección a las ollas y los comedores durante seis meses."
ROOF = "Techaremos las cuatro cocinas que se mojan, en noventa días."
SEAT = "La federación tendrá dos asientos en el comité de gestión local."
#: key, words, institution, post, topic, days ago, due in days (None: without a date), kept after days (None: not kept).
OTHERS = [
    ("posta", "Habrá un día de atención sin cola para las cocineras.", "Centro de salud Ladera Alta (inventado)",
     "jefa", "salud", 330, 60, 55),
    ("gas", "Cada olla recibirá dos balones de gas al mes.", PROGRAMME, "coordinadora", "cocina", 210, 45, None),
    ("ronda", "El patrullero pasará por los comedores los días de reparto.", "Comisaría de la Ladera (inventada)",
     "comisario", "seguridad", 160, 30, 72),
    ("agua", "Veremos el pilón de agua de la parte alta.", TOWN, "gerente de obras", "agua", 120, None, None),
    ("taller", "Daremos un taller de presupuesto participativo a cuarenta dirigentas.", TOWN,
     "gerenta de participación vecinal", "presupuesto", 75, 60, 58),
    ("merma", "Repondremos los víveres que llegaron malogrados.", PROGRAMME, "coordinadora", "alimentos", 40, 20, None),
]  # fmt: skip


def settle(*, at=None):
    federation = Organisation.objects.select_related("territory").get(code=people.FEDERATION["code"])
    if Commitment.objects.filter(organisation=federation).exists():
        return
    names = ("Doña Hilda", "Yuli", "Rosalía", "Nélida", "Rosa")
    women = {one.display_name: one for one in Member.objects.filter(is_demo=True, display_name__in=names)}
    with transaction.atomic():
        story = _Story(federation, women, at or timezone.now())
        story.space()
        story.kits()
        story.roof()
        story.others()
        story.seat_of_the_committee()
        story.public()


class _Story:
    """Days are counted back from ``at``; every event was recorded at noon of its day."""

    def __init__(self, federation, women, at):
        self.federation, self.women, self.at = federation, women, at
        self.today = timezone.localdate(at)
        self.pair = [women[name] for name in ("Doña Hilda", "Rosalía") if name in women]
        self.by = women.get("Doña Hilda") or next(iter(women.values()))

    def number(self, *said):
        return uuid.uuid5(_STORY, "/".join(map(str, (self.federation.pk, *said))))

    def day(self, ago):
        return self.today - timedelta(days=ago)

    def when(self, ago):
        return self.at - timedelta(days=ago)

    def promise(self, key, words, who, post, *, ago, due=None, **said):
        outcome = services.note(
            organisation=self.federation,
            by=self.by,
            nonce=self.number(key),
            followers=self.pair,
            institution_said=who,
            post_said=post,
            words=words,
            made_on=self.day(ago),
            due_on=self.day(ago - due) if due is not None else "",
            at=self.when(ago),
            **said,
        )
        assert outcome, outcome.reason  # noqa: S101 - a story that cannot be told is a mistake in it
        return Commitment.objects.get(pk=self.number(key))

    def asks(self, row, ago, result, **said):
        nonce = self.number(row.pk, "asks", ago)
        services.follow(
            commitment=row, by=self.by, nonce=nonce, on=self.day(ago), result=result, at=self.when(ago), **said
        )

    def climbs(self, row, ago, step, note="", answered=None, answer=""):
        nonce = self.number(row.pk, step)
        outcome = services.escalate(
            commitment=row, by=self.by, nonce=nonce, step=step, on=self.day(ago), note=note, at=self.when(ago)
        )
        if answered is not None:
            taken = row.steps.get(pk=outcome.id)
            number = self.number(row.pk, step, "answer")
            day, at = self.day(answered), self.when(answered)
            services.note_answer(step=taken, by=self.by, nonce=number, on=day, answer=answer, at=at)

    def space(self):
        space = save_space(
            organisation=self.federation,
            by=self.by,
            number=self.number("space"),
            name="Mesa de trabajo de seguridad alimentaria (inventada)",
            kind=Space.Kind.WORKING_TABLE,
            legal_basis="Acta de instalación, libro 2, página 14 (inventada)",
            takes_part=f"{TOWN}\n{PROGRAMME}\n{self.federation.name}",
            rhythm="primer jueves de cada mes",
            since=self.day(420),
        )
        mandate = "Asamblea general, libro 2, página 11 (inventada)"
        for place, (name, until) in enumerate((("Doña Hilda", -40), ("Yuli", -220))):
            if name in self.women:
                give_seat(
                    space=space,
                    by=self.by,
                    holder=self.women[name],
                    name=("titular", "alterna")[place],
                    since=self.day(400),
                    until=self.day(until),
                    mandate=mandate,
                )
        session = self.number("session")
        sessions.note(
            session=session,
            by=self.by,
            nonce=session,
            at=self.when(390),
            organisation=self.federation.pk,
            type="working_table",
            held_on=self.day(390).isoformat(),
            how_many=23,
            reserve="organisation",
            note="Pedimos seis meses de kits. Firmaron el acta.",
            promises=[],
        )
        self.table, self.session = str(space.pk), str(session)

    def kits(self):
        """«Pedimos seis meses, nos dieron tres.»"""
        row = self.promise(
            "kits",
            KITS,
            PROGRAMME,
            "coordinadora",
            ago=390,
            due=182,
            kind="in_acta",
            topic="salud",
            unit="meses de kits",
            asked=Decimal(6),
            promised=Decimal(6),
            space=self.table,
            session=self.session,
        )
        self.asks(row, 360, "Llegó la primera entrega.", obtained=Decimal(1), channel="visit")
        self.asks(row, 330, "Llegó la segunda.", obtained=Decimal(2), channel="call")
        self.asks(row, 300, "Llegó la tercera. Dicen que falta firma.", obtained=Decimal(3), channel="visit")
        said = "No habrá más: el presupuesto se fue a otra cosa."
        self.asks(row, 205, said, state="partly", obstacle="budget", channel="session")
        self.climbs(row, 190, "reminder", "Carta 07 (inventada)")

    def roof(self):
        """Signed, six months late, and answered in a day once they were in the street."""
        row = self.promise("roof", ROOF, TOWN, POST, ago=380, due=90, kind="signed", topic="cocina", unit="techos",
                           asked=Decimal(4), promised=Decimal(4), official_said=BEFORE, space=self.table)  # fmt: skip
        self.asks(row, 350, "«Ya está en logística.»", channel="visit")
        self.asks(row, 285, "Venció. Nadie da razón.", obstacle="bureaucracy", channel="visit")
        self.climbs(row, 275, "reminder", "Carta 01, con cargo (inventada)")
        self.climbs(row, 250, "hearing", "Carta 03 (inventada)", answered=240, answer="«Más adelante».")
        self.climbs(
            row, 220, "information", "Expediente 118 (inventado)", answered=205, answer="No hay presupuesto asignado."
        )
        self.climbs(row, 170, "ombudsman", "Caso 52 (inventado)")
        self.climbs(row, 112, "mobilisation", "Asamblea, libro 2, página 30 (inventada)", answered=111,
                    answer="Nos recibieron al día siguiente y pusieron fecha.")  # fmt: skip
        self.asks(row, 100, "Las cuatro cocinas tienen techo.", obtained=Decimal(4), state="kept", channel="visit")

    def others(self):
        for key, words, who, post, topic, ago, due, kept in OTHERS:
            row = self.promise(key, words, who, post, ago=ago, due=due, topic=topic, kind="spoken")
            if kept is not None:
                self.asks(row, ago - kept, "Cumplieron.", state="kept", channel="visit")
            elif ago > 100:
                self.asks(row, ago - 60, "Todavía nada.", obstacle="bureaucracy", channel="call")

    def seat_of_the_committee(self):
        """The mayor goes, the promise stays."""
        row = self.promise("seat", SEAT, TOWN, POST, ago=260, due=120, kind="in_acta", topic="participación",
                           official_said=BEFORE)  # fmt: skip
        self.asks(row, 150, "El alcalde ya se va.", obstacle="change_of_official", channel="visit")
        row = Commitment.objects.select_related("institution", "post", "organisation").get(pk=row.pk)
        set_official(institution=row.institution, by=self.by, post=POST, name=BEFORE, since=self.day(1500))
        change, _outcomes = change_authority(
            organisation=self.federation,
            institution=row.institution,
            post=row.post,
            before=BEFORE,
            after=AFTER,
            on=self.day(60),
            commitments=list(Commitment.objects.open().filter(post=row.post, organisation=self.federation)),
            by=self.by,
            nonce=self.number("change"),
            at=self.when(60),
        )
        letter_sent(change=change, on=self.day(55), by=self.by)

    def public(self):
        open_face(
            organisation=self.federation, by=self.by, intro="Lo que nos prometieron, con sus fechas.", embeddable=True
        )
        for key, words in (("kits", KITS), ("roof", ROOF)):
            row = Commitment.objects.select_related("organisation").get(pk=self.number(key))
            publish(commitment=row, words=words, by=self.by, sure=True)
