"""Women of the demonstration who would take a seat and prepare for it: some seats have relief, some share one woman,
many have nobody, so that the organiser's home has a mixed picture. Idempotent.

All invented. Who said something already is left as she is. All of it enters through the record, as on the site.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from academy.core.ids import event_id
from academy.members import consenting
from academy.members.models import Consent, Member, SeatKind
from academy.members.services import account
from leadership.models import SeatTask, StageRecord, TaskTick, Willingness
from leadership.stages import services as stages
from leadership.stages.looking import look
from leadership.willing import services
from leadership.willing.evidence import tasks_for

#: Who → kind of seat, «+»: also above; how many tasks she lacks; the companion who saw her do the others.
YES = {
    "Honorata Puma": ("presidenta +", 0, "Lucila Ccori"),
    "Lucila Ccori": ("tesorera", 0, "Honorata Puma"),
    "Zoraida Huamán": ("presidenta", 0, "Magda Condori"),
    "Magda Condori": ("tesorera", 0, "Zoraida Huamán"),
    "Adela Ccori": ("tesorera", 0, "Eva Quispe"),
    "Eva Quispe": ("secretaria +", 0, "Adela Ccori"),
    "Gloria Mamani": ("fiscal +", 0, "Eva Quispe"),
    "Lucila Puma": ("almacenera", 0, "Honorata Sullca"),
    "Honorata Sullca": ("secretaria +", 0, "Lucila Puma"),
    "Zoraida Condori": ("presidenta", 0, "Magda Ccori"),
    "Magda Ccori": ("almacenera", 0, "Zoraida Condori"),
    "Fortunata": ("tesorera", 0, "Yesi"),
    "Nélida": ("presidenta +", 0, "Maruja"),
    "Maruja": ("secretaria +", 0, "Nélida"),
    "Saida": ("fiscal +", 0, "Justina"),
    "Paulina": ("tesorera", 0, "Norma"),
    "Norma": ("almacenera", 1, "Paulina"),
    "Celia Puma": ("almacenera", 2, "Adela Ccori"),
    "Flor Huamán": ("tesorera", 2, "Zoraida Condori"),
    "Emperatriz Condori": ("tesorera", 1, "Sabina Ccori"),
}
#: A second seat that some of them would take too: one woman, two seats, one relief.
ALSO = {"Eva Quispe": "tesorera", "Honorata Puma": "tesorera", "Gloria Mamani": "tesorera"}
#: Who is not sure, or says later: they count nowhere as ready.
OTHERS = {
    "Sabina Condori": ("presidenta", "maybe"),
    "Flor Mamani": ("almacenera", "later"),
    "Irma Quispe": ("presidenta", "later"),
    "Julia Huamán": ("tesorera", "maybe"),
    "Bertha Quispe": ("secretaria", "maybe"),
    "Milagros": ("almacenera", "maybe"),
    "Delia": ("presidenta", "later"),
}
#: Who said yes to what her path shows, and whose stages wait for her answer. Looking costs: not at everybody.
ANSWERED = ("Honorata Puma", "Magda Condori", "Adela Ccori", "Eva Quispe", "Lucila Puma", "Zoraida Condori")
WAITS = ("Norma", "Flor Huamán")


def settle(*, at=None):
    at = at or timezone.now()
    names = {*YES, *OTHERS, *(companion for _kind, _lacks, companion in YES.values())}
    women = {her.display_name: her for her in Member.objects.filter(is_demo=True, display_name__in=names)}
    kinds = {kind.code: kind for kind in SeatKind.objects.all()}
    with transaction.atomic():
        _settle(women, kinds, at)


def _settle(women, kinds, at):
    ready = set(TaskTick.objects.filter(member__in=women.values()).values_list("member", flat=True))
    words = consenting.wording_of(Consent.Purpose.PROPOSED)
    for name, (said, lacks, companion) in YES.items():
        her = women.get(name)
        if her is None or her.pk in ready or companion not in women:
            continue
        code, _space, above = said.partition(" ")
        _says(her, kinds[code], "yes", bool(above), at)
        account.give_consent(member=her, purpose=words.purpose, wording=words.version, language="es", at=at)
        _does(her, kinds[code], lacks, women[companion], at)
        if name in ALSO:
            _says(her, kinds[ALSO[name]], "yes", False, at)
            _does(her, kinds[ALSO[name]], 0, women[companion], at)
        if name in (*ANSWERED, *WAITS) and not StageRecord.objects.filter(member=her).exists():
            look(her, at=at - timedelta(days=2))
            if name in ANSWERED:
                _answers(her, at)
    for name, (code, answer) in OTHERS.items():
        if name in women and not Willingness.objects.filter(member=women[name]).exists():
            _says(women[name], kinds[code], answer, False, at)


def _says(her, kind, answer, above, at):
    if not Willingness.objects.filter(member=her, kind=kind).exists():
        nonce = event_id(her.pk, {"demo": kind.code})
        services.say(member=her, kind=kind, answer=answer, above=above, nonce=nonce, at=at)


def _does(her, kind, lacks, companion, at):
    """All tasks of such a seat but the last ``lacks``, each seen by her companion."""
    tasks = tasks_for(her, kind)
    for task, _words in tasks[: len(tasks) - lacks]:
        nonce = event_id(her.pk, {"demo": [kind.code, task]})
        # A day before: her word comes first, then her companion's.
        services.tick(
            member=her, kind=kind, task=task, done=True, asked=companion, nonce=nonce, at=at - timedelta(days=1)
        )
    matter = SeatTask.objects.filter(kind=kind, seen_by_another=True).values("task")
    for tick in TaskTick.objects.filter(member=her, kind=kind, task__in=matter).select_related("kind"):
        services.confirm(tick=tick, by=companion, nonce=event_id(her.pk, {"seen": [kind.code, tick.task]}), at=at)


def _answers(her, at):
    for stage in StageRecord.objects.filter(member=her, kind="proposed").values_list("stage", flat=True):
        nonce = event_id(her.pk, {"demo": stage})
        stages.say(member=her, kind="confirmed", stage=stage, nonce=nonce, at=at - timedelta(days=1))
