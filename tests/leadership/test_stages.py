"""Stages: proposed from what stands already, said by herself, pause and return without loss, told to nobody."""

import random
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core import record
from academy.core.ids import uuid7
from academy.core.models import Event, KeptEvent
from academy.members import path
from academy.members.models import Notice
from academy.members.services.access import Refused
from academy.members.signals import path_grew
from leadership.models import StageCriteria, StageRecord, StageStanding
from leadership.stages import rules, services
from leadership.stages.looking import look, look_at_all
from leadership.stages.reading import courses_of, criteria_for, standing_of
from tests.courses.factories import MemberFactory

from .women import TODAY, house, kind, sits

BEGAN = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def here(db):
    return house()


@pytest.fixture
def told(monkeypatch):
    """What the programmes tell of her, in place of the programmes."""
    facts = []
    monkeypatch.setattr(path, "_tellers", {"tests": (1, "Pruebas", lambda member: facts)})
    return facts


def fact(evidence, key="a", on=date(2025, 3, 8)):
    return path.Fact(key=key, words=f"Hizo {key}", kind=evidence, on=on)


def say(member, what, stage="", at=None, nonce=None):
    return services.say(member=member, kind=what, stage=stage, nonce=nonce or uuid7(), at=at)


# --- Rules -----------------------------------------------------------------------------------------

KINDS = ("proposed", "confirmed", "postponed", "refused", "chosen", "paused", "returned", "left")


@st.composite
def histories(draw):
    """What a woman may have said, with equal times among it."""
    steps = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(rules.STAGES), st.integers(0, 6))))
    return [
        rules.Said(
            id=f"{number:04}",
            kind=what,
            at=BEGAN + timedelta(days=day),
            stage="" if what in services.TURNS else stage,
            again_on=date(2026, 6, 1) if what == "postponed" else None,
        )
        for number, (what, stage, day) in enumerate(steps)
    ]


@given(histories(), st.randoms())
@settings(max_examples=60)
def test_where_she_stands_does_not_hang_on_the_order_of_arrival(said, chance):
    mixed = list(said)
    chance.shuffle(mixed)
    assert rules.stand(mixed) == rules.stand(said)
    assert rules.course(mixed) == rules.course(said)


@given(histories())
@settings(max_examples=60)
def test_she_stands_only_where_she_said_yes_herself(said):
    standing = rules.stand(said)
    assert standing.stage == rules.FIRST or standing.stage in standing.reached
    for stage in standing.reached:
        last = [each for each in rules.in_order(said) if each.stage == stage and each.kind in rules.ANSWERS][-1]
        assert last.kind == "confirmed"


@given(histories())
@settings(max_examples=60)
def test_a_pause_and_a_return_change_nothing_of_what_she_lived(said):
    before = rules.stand(said)
    pause = rules.Said(id="x", kind="paused", at=BEGAN + timedelta(days=20))
    back = rules.Said(id="y", kind="returned", at=BEGAN + timedelta(days=30))
    paused, after = rules.stand([*said, pause]), rules.stand([*said, pause, back])
    assert (paused.stage, paused.reached, paused.state) == (before.stage, before.reached, "paused")
    assert rules.waiting(paused, date(2027, 1, 1)) == []
    assert (after.stage, after.reached, after.answers, after.state) == (
        before.stage,
        before.reached,
        before.answers,
        "active",
    )


def _said(*steps):
    return [
        rules.Said(id=str(n), kind=what, at=BEGAN + timedelta(days=n), stage=stage, again_on=date(2026, 4, 1))
        for n, (what, stage) in enumerate(steps)
    ]


def test_a_yes_to_an_earlier_stage_does_not_take_her_back_and_she_may_go_back_herself():
    lived = _said(("proposed", "cargo"), ("confirmed", "cargo"), ("proposed", "aprende"), ("confirmed", "aprende"))
    assert rules.stand(lived).stage == "cargo"
    back = [*lived, rules.Said(id="9", kind="chosen", at=BEGAN + timedelta(days=9), stage="aprende")]
    assert rules.stand(back).stage == "aprende"
    assert rules.stand(back).reached.keys() == {"aprende", "cargo"}


def test_a_yes_taken_back_leaves_her_at_the_last_stage_that_she_lived():
    said = _said(("confirmed", "aprende"), ("confirmed", "cargo"), ("refused", "cargo"))
    assert rules.stand(said).stage == "aprende"


def test_later_comes_back_on_its_day_and_a_no_never():
    said = _said(("proposed", "aprende"), ("postponed", "aprende"), ("proposed", "cargo"), ("refused", "cargo"))
    standing = rules.stand(said)
    assert rules.waiting(standing, date(2026, 3, 31)) == []
    assert rules.waiting(standing, date(2026, 4, 1)) == ["aprende"]


def test_each_stage_is_proposed_from_the_evidence_that_its_criteria_name():
    facts = [fact("course_done"), fact("session_role", "b"), fact("", "c")]
    nothing_said = rules.Standing()
    assert [stage for stage, _facts in rules.to_propose(facts, {}, nothing_said)] == ["aprende", "asume-tarea"]
    stricter = {"asume-tarea": {"any_of": ["session_role"], "at_least": 2}}
    assert [stage for stage, _facts in rules.to_propose(facts, stricter, nothing_said)] == ["aprende"]
    twice = [*facts, fact("session_role", "d", on=None)]
    assert [each.key for each in rules.evidence_for("asume-tarea", twice, stricter)] == ["b", "d"]


def test_the_same_thing_told_twice_is_one_piece_of_evidence():
    two = {"asume-tarea": {"any_of": ["session_role"], "at_least": 2}}
    assert rules.evidence_for("asume-tarea", [fact("session_role"), fact("session_role")], two) == []


@given(
    st.dictionaries(
        st.sampled_from([*rules.STAGES, "otra"]),
        st.fixed_dictionaries(
            {"any_of": st.lists(st.sampled_from([*rules.EVIDENCE, "plata"])), "at_least": st.integers(-2, 20)}
        ),
    )
)
@settings(max_examples=40)
def test_criteria_that_are_let_through_ask_for_something_that_exists(said):
    fit = rules.fit_criteria(said)
    if fit:
        for stage, rule in fit.items():
            assert stage in rules.STAGES[1:]
            assert rule["any_of"]
            assert set(rule["any_of"]) <= set(rules.EVIDENCE)
            assert 1 <= rule["at_least"] <= rules.MOST_NEEDED


# --- Looked for, proposed, said --------------------------------------------------------------------


def test_nothing_is_confirmed_but_by_her(here, told):
    told.append(fact("course_done"))
    assert look(here.rosa) == 1
    assert standing_of(here.rosa).stage == "participa"
    assert not StageStanding.objects.exists()
    assert say(here.rosa, "confirmed", "aprende")
    row = StageStanding.objects.get(member=here.rosa)
    assert (row.stage, row.state) == ("aprende", "active")
    proposal = StageRecord.objects.get(kind="proposed")
    assert proposal.evidence == [{"key": "tests/a", "kind": "course_done", "words": "Hizo a", "on": "2025-03-08"}]
    assert Notice.objects.get(member=here.rosa).kind == "path_proposed"


def test_looking_again_proposes_nothing_twice(here, told):
    told.append(fact("course_done"))
    assert [look(here.rosa), look(here.rosa)] == [1, 0]
    say(here.rosa, "refused", "aprende")
    told.append(fact("course_done", "otro"))
    assert look(here.rosa) == 0
    assert Event.objects.filter(kind="leadership.stage_proposed").count() == 1


def test_a_woman_who_rests_is_left_in_peace(here, told):
    told.append(fact("course_done"))
    say(here.rosa, "paused")
    assert look(here.rosa) == 0
    say(here.rosa, "returned")
    assert look(here.rosa) == 1


def test_nobody_answers_for_her_and_nobody_proposes(here, told):
    told.append(fact("course_done"))
    look(here.rosa)
    for by, what in ((here.ana, "confirmed"), (here.lidia, "paused"), (here.rosa, "proposed"), (here.ana, "proposed")):
        payload = {"stage": "aprende", "evidence": [{"key": "x", "kind": "term", "words": "y", "on": ""}]}
        outcome = record.record(kind=f"leadership.stage_{what}", subject=here.rosa, by=by, payload=payload)
        assert outcome.state == record.KEPT
        assert outcome.code == "not_hers"
    assert standing_of(here.rosa).reached == {}


def test_an_answer_without_a_proposal_waits_for_it(here, told):
    assert say(here.rosa, "confirmed", "cargo").code == "unknown_proposal"
    arrived = {"kind": "leadership.stage_confirmed", "payload": {"stage": "aprende"}}
    kept = record.record(subject=here.rosa, by=here.rosa, device="celular", keep=True, **arrived)
    assert kept.state == record.KEPT
    told.append(fact("course_done"))
    look(here.rosa, at=BEGAN)
    record.retry_kept(subject=here.rosa)
    assert standing_of(here.rosa).stage == "aprende"
    assert not KeptEvent.objects.exists()


def test_a_stage_that_she_did_not_live_cannot_be_chosen(here):
    assert say(here.rosa, "chosen", "representa").code == "not_lived"
    assert say(here.rosa, "chosen", "participa")


@pytest.mark.parametrize(
    "payload", [{}, {"stage": "jefa"}, {"stage": ["aprende"]}, "aprende", {"stage": "aprende", "again_on": "mañana"}]
)
def test_what_is_no_answer_is_refused_in_words(here, told, payload):
    told.append(fact("course_done"))
    look(here.rosa)
    outcome = record.record(kind="leadership.stage_postponed", subject=here.rosa, by=here.rosa, payload=payload)
    assert outcome.code == "bad_payload"
    assert "Vuelve a hacerla" in outcome.reason


def test_the_same_button_twice_is_once(here, told):
    told.append(fact("course_done"))
    look(here.rosa)
    nonce = uuid7()
    assert [say(here.rosa, "confirmed", "aprende", nonce=nonce).state for _n in range(2)] == ["applied", "already"]
    assert StageRecord.objects.filter(kind="confirmed").count() == 1


def test_a_rebuild_gives_the_same_rows(here, told):
    told += [fact("course_done"), fact("term", "b")]
    look(here.rosa)
    say(here.rosa, "confirmed", "aprende")
    say(here.rosa, "postponed", "cargo")
    say(here.rosa, "paused")
    before = list(StageRecord.objects.values()), list(StageStanding.objects.values("member", "stage", "state"))
    StageRecord.objects.all().delete()
    record.rebuild(subject=here.rosa)
    assert (
        list(StageRecord.objects.values()),
        list(StageStanding.objects.values("member", "stage", "state")),
    ) == before


def test_events_in_any_order_give_the_same_standing(here, told):
    told += [fact("course_done"), fact("term", "b")]
    look(here.rosa)
    say(here.rosa, "confirmed", "aprende")
    say(here.rosa, "confirmed", "cargo")
    say(here.rosa, "chosen", "aprende")
    events = list(Event.objects.filter(subject=here.rosa.pk).order_by("happened_at"))
    stood = standing_of(here.rosa)
    Event.objects.all().delete()
    chance = random.Random(7)
    chance.shuffle(events)
    for event in events:
        Event.objects.bulk_create([event])
    record.rebuild(subject=here.rosa)
    assert standing_of(here.rosa) == stood
    assert stood.stage == "aprende"


def test_a_term_in_the_register_is_found_by_the_worker(here, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sits(here.seat, here.rosa)
    assert StageRecord.objects.get(member=here.rosa).stage == "cargo"


def test_a_term_above_the_base_is_evidence_of_representing_too(here):
    above = here.seat.__class__.objects.create(organisation=here.federation, kind=kind("fiscal", "Fiscal"))
    sits(above, here.rosa)
    look(here.rosa)
    assert set(StageRecord.objects.values_list("stage", flat=True)) == {"cargo", "representa"}


def test_the_command_looks_at_everybody_and_one_that_breaks_stops_no_other(here, told, monkeypatch):
    told.append(fact("course_done"))
    asked = []

    def breaks(member):
        asked.append(member.pk)
        if member == here.rosa:
            raise ValueError("broken")
        return told

    monkeypatch.setattr(path, "_tellers", {"tests": (1, "Pruebas", breaks)})
    assert look_at_all() == (5, 4)
    assert look_at_all(since=BEGAN + timedelta(days=100_000)) == (0, 0)
    call_command("look_for_evidence", days=1, verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
    assert here.rosa.pk in asked


def test_figures_of_many_read_each_ones_course(here, told):
    told.append(fact("course_done"))
    look(here.rosa)
    assert courses_of() == {}
    say(here.rosa, "confirmed", "aprende")
    say(here.rosa, "left")
    assert [stage for _at, stage in courses_of()[here.rosa.pk]] == ["aprende", None]


# --- What an assembly decides ----------------------------------------------------------------------


def test_criteria_hold_once_an_assembly_adopted_them_for_all_below(here, told):
    strict = {"aprende": {"any_of": ["course_done"], "at_least": 2}}
    made = services.propose_criteria(organisation=here.federation, by=here.ana, rules_=strict)
    assert criteria_for(here.rosa) is None
    services.adopt_criteria(criteria=made, by=here.ana, acta="Libro 2, página 4", on=TODAY)
    assert criteria_for(here.rosa) == made
    assert criteria_for(here.eva) is None
    told.append(fact("course_done"))
    assert look(here.rosa) == 0
    told.append(fact("course_done", "b"))
    assert look(here.rosa) == 1
    assert StageRecord.objects.get().criteria == made.pk


def test_the_nearest_assembly_decides_and_its_latest_word_counts(here):
    def adopted(place, least):
        rule = {"aprende": {"any_of": ["course_done"], "at_least": least}}
        made = services.propose_criteria(organisation=place, by=here.ana, rules_=rule)
        return services.adopt_criteria(criteria=made, by=here.ana, acta="Libro 1", on=TODAY)

    adopted(here.federation, 3)
    adopted(here.kitchen, 1)
    last = adopted(here.kitchen, 2)
    assert last.version == 2
    assert criteria_for(here.rosa) == last


def test_what_was_adopted_is_never_written_over(here):
    made = services.propose_criteria(organisation=here.kitchen, by=here.ana, rules_={})
    with pytest.raises(Refused, match="Falta el acta"):
        services.adopt_criteria(criteria=made, by=here.ana, acta=" ", on=TODAY)
    with pytest.raises(Refused, match="todavía no llega"):
        services.adopt_criteria(criteria=made, by=here.ana, acta="Libro 1", on=TODAY + timedelta(days=2))
    with pytest.raises(Refused, match="anterior a la propuesta"):
        services.adopt_criteria(criteria=made, by=here.ana, acta="Libro 1", on=TODAY - timedelta(days=2))
    services.adopt_criteria(criteria=made, by=here.ana, acta="Libro 1", on=TODAY)
    with pytest.raises(Refused, match="ya se adoptaron"):
        services.adopt_criteria(criteria=made, by=here.ana, acta="Libro 9", on=TODAY)
    with pytest.raises(Refused, match="organizadora"):
        services.propose_criteria(organisation=here.kitchen, by=here.rosa, rules_={})
    with pytest.raises(Refused, match="al menos una señal"):
        services.propose_criteria(organisation=here.kitchen, by=here.ana, rules_={"cargo": {"at_least": 1}})


# --- Pages -----------------------------------------------------------------------------------------


def test_she_sees_the_proposal_with_what_it_rests_on_and_answers(here, told, client):
    told.append(fact("course_done"))
    look(here.rosa)
    client.force_login(here.rosa)
    page = client.get(reverse("leadership:stages")).content.decode()
    assert "¿Este es tu momento? «Aprende»" in page
    assert "Hizo a" in page
    client.post(reverse("leadership:answer_stage", args=["aprende"]), {"answer": "si", "nonce": uuid7()})
    page = client.get(reverse("leadership:stages")).content.decode()
    assert "Ahora: Aprende" in page
    assert "¿Este es tu momento?" not in page
    client.post(reverse("leadership:turn_path"), {"turn": "pausa", "nonce": uuid7()})
    assert "Descansas desde el" in client.get(reverse("leadership:stages")).content.decode()
    client.post(reverse("leadership:turn_path"), {"turn": "volver", "nonce": uuid7()})
    assert "Ahora: Aprende" in client.get(reverse("leadership:stages")).content.decode()


def test_evidence_that_is_gone_since_is_shown_as_gone(here, told, client):
    told.append(fact("course_done"))
    look(here.rosa)
    told.clear()
    client.force_login(here.rosa)
    assert "ya no está anotado" in client.get(reverse("leadership:stages")).content.decode()


def test_an_unknown_stage_or_word_does_not_exist(here, client):
    client.force_login(here.rosa)
    assert client.post(reverse("leadership:answer_stage", args=["jefa"]), {"answer": "si"}).status_code == 404
    assert client.post(reverse("leadership:answer_stage", args=["cargo"]), {"answer": "quizás"}).status_code == 404
    assert client.post(reverse("leadership:turn_path"), {"turn": "arriba"}).status_code == 404
    said = client.post(reverse("leadership:answer_stage", args=["cargo"]), {"answer": "si"}, follow=True)
    assert "aún no te propuso" in said.content.decode()


def test_my_path_shows_one_next_thing(here, told, client):
    told.append(fact("course_done"))
    look(here.rosa)
    client.force_login(here.rosa)
    page = client.get(reverse("courses:my_path")).content.decode()
    assert page.count("Lo que sigue") == 1
    assert "¿Este es tu momento? «Aprende»" in page
    say(here.rosa, "postponed", "aprende")
    assert "¿Este es tu momento?" not in client.get(reverse("courses:my_path")).content.decode()


def test_an_organiser_writes_criteria_and_the_base_reads_them(here, client):
    client.force_login(here.ana)
    session = client.session
    session["signed_in_with"] = "password"
    session.save()
    address = reverse("leadership:propose_criteria", args=[here.federation.pk])
    form = client.get(address).context["form"]
    said = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    said["least_aprende"] = "muchas"
    refused = client.post(address, {**said, "words": "Con su tarea"})
    assert refused.status_code == 422
    assert "Con su tarea" in refused.content.decode()
    said["least_aprende"] = 2
    number = uuid7()
    for _n in range(2):
        assert client.post(address, {**said, "words": "Con su tarea", "nonce": number}).status_code == 302
    made = StageCriteria.objects.get()
    adopt = reverse("leadership:adopt_criteria", args=[made.pk])
    assert client.post(adopt, {"acta": "", "on": TODAY}).status_code == 422
    client.post(adopt, {"acta": "Libro 7, página 2", "on": TODAY})
    base = MemberFactory(member_of=here.kitchen)
    client.force_login(base)
    page = client.get(reverse("leadership:criteria", args=[here.federation.pk])).content.decode()
    assert "Libro 7, página 2" in page
    assert "Con su tarea" in page


def test_the_signal_is_heard_for_a_woman_who_is_gone(here):
    path_grew.send(sender=None, member=SimpleNamespace())
    assert not StageRecord.objects.exists()


# --- In their own words --------------------------------------------------------------------------------


def test_words_of_stages_are_proposed_in_languages_adopted_by_an_acta_and_then_read_by_her(here, told, client):
    client.force_login(here.ana)
    session = client.session
    session["signed_in_with"] = "password"
    session.save()
    address = reverse("leadership:name_stages", args=[here.federation.pk])
    too_long = client.post(address, {"name_aprende_es": "x" * 41, "name_aprende_qu": "Yachan"})
    assert too_long.status_code == 422
    assert "Yachan" in too_long.content.decode()
    client.post(address, {"name_aprende_es": " Se  forma ", "name_aprende_qu": "Yachan", "nonce": str(uuid7())})
    made = StageCriteria.objects.get()
    assert made.names == {"aprende": {"name": {"es": "Se forma", "qu": "Yachan"}}}
    told.append(fact("course_done"))
    look(here.rosa)
    mine = client.__class__()
    mine.force_login(here.rosa)
    page = reverse("leadership:stages")
    assert "Se forma" not in mine.get(page).content.decode()
    services.adopt_criteria(criteria=made, by=here.ana, acta="Libro 7, página 9", on=TODAY)
    assert "¿Este es tu momento? «Se forma»" in mine.get(page).content.decode()
    assert "«Yachan»" in mine.get(f"/qu{page}").content.decode()
    assert "«Se forma»" in mine.get(f"/en{page}").content.decode()
    assert "Se forma" in client.get(reverse("leadership:criteria", args=[here.federation.pk])).content.decode()


def test_a_later_proposal_of_criteria_keeps_the_words_and_a_proposal_of_words_the_criteria(here):
    twice = {"aprende": {"any_of": ["course_done"], "at_least": 2}}
    services.propose_criteria(organisation=here.federation, by=here.ana, rules_=twice)
    named = services.propose_criteria(
        organisation=here.federation, by=here.ana, names={"cargo": {"name": {"es": "Directiva"}}}
    )
    assert named.rules == twice
    again = services.propose_criteria(organisation=here.federation, by=here.ana, rules_={})
    assert (again.version, again.names) == (3, {"cargo": {"name": {"es": "Directiva"}}})


@given(st.dictionaries(st.sampled_from([*rules.STAGES, "otro"]), st.just({}) | st.fixed_dictionaries(
    {"name": st.dictionaries(st.sampled_from(["es", "qu", "xx"]), st.text(max_size=60))}
)))  # fmt: skip
@settings(max_examples=40)
def test_words_that_are_kept_are_short_of_known_stages_and_languages_and_never_empty(names):
    found = rules.fit_names(names, ("es", "qu", "ay", "en"))
    if not isinstance(found, dict):
        return
    for stage, fields in found.items():
        assert stage in rules.STAGES
        for language, words in fields["name"].items():
            assert language in ("es", "qu")
            assert words
            assert words == " ".join(words.split())
            assert len(words) <= rules.NAME_LETTERS
