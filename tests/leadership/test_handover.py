"""Handing a seat on: two signatures for each thing, no passwords, covers, and leaving with dignity."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.members import facts
from academy.members.models import Member, Notice, Role, Seat, Term
from academy.members.services.access import Refused
from academy.members.signals import woman_gone
from leadership.handover import her_data, rules, secrets, services
from leadership.handover.rules import Standing
from leadership.models import EmergencyCover, Handover, HandoverItem, Memorial
from leadership.register import services as register
from tests.courses.factories import MemberFactory

from .women import TODAY, house, kind, sits


def with_pin(member):
    member.set_pin("804152")
    member.save()
    return member


@pytest.fixture
def here(db):
    """lidia leaves, nora follows her; both enter with a PIN; rosa is treasurer."""
    place = house()
    for woman in (place.lidia, place.nora, place.rosa):
        with_pin(woman)
    place.out = sits(place.seat, place.lidia, since=TODAY - timedelta(700))
    place.new = sits(place.seat, place.nora, since=TODAY - timedelta(5), ends_previous=True)
    place.money = Seat.objects.create(organisation=place.kitchen, kind=kind("tesorera", "Tesorera"))
    sits(place.money, place.rosa)
    place.handover = services.begin(outgoing=place.out, incoming=place.new, by=place.rosa)
    return place


def item(here, kind="books"):
    return here.handover.items.get(kind=kind)


def all_signed(here, *, but=()):
    for each in here.handover.items.exclude(kind__in=but):
        services.give(item=each, by=here.lidia, nothing=True)
        services.receive(item=each, by=here.nora)


# --- Passwords -----------------------------------------------------------------------------------

SECRET = [
    "La clave es Rosita2024",
    "clave del celular: 4821",
    "PIN 4821",
    "Contraseña = perrito",
    "la contraseña del correo es Comedor#1",
    "Yape: rosa, pin 123456",
    "482193",
    "48 21 93",
    "Comedor2024!",
    "aB3$kk9Z",
    "El patrón es 2-5-8-0",
    "CONTRASEÑA: ABRIL7",
    "clave  del  cajero  8841",
    "La clave de la caja es 1-2-3-4",
    "clave de Yape 1122",
    "mi PIN es dos",
]
HARMLESS = [
    "Sobre cerrado, lo tiene la fiscal",
    "La clave está en el cuaderno de actas",
    "La clave la guarda Julia, en su casa",
    "La contraseña está anotada en el sobre azul, en el almacén",
    "Libro 2, página 31, del 8 de marzo de 2026",
    "2 llaves del almacén y 1 del candado",
    "Expediente 2023-0045-MML, RUC 20123456789",
    "Caja: 15 soles y 30 céntimos, recibos del 1 al 45",
    "correo: comedor.aji2024@example.org",
    "www.municipalidad.example/tramite?id=2024",
    "40 platos, 12 ollas, 2 cocinas, balón de 10kg",
    "Mz. B Lt. 12, al costado de la capilla",
    "",
]


@pytest.mark.parametrize("text", SECRET)
def test_what_looks_like_a_password_is_refused_with_how_to_say_it(text):
    said = rules.may_say(text, nothing=False)
    assert not said, text
    assert "Escribe dónde está" in str(said)


@pytest.mark.parametrize("text", HARMLESS)
def test_where_things_are_may_be_said(text):
    assert rules.may_say(text, nothing=True), (text, secrets.found_in(text))


WORDS = st.sampled_from("olla llave libro casa Julia mercado recibo balón cuaderno azul verde puerta".split())


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=12), st.integers(1, 99))
def test_plain_words_and_small_numbers_are_never_taken_for_a_password(words, number):
    assert secrets.found_in(" ".join([*words, f"son {number} ollas"])) is None


@settings(max_examples=60)
@given(
    st.sampled_from(["clave", "Contraseña", "PIN", "CLAVE", "password"]),
    st.sampled_from([" es ", ": ", " = ", " del celular es "]),
    st.text("abcxyz0189", min_size=4, max_size=12).filter(lambda t: any(c.isdigit() for c in t)),
)
def test_a_word_for_a_password_and_then_itself_is_always_seen(word, between, told):
    assert secrets.found_in(f"Para entrar: {word}{between}{told}.")


@settings(max_examples=80)
@given(st.text(max_size=80))
def test_any_text_at_all_gets_an_answer(text):
    secrets.found_in(text)


# --- Two signatures ------------------------------------------------------------------------------


def test_one_gives_and_the_other_receives(here):
    services.give(item=item(here), by=here.lidia, what="Libro 2, con la secretaria")
    services.receive(item=item(here), by=here.nora)
    assert item(here).done
    assert (item(here).given_by, item(here).received_by) == (here.lidia, here.nora)


def test_nobody_signs_for_the_other(here):
    with pytest.raises(Refused, match="Lo entrega otra"):
        services.give(item=item(here), by=here.nora, nothing=True)
    services.give(item=item(here), by=here.lidia, nothing=True)
    with pytest.raises(Refused, match="Tú lo entregaste"):
        services.receive(item=item(here), by=here.lidia)
    with pytest.raises(Refused, match="quien entra"):
        services.receive(item=item(here), by=here.rosa)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverItem.objects.filter(pk=item(here).pk).update(received_by=here.lidia, received_at=timezone.now())


def test_nothing_is_received_before_it_was_given(here):
    with pytest.raises(Refused, match="Falta que lo entreguen"):
        services.receive(item=item(here), by=here.nora)


def test_what_is_missing_goes_back_and_both_signatures_go(here):
    services.give(item=item(here), by=here.lidia, what="Libro 1")
    services.not_received(item=item(here), by=here.nora)
    assert item(here).given_at is None
    assert services.words_of(item(here)) == "Libro 1"


def test_a_password_is_refused_and_nothing_is_written(here):
    with pytest.raises(Refused, match="Parece una clave"):
        services.give(item=item(here, "access"), by=here.lidia, what="El pin es 4821")
    assert item(here, "access").what == ""


def test_where_things_lie_is_sealed_in_the_database(here):
    services.give(item=item(here), by=here.lidia, what="Debajo de la imagen")
    assert "imagen" not in HandoverItem.objects.values_list("what", flat=True).get(pk=item(here).pk)
    assert services.words_of(item(here)) == "Debajo de la imagen"


def test_it_closes_whole_or_not_at_all(here):
    all_signed(here, but=["keys"])
    with pytest.raises(Refused, match="Falta: 1"):
        services.close(handover=here.handover, by=here.nora)
    all_signed(here, but=[k for k in HandoverItem.Kind.values if k != "keys"])
    closed = services.close(handover=here.handover, by=here.nora)
    assert closed.state == "closed"
    assert Notice.objects.filter(member=here.lidia, kind="handover_closed").exists()
    with pytest.raises(Refused, match="ya se cerró"):
        services.give(item=item(here), by=here.lidia, nothing=True)


def test_where_she_cannot_sign_a_witness_of_the_board_does_and_never_for_both(here):
    here.lidia.pin = ""
    here.lidia.set_unusable_password()
    here.lidia.save()
    services.give(item=item(here), by=here.rosa, what="Lo tenía Lidia en el almacén")
    with pytest.raises(Refused):
        services.receive(item=item(here), by=here.rosa)
    services.receive(item=item(here), by=here.nora)
    assert item(here).done


def test_the_same_term_begins_one_handover(here):
    assert services.begin(outgoing=here.out, by=here.rosa) == here.handover
    assert here.handover.items.count() == len(services.ALWAYS)


def test_who_follows_later_is_found_by_herself(here):
    Term.objects.filter(pk=here.new.pk).update(annulled_at="2026-01-01T00:00Z")
    Handover.objects.update(incoming=None)
    handover = Handover.objects.get()
    services.give(item=item(here), by=here.lidia, nothing=True)
    with pytest.raises(Refused, match="quién recibe"):
        services.receive(item=item(here), by=here.nora)
    Term.objects.filter(pk=here.new.pk).update(annulled_at=None)
    assert services.incoming_of(handover) == here.new
    services.receive(item=item(here), by=here.nora)


def test_promises_that_are_open_stand_in_the_list(here, client, monkeypatch):
    owed = [{"words": "Seis kits de protección", "due": None, "url": ""}]
    monkeypatch.setitem(facts._answers, "open_commitments", lambda organisation: owed)
    client.force_login(here.nora)
    page = client.get(reverse("leadership:handover", args=[here.handover.pk])).content.decode()
    assert "Seis kits de protección" in page


STANDINGS = st.builds(
    Standing,
    user=st.just("she"),
    is_outgoing=st.booleans(),
    is_incoming=st.booleans(),
    outgoing_can=st.booleans(),
    incoming_can=st.booleans(),
    somebody_follows=st.booleans(),
    witness=st.booleans(),
)


@settings(max_examples=120)
@given(STANDINGS, st.booleans())
def test_no_standing_whatever_lets_one_woman_sign_twice(who, has_given):
    gives = rules.may_give(who, state="open", received_at=None)
    receives = rules.may_receive(
        who, state="open", given_at=TODAY, given_by="she" if has_given else "other", received_at=None
    )
    assert not (has_given and receives)
    if who.is_incoming:
        assert not gives
    if not (who.is_outgoing or who.is_incoming or who.witness):
        assert not gives
        assert not receives


@settings(max_examples=60)
@given(STANDINGS, st.lists(st.booleans(), max_size=10))
def test_a_handover_closes_only_with_all_of_it(who, items):
    done, total = rules.done_of(items)
    assert bool(rules.may_close(who, state="open", done=done, total=total)) == (
        bool(items) and all(items) and bool(rules.may_read(who))
    )


# --- Who sees it ---------------------------------------------------------------------------------


def test_the_base_sees_how_far_it_is_and_not_where_the_keys_are(here, client):
    services.give(item=item(here, "keys"), by=here.lidia, what="Debajo de la imagen")
    socia = MemberFactory(display_name="Tula", member_of=here.kitchen)
    for woman, reads in ((socia, False), (here.ana, False), (here.nora, True), (here.rosa, True)):
        client.force_login(woman)
        page = client.get(reverse("leadership:handover", args=[here.handover.pk])).content.decode()
        assert ("Debajo de la imagen" in page) == reads, woman
        assert "0 de 8" in page
        pdf = client.get(reverse("leadership:handover_paper", args=[here.handover.pk]))
        assert pdf.status_code == (200 if reads else 403)
    client.force_login(here.eva)
    assert client.get(reverse("leadership:handover", args=[here.handover.pk])).status_code == 404


def test_the_whole_way_on_pages(here, client):
    client.force_login(here.lidia)
    give = reverse("leadership:give_item", args=[item(here).pk])
    refused = client.post(give, {"what": "La clave es Rosita2024"})
    assert refused.status_code == 422
    assert "Rosita2024" in refused.content.decode()
    client.post(give, {"what": "Libro 2, con la secretaria"})
    client.post(
        reverse("leadership:act_on_handover", args=[here.handover.pk]), {"action": "role", "words": "Acompañar"}
    )
    client.force_login(here.nora)
    client.post(reverse("leadership:sign_item", args=[item(here).pk]), {"action": "receive"})
    act = reverse("leadership:act_on_handover", args=[here.handover.pk])
    client.post(act, {"action": "add", "title": "Sello"})
    page = client.get(reverse("leadership:handover", args=[here.handover.pk])).content.decode()
    assert "1 de 9" in page
    assert "Acompañar" in page
    assert client.post(act, {"action": "add", "title": ""}).status_code == 422
    client.post(act, {"action": "close"})
    assert Handover.objects.get().state == "open"


# --- Covers --------------------------------------------------------------------------------------


def changed(here, kind_of, payload, *, by=None, approver=None):
    change = register.propose(organisation=here.kitchen, by=by or here.rosa, kind=kind_of, payload=payload)
    return register.approve(change=change, by=approver or here.nora)


def cover(here, member=None, **more):
    return changed(
        here,
        "name_cover",
        {"seat": here.seat.pk, "holder": str(member.pk) if member else "", "holder_name": "", **more},
        approver=here.ana,
    )


def test_a_cover_is_named_by_two_women_and_told_to_her(here):
    tula = MemberFactory(display_name="Tula", member_of=here.kitchen)
    cover(here, tula)
    assert EmergencyCover.objects.get(until=None).member == tula
    assert Notice.objects.filter(member=tula, kind="cover_named").exists()


def test_she_may_say_no_at_once_and_alone(here, client):
    tula = MemberFactory(display_name="Tula", member_of=here.kitchen)
    cover(here, tula)
    standing = EmergencyCover.objects.get()
    client.force_login(here.rosa)
    assert client.post(reverse("leadership:decline_cover", args=[standing.pk])).status_code == 404
    client.force_login(tula)
    client.post(reverse("leadership:decline_cover", args=[standing.pk]))
    assert not EmergencyCover.objects.filter(until=None).exists()


def test_the_holder_is_not_her_own_cover(here):
    with pytest.raises(Refused, match="es otra compañera"):
        cover(here, here.nora)


def test_a_cover_begins_only_when_nobody_sits_and_is_no_election(here):
    cover(here, holder_name="Zoila Ccori")
    start = {"seat": here.seat.pk, "since": TODAY.isoformat()}
    with pytest.raises(Refused, match="Nora"):
        changed(here, "start_cover", start)
    changed(here, "end_term", {"term": str(here.new.pk), "on": TODAY.isoformat(), "how": "resigned"}, approver=here.ana)
    changed(here, "start_cover", start, approver=here.ana)
    term = Term.objects.get(holder_name="Zoila Ccori")
    assert (term.elected, term.acta_pending, (term.until - term.since).days) == (False, True, 90)


def test_a_seat_without_a_cover_says_so(here):
    with pytest.raises(Refused, match="no tiene reemplazo"):
        changed(here, "start_cover", {"seat": here.seat.pk, "since": TODAY.isoformat()})


# --- Farewell ------------------------------------------------------------------------------------


def farewell(here, term=None, *, by=None, approver=None, **more):
    payload = {"term": str((term or here.new).pk), "on": TODAY.isoformat(), "words": "", "family": "", **more}
    payload["proposer"] = str((by or here.rosa).pk)
    return changed(here, "farewell", payload, by=by, approver=approver or here.ana)


def test_when_a_woman_dies_her_seats_close_and_those_she_accompanied_pass_on(here, django_capture_on_commit_callbacks):
    gone = []
    woman_gone.connect(receiver := lambda sender, member, by, **kw: gone.append((member, by)), weak=False)
    above = Seat.objects.create(organisation=here.federation, kind=kind("vocal", "Vocal"))
    delegate = sits(above, here.nora)
    with django_capture_on_commit_callbacks(execute=True):
        farewell(here)
    woman_gone.disconnect(receiver)
    for term in (here.new, delegate):
        term.refresh_from_db()
        assert (term.ended_how, term.ended_on) == ("died", TODAY)
        assert Handover.objects.get(outgoing=term).items.exists()
    here.nora.refresh_from_db()
    assert not here.nora.is_active
    assert not here.nora.memberships.standing(TODAY).exists()
    assert gone == [(here.nora.pk, here.ana.pk)]
    assert not Memorial.objects.exists()


def test_without_the_organiser_only_the_seats_of_this_organisation_close(here):
    above = Seat.objects.create(organisation=here.federation, kind=kind("vocal", "Vocal"))
    delegate = sits(above, here.nora)
    sits(Seat.objects.create(organisation=here.kitchen, kind=kind("fiscal", "Fiscal")), here.lidia)
    farewell(here, approver=here.lidia)
    delegate.refresh_from_db()
    here.new.refresh_from_db()
    assert (here.new.ended_how, delegate.ended_on) == ("died", None)
    assert Member.objects.get(pk=here.nora.pk).is_active


def test_an_organisation_that_has_no_organiser_closes_her_page_with_two_of_its_own(here):
    Role.objects.all().delete()
    sits(Seat.objects.create(organisation=here.kitchen, kind=kind("fiscal", "Fiscal")), here.lidia)
    farewell(here, approver=here.lidia)
    assert not Member.objects.get(pk=here.nora.pk).is_active


def test_a_memorial_is_as_the_family_wishes_and_goes_when_it_changes_its_mind(here, client):
    farewell(here, words="Nos enseñó a no tener miedo", family="Su hija")
    socia = MemberFactory(display_name="Tula", member_of=here.kitchen)
    page = reverse("leadership:handovers", args=[here.kitchen.pk])
    client.force_login(socia)
    assert "Nos enseñó a no tener miedo" in client.get(page).content.decode()
    client.post(reverse("leadership:take_memorial_down", args=[Memorial.objects.get().pk]))
    assert "Nos enseñó" not in client.get(page).content.decode()
    client.force_login(here.eva)
    assert client.get(page).status_code == 404


def test_a_memorial_without_the_family_is_refused_and_her_words_stay_in_the_form(here, client):
    client.force_login(here.rosa)
    form = {"on": TODAY.isoformat(), "words": "La recordamos", "nonce": str(uuid7())}
    answer = client.post(reverse("leadership:farewell", args=[here.new.pk]), form)
    assert answer.status_code == 422
    assert "La recordamos" in answer.content.decode()


def test_a_day_to_come_is_refused(here):
    with pytest.raises(Refused, match="aún no llega"):
        farewell(here, on=(TODAY + timedelta(2)).isoformat())


def test_she_sees_what_boards_hold_of_her_and_erased_she_stands_in_nowhere(here):
    cover(here, here.rosa)
    sections = {section.code: section.rows for section in her_data.shown(here.rosa)}
    assert len(sections["covers"]) == 1
    assert len(sections["changes_proposed"]) == 1
    assert {s.code: len(s.rows) for s in her_data.shown(here.nora)}["handovers"] == 1
    her_data.forget(member=here.rosa, at=timezone.now())
    assert not EmergencyCover.objects.filter(until=None).exists()


def test_she_does_not_say_of_herself_that_she_died(here):
    with pytest.raises(Refused, match="ella misma"):
        farewell(here, by=here.nora, approver=here.ana)
