"""Her path (stages, seats she would take, passport): hers alone. What assemblies decide about stages: of the base."""

from django.utils import timezone

from academy.core.ids import uuid7
from academy.members import consenting
from academy.members.models import Consent, Seat, SeatKind
from academy.members.services import account
from leadership.models import TaskTick
from leadership.stages import services
from leadership.willing.evidence import tasks_of_kind

from .words import DOOR, OWN, POST_ONLY, row

#: The women of the organisation and its organiser. A facilitator or an editor has no part in it.
BASE = row(DOOR, 200, 200, 404, 200, *[404] * 4)
ORGANISERS = row(DOOR, 403, 403, 404, 200, *[404] * 4)

ROWS = {
    "leadership:stages": OWN,
    "leadership:answer_stage": POST_ONLY,
    "leadership:turn_path": POST_ONLY,
    "leadership:willingness": OWN,
    "leadership:be_proposed": POST_ONLY,
    "leadership:willing_kind": OWN,
    "leadership:tick_task": POST_ONLY,
    "leadership:to_confirm": OWN,
    "leadership:confirm_tick": POST_ONLY,
    "leadership:passport": OWN,
    "leadership:hide_fact": POST_ONLY,
    "leadership:passport_pdf": OWN,
    "leadership:passport_json": OWN,
    # Hilda walks in ayni with her, and yuli allows it. She herself has her own pages.
    "leadership:companion_path": row(DOOR, 404, 200, *[404] * 6),
    "leadership:criteria": BASE,
    "leadership:propose_criteria": ORGANISERS,
    "leadership:name_stages": ORGANISERS,
    "leadership:adopt_criteria": ORGANISERS,
    # Yuli and hilda belong to the base and sit on no board of the federation: they are told so.
    "leadership:willing_for_seat": ORGANISERS,
}


def addresses(house, course, people):
    kind = SeatKind.objects.get_or_create(code="vocal", defaults={"name_es": "Vocal"})[0]
    kind.tasks_es = "Llevar avisos"
    kind.save()
    words = consenting.wording_of(Consent.Purpose.PATH_TO_MENTOR)
    account.give_consent(member=house.yuli, purpose=words.purpose, wording=words.version, language="es")
    seat = Seat.objects.create(organisation=house.federation, kind=kind)
    task = tasks_of_kind(kind)[0][0]
    tick = TaskTick.objects.create(
        member=house.yuli, kind=kind, task=task, done_on=timezone.localdate(), asked=house.hilda
    )
    criteria = services.propose_criteria(organisation=house.federation, by=people["organiser"], rules_={}, id=uuid7())
    return {
        "leadership:answer_stage": ["aprende"],
        "leadership:willing_kind": [kind.code],
        "leadership:tick_task": [kind.code, task],
        "leadership:confirm_tick": [tick.pk],
        "leadership:companion_path": [house.yuli.pk],
        "leadership:criteria": [house.federation.pk],
        "leadership:propose_criteria": [house.federation.pk],
        "leadership:name_stages": [house.federation.pk],
        "leadership:adopt_criteria": [criteria.pk],
        "leadership:willing_for_seat": [seat.pk],
    }
