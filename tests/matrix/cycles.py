"""Cycles, issues, workshops, visits, practices, maps and plans of her kitchen (yuli's)."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from academy.core.ids import uuid7
from peer_exchange.cycles import services as cycles
from peer_exchange.maps import services as maps
from peer_exchange.models import CycleRole, ExchangeVisit
from peer_exchange.plans import services as plans
from peer_exchange.practices import services as practices
from peer_exchange.visits import services as visits

from .words import DOOR, OWN, POST_ONLY, row

#: Of the kitchen: who belongs to it and who looks after it. An editor, a stranger, a superuser: it does not exist.
OF_THE_KITCHEN = row(DOOR, 200, 200, 200, 200, 404, 404, 404, 404)
#: Who has an organisation to write for.
WITH_A_PLACE = row(DOOR, 200, 200, 200, 200, 403, 200, 200, 403)
#: What the board decides, or she who began it (yuli): her companion is told so.
DECIDED = row(DOOR, 200, 403, 200, 200, 404, 404, 404, 404)

LISTS = ("cycles", "issues", "workshops", "visits", "practices", "maps", "plans")
NEW = ("new_cycle", "new_issue", "new_workshop", "new_visit", "new_practice", "new_map", "new_plan")
SEEN = (
    *("cycle", "cycle_step", "cycle_roles", "issue", "workshop", "visit", "change_visit", "will_try", "tried"),
    *("tell_back", "practice", "rewrite_practice", "map", "sketch_map", "map_sketch", "new_point", "change_point"),
    *("tie_point", "point_photo", "plan", "new_module", "change_module"),
)
DECIDE = ("change_cycle", "close_cycle", "describe_practice", "change_map", "change_plan")
POSTS = (
    *("answer_role", "add_problem", "priority_to_cycle", "review_words", "practice_names", "practice_consent"),
    *("practice_move", "remove_point", "move_module"),
)

ROWS = {
    **{f"exchange:{name}": OWN for name in LISTS},
    **{f"exchange:{name}": WITH_A_PLACE for name in NEW},
    **{f"exchange:{name}": OF_THE_KITCHEN for name in SEEN},
    **{f"exchange:{name}": DECIDED for name in DECIDE},
    **{f"exchange:{name}": POST_ONLY for name in POSTS},
}


def _photo():
    stream = BytesIO()
    Image.new("RGB", (40, 30), "#7a1f3d").save(stream, "JPEG")
    return SimpleUploadedFile("foto.jpg", stream.getvalue())


def addresses(house, course, people):
    yuli, kitchen, day = house.yuli, house.kitchen, date(2026, 9, 1)
    made = {"organisation": kitchen, "by": yuli, "reserve": "organisation"}
    cycle = cycles.open_cycle(id=uuid7(), title="Agua", dialogue_on=day, **made)
    cycles.ask_role(cycle=cycle, role="recorder", member=yuli, by=yuli)
    issue = cycles.name_issue(id=uuid7(), title="No hay agua", **made)
    workshop = cycles.hold_workshop(
        id=uuid7(), title="Taller", held_on=day, dots_each=3, problems=["Agua", "Techo"], **made
    )
    visit = visits.plan_visit(
        id=uuid7(),
        host=kitchen,
        guests=[house.federation],
        by=yuli,
        title="Huerto",
        starts_on=day,
        state=ExchangeVisit.State.HELD,
    )
    trial = visits.will_try(visit=visit, organisation=kitchen, words="Compost", by=yuli)
    practice = practices.write(id=uuid7(), title="Compost", did="Juntar", worked="Sí", adapt="", **made)
    map = maps.begin_map(id=uuid7(), title="Zona alta", **made)
    maps.set_sketch(map=map, upload=_photo(), by=yuli)
    point = uuid7()
    noted = maps.note_point(
        map=map,
        point=point,
        by=yuli,
        nonce=uuid7(),
        layer="risk",
        words="Huaico",
        block="Sector 2",
        square="C4",
        on="2026-09-01",
        reserve="organisation",
        photo=maps.kept_photo(_photo(), by=yuli),
    )
    assert noted, noted.reason
    plan = plans.begin_plan(id=uuid7(), title="Cocina", **made)
    plans.save_module(plan=plan, by=yuli, title="Lavadero", state="idea")
    module = plan.modules.get().pk
    of_cycle, of_visit, of_practice, of_map = [cycle.pk], [visit.pk], [practice.pk], [map.pk]
    of_plan = [plan.pk]
    return {
        **{f"exchange:{name}": of_cycle for name in ("cycle", "change_cycle", "close_cycle", "cycle_roles")},
        "exchange:cycle_step": [cycle.pk, 3],
        "exchange:answer_role": [cycle.pk, CycleRole.objects.get(cycle=cycle).pk],
        "exchange:issue": [issue.pk],
        **{f"exchange:{name}": [workshop.pk] for name in ("workshop", "add_problem")},
        "exchange:priority_to_cycle": [workshop.pk, workshop.problems.first().pk],
        **{f"exchange:{name}": of_visit for name in ("visit", "change_visit", "will_try")},
        "exchange:tried": [visit.pk, trial.pk],
        "exchange:tell_back": [visit.pk, 30],
        **{f"exchange:{name}": of_practice for name in ("practice", "describe_practice")},
        **{f"exchange:{name}": of_practice for name in ("practice_names", "practice_move")},
        **{f"exchange:{name}": [practice.pk, "es"] for name in ("rewrite_practice", "review_words")},
        "exchange:practice_consent": [practice.pk, practice.consents.get().pk],
        **{f"exchange:{name}": of_map for name in ("map", "change_map", "sketch_map", "map_sketch", "new_point")},
        **{f"exchange:{name}": [point] for name in ("change_point", "remove_point", "tie_point", "point_photo")},
        **{f"exchange:{name}": of_plan for name in ("plan", "change_plan", "new_module")},
        **{f"exchange:{name}": [plan.pk, module] for name in ("change_module", "move_module")},
    }
