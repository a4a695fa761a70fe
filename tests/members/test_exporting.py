"""Files that name women: two women, a mark, a log, a week."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from academy.core.decisions import Allowed, Denied
from academy.core.ids import uuid7
from academy.core.models import AuditEntry
from academy.core.private_files import private_storage
from academy.members.exporting import kinds, listening, rules, services, women
from academy.members.models import Consent, ExportDownload, ExportRequest, Notice, Seat, SeatKind
from academy.members.seats.services import record_term
from academy.members.services import account
from academy.members.services.access import Refused
from tests.members.factories import ConsentFactory, MemberFactory

NOW = timezone.now()


@pytest.fixture
def rosa_sits(people):
    """Rosa presides over her kitchen; Amanda organises the federation above."""
    kind = SeatKind.objects.get_or_create(code="presidenta", defaults={"name_es": "Presidenta"})[0]
    seat = Seat.objects.create(organisation=people.kitchen, kind=kind)
    since = NOW.date() - timedelta(100)
    record_term(seat=seat, by=None, holder=people.rosa, since=since, until=since + timedelta(730), acta="Libro 1")
    return people


def asked(people, by=None, **more):
    return services.ask(
        kind=women.KIND,
        organisation=people.kitchen,
        by=by or people.amanda,
        why="Para el municipio",
        **{"ending": "csv", **more},
    )


def taken(request, by):
    return services.take(request=request, by=by)[0]


# --- Two women -----------------------------------------------------------------------------------


def test_no_file_exists_before_a_second_woman_says_yes(rosa_sits):
    request = asked(rosa_sits)
    with pytest.raises(Refused, match="otra compañera"):
        taken(request, rosa_sits.amanda)
    assert services.approve(request=request, by=rosa_sits.rosa).file


def test_who_asked_never_approves_not_even_in_the_database(rosa_sits):
    request = asked(rosa_sits)
    with pytest.raises(Refused, match="Tú la pediste"):
        services.approve(request=request, by=rosa_sits.amanda)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRequest.objects.filter(pk=request.pk).update(state="approved", decided_by=rosa_sits.amanda)


def test_a_facilitator_a_socia_and_an_organiser_of_elsewhere_neither_ask_nor_approve(rosa_sits):
    socia = MemberFactory(display_name="Tula", organisation=rosa_sits.kitchen)
    request = asked(rosa_sits)
    for woman in (rosa_sits.fina, socia, rosa_sits.elena):
        with pytest.raises(Refused):
            asked(rosa_sits, by=woman)
        with pytest.raises(Refused):
            services.approve(request=request, by=woman)


def test_an_organisation_without_an_organiser_does_it_with_two_seats(rosa_sits):
    kind = SeatKind.objects.get_or_create(code="tesorera", defaults={"name_es": "Tesorera"})[0]
    lidia = MemberFactory(display_name="Lidia", organisation=rosa_sits.kitchen)
    seat = Seat.objects.create(organisation=rosa_sits.kitchen, kind=kind)
    record_term(seat=seat, by=None, holder=lidia, since=NOW.date(), until=NOW.date() + timedelta(700), acta="Libro 1")
    request = asked(rosa_sits, by=rosa_sits.rosa)
    assert lidia in services.others_who_may_decide(request)
    services.approve(request=request, by=lidia)
    assert b"Lidia" in taken(request, rosa_sits.rosa)


def test_who_lost_her_right_gets_no_file(rosa_sits):
    request = services.approve(request=asked(rosa_sits), by=rosa_sits.rosa)
    rosa_sits.amanda.roles.update(until=NOW.date() - timedelta(1))
    with pytest.raises(Refused):
        taken(request, rosa_sits.amanda)


def test_a_refusal_needs_its_reason_and_is_told(rosa_sits):
    request = asked(rosa_sits)
    with pytest.raises(Refused, match="por qué"):
        services.refuse(request=request, by=rosa_sits.rosa, reason=" ")
    services.refuse(request=request, by=rosa_sits.rosa, reason="No hace falta")
    assert Notice.objects.get(member=rosa_sits.amanda, kind="export_refused").data["by"] == "Rosa Quispe"
    with pytest.raises(Refused, match="ya se decidió"):
        services.approve(request=request, by=rosa_sits.rosa)


def test_the_same_form_sent_twice_asks_once(rosa_sits):
    number = uuid7()
    assert asked(rosa_sits, request_id=number).pk == asked(rosa_sits, request_id=number).pk == number
    assert ExportRequest.objects.count() == 1


# --- The file ------------------------------------------------------------------------------------


def test_the_file_says_who_asked_who_approved_and_its_reference_in_every_row(rosa_sits):
    request = services.approve(request=asked(rosa_sits, ending="xlsx"), by=rosa_sits.rosa)
    sheet = load_workbook(BytesIO(taken(request, rosa_sits.amanda))).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    text = str(rows)
    assert "Pidió: Amanda. Aprobó: Rosa Quispe." in text
    assert "Para: Para el municipio" in text
    reference = f"{request.reference[:4]}-{request.reference[4:]}"
    named = [row for row in rows if "Rosa Quispe" in row]
    assert named
    assert all(row[-1] == reference for row in named)


def test_no_phone_is_in_the_list(rosa_sits):
    ConsentFactory(member=rosa_sits.rosa)
    request = services.approve(request=asked(rosa_sits), by=rosa_sits.rosa)
    assert b"900000001" not in taken(request, rosa_sits.amanda)


def test_every_download_is_logged_and_each_woman_sees_who_has_her_name(rosa_sits, as_):
    request = services.approve(request=asked(rosa_sits), by=rosa_sits.rosa)
    taken(request, rosa_sits.amanda)
    taken(request, rosa_sits.rosa)
    assert [each.by for each in ExportDownload.objects.order_by("at")] == [rosa_sits.amanda, rosa_sits.rosa]
    assert AuditEntry.objects.filter(action="members.export_made", about=rosa_sits.rosa.pk).count() == 1
    page = as_(rosa_sits.rosa).get(reverse("members:who_looked")).content.decode()
    assert "Amanda pidió una lista con tu nombre" in page


def test_a_week_later_the_file_is_gone_and_the_row_stays(rosa_sits):
    request = services.approve(request=asked(rosa_sits), by=rosa_sits.rosa, at=NOW - timedelta(days=7, minutes=1))
    with pytest.raises(Refused, match="siete días"):
        taken(request, rosa_sits.amanda)


def test_the_daily_sweep_deletes_what_is_over(rosa_sits, django_capture_on_commit_callbacks):
    old = services.approve(request=asked(rosa_sits, at=NOW - timedelta(8)), by=rosa_sits.rosa, at=NOW - timedelta(8))
    new = services.approve(request=asked(rosa_sits), by=rosa_sits.rosa)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_old() == 1
    assert not private_storage().exists(old.file)
    assert private_storage().exists(new.file)
    assert ExportRequest.objects.get(pk=old.pk).file == ""


def test_a_question_a_week_old_cannot_be_approved_any_more(rosa_sits):
    request = asked(rosa_sits, at=NOW - timedelta(days=8))
    with pytest.raises(Refused, match="una semana"):
        services.approve(request=request, by=rosa_sits.rosa)


# --- What she takes back -------------------------------------------------------------------------


def consenting(people, monkeypatch):
    """A kind that names only women who allow it."""

    def rows(*, organisation, params, by):
        allowed = Consent.objects.filter(withdrawn_at=None).values_list("member__display_name", "member")
        return kinds.Rows(
            rows=[["Nombre"], *([name] for name, _pk in allowed)], members=frozenset(m for _n, m in allowed)
        )

    kind = kinds.Kind(name="tests.allowed", title="Con permiso", rows=rows, offered=False)
    monkeypatch.setitem(kinds._kinds, kind.name, kind)
    return services.ask(kind=kind, organisation=people.kitchen, by=people.amanda, why="Prueba", ending="csv")


def test_a_withdrawn_consent_reaches_the_file_at_once(rosa_sits, monkeypatch, django_capture_on_commit_callbacks):
    ConsentFactory(member=rosa_sits.rosa)
    request = services.approve(request=consenting(rosa_sits, monkeypatch), by=rosa_sits.rosa)
    name = request.file
    assert b"Rosa Quispe" in taken(request, rosa_sits.amanda)
    with django_capture_on_commit_callbacks(execute=True):
        account.withdraw_consent(member=rosa_sits.rosa, purpose=Consent.Purpose.PHONE_TO_ORGANISER)
    assert not private_storage().exists(name)
    again = taken(request, rosa_sits.amanda)
    # She approved it, so the mark still says her name; the list does not.
    assert [line for line in again.decode().splitlines() if line.startswith("Rosa")] == []
    assert ExportRequest.objects.get(pk=request.pk).named == 0


def test_who_was_closed_meanwhile_is_not_in_what_is_taken(rosa_sits):
    lidia = MemberFactory(display_name="Lidia", organisation=rosa_sits.kitchen)
    request = services.approve(request=asked(rosa_sits), by=rosa_sits.rosa)
    lidia.is_active = False
    lidia.save()
    assert b"Lidia" not in taken(request, rosa_sits.amanda)


# --- Rules ---------------------------------------------------------------------------------------

STATES = st.sampled_from(["open", "approved", "refused", "withdrawn"])
RIGHTS = st.sampled_from([Allowed(), Denied("no", "no_right")])


@settings(max_examples=80)
@given(STATES, st.booleans(), RIGHTS, st.integers(-3, 30))
def test_only_another_woman_with_the_right_decides_and_only_in_time(state, asked_it, right, days):
    said = rules.may_decide(state=state, asked_it=asked_it, right=right, asked_at=NOW - timedelta(days), at=NOW)
    assert bool(said) == (state == "open" and not asked_it and bool(right) and days <= 7)


@settings(max_examples=80)
@given(STATES, st.booleans(), st.booleans(), RIGHTS, st.integers(-5, 5))
def test_a_file_is_taken_only_while_it_lives_by_who_asked_or_approved(state, asked_it, approved_it, right, hours):
    said = rules.may_take(
        state=state,
        asked_it=asked_it,
        approved_it=approved_it,
        right=right,
        expires_at=NOW + timedelta(hours=hours),
        at=NOW,
    )
    assert bool(said) == (state == "approved" and (asked_it or approved_it) and bool(right) and hours > 0)


# --- Pages ---------------------------------------------------------------------------------------


def test_the_whole_way_on_pages(rosa_sits, as_):
    ask = reverse("members:ask_export", args=[rosa_sits.kitchen.pk, "members.women"])
    browser = as_(rosa_sits.amanda)
    assert browser.post(ask, {"why": "", "ending": "csv"}).status_code == 422
    browser.post(ask, {"why": "Para el municipio", "ending": "csv", "nonce": str(uuid7())})
    request = ExportRequest.objects.get()
    page = browser.get(reverse("members:export", args=[request.pk])).content.decode()
    assert "La puede aprobar: Rosa Quispe" in page
    as_(rosa_sits.rosa).post(reverse("members:decide_export", args=[request.pk]), {"action": "approve"})
    answer = as_(rosa_sits.amanda).get(reverse("members:take_export", args=[request.pk]))
    assert "Rosa Quispe" in answer.content.decode("utf-8-sig")
    assert "private" in answer.headers["Cache-Control"]
    request.refresh_from_db()
    assert request.file
    assert request.file not in answer.headers["Content-Disposition"]


def test_her_organisation_reads_the_log_and_a_stranger_does_not_know_of_it(rosa_sits, as_):
    request = asked(rosa_sits)
    socia = MemberFactory(display_name="Tula", organisation=rosa_sits.kitchen)
    log = reverse("members:exports", args=[rosa_sits.kitchen.pk])
    page = as_(socia).get(log).content.decode()
    assert "Para el municipio" in page
    assert "Pedir una lista" not in page
    assert as_(rosa_sits.elena).get(log).status_code == 404
    assert as_(rosa_sits.elena).get(reverse("members:export", args=[request.pk])).status_code == 404


def test_a_kind_that_is_not_there_is_404_and_a_wrong_ending_is_refused(rosa_sits, as_):
    browser = as_(rosa_sits.amanda)
    assert browser.get(reverse("members:ask_export", args=[rosa_sits.kitchen.pk, "no.such"])).status_code == 404
    ask = reverse("members:ask_export", args=[rosa_sits.kitchen.pk, "members.women"])
    assert browser.post(ask, {"why": "Sí", "ending": "exe"}).status_code == 422
    assert not ExportRequest.objects.exists()


def test_who_goes_leaves_no_file_with_her_name(rosa_sits, django_capture_on_commit_callbacks):
    request = services.approve(request=asked(rosa_sits), by=rosa_sits.rosa)
    with django_capture_on_commit_callbacks(execute=True):
        listening.forget(member=rosa_sits.rosa, at=NOW)
    assert not private_storage().exists(request.file)
    assert [section.code for section in listening.shown(rosa_sits.amanda)] == ["exports_asked", "exports_decided"]
