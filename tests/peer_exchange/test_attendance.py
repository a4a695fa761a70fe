"""Who was there: lists, counts, sheets typed in, and names that go while counts stay."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core import record
from academy.core.ids import uuid7
from academy.core.models import Event
from academy.members import notices
from academy.members.exporting import kinds
from academy.members.models import ExportRequest, Role
from academy.members.rules import name_key
from academy.members.services.access import Refused
from peer_exchange.attendance import rules, services
from peer_exchange.attendance.exporting import NAME
from peer_exchange.models import Attendance
from peer_exchange.sessions import services as moving
from tests.courses.factories import MemberFactory, organisation

from .said import approved, noted, seated


def listed(session, by, *people):
    outcomes = services.list_people(session=session, by=by, people=list(people), nonce=uuid7())
    assert outcomes[-1], outcomes[-1].reason


def post(client, name, session, **data):
    return client.post(reverse(f"exchange:{name}", args=[session.pk]), {"nonce": str(uuid7()), **data})


def names(session):
    return sorted(str(one.member or one.name) for one in session.attendances.select_related("member"))


# --- The sheet --------------------------------------------------------------------------------------------


def test_a_typed_sheet_is_read_line_by_line():
    found = rules.lines_of("1. María Quispe; Comedor Sol\n\n 2) Rosa Huamán\tOlla Luna\n---\nAna")
    assert [(one.name, one.organisation) for one in found] == [
        ("María Quispe", "Comedor Sol"),
        ("Rosa Huamán", "Olla Luna"),
        ("Ana", ""),
    ]


def test_taps_and_typed_lines_go_onto_the_list_and_doubts_are_asked_first(client, house):
    session = noted(house.yuli, house.kitchen)
    MemberFactory(display_name="María Elena Quispe", member_of=house.kitchen)
    client.force_login(house.yuli)
    sheet = {
        "woman": [str(house.hilda.pk)],
        "lines": "Quispe María Elena\nNueva Vecina; Otra Olla\nNueva Vecina; Otra Olla",
    }
    asked = post(client, "attendance", session, **sheet)
    assert asked.status_code == 200
    assert [question.line.number for question in asked.context["sheet"].asked] == [1, 3]
    assert not session.attendances.exists(), "nothing is written before she has answered"
    answer = post(client, "attendance", session, **sheet, same_1="same", same_3="other")
    assert answer.status_code == 302
    assert names(session) == ["Hilda", "María Elena Quispe", "Nueva Vecina", "Nueva Vecina"]


def test_a_list_typed_twice_counts_nobody_twice(client, house):
    session = noted(house.yuli, house.kitchen)
    client.force_login(house.yuli)
    for _time in range(2):
        answer = post(client, "attendance", session, lines="Ana Flores; Olla Luna\nRosa Inventada")
        assert answer.status_code == 302
    assert names(session) == ["Ana Flores", "Rosa Inventada"]
    told = [
        str(message) for message in client.get(reverse("exchange:attendance", args=[session.pk])).context["messages"]
    ]
    assert any("no se contó dos veces" in words for words in told)


def test_she_says_who_spoke_and_who_was_not_there(client, house):
    seated(house.hilda, house.kitchen)
    session = noted(house.yuli, house.kitchen)
    listed(session, house.yuli, {"member": str(house.hilda.pk)}, {"name": "Ana"})
    hilda, ana = session.attendances.order_by("-name")[1], session.attendances.get(name="Ana")
    assert hilda.member == house.hilda
    client.force_login(house.hilda)
    said = {f"seen_{hilda.pk}": "1", f"spoke_{hilda.pk}": "on", f"band_{hilda.pk}": "18_29", f"seen_{ana.pk}": "1"}
    assert post(client, "attendance_details", session, **said, **{f"gone_{ana.pk}": "on"}).status_code == 302
    row = session.attendances.get()
    assert (row.member, row.spoke, row.age_band) == (house.hilda, True, "18_29")
    assert services.tally_of(session).young_spoke == 1


def test_a_woman_of_elsewhere_takes_herself_off_the_list(client, house):
    session = noted(house.yuli, house.kitchen)
    for _time in range(2):
        listed(session, house.yuli, {"member": str(house.rosa.pk)})
    assert "Yuli anotó" in notices.sentence(house.rosa.notices.get())
    client.force_login(house.rosa)
    shown = client.get(reverse("exchange:session", args=[session.pk]))
    assert "No estuve ahí" in shown.content.decode(), "who was there reads it"
    assert post(client, "not_me", session).status_code == 302
    assert not session.attendances.exists()
    assert client.get(reverse("exchange:session", args=[session.pk])).status_code == 404


def test_once_a_session_is_closed_its_list_takes_only_what_was_noted_before(client, house):
    seated(house.hilda, house.kitchen)
    session = noted(house.yuli, house.kitchen)
    listed(session, house.yuli, {"member": str(house.hilda.pk)})
    approved(session, house.hilda, house.yuli)
    assert moving.move(session=session, by=house.hilda, to="closed", nonce=uuid7())
    late = services.list_people(session=session, by=house.yuli, people=[{"name": "Tarde"}], nonce=uuid7())
    assert [each.code for each in late] == ["closed"]
    assert "añadido" in late[0].reason
    before = session.noted_at
    on_the_phone = {"session": session, "by": house.yuli, "nonce": uuid7(), "happened_at": before}
    assert services.list_people(people=[{"name": "A tiempo"}], **on_the_phone)[0]
    assert session.attendances.count() == 2
    client.force_login(house.yuli)
    assert "Anotar nombres" not in client.get(reverse("exchange:session", args=[session.pk])).content.decode()
    assert post(client, "attendance_count", session, total="9").status_code == 403
    client.force_login(house.hilda)
    assert post(client, "not_me", session).status_code == 302, "of herself she says it whenever she finds out"
    assert session.attendances.get().name == "A tiempo"


def test_names_are_for_who_keeps_the_list(client, house):
    seated(house.hilda, house.kitchen)
    companion = MemberFactory(display_name="Compañera", member_of=house.kitchen)
    session = noted(house.yuli, house.kitchen)
    listed(session, house.yuli, {"name": "Invitada Secreta"}, {"member": str(companion.pk)})
    for woman, sees in ((house.yuli, True), (house.hilda, True), (house.amanda, True), (companion, False)):
        client.force_login(woman)
        for page in ("session", "attendance"):
            shown = client.get(reverse(f"exchange:{page}", args=[session.pk])).content.decode()
            assert ("Invitada Secreta" in shown) is sees, (woman, page)
        expected = 200 if sees else 403
        assert client.get(reverse("exchange:attendance_details", args=[session.pk])).status_code == expected
    assert set(Attendance.objects.visible_to(companion)) == set(session.attendances.filter(member=companion))


def test_who_is_of_a_base_is_not_shown_the_women_of_other_bases(client, house):
    other = organisation("Comedor Hermano", below=house.federation)
    MemberFactory(display_name="De Otra Base", member_of=other)
    session = noted(house.yuli, house.federation)
    for woman, sees in ((house.yuli, False), (house.amanda, True)):
        client.force_login(woman)
        for name in ("attendance", "write"):
            shown = client.get(reverse(f"exchange:{name}", args=[session.pk])).content.decode()
            assert ("De Otra Base" in shown) is sees, (woman, name)
            assert "Hilda" in shown


def test_small_age_bands_are_hidden_from_who_does_not_keep_the_names(client, house):
    session = noted(house.yuli, house.kitchen)
    bands = {"18_29": 2, "30_44": 9, "45_59": 8}
    services.count(session=session, by=house.yuli, nonce=uuid7(), total=19, bands=bands, first_time=3)
    client.force_login(house.hilda)
    context = client.get(reverse("exchange:session", args=[session.pk])).context
    assert None in [count for _label, count in context["bands"]]
    assert context["figures"] == []
    # Eighteen of nineteen: what is left is one woman.
    services.count(session=session, by=house.yuli, nonce=uuid7(), total=19, bands=bands, first_time=18, spoke=12)
    client.force_login(house.hilda)
    page = client.get(reverse("exchange:session", args=[session.pk]))
    assert [count for _label, count in page.context["figures"]] == [12]
    client.force_login(house.amanda)
    context = client.get(reverse("exchange:session", args=[session.pk])).context
    assert {str(label): count for label, count in context["bands"]}["18 a 29"] == 2


# --- Counting ------------------------------------------------------------------------------------------------


def test_counts_that_do_not_add_up_are_said_beside_their_field(client, house):
    session = noted(house.yuli, house.kitchen)
    client.force_login(house.yuli)
    answer = post(client, "attendance_count", session, total="10", band_18_29="8", band_60="5", spoke="11")
    assert answer.status_code == 422
    assert {"total", "spoke"} <= set(answer.context["form"].errors)
    assert post(client, "attendance_count", session, total="13", band_18_29="8", band_60="5").status_code == 302
    assert services.tally_of(session).total == 13


@settings(max_examples=40)
@given(
    listed=st.lists(
        st.builds(
            Attendance,
            age_band=st.sampled_from(["", "u18", "18_29", "60"]),
            spoke=st.booleans(),
            first_time=st.booleans(),
        ),
        max_size=12,
    ),
    how_many=st.none() | st.integers(0, 20),
)
def test_a_tally_is_never_less_than_the_list_and_its_parts_never_more(listed, how_many):
    tally = rules.tally(listed, None, how_many)
    assert (tally.total or 0) >= len(listed)
    assert sum(tally.bands.values()) <= len(listed)
    assert (tally.young_spoke or 0) <= (tally.spoke or 0) <= (tally.total or 0)
    if not listed and how_many is None:
        assert tally.total is None


# --- Many hands, any order ---------------------------------------------------------------------------------

SHEETS = st.lists(
    st.lists(st.tuples(st.sampled_from(["Ana", "ÁNA ", "Rosa", "Luz"]), st.booleans()), min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


@pytest.mark.django_db
@settings(max_examples=4)
@given(sheets=SHEETS, data=st.data())
def test_lists_arriving_in_any_order_give_the_same_people(sheets, data):
    from tests.courses.factories import people

    house = people()
    order = data.draw(st.permutations(range(len(sheets))))
    found = []
    for sequence in (range(len(sheets)), [*order, *order[:1]]):
        session = noted(house.yuli, house.kitchen)
        start = timezone.now() - timedelta(hours=1)
        made = [
            {
                "kind": "exchange.attendance_listed",
                "subject": session.pk,
                "by": house.yuli,
                "payload": {
                    "session": str(session.pk),
                    "people": [{"name": name, "spoke": spoke} for name, spoke in sheet],
                },
                "id": uuid7(),
                "happened_at": start + timedelta(minutes=n),
            }
            for n, sheet in enumerate(sheets)
        ]
        for n in sequence:
            assert record.record(**made[n])
        found.append(sorted((name_key(one.name), one.spoke) for one in session.attendances.all()))
        before = session.attendances.count()
        record.rebuild(subject=session.pk)
        assert session.attendances.count() == before
    assert found[0] == found[1]
    assert len({key for key, _spoke in found[0]}) == len(found[0]), "nobody twice, however she is spelt"


# --- Names go -----------------------------------------------------------------------------------------------


def test_after_two_years_names_go_and_counts_stay_also_after_a_rebuild(house):
    old = noted(house.yuli, house.kitchen, held_on=(timezone.localdate() - timedelta(days=800)).isoformat())
    new = noted(house.yuli, house.kitchen)
    person = {"spoke": True, "age_band": "18_29"}
    for session in (old, new):
        listed(session, house.yuli, {"name": "Ana Secreta", **person}, {"member": str(house.hilda.pk)})
        listed(session, house.yuli, {"name": "Ana Secreta", "first_time": True, **person})
    before = services.tally_of(old)
    assert services.names_to_counts(at=timezone.now()) == 2
    record.rebuild(subject=old.pk)
    assert services.tally_of(old) == before
    assert not old.attendances.exclude(name="", member=None).exists()
    assert "Secreta" not in str(list(Event.objects.filter(subject=old.pk).values_list("payload", flat=True)))
    assert names(new) == ["Ana Secreta", "Hilda"]
    assert services.names_to_counts(at=timezone.now()) == 0


def test_she_leaves_the_lists_when_she_asks_and_they_count_the_same(house):
    session = noted(house.yuli, house.kitchen)
    listed(session, house.yuli, {"member": str(house.hilda.pk), "spoke": True}, {"name": "Ana"})
    before = services.tally_of(session)
    assert services.forget_member(member=house.hilda) == 1
    assert services.tally_of(session) == before
    assert str(house.hilda.pk) not in str(Event.objects.get(kind="exchange.attendance_listed").payload)


# --- Files ---------------------------------------------------------------------------------------------------


def test_a_file_with_names_is_only_given_by_the_engine_that_asks_a_second_woman(client, house):
    seated(house.hilda, house.kitchen)
    session = noted(house.yuli, house.kitchen)
    listed(session, house.yuli, {"name": "Ana"}, {"member": str(house.yuli.pk)})
    kind = kinds.get(NAME)
    with pytest.raises(Refused):
        kind.clean({})
    params = kind.clean({"session": str(session.pk)})
    made = kind.rows(organisation=house.kitchen, params=params, by=house.hilda)
    assert [row[0] for row in made.rows[1:]] == ["Ana", "Yuli"]
    assert made.members == {house.yuli.pk}
    assert len(kind.rows(organisation=house.kitchen, params=params, by=house.rosa).rows) == 1
    client.force_login(house.hilda)
    for ending in ("csv", "xlsx"):
        given_out = client.get(reverse(f"exchange:sessions_{ending}"))
        assert given_out.status_code == 200
        assert b"Ana" not in given_out.content


def test_a_file_with_names_asked_without_approval_is_told_and_with_a_second_woman_it_is_marked_kept_a_week_and_logged(
    client, house
):
    session = noted(house.yuli, house.kitchen)
    listed(session, house.yuli, {"name": "Petra Huamán", "spoke": True}, {"member": str(house.hilda.pk)})
    seated(house.hilda, house.kitchen)
    organiser = MemberFactory(display_name="Olga", holds=(Role.Kind.ORGANISER, house.kitchen))
    ask = reverse("members:ask_export", args=[house.kitchen.pk, NAME])
    said = {"session": str(session.pk), "why": "Para el municipio", "ending": "csv", "nonce": str(uuid7())}
    client.force_login(house.yuli)
    assert client.post(ask, said).status_code == 403, "who noted it is no board"
    client.force_login(organiser)
    client.post(ask, said)
    request = ExportRequest.objects.get()
    take = reverse("members:take_export", args=[request.pk])
    answer = client.get(take, follow=True)
    assert answer.redirect_chain, "without approval there is no file but a sentence"
    assert "Petra" not in answer.content.decode()
    decide = reverse("members:decide_export", args=[request.pk])
    client.post(decide, {"action": "approve"})
    request.refresh_from_db()
    assert request.state == "open", "never by who asked"
    client.force_login(house.hilda)
    client.post(decide, {"action": "approve"})
    client.force_login(organiser)
    file = client.get(take).content.decode("utf-8-sig")
    request.refresh_from_db()
    for each in ("Petra Huamán", "Hilda", "Olga", "Para el municipio", request.reference[:4]):
        assert each in file
    assert request.downloads.get().by == organiser
    assert 6 < (request.expires_at - timezone.now()).days + 1 <= 7
    ExportRequest.objects.filter(pk=request.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(take).status_code == 302
    assert request.downloads.count() == 1
