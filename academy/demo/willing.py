"""What invented women say of their path: stages, seats they would take, who saw them do what. Idempotent.

Who said something already is left as she is. All of it enters through the record, as on the site.
"""

from datetime import timedelta

from django.utils import timezone

from academy.core.ids import event_id
from academy.members import consenting
from academy.members.models import Consent, Member, Organisation, SeatKind
from academy.members.services import account
from leadership.models import StageCriteria, StageRecord, TaskTick, Willingness
from leadership.stages import services as stages
from leadership.stages.looking import look
from leadership.stages.reference import load_reference as load_stages
from leadership.willing import services
from leadership.willing.evidence import tasks_of_kind
from leadership.willing.reference import load_reference as load_tasks

from . import people

#: name: kind of seat → answer; «+»: also above; «!»: she wants to be proposed.
SAID = {
    "Yuli": {"secretaria": "maybe", "vocal": "yes"},
    "Doña Hilda": {"tesorera": "yes +"},
    "Maruja": {"secretaria": "yes"},
    "Nélida": {"presidenta": "yes +", "secretaria": "maybe"},
    "Yesi": {"almacenera": "later"},
    "Tomasa": {"almacenera": "maybe"},
    "Yeni": {"tesorera": "yes"},
    "Justina": {"presidenta": "maybe"},
    "Vilma": {"fiscal": "yes"},
    "Olinda": {"presidenta": "yes +"},
    "Paulina": {"secretaria": "yes"},
    "Norma": {"almacenera": "yes"},
}
PROPOSED = ("Doña Hilda", "Maruja", "Nélida", "Yeni", "Olinda", "Norma")
#: Who says that she does all the tasks of the seat she said yes to, and who saw it.
DOES = {"Maruja": "Nélida", "Nélida": "Maruja", "Yeni": "Justina"}
#: Stages that she answered; the other proposals wait for her.
ANSWERED = {"Doña Hilda": ("cargo",)}
ACTA = "Libro 3, página 12 (inventada)"


def settle(*, at=None):
    at = at or timezone.now()
    load_stages()
    load_tasks()
    names = {*SAID, *ANSWERED}
    women = {her.display_name: her for her in Member.objects.filter(is_demo=True, display_name__in=names)}
    kinds = {kind.code: kind for kind in SeatKind.objects.all()}
    _criteria(at)
    for name, her in women.items():
        if not Willingness.objects.filter(member=her).exists():
            _says(her, SAID.get(name, {}), kinds, at)
        if name in PROPOSED:
            words = consenting.wording_of(Consent.Purpose.PROPOSED)
            account.give_consent(member=her, purpose=words.purpose, wording=words.version, language="es", at=at)
    for name, companion in DOES.items():
        _does(women[name], women[companion], kinds, at)
    for name in ("Yuli", *ANSWERED):
        if not StageRecord.objects.filter(member=women[name]).exists():
            look(women[name], at=at - timedelta(days=1))
            for stage in ANSWERED.get(name, ()):
                nonce = event_id(women[name].pk, {"demo": stage})
                stages.say(member=women[name], kind="confirmed", stage=stage, nonce=nonce, at=at)


def _says(her, said, kinds, at):
    for code, words in said.items():
        answer, _space, above = words.partition(" ")
        nonce = event_id(her.pk, {"demo": code})
        services.say(member=her, kind=kinds[code], answer=answer, above=bool(above), nonce=nonce, at=at)


def _does(her, companion, kinds, at):
    if TaskTick.objects.filter(member=her).exists():
        return
    for code in (code for code, words in SAID[her.display_name].items() if words.startswith("yes")):
        for task, _words in tasks_of_kind(kinds[code]):
            nonce = event_id(her.pk, {"demo": task})
            # A day before: her word comes first, then her companion's.
            day = at - timedelta(days=1)
            services.tick(member=her, kind=kinds[code], task=task, done=True, asked=companion, nonce=nonce, at=day)
    for tick in TaskTick.objects.filter(member=her).select_related("kind"):
        services.confirm(tick=tick, by=companion, nonce=event_id(her.pk, {"seen": tick.task}), at=at)


def _criteria(at):
    """What the federation's assembly decided about stages, and what it will speak of next."""
    place = Organisation.objects.get(code=people.FEDERATION["code"])
    organiser = Member.objects.filter(is_demo=True, username=people.ORGANISER).first()
    if organiser is None or StageCriteria.objects.filter(organisation=place).exists():
        return
    before = at - timedelta(days=120)
    made = stages.propose_criteria(
        organisation=place, by=organiser, rules_=stages.rules.DEFAULT, words="Cada una a su paso.", at=before
    )
    day = timezone.localdate(before) + timedelta(days=20)
    stages.adopt_criteria(criteria=made, by=organiser, acta=ACTA, on=day, at=at)
    twice = {**stages.rules.DEFAULT, "asume-tarea": {**stages.rules.DEFAULT["asume-tarea"], "at_least": 2}}
    stages.propose_criteria(organisation=place, by=organiser, rules_=twice, at=at - timedelta(days=10))
