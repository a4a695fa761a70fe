"""What the invented women want, offer and have begun in mentoring. Idempotent: who has a profile is left as she is."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from academy.members.models import Consent, Member, Organisation
from mentoring import conduct
from mentoring.models import (
    MatchingWeights,
    MentoringCycle,
    MentoringProfile,
    MentoringTopic,
    Pairing,
)
from mentoring.profiles.services import save_profile
from mentoring.proposals.services import Way, open_proposal
from mentoring.proposals.suggesting import suggestions_for
from mentoring.reference import load_reference

from . import people

#: name: wants, offers, free hours, languages, capacity, her own words
PROFILES = {
    "Yuli": (["libro-de-caja", "hablar-en-publico"], ["usar-celular"], "5-afternoon 6-afternoon", "es qu", 1, ""),
    "Doña Hilda": (
        ["usar-celular", "mensajes-y-grupos"],
        ["libro-de-caja", "memoria-de-la-organizacion"],
        "6-morning 6-afternoon",
        "es qu",
        2,
        "Fui tesorera muchos años. Enseño con paciencia.",
    ),
    "Maruja": (["conducir-asamblea"], ["mensajes-y-grupos"], "2-evening 6-afternoon", "es", 2, ""),
    "Nélida": (["cuidar-datos"], ["llevar-actas", "conducir-asamblea"], "2-evening", "es ay", 2, "Me gusta escuchar."),
    "Yesi": (["conocer-derechos"], ["reuniones-por-video"], "5-morning", "es", 1, ""),
    "Fortunata": (["usar-celular"], ["resolver-conflictos"], "1-morning 3-morning", "qu es", 1, ""),
    "Rosalía": (["hablar-con-autoridades"], [], "6-afternoon", "es", 2, ""),
    "Yeni": (["calcular-costos"], ["fotos-y-afiches", "usar-celular"], "5-afternoon", "es", 3, ""),
    "Justina": ([], ["hablar-con-autoridades", "conocer-derechos"], "6-afternoon 5-morning", "es qu", 2, ""),
    "Saida": (["llevar-actas"], ["tramites-en-linea"], "2-evening", "es", 2, ""),
    "Olinda": (["reuniones-por-video"], ["entregar-el-cargo"], "4-afternoon", "es", 2, ""),
    "Paulina": (["entregar-el-cargo"], [], "4-afternoon", "es", 2, ""),
    "Norma": (["resolver-conflictos"], ["usar-celular"], "3-morning", "es qu", 2, ""),
}
#: Pairs that walk already: who learns, who accompanies, days since they began, days since they met (None: not yet).
PAIRS = [
    ("Saida", "Nélida", 70, 9),
    ("Paulina", "Olinda", 40, 33),
    ("Norma", "Fortunata", 12, None),
]
BY_NAME = ("Rosalía", "Saida", "Nélida", "Yesi")


def settle(*, at=None):
    at = at or timezone.now()
    load_reference()
    federation = Organisation.objects.get(code=people.FEDERATION["code"])
    with transaction.atomic():
        _cycle_and_weights(federation, at)
        women = {
            member.display_name: member
            for member in Member.objects.of(federation).filter(is_demo=True, display_name__in=PROFILES)
        }
        fresh = _profiles(women, at)
        if fresh:
            _pairs(women, at)
            _ask(women, at)


def _cycle_and_weights(federation, at):
    today = timezone.localdate(at)
    if not MentoringCycle.objects.filter(organisation=federation).exists():
        MentoringCycle.objects.create(
            organisation=federation,
            name="Primer ciclo (inventado)",
            starts=today - timedelta(days=80),
            ends=today + timedelta(days=100),
        )
    MatchingWeights.objects.get_or_create(
        organisation=federation,
        version=1,
        defaults={"acta": "Libro 1, página 12 (inventada)", "adopted_on": today - timedelta(days=90)},
    )


def _profiles(women, at):
    """Those who had none. A week apart, so that some have waited longer."""
    topics = {topic.slug: topic for topic in MentoringTopic.objects.all()}
    known = set(MentoringProfile.objects.filter(member__in=women.values()).values_list("member", flat=True))
    fresh = [(number, name) for number, name in enumerate(PROFILES) if name in women and women[name].pk not in known]
    for number, name in fresh:
        wants, offers, slots, languages, capacity, about = PROFILES[name]
        day = at - timedelta(days=75 - 5 * number)
        save_profile(
            member=women[name],
            wants=[topics[slug] for slug in wants],
            offers=[topics[slug] for slug in offers],
            kinds=[],
            adult=True,
            channels=["call", "whatsapp", "visit"],
            languages=languages.split(),
            slots=slots.split(),
            distance="district",
            life=[],
            about=about,
            capacity=capacity,
            would_circle=True,
            at=day,
        )
        conduct.accept(member=women[name], at=day)
        if name in BY_NAME:
            Consent.objects.get_or_create(
                member=women[name],
                purpose=Consent.Purpose.MENTORING_BY_NAME,
                withdrawn_at=None,
                defaults={"wording": "2026-1", "language": "es"},
            )
    return fresh


def _pairs(women, at):
    for mentee, mentor, began, met in PAIRS:
        if mentee not in women or mentor not in women:
            continue
        day = at - timedelta(days=began)
        Pairing.objects.get_or_create(
            mentee=women[mentee],
            mentor=women[mentor],
            defaults={
                "state": Pairing.State.ACTIVE,
                "began_at": day,
                "agreed_at": day,
                "waited_since": day - timedelta(days=10),
                "last_contact_on": None if met is None else timezone.localdate(at) - timedelta(days=met),
                "meetings_count": 0 if met is None else 1,
            },
        )
        MentoringProfile.objects.filter(member=women[mentee]).update(first_wanted_at=None)


def _ask(women, at):
    """Yuli has somebody to answer: the first who fits her."""
    yuli = women.get("Yuli")
    found = suggestions_for(yuli, at=at) if yuli else []
    if found:
        open_proposal(
            mentee=yuli,
            mentor=found[0].mentor,
            way=Way.SUGGESTED,
            by=None,
            reasons=found[0].reasons,
            caution=found[0].caution,
            at=at,
        )
