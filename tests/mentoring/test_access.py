"""Every address of mentoring × each person of DESIGN §7: who is in the pair, who was, who coordinates, who supports.

Answers as in tests/test_access_matrix.py. ``mentee`` and ``mentor`` are in a pair and were asked anew; ``former``
accompanied the mentee before; ``board`` belongs to the mentee's kitchen; ``support`` is a support person of another
district; ``root`` is a superuser without any role.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.members.models import Role
from mentoring import urls, urls_coordinate, urls_pairing
from mentoring.circles import services as circles
from mentoring.models import Agreement, MatchingRound, Meeting, Pairing, Proposal
from tests.courses.factories import MemberFactory
from tests.mentoring.women import cycle, guide, learner, valley, weights

PERSONS = ("mentee", "mentor", "former", "board", "coordinator", "outsider", "support", "root", "stranger")


def row(*answers):
    return dict(zip(PERSONS, answers, strict=True))


OWN = row(*[200] * 9)
POST_ONLY = row(*[405] * 9)
BOTH = row(200, 200, *[404] * 7)
#: The two of the pair: the answer of a page that is not theirs to open now is a redirect, with the reason.
ALL_COORDINATORS = row(403, 403, 403, 403, 200, 200, 403, 403, 403)
IN_SCOPE = row(403, 403, 403, 403, 200, 404, 403, 403, 403)
MATRIX = {
    "home": OWN,
    "profile": OWN,
    "still_so": POST_ONLY,
    "rest": POST_ONLY,
    "empty_profile": OWN,
    "not_with": OWN,
    "suggestions": OWN,
    "ask": POST_ONLY,
    "proposal": BOTH,
    "circle": BOTH,
    "board": ALL_COORDINATORS,
    "board_csv": ALL_COORDINATORS,
    "board_xlsx": ALL_COORDINATORS,
    "cycle": ALL_COORDINATORS,
    "weights": ALL_COORDINATORS,
    "assembly_pair": ALL_COORDINATORS,
    "new_circle": ALL_COORDINATORS,
    "reserved": ALL_COORDINATORS,
    "lift_reserve": row(403, 403, 403, 403, 405, 405, 403, 403, 403),
    "gone": ALL_COORDINATORS,
    "rounds": ALL_COORDINATORS,
    "round": IN_SCOPE,
    "round_step": row(403, 403, 403, 403, 405, 405, 403, 403, 403),
    "withdraw": row(403, 403, 403, 403, 405, 405, 403, 403, 403),
}
#: Pages of a pair: only its two women ever get anything but "there is no such thing".
OF_THE_PAIR = {each.name for each in urls_pairing.urlpatterns if str(each.pattern).startswith("pareja/")}


@pytest.fixture
def world(db):
    place = valley()
    people = {
        "mentee": learner(place.kitchen),
        "mentor": guide(place.pot),
        "former": guide(place.pot, "Antes"),
        "board": MemberFactory(display_name="Directiva", member_of=place.kitchen),
        "coordinator": place.coordinator,
        "outsider": place.outsider,
        "support": MemberFactory(display_name="Apoyo", holds=(Role.Kind.SUPPORT, place.elsewhere)),
        "root": MemberFactory(display_name="Raíz", is_superuser=True),
        "stranger": MemberFactory(display_name="Ajena", member_of=place.elsewhere),
    }
    mentee, mentor, now = people["mentee"], people["mentor"], timezone.now()
    Pairing.objects.create(
        mentee=mentee, mentor=people["former"], state="changed", ending="change", ended_at=now, agreed_at=now
    )
    pairing = Pairing.objects.create(mentee=mentee, mentor=mentor, state="active", agreed_at=now)
    agreement = Agreement.objects.create(pairing=pairing, written_by=mentee, goals=["Hablar"])
    meeting = Meeting.objects.create(pairing=pairing, logged_by=mentee, met_on=timezone.localdate())
    proposal = Proposal.objects.create(
        mentee=mentor, mentor=mentee, state="open", opened_at=now, expires_at=now + timedelta(days=14)
    )
    circle = circles.make(
        organisation=place.federation, by=place.coordinator, name="C", mentors=[mentor], mentees=[mentee]
    )
    matching = MatchingRound.objects.create(
        organisation=place.federation,
        cycle=cycle(place.federation),
        weights=weights(place.federation),
        seed="s",
        state="computed",
    )
    draft = Proposal.objects.create(mentee=people["board"], mentor=mentor, round=matching)
    args = {
        "proposal": [proposal.pk],
        "circle": [circle.pk],
        "lift_reserve": [1],
        "round": [matching.pk],
        "round_step": [matching.pk],
        "withdraw": [matching.pk, draft.pk],
        "pairing": [pairing.pk],
        "agreement": [pairing.pk, agreement.pk],
        "meeting": [pairing.pk, meeting.pk],
    }
    return people, args


def test_every_address_here_has_a_row():
    mine = {each.name for each in (*urls.urlpatterns, *urls_coordinate.urlpatterns) if getattr(each, "name", None)}
    assert mine == set(MATRIX)
    assert len(OF_THE_PAIR) > 10


@pytest.mark.parametrize("person", PERSONS)
def test_each_person_gets_what_her_row_says(person, world, client):
    people, args = world
    client.force_login(people[person])
    wrong = {}
    for name, expected in MATRIX.items():
        answer = client.get(reverse(f"mentoring:{name}", args=args.get(name, [])))
        if answer.status_code != expected[person]:
            wrong[name] = f"{answer.status_code}, the row says {expected[person]}"
    assert wrong == {}


@pytest.mark.parametrize("person", PERSONS[2:])
def test_nobody_else_opens_a_pair_by_any_address_or_verb(person, world, client):
    people, args = world
    client.force_login(people[person])
    wrong = {}
    for each in urls_pairing.urlpatterns:
        if each.name in OF_THE_PAIR:
            ids = {"agreement": args["agreement"], "meeting": args["meeting"]}
            given = next((ids[word] for word in ids if f"<uuid:{word}>" in str(each.pattern)), args["pairing"])
            address = reverse(f"mentoring:{each.name}", args=given)
            for method in (client.get, client.post):
                status = method(address).status_code
                if status not in (404, 405):
                    wrong[f"{each.name} {method.__name__}"] = status
    assert wrong == {}


@pytest.mark.parametrize("person", ["mentee", "mentor"])
def test_the_two_of_a_pair_open_it(person, world, client):
    people, args = world
    client.force_login(people[person])
    assert client.get(reverse("mentoring:pair", args=args["pairing"])).status_code == 200


@pytest.mark.parametrize("person", PERSONS[2:])
def test_nobody_else_answers_for_her(person, world, client):
    people, args = world
    client.force_login(people[person])
    for name in ("proposal", "circle"):
        assert client.post(reverse(f"mentoring:{name}", args=args[name]), {"answer": "yes"}).status_code == 404
    proposal = Proposal.objects.get(pk=args["proposal"][0])
    assert (proposal.mentee_accepted_at, proposal.mentor_accepted_at) == (None, None)
