"""One cycle of the demonstration with what surrounds it: a map, a workshop, a visit, a practice, a plan. All invented.

Idempotent: a kitchen that has a map is left as it is. Ids follow from the story, so that a second run finds the first.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from academy.members.models import Member, Organisation
from peer_exchange.cycles import services as cycles
from peer_exchange.maps import services as maps
from peer_exchange.models import CommunityMap, PlanModule
from peer_exchange.plans import services as plans
from peer_exchange.practices import services as practices
from peer_exchange.visits import services as visits

_STORY = uuid.UUID("0d4b7f6a-51c2-5a5e-8b0e-2f7c9a1e6d33")
#: Rows of squares that the neighbourhood takes up.
OUTLINE = [None, [3, 6], [2, 8], [1, 9], [1, 10], [2, 10], [3, 9], [4, 7], None]
#: layer, words, block or sector, square
POINTS = [
    ("risk", "Cuando llueve, baja piedra por la quebrada.", "Sector alto", "C4"),
    ("risk", "La escalera está rota y sin baranda.", "Manzana F", "E3"),
    ("resource", "Loza con techo: sirve para reunirse.", "Sector medio", "F5"),
    ("kitchen", "Comedor Sol de la Ladera.", "Sector medio", "G5"),
    ("kitchen", "Olla Común Buen Corazón.", "Sector alto", "D4"),
    ("missing_service", "No llega el agua: solo camión, dos veces por semana.", "Sector alto", "D3"),
    ("missing_service", "No hay luz en la subida.", "Manzana F", "E4"),
    ("promise", "Aquí prometieron un pilón de agua.", "Sector alto", "E2"),
    ("garden", "Huerto de las socias.", "Sector bajo", "H7"),
]
PROBLEMS = [
    ("El agua llega solo en camión", 21),
    ("El techo gotea", 12),
    ("Se cocina con leña mojada", 12),
    ("No hay luz", 6),
]
#: number, state, what came of it
STEPS = [
    (1, "done", "Nueve puntos en el mapa. Hablaron veintitrés vecinas."),
    (2, "done", "Primero el agua: veintiún puntos de diecisiete mujeres."),
    (3, "done", "Decide la gerencia de obras de la municipalidad (inventada)."),
    (6, "skipped", ""),
]
#: title, words, least and most in soles, state, titles of what must stand before
MODULES = [
    ("Tanque de agua", "De 1,100 litros, con tapa.", 650, 900, "building", ()),
    ("Lavadero", "Dos pozas, a la altura de las manos.", 380, 520, "idea", ("Tanque de agua",)),
    ("Techo de calamina", "Doce planchas y su canaleta.", 900, 1300, "gathering", ()),
    ("Cocina mejorada", "Con chimenea, para dos ollas.", 700, 1100, "idea", ("Techo de calamina",)),
]


def _number(*said):
    return uuid.uuid5(_STORY, "/".join(said))


def settle(*, at=None):
    at = at or timezone.now()
    home, pot = (
        Organisation.objects.select_related("territory").filter(code=code).first() for code in ("SOL", "CORAZON")
    )
    women = {one.display_name: one for one in Member.objects.filter(is_demo=True)}
    if home is None or pot is None or CommunityMap.objects.filter(pk=_number("map")).exists():
        return
    with transaction.atomic():
        by, young = women["Doña Hilda"], women["Yuli"]
        map = _map(home, by, young, timezone.localdate(at))
        workshop = _workshop(home, by, timezone.localdate(at))
        cycle = _cycle(home, by, young, women, map, workshop, at)
        _plan(home, by, women, cycle)
        _visit(home, pot, women, timezone.localdate(at))


def _map(home, by, young, today):
    map = maps.begin_map(
        id=_number("map"), organisation=home, by=by, title="Ladera: sectores alto, medio y bajo", reserve="organisation"
    )
    maps.change_map(map=map, by=by, outline=OUTLINE)
    for place, (layer, words, block, square) in enumerate(POINTS):
        maps.note_point(
            map=map,
            point=_number("point", str(place)),
            by=young if place % 2 else by,
            nonce=_number("nonce", str(place)),
            layer=layer,
            words=words,
            block=block,
            square=square,
            on=(today - timedelta(days=40)).isoformat(),
            reserve="organisation",
        )
    return map


def _workshop(home, by, today):
    workshop = cycles.hold_workshop(
        id=_number("workshop"),
        organisation=home,
        by=by,
        problems=[title for title, _dots in PROBLEMS],
        title="¿Qué arreglamos primero?",
        held_on=today - timedelta(days=30),
        dots_each=3,
        reserve="organisation",
    )
    dots = dict(PROBLEMS)
    counted = {problem.pk: dots[problem.title] for problem in workshop.problems.all()}
    cycles.count_dots(workshop=workshop, by=by, women=17, dots=counted)
    return workshop


def _cycle(home, by, young, women, map, workshop, at):
    issue = cycles.issue_of(problem=workshop.problems.first(), by=by)
    cycle = cycles.open_cycle(
        id=_number("cycle"),
        organisation=home,
        by=by,
        title="Que el agua llegue todos los días al sector alto",
        issue=issue,
        map=map,
        dialogue_on=timezone.localdate(at) + timedelta(days=12),
        reserve="organisation",
        at=at - timedelta(days=28),
    )
    for number, state, output in STEPS:
        cycles.set_step(cycle=cycle, number=number, by=by, state=state, output=output, at=at - timedelta(days=20))
    for role, name in (("spokeswoman", "Doña Hilda"), ("recorder", "Nélida"), ("timekeeper", "Maruja")):
        cycles.ask_role(cycle=cycle, role=role, member=women[name], by=women[name], at=at - timedelta(days=9))
    cycles.ask_role(cycle=cycle, role="spokeswoman", member=young, by=by, at=at - timedelta(days=2))
    return cycle


def _plan(home, by, women, cycle):
    plan = plans.begin_plan(
        id=_number("plan"),
        organisation=home,
        by=by,
        title="Una cocina con agua y sin humo",
        words="Lo hacemos por partes, con lo que hay.",
        reserve="organisation",
        cycle=cycle,
    )
    for title, words, low, high, state, before in MODULES:
        plans.save_module(
            plan=plan,
            by=by,
            title=title,
            words=words,
            cost_low=low,
            cost_high=high,
            state=state,
            responsible=women["Maruja"] if state == "building" else None,
            needs=PlanModule.objects.filter(plan=plan, title__in=before),
        )


def _visit(home, pot, women, today):
    visit = visits.plan_visit(
        id=_number("visit"),
        host=pot,
        guests=[home],
        by=women["Rosalía"],
        title="El huerto de Buen Corazón",
        starts_on=today - timedelta(days=35),
        questions=["¿Cómo riegan con poca agua?", "¿Quién cuida el huerto los domingos?"],
        plan="Recorrido, preguntas y almuerzo juntas.",
        state="held",
        reserve="network",
    )
    visits.will_try(visit=visit, organisation=home, words="Regar con botellas", by=women["Yuli"])
    practice = practices.write(
        id=_number("practice"),
        organisation=pot,
        by=women["Rosalía"],
        named=[home],
        visit=visit,
        reserve="network",
        authors_said="Las socias de Buen Corazón (inventadas)",
        title="Riego con botellas",
        did="Enterramos botellas con huequitos junto a cada planta.\nLas llenamos dos veces por semana.",
        worked="Con la mitad del agua, la lechuga salió igual.",
        adapt="Si no hay botellas, sirve un porongo con mecha de tela.",
    )
    practices.review(practice=practice, by=women["Yeni"])
