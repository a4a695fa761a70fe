"""Cycles on the page and in the services: who may, what stays, what two women do at once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.members import path
from academy.members.models import Notice
from peer_exchange.cycles import her_data, services, told, women
from peer_exchange.maps import services as maps
from peer_exchange.models import Commitment, CycleRole, CycleStep, DialogueCycle, Issue, SessionLog
from peer_exchange.practices import services as practices
from tests.courses.factories import MemberFactory
from tests.peer_exchange.gathering import DAY, cycle_of, map_of, photo, point_on, seat_for, sent

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"exchange:{name}", args=args)


# --- Beginning -------------------------------------------------------------------------------------


def test_a_cycle_begins_from_an_issue_and_a_second_tap_is_the_same_cycle(client, house):
    issue = services.name_issue(
        id=uuid7(), organisation=house.kitchen, by=house.yuli, title="No hay agua", reserve="organisation"
    )
    client.force_login(house.yuli)
    page = client.get(url("new_cycle") + f"?tema={issue.pk}")
    form = sent(page.context["form"], dialogue_on="2026-12-20")
    assert form["title"] == "No hay agua"
    first, second = (client.post(url("new_cycle"), form) for _tap in range(2))
    assert first.status_code == 302
    assert first.url == second.url
    cycle = DialogueCycle.objects.get()
    assert (cycle.issue, cycle.organisation, cycle.opened_by) == (issue, house.kitchen, house.yuli)


def test_a_stranger_cannot_begin_a_cycle_for_another_organisation(client, house):
    client.force_login(house.rosa)
    answer = client.post(url("new_cycle"), {"title": "X", "reserve": "organisation", "organisation": house.kitchen.pk})
    assert answer.status_code == 422
    assert not DialogueCycle.objects.exists()


def test_what_she_may_not_read_is_not_offered_as_a_source_and_not_shown_on_the_cycle(client, house):
    secret = services.name_issue(
        id=uuid7(), organisation=house.federation, by=house.amanda, title="Reservado", reserve="participants"
    )
    client.force_login(house.yuli)
    assert "Reservado" not in client.get(url("new_cycle") + f"?tema={secret.pk}").content.decode()
    cycle = cycle_of(house, issue=secret)
    assert "Reservado" not in client.get(url("cycle", cycle.pk)).content.decode()


def test_a_cycle_of_the_board_alone_does_not_exist_for_a_companion(client, house):
    cycle = cycle_of(house, reserve="participants")
    client.force_login(house.hilda)
    assert client.get(url("cycle", cycle.pk)).status_code == 404
    assert cycle.title not in client.get(url("cycles")).content.decode()
    seat_for(house.hilda, house.kitchen)
    assert client.get(url("cycle", cycle.pk)).status_code == 200


# --- Steps -----------------------------------------------------------------------------------------


def test_a_skipped_step_hides_nothing_and_all_twelve_stay_open_to_write(client, house):
    cycle = cycle_of(house)
    client.force_login(house.hilda)
    page = client.get(url("cycle_step", cycle.pk, 1))
    client.post(url("cycle_step", cycle.pk, 1), sent(page.context["form"], state="skipped"))
    page = client.get(url("cycle", cycle.pk))
    assert [stand.state for stand, _late, _here in page.context["stands"]] == ["skipped"] + ["open"] * 11
    assert page.context["ahead"].step.number == 2
    assert all(client.get(url("cycle_step", cycle.pk, number)).status_code == 200 for number in (2, 7, 12))
    assert client.get(url("cycle_step", cycle.pk, 13)).status_code == 404


def test_two_women_write_the_same_step_at_once_and_no_text_is_lost(client, house):
    cycle = cycle_of(house)
    client.force_login(house.yuli)
    form = sent(client.get(url("cycle_step", cycle.pk, 3)).context["form"], output="Es la municipalidad")
    services.set_step(cycle=cycle, number=3, by=house.hilda, state="open", output="Es el gobierno regional")
    answer = client.post(url("cycle_step", cycle.pk, 3), form)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Es la municipalidad" in words
    assert "Es el gobierno regional" in words
    assert CycleStep.objects.get().output == "Es el gobierno regional"
    both = sent(answer.context["form"], output="Municipalidad y gobierno regional")
    assert client.post(url("cycle_step", cycle.pk, 3), both).status_code == 302
    assert CycleStep.objects.get().output == "Municipalidad y gobierno regional"


def test_the_page_of_a_cycle_costs_the_same_however_much_stands_on_it(client, house, django_assert_max_num_queries):
    cycle = cycle_of(house)
    for number in range(1, 13):
        services.set_step(cycle=cycle, number=number, by=house.yuli, state="done", output="Hecho")
    for role in CycleRole.Role.values:
        services.ask_role(cycle=cycle, role=role, member=house.hilda, by=house.hilda)
    client.force_login(house.yuli)
    # session, user, her roles, standing 3, cycle, steps, roles, sessions, promises; some air for sources and menus.
    with django_assert_max_num_queries(16):
        client.get(url("cycle", cycle.pk))


def test_a_closed_cycle_leads_to_the_next_one(client, house):
    cycle = cycle_of(house)
    services.close_cycle(cycle=cycle, by=house.yuli, learned="Llegar con números")
    client.force_login(house.hilda)
    page = client.get(url("new_cycle") + f"?despues={cycle.pk}")
    client.post(url("new_cycle") + f"?despues={cycle.pk}", sent(page.context["form"], title="Otra vuelta"))
    cycle.refresh_from_db()
    assert cycle.next.title == "Otra vuelta"
    assert cycle.learned == "Llegar con números"
    page = client.get(url("cycle", cycle.pk)).content.decode()
    assert url("cycle", cycle.next.pk) in page


def test_a_cycle_shows_the_sessions_and_promises_that_came_of_it_as_far_as_she_may_read_them(client, house):
    cycle = cycle_of(house)
    held = {"organisation": house.kitchen, "cycle": cycle, "type": "dialogue", "held_on": DAY}
    seen = SessionLog.objects.create(title="El diálogo", **held)
    hidden = SessionLog.objects.create(title="Preparación", reserve="participants", **held)
    promise = Commitment.objects.create(
        organisation=house.kitchen, cycle=cycle, words="Habrá agua", made_on=DAY, institution_said="Municipalidad"
    )
    client.force_login(house.hilda)
    words = client.get(url("cycle", cycle.pk)).content.decode()
    assert url("session", seen.pk) in words
    assert url("commitment", promise.pk) in words
    assert hidden.title not in words
    page = client.get(url("new_cycle") + f"?promesa={promise.pk}")
    assert (page.context["form"].initial["promise"], page.context["form"].initial["title"]) == (
        promise.pk,
        "Habrá agua",
    )


def test_who_neither_leads_nor_began_it_cannot_close_it(client, house):
    cycle = cycle_of(house)
    client.force_login(house.hilda)
    assert client.post(url("close_cycle", cycle.pk), {"learned": "x"}).status_code == 403
    cycle.refresh_from_db()
    assert cycle.closed_at is None


# --- Roles -----------------------------------------------------------------------------------------


def test_women_who_have_not_held_a_role_are_proposed_first(client, house):
    others = [MemberFactory(display_name=f"Socia {n}", member_of=house.kitchen) for n in range(6)]
    before = cycle_of(house, title="El anterior")
    services.ask_role(cycle=before, role="facilitator", member=house.hilda, by=house.hilda)
    SessionLog.objects.create(
        organisation=house.kitchen, type="assembly", held_on=DAY, recorded_by=house.yuli, noted_by=house.yuli
    )
    cycle = cycle_of(house)
    client.force_login(house.yuli)
    asks = {ask["label"]: ask["women"] for ask in client.get(url("cycle_roles", cycle.pk)).context["asks"]}
    facilitators, recorders = asks["facilitadora"], asks["relatora"]
    assert house.hilda not in [woman for woman, _times, _learns in facilitators]
    assert house.yuli not in [woman for woman, _times, _learns in recorders]
    assert len({women[0][0] for women in asks.values()}) == len(asks)
    assert len(others) + 2 >= len(asks)


def test_she_is_asked_told_and_answers_for_herself(client, house):
    cycle = cycle_of(house)
    client.force_login(house.yuli)
    client.post(url("cycle_roles", cycle.pk), {"role": "recorder", "member": house.hilda.pk})
    role = CycleRole.objects.get()
    assert role.accepted_at is None
    assert Notice.objects.get(member=house.hilda).kind == "exchange_role_asked"
    assert told.role_asked(house.hilda).url == url("cycle", cycle.pk)
    assert client.post(url("answer_role", cycle.pk, role.pk), {"answer": "yes"}).status_code == 404
    client.force_login(house.hilda)
    client.post(url("answer_role", cycle.pk, role.pk), {"answer": "yes"})
    role.refresh_from_db()
    assert role.accepted_at
    assert told.role_asked(house.hilda) is None
    facts = [fact for part in path.parts_of(house.hilda) if part.code == "exchange.roles" for fact in part.facts]
    assert [fact.kind for fact in facts] == ["session_role"]
    client.post(url("answer_role", cycle.pk, role.pk), {"answer": "no"})
    role.refresh_from_db()
    assert role.left_at


def test_only_who_leads_writes_down_a_yes_that_was_said_aloud(client, house):
    cycle = cycle_of(house)
    client.force_login(house.yuli)
    client.post(url("cycle_roles", cycle.pk), {"role": "welcome", "member": house.hilda.pk, "aloud": "on"})
    assert CycleRole.objects.get().accepted_at is None
    client.force_login(house.amanda)
    client.post(url("cycle_roles", cycle.pk), {"role": "welcome", "member": house.hilda.pk, "aloud": "on"})
    assert CycleRole.objects.get().accepted_at


def test_a_woman_of_another_organisation_cannot_be_asked(client, house):
    cycle = cycle_of(house)
    client.force_login(house.yuli)
    client.post(url("cycle_roles", cycle.pk), {"role": "welcome", "member": house.rosa.pk})
    assert not CycleRole.objects.exists()


def test_that_somebody_is_a_mentee_is_looked_at_only_for_the_two_of_the_pair(house):
    from mentoring.models import Pairing

    now = timezone.now()
    Pairing.objects.create(mentee=house.yuli, mentor=house.hilda, state="active", began_at=now, agreed_at=now)
    known = {
        asking: [woman.id for woman in women.women_of([house.yuli.pk, house.hilda.pk], asking) if woman.learns]
        for asking in (house.hilda, house.yuli, house.amanda)
    }
    assert known == {house.hilda: [house.yuli.pk], house.yuli: [house.yuli.pk], house.amanda: []}


# --- Workshops -------------------------------------------------------------------------------------


def workshop_of(house, **words):
    said = {"title": "Taller", "held_on": DAY, "dots_each": 3, "reserve": "organisation", **words}
    return services.hold_workshop(
        id=uuid7(), organisation=house.kitchen, by=house.yuli, problems=["Agua", "Techo", "Luz"], **said
    )


def test_dots_are_typed_from_paper_and_too_many_are_refused_with_nothing_lost(client, house):
    workshop = workshop_of(house)
    water, roof, _light = workshop.problems.all()
    client.force_login(house.hilda)
    data = {"women": 4, f"dots_{water.pk}": 9, f"dots_{roof.pk}": 5}
    answer = client.post(url("workshop", workshop.pk), data)
    assert answer.status_code == 422
    assert "Sobran 2 puntos" in answer.content.decode()
    assert answer.context["form"][f"dots_{water.pk}"].value() == "9"
    client.post(url("workshop", workshop.pk), {**data, f"dots_{roof.pk}": 3})
    water.refresh_from_db()
    assert water.dots == 9


def test_a_priority_becomes_one_issue_and_opens_a_cycle(client, house):
    workshop = workshop_of(house)
    water = workshop.problems.first()
    services.count_dots(workshop=workshop, by=house.yuli, women=None, dots={water.pk: 7})
    client.force_login(house.yuli)
    to_cycle = url("priority_to_cycle", workshop.pk, water.pk)
    first, second = client.post(to_cycle), client.post(to_cycle)
    issue = Issue.objects.get()
    assert first.url == second.url == f"{url('new_cycle')}?tema={issue.pk}"
    assert (issue.title, issue.votes) == ("Agua", 7)
    assert client.get(first.url).context["form"].initial["issue"] == issue.pk


def test_a_problem_named_twice_is_there_once(client, house):
    client.force_login(house.yuli)
    page = client.get(url("new_workshop"))
    form = sent(page.context["form"], title="Taller", problems="- Agua\n\n• agua\nTecho")
    form["organisation"] = house.kitchen.pk
    workshop = client.post(url("new_workshop"), form)
    page = client.get(workshop.url)
    assert [each.problem.title for each in page.context["ranked"]] == ["Agua", "Techo"]
    client.post(url("add_problem", page.context["workshop"].pk), {"title": "TECHO"})
    assert len(client.get(workshop.url).context["ranked"]) == 2


def test_what_she_typed_comes_back_after_her_session_ended(client, house):
    answer = client.post(url("new_issue"), {"title": "No llega el camión de agua", "back": url("new_issue")})
    assert answer.status_code == 302
    assert "entrar" in answer.url
    assert "No llega el camión de agua" in str(list(client.session["kept_forms"].values()))


def test_when_she_is_erased_what_she_did_stays_without_her(house, django_capture_on_commit_callbacks):
    from academy.core.private_files import private_storage
    from academy.members.her_data.erasing import erase

    cycle = cycle_of(house)
    services.ask_role(cycle=cycle, role="recorder", member=house.hilda, by=house.hilda)
    services.ask_role(cycle=cycle, role="welcome", member=house.hilda, by=house.yuli)
    practice = practices.write(
        id=uuid7(),
        organisation=house.kitchen,
        by=house.yuli,
        reserve="public",
        authors_said="Yuli y Hilda",
        title="Compost",
        did="Juntar",
        worked="Sí",
        adapt="",
    )
    practice.authors.add(house.hilda)
    kept = maps.kept_photo(photo(), by=house.hilda)
    point = point_on(map_of(house), by=house.hilda, photo=kept)
    shown = {section.code: len(section.rows) for section in her_data.shown(house.hilda)}
    assert shown == {"cycle_roles": 2, "practices": 1, "map_points": 1, "modules": 0}
    with django_capture_on_commit_callbacks(execute=True):
        erase(member=house.hilda)
    point.refresh_from_db()
    practice.refresh_from_db()
    assert (point.words, point.photo) == ("Huaico", "")
    assert not private_storage().exists(kept)
    assert "Hilda" not in practice.authors_said
    assert [role.role for role in CycleRole.objects.all()] == ["recorder"]
