"""The session log: noted, written by two at once, read and approved, kept from who may not read it."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core import record
from academy.core.ids import event_id, uuid7
from academy.core.models import Event, KeptEvent
from academy.members.her_data import registry
from peer_exchange.models import Contribution, Evidence, SessionLog, SessionText
from peer_exchange.reserve import standing_of
from peer_exchange.sessions import folding, rules, services
from peer_exchange.signals import promises_noted
from tests.courses.factories import MemberFactory, organisation

from .said import DAY, approved, fields, noted, point, seated, written

URL = "exchange:"


def page(client, name, *args, **query):
    return client.get(reverse(URL + name, args=args), query)


def post(client, name, *args, **data):
    return client.post(reverse(URL + name, args=args), {"nonce": str(uuid7()), **data})


# --- The field entry --------------------------------------------------------------------------------------


def test_the_field_entry_keeps_type_day_count_line_and_promises(client, house):
    client.force_login(house.yuli)
    heard = []
    promises_noted.connect(lambda sender, **told: heard.append(told["promises"]), weak=False, dispatch_uid="test")
    number = str(uuid7())
    data = {
        "nonce": number,
        "organisation": house.kitchen.pk,
        "type": "dialogue",
        "day": "today",
        "how_many": "14",
        "note": "Pedimos seis meses de kits.",
        "reserve": "organisation",
        "who_1": "Municipalidad",
        "what_1": "Seis meses de kits",
        "due_1": "en dos meses",
    }
    answer = client.post(reverse("exchange:note"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.post(reverse("exchange:note"), data).status_code == 302
    session = SessionLog.objects.get()
    assert str(session.pk) == number
    assert (session.how_many, session.note, session.noted_by) == (14, "Pedimos seis meses de kits.", house.yuli)
    promises_noted.disconnect(dispatch_uid="test")
    assert [promise["what"] for promise in heard[0]] == ["Seis meses de kits"]
    assert heard[0][0]["id"] == str(event_id(UUID(number), {"promise": 1}))
    assert len(heard) == 1, "a double tap is one session and its promises are told once"


def test_a_promise_without_words_and_a_day_to_come_are_told_and_nothing_is_lost(client, house):
    client.force_login(house.yuli)
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = post(
        client,
        "note",
        organisation=house.kitchen.pk,
        type="visit",
        day="other",
        other_day=tomorrow.isoformat(),
        note="Lo que escribí",
        reserve="organisation",
        who_1="Alcalde",
    )
    assert answer.status_code == 422
    assert {"what_1", "other_day"} <= set(answer.context["form"].errors)
    assert "Lo que escribí" in answer.content.decode()
    assert not SessionLog.objects.exists()


def test_a_circle_of_trust_holds_day_count_and_whether_they_want_another_whatever_is_sent(house):
    number = uuid7()
    said = {
        "session": str(number),
        "organisation": house.kitchen.pk,
        "type": "trust_circle",
        "held_on": DAY.isoformat(),
        "how_many": 7,
        "wants_another": True,
        "note": "Secreto",
        "promises": [{"id": str(uuid7()), "what": "Secreto"}],
        "photo": "exchange/aa/" + "a" * 32 + ".jpg",
        "reserve": "public",
    }
    outcome = record.record(kind=folding.NOTED, subject=number, by=house.yuli, payload=said)
    assert outcome, outcome.reason
    session = SessionLog.objects.get()
    assert (session.reserve, session.how_many, session.wants_another, session.note) == ("none", 7, True, "")
    assert "Secreto" not in str(Event.objects.get().payload)
    refused = written(session, house.yuli, summary="Secreto")
    assert (refused.state, refused.code) == ("kept", "no_minutes")
    assert not SessionText.objects.exists()
    assert not Evidence.objects.exists()


def test_only_who_noted_a_circle_of_trust_sees_that_it_was(client, house):
    seated(house.hilda, house.kitchen)
    session = noted(house.yuli, house.kitchen, type="trust_circle")
    for woman, expected in ((house.yuli, 200), (house.hilda, 404), (house.amanda, 404), (house.rosa, 404)):
        client.force_login(woman)
        assert page(client, "session", session.pk).status_code == expected
        assert page(client, "write", session.pk).status_code == 404


def test_a_stranger_cannot_note_for_another_organisation(house):
    outcome = services.note(
        session=uuid7(),
        by=house.rosa,
        nonce=uuid7(),
        organisation=house.kitchen.pk,
        type="visit",
        held_on=DAY.isoformat(),
        reserve="public",
    )
    assert (bool(outcome), outcome.code) == (False, "not_in_scope")
    assert not SessionLog.objects.exists()


def test_a_phone_sends_its_entry_late_and_what_came_before_it_goes_through_then(house):
    number, later = uuid7(), timezone.now()
    text = {"session": str(number), "based_on": [], "fields": fields(summary="Antes"), "points": []}
    kept = record.record(kind=folding.WRITTEN, subject=number, by=house.yuli, payload=text, keep=True)
    assert kept.code == "unknown_session"
    noted(house.yuli, house.kitchen, number=number)
    session = SessionLog.objects.get()
    assert session.summary == "Antes"
    assert not KeptEvent.objects.exists()
    assert session.noted_at <= later + timedelta(minutes=1)


# --- The text --------------------------------------------------------------------------------------------


def test_two_recorders_at_once_are_both_kept_and_shown_until_one_text_takes_up_both(client, house):
    session = noted(house.yuli, house.kitchen)
    assert written(session, house.yuli, summary="Dice Yuli", points=[point("Agua")], based_on=[])
    assert written(session, house.hilda, summary="Dice Hilda", points=[point("Luz")], based_on=[])
    session.refresh_from_db()
    assert session.open_texts == 2
    client.force_login(house.amanda)
    shown = page(client, "session", session.pk).content.decode()
    assert "Dice Yuli" in shown
    assert "Dice Hilda" in shown
    refused = services.move(session=session, by=house.amanda, to="reviewed", nonce=uuid7())
    assert refused.code == "two_texts"
    assert written(session, house.hilda, summary="Las dos", points=[point("Agua"), point("Luz")])
    session.refresh_from_db()
    assert (session.open_texts, session.summary) == (1, "Las dos")
    assert [str(each) for each in session.points.all()] == ["1. Agua", "2. Luz"]
    assert SessionText.objects.count() == 3, "nothing that was written goes"


def test_the_page_of_the_text_saves_fields_and_points_and_shows_them_again(client, house):
    session = noted(house.yuli, house.kitchen, note="Una línea")
    client.force_login(house.hilda)
    form = page(client, "write", session.pk)
    assert "Una línea" in form.content.decode(), "the line of the field is where the recorder begins"
    data = {
        "type": "dialogue",
        "held_on": DAY.isoformat(),
        "title": "Mesa con la municipalidad",
        "summary": "Se habló",
        "starts_at": "15:30",
        "recorded_by": str(house.hilda.pk),
        "p-TOTAL_FORMS": "2",
        "p-INITIAL_FORMS": "0",
        "p-0-topic": "Kits",
        "p-0-outcome": "agreement",
        "p-0-agreed": "Pedir por carta",
        "p-0-consensus": "on",
        "p-1-topic": "",
    }
    answer = post(client, "write", session.pk, **data)
    assert answer.status_code == 302, (answer.context["form"].errors, answer.context["points"].errors)
    session.refresh_from_db()
    assert (session.title, session.recorded_by, session.state) == ("Mesa con la municipalidad", house.hilda, "draft")
    assert session.starts_at.hour == 15
    assert [(p.topic, p.agreed, p.consensus) for p in session.points.all()] == [("Kits", "Pedir por carta", True)]
    shown = page(client, "session", session.pk).content.decode()
    assert "Pedir por carta" in shown
    again = page(client, "write", session.pk).content.decode()
    assert "Mesa con la municipalidad" in again
    assert "Pedir por carta" in again


def test_a_bad_point_comes_back_with_all_that_she_typed(client, house):
    session = noted(house.yuli, house.kitchen)
    client.force_login(house.yuli)
    data = {
        "type": "dialogue",
        "held_on": DAY.isoformat(),
        "summary": "Largo relato",
        "p-TOTAL_FORMS": "1",
        "p-INITIAL_FORMS": "0",
        "p-0-summary": "Sin nombre",
    }
    answer = post(client, "write", session.pk, **data)
    assert answer.status_code == 422
    assert "Largo relato" in answer.content.decode()
    assert "Sin nombre" in answer.content.decode()
    assert not SessionText.objects.exists()


# --- Reviewed, approved, closed ------------------------------------------------------------------------------


def test_a_session_is_reviewed_by_another_approved_by_who_leads_and_then_only_added_to(client, house):
    seated(house.hilda, house.kitchen)
    session = noted(house.yuli, house.kitchen)
    written(session, house.yuli, summary="El texto")
    session.refresh_from_db()
    assert services.move(session=session, by=house.yuli, to="reviewed", nonce=uuid7()).code == "own_text"
    assert services.move(session=session, by=house.hilda, to="reviewed", nonce=uuid7())
    session.refresh_from_db()
    today = timezone.localdate()
    early = services.move(session=session, by=house.hilda, to="approved", read_on=DAY - timedelta(1), nonce=uuid7())
    assert early.code == "wrong_day"
    assert (
        services.move(session=session, by=house.yuli, to="approved", read_on=today, nonce=uuid7()).code == "not_leading"
    )
    client.force_login(house.hilda)
    assert post(client, "approve", session.pk, read_on=today.isoformat()).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.read_on, session.approved_by) == ("approved", today, house.hilda)
    written(session, house.yuli, summary="Otro texto")
    session.refresh_from_db()
    assert session.summary == "El texto", "what was approved does not change"
    shown = page(client, "session", session.pk).content.decode()
    assert "Otro texto" in shown, "and nothing of hers is lost"
    assert "llegó después" in shown, "and nothing of hers is lost"
    assert post(client, "contribute", session.pk, words="Faltó decir algo").status_code == 302
    assert Contribution.objects.get().kind == "addendum"
    assert post(client, "move", session.pk, to="closed").status_code == 302
    session.refresh_from_db()
    assert session.state == "closed"


def test_who_could_not_come_contributes_within_the_window_and_not_after(house):
    session = noted(house.yuli, house.kitchen, held_on=timezone.localdate().isoformat())
    assert services.contribute(session=session, by=house.hilda, words="Yo opino", nonce=uuid7())
    session = noted(house.yuli, house.kitchen, held_on=(timezone.localdate() - timedelta(days=8)).isoformat())
    late = services.contribute(session=session, by=house.hilda, words="Yo opino", nonce=uuid7())
    assert late.code == "window_closed"
    assert Contribution.objects.count() == 1


@given(
    held_on=st.dates(),
    extra=st.none() | st.integers(0, 60),
    days=st.integers(-5, 90),
    state=st.sampled_from(["draft", "reviewed", "approved", "closed"]),
)
def test_contributions_end_with_the_window_and_addenda_begin_with_the_approval(held_on, extra, days, state):
    if held_on.year < 2 or held_on.year > 9990:
        return
    until = held_on + timedelta(days=extra) if extra is not None else None
    about = {"state": state, "held_on": held_on, "until": until, "on": held_on + timedelta(days=days)}
    agreed = state in ("approved", "closed")
    assert bool(rules.may_contribute(kind="addendum", **about)) is agreed
    in_time = days <= (extra if extra is not None else rules.WINDOW.days)
    assert bool(rules.may_contribute(kind="contribution", **about)) is in_time


# --- Folding ------------------------------------------------------------------------------------------------

WOMEN = [UUID(int=n) for n in (1, 2, 3)]


@st.composite
def histories(draw):
    """A field entry, texts that take up any of those before, steps, contributions; each at its own moment."""
    start = timezone.now()
    noted_first = {"reserve": "organisation", "promises": [], "photo": "", "recording": ""}
    events = [
        SimpleNamespace(id=UUID(int=100), kind=folding.NOTED, by=WOMEN[0], happened_at=start, payload=noted_first)
    ]
    texts = []
    for n in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from([folding.WRITTEN, folding.WRITTEN, folding.MOVED, folding.CONTRIBUTED]))
        number = UUID(int=200 + n)
        payload = {"words": str(n)}
        if kind == folding.WRITTEN:
            payload = {
                "based_on": sorted(draw(st.sets(st.sampled_from(texts))) if texts else []),
                "fields": {},
                "points": [],
            }
            texts.append(str(number))
        elif kind == folding.MOVED:
            to = draw(st.sampled_from(["reviewed", "draft", "approved", "closed"]))
            payload = {"to": to, "text": draw(st.sampled_from(texts)) if texts else "", "read_on": ""}
        at = start + timedelta(seconds=draw(st.integers(1, 20)))
        events.append(
            SimpleNamespace(id=number, kind=kind, by=draw(st.sampled_from(WOMEN)), happened_at=at, payload=payload)
        )
    return events


@settings(max_examples=40)
@given(histories(), st.randoms(use_true_random=False))
def test_no_text_is_ever_silently_replaced(events, random):
    """Whatever the order: a text that counts, and each other one is open, late, or taken up by a later one."""
    shuffled = list(events)
    random.shuffle(shuffled)
    folds = [folding.fold(sorted(each, key=lambda e: (e.happened_at, e.id))) for each in (events, shuffled)]
    shown = [(f.state, f.text and f.text.id, [(t.id, t.open, t.late) for t in f.texts]) for f in folds]
    assert shown[0] == shown[1]
    found = folds[0]
    if not found.texts:
        return
    assert found.text in found.texts
    taken = {one for text in found.texts for one in text.event.payload["based_on"]}
    writers = {}
    for text in found.texts:
        writers.setdefault((text.event.by, tuple(text.event.payload["based_on"])), []).append(text.id)
    replaced = {one for same in writers.values() for one in same[:-1]}
    for text in found.texts:
        if not (text.open or text.late or text is found.text):
            assert text.id in taken | replaced or found.approved_text, "nobody took it up and nobody sees it"
    if found.state in ("draft", "reviewed"):
        assert found.text.open


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)))
def test_texts_arriving_in_any_order_and_twice_give_the_same_session(house, order):
    number, start = uuid7(), timezone.now() - timedelta(hours=1)
    noted(house.yuli, house.kitchen, number=number)
    made = []
    for n in range(5):
        writer = (house.yuli, house.hilda)[n % 2]
        said = {"session": str(number), "based_on": [], "fields": fields(summary=f"Texto {n}"), "points": []}
        if n >= 2:
            said["based_on"] = [str(made[n - 2]["id"])]
        made.append(
            {
                "kind": folding.WRITTEN,
                "subject": number,
                "by": writer,
                "payload": said,
                "id": UUID(int=number.int + n + 1),
                "happened_at": start + timedelta(minutes=n),
            }
        )
    for n in (*order, *order[:2]):
        assert record.record(**made[n])
    session = SessionLog.objects.get(pk=number)
    assert (session.summary, session.open_texts) == ("Texto 4", 2)
    before = list(session.texts.values_list("pk", "is_open"))
    record.rebuild(subject=number)
    assert list(session.texts.values_list("pk", "is_open")) == before


# --- Who reads it --------------------------------------------------------------------------------------------


LEADING, MEMBERS = {"noter", "board", "amanda"}, {"noter", "board", "amanda", "companion"}
READS = {
    "participants": LEADING,
    "organisation": MEMBERS,
    "network": MEMBERS | {"sister"},
    "public": MEMBERS | {"sister", "rosa"},
}


def test_each_level_of_reserve_lets_in_its_own_in_lists_searches_and_files(client, house):
    sister = organisation("Comedor Hermano", below=house.federation)
    people = {
        "noter": house.yuli,
        "board": MemberFactory(display_name="Presidenta", member_of=house.kitchen),
        "companion": house.hilda,
        "amanda": house.amanda,
        "sister": MemberFactory(display_name="Hermana", member_of=sister),
        "rosa": house.rosa,
    }
    seated(people["board"], house.kitchen)
    sessions = {}
    for days, level in enumerate(READS):
        day = (DAY - timedelta(days=days)).isoformat()
        session = noted(house.yuli, house.kitchen, reserve=level, note="palabra secreta", held_on=day)
        sessions[level] = approved(session, people["board"], house.yuli)
    services.contribute(session=sessions["public"], by=house.amanda, nonce=uuid7(), words="Un añadido")
    client.force_login(house.rosa)
    shown = page(client, "session", sessions["public"].pk).content.decode()
    assert "Un añadido" in shown
    assert "Amanda" not in shown, "names are for the organisation"
    for name, woman in people.items():
        client.force_login(woman)
        expected = {level for level, readers in READS.items() if name in readers}
        opened = {level for level, each in sessions.items() if page(client, "session", each.pk).status_code == 200}
        assert opened == expected, name
        assert {each.reserve for each in page(client, "sessions", q="secreta").context["page"]} == expected, name
        written_down = page(client, "sessions_csv").content.decode("utf-8-sig")
        assert {level for level, each in sessions.items() if str(each.held_on) in written_down} == expected, name
    client.logout()
    for session in sessions.values():
        assert page(client, "session", session.pk).status_code == 302
        assert page(client, "published", session.pk).status_code == 404


def test_a_draft_that_will_be_public_is_the_organisations_until_it_is_approved(client, house):
    session = noted(house.yuli, house.kitchen, reserve="public")
    client.force_login(house.rosa)
    assert page(client, "session", session.pk).status_code == 404
    approved(session, house.amanda, house.yuli)
    assert page(client, "session", session.pk).status_code == 200


def test_an_extract_is_published_by_who_leads_and_gone_at_once(client, house):
    session = approved(noted(house.yuli, house.kitchen, reserve="public"), house.amanda, house.yuli)
    client.force_login(house.yuli)
    assert post(client, "extract", session.pk, extract="Hola").status_code == 403
    client.force_login(house.amanda)
    assert post(client, "extract", session.pk, extract="Acordamos seguir.").status_code == 302
    client.logout()
    answer = page(client, "published", session.pk)
    assert answer.status_code == 200
    assert "Acordamos seguir." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
    assert "Se habló del agua" not in answer.content.decode()
    client.force_login(house.amanda)
    post(client, "extract", session.pk, extract="")
    client.logout()
    assert page(client, "published", session.pk).status_code == 404


def test_narrowing_the_level_takes_the_extract_away_too(client, house):
    session = approved(noted(house.yuli, house.kitchen, reserve="public"), house.amanda, house.yuli)
    services.publish_extract(session=session, by=house.amanda, extract="Acordamos.")
    assert services.set_reserve(session=session, by=house.amanda, reserve="organisation", nonce=uuid7())
    assert page(client, "published", session.pk).status_code == 404


def test_words_once_written_do_not_become_a_session_without_minutes(house):
    session = noted(house.yuli, house.kitchen)
    outcome = services.set_reserve(session=session, by=house.yuli, reserve="none", nonce=uuid7())
    assert outcome.code == "no_way_back"


# --- Numbers and her data ------------------------------------------------------------------------------------


def test_a_session_of_two_hundred_opens_with_at_most_fifteen_queries(client, house, django_assert_max_num_queries):
    from decimal import Decimal

    from peer_exchange.models import Attendance, Commitment

    session = noted(house.yuli, house.kitchen)
    written(session, house.yuli, summary="Mucho", points=[point(f"Punto {n}") for n in range(20)])
    services.contribute(session=session, by=house.hilda, words="Opino", nonce=uuid7())
    Attendance.objects.bulk_create(
        Attendance(session=session, person=uuid7(), name=f"Socia {n}", age_band="18_29") for n in range(200)
    )
    Commitment.objects.bulk_create(
        Commitment(organisation=house.kitchen, session=session, words=f"Promesa {n}", made_on=DAY, promised=Decimal(n))
        for n in range(40)
    )
    client.force_login(house.amanda)
    page(client, "session", session.pk)
    with django_assert_max_num_queries(15):
        answer = page(client, "session", session.pk)
    shown = answer.content.decode()
    assert "Socia 199" in shown
    assert "Promesa 39" in shown


def test_she_sees_what_is_held_about_her_and_it_goes_with_her(house):
    session = noted(house.yuli, house.kitchen, held_on=timezone.localdate().isoformat())
    services.contribute(session=session, by=house.hilda, words="Mi palabra", nonce=uuid7())
    part = next(each for each in registry.parts() if each.code == "exchange.sessions")
    shown = {section.code: len(section.rows) for section in part.shown(house.hilda)}
    assert shown["contributions"] == 1
    part.forget(member=house.hilda, at=timezone.now())
    assert Contribution.objects.get().words == ""
    assert "Mi palabra" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_standing_counts_the_boards_of_organisations_that_are_not_hers(house):
    seated(house.rosa, house.kitchen)
    standing = standing_of(house.rosa)
    assert standing.leads(house.kitchen)
    assert standing.is_inside(house.federation)
    assert not standing.leads(house.federation)


def test_the_field_entry_weighs_at_most_twenty_kilobytes_with_its_style_and_scripts(client, house, settings):
    import re

    import brotli

    from academy.core.storage import COMMENT

    client.force_login(house.yuli)
    static = settings.BASE_DIR / "static"
    scripts = [static / "js" / name for name in ("app.js", "form.js", "online/record.js")]
    parts = [page(client, "note").content, (static / "css" / "site.css").read_bytes()]
    parts += [re.sub(COMMENT, "", each.read_text()).encode() for each in scripts]
    assert sum(len(brotli.compress(part, quality=5)) for part in parts) <= 20 * 1024
