"""What tests of the organiser's home need: women who are willing and prepared, boards with a history, countings."""

import random
from datetime import timedelta

from academy.members import consenting
from academy.members.models import Consent, Seat, Term
from academy.members.services import account
from leadership.figures.asked import Asked
from leadership.figures.facts import Facts
from leadership.figures.scope import Scope
from leadership.models import TaskTick, Willingness
from leadership.snapshots import building
from leadership.willing.evidence import tasks_of_kind
from tests.courses.factories import MemberFactory

from .women import TODAY, house, kind

POSTS = [("presidenta", "Presidenta"), ("secretaria", "Secretaria"), ("tesorera", "Tesorera"), ("vocal", "Vocal")]


def board(organisation, posts=POSTS):
    """A seat for each post, by its code."""
    return {code: Seat.objects.create(organisation=organisation, kind=kind(code, name)) for code, name in posts}


def wants_to_be_proposed(member):
    words = consenting.wording_of(Consent.Purpose.PROPOSED)
    account.give_consent(member=member, purpose=words.purpose, wording=words.version, language="es")


def willing(member, seat, *, prepared=True, proposed=True, above=False):
    """She says yes for the seat's kind; prepared: she does all its tasks."""
    Willingness.objects.create(
        member=member,
        kind=seat.kind,
        answer="yes",
        above=above,
        said_on=TODAY,
        good_until=TODAY + timedelta(days=365),
    )
    if prepared:
        for task, _words in tasks_of_kind(seat.kind):
            TaskTick.objects.create(member=member, kind=seat.kind, task=task, done_on=TODAY)
    if proposed and not Consent.objects.filter(member=member, withdrawn_at=None).exists():
        wants_to_be_proposed(member)


def counted(root):
    """A fresh counting of the tree under ``root``; its Snapshot."""
    snapshot = building.count(root=root)
    assert snapshot.state == "ready"
    return snapshot


def facts_of(snapshot, *, scope=None, **asked):
    scope = scope or Scope(trees=(snapshot.root.path,))
    return Facts(ids=(snapshot.pk,), scope=scope, asked=Asked(**asked), day=snapshot.day)


def history(seats, women, *, seed=1, rounds=4):
    """Believable terms of eight years, written straight: who follows whom is a matter of ``seed``."""
    chance, terms = random.Random(seed), []
    for seat in seats:
        since = TODAY - timedelta(days=chance.randrange(30, 700) + 730 * (rounds - 1))
        for number in range(rounds):
            last = number == rounds - 1
            left = chance.random() < 0.2
            ended = since + timedelta(days=chance.randrange(60, 700)) if left else since + timedelta(days=730)
            if ended > TODAY or (last and not left):
                ended = None
            holder = chance.choice(women)
            terms.append(
                Term(
                    seat=seat,
                    holder=holder,
                    person=holder.pk,
                    since=since,
                    until=since + timedelta(days=730),
                    ended_on=ended,
                    ended_how="finished" if ended else "",
                    acta="Libro 1",
                    candidates=chance.choice([None, 1, 2, 3]),
                    elected=chance.random() < 0.9,
                )
            )
            since += timedelta(days=730)
            if since > TODAY:
                break
    Term.objects.bulk_create(terms)
    return terms


def network(women=6):
    """A house whose kitchen has a board of four posts and so many women more."""
    here = house()
    here.seat.delete()
    here.board = board(here.kitchen)
    here.women = [MemberFactory(display_name=f"Zoraida{n}", member_of=here.kitchen) for n in range(women)]
    return here
