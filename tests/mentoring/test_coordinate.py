"""What a coordinator sees and enters: counts of five or more, names with consent, never what was said."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from academy.core.models import AuditEntry
from mentoring.coordinate import figures, measures
from mentoring.models import CheckIn, CircleSeat, MentoringProfile, Pairing, Proposal
from tests.courses.factories import MemberFactory
from tests.mentoring.women import guide, learner, named, valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return valley()


def pairs(place, count, *, state="active", days=40, met=None, **fields):
    began = timezone.now() - timedelta(days=days)
    made = []
    for n in range(count):
        mentee, mentor = (
            MemberFactory(display_name=f"{name} {state} {n}", member_of=place.kitchen) for name in ("Ana", "Mamá")
        )
        made.append(
            Pairing.objects.create(
                mentee=mentee,
                mentor=mentor,
                state=state,
                began_at=began,
                agreed_at=began,
                last_contact_on=met,
                **fields,
            )
        )
    return made


def lines(report, title):
    (table,) = [table for table in report.tables if str(table.title) == title]
    return {line.label: line.count for line in table.lines}


# --- Figures ---------------------------------------------------------------------------------------


def test_the_dossiers_own_example_of_concentration():
    assert figures.gini([1, 1, 2, 2, 3, 14, 18, 20]) == 0.52


@given(st.lists(st.integers(0, 30), min_size=5, max_size=12))
def test_concentration_is_half_the_mean_difference_by_the_mean(loads):
    total, n = sum(loads), len(loads)
    if not total:
        assert figures.gini(loads) is None
        return
    brute = sum(abs(a - b) for a in loads for b in loads) / (2 * n * total)
    assert figures.gini(loads) == pytest.approx(brute, abs=0.00501)


def test_nothing_is_told_of_fewer_than_five():
    assert figures.gini([1, 2, 3, 4]) is None
    assert figures.middle([1, 2, 3, 4]) is None
    assert figures.part(3, 20) is None
    assert figures.part(0, 0) is None
    assert (figures.told(4), figures.told(5)) == (None, 5)


@pytest.mark.parametrize(("days", "band"), [(None, "none"), (0, "to_15"), (16, "to_30"), (31, "over_30")])
def test_days_since_contact_are_a_fact_in_bands(days, band):
    assert figures.contact_band(days) == band


# --- The report ------------------------------------------------------------------------------------


def test_pairs_are_counted_by_state_and_few_are_hidden(place):
    pairs(place, 6)
    pairs(place, 7, state="paused")
    pairs(place, 2, state="agreeing")
    counts = lines(measures.report_for(place.coordinator), "Parejas según su estado")
    assert counts["acordando"] is None
    assert counts["en pausa"] == 7
    # Two cells at least are hidden, so that nobody works one out.
    assert sum(count is None for count in counts.values()) >= 2


def test_a_coordinator_of_elsewhere_sees_nothing_of_them(place):
    pairs(place, 6)
    counts = lines(measures.report_for(place.outsider), "Parejas según su estado")
    assert set(counts.values()) == {None}


def test_measures_of_the_programme(place):
    today = timezone.localdate()
    good = pairs(place, 6, met=today - timedelta(days=3), meetings_count=4)
    pairs(place, 5, meetings_count=0)
    for pair in good:
        pair.meetings.create(logged_by=pair.mentee, met_on=timezone.localdate(pair.began_at) + timedelta(days=2))
        CheckIn.objects.create(pairing=pair, member=pair.mentee, moment="start", face="good")
        CheckIn.objects.create(pairing=pair, member=pair.mentor, moment="start", face="so_so")
    report = measures.report_for(place.coordinator)
    told = lines(report, "Cómo va el programa")
    assert told["Con un encuentro en los primeros 14 días"] == 55
    assert told["Encuentros, en la mitad de las parejas"] == 4
    assert told["Cerraron las dos juntas"] is None
    assert lines(report, "Días desde el último encuentro")["Hasta 15 días"] == 6
    # All alike: their faces are hidden with the zeros beside them.
    assert lines(report, "Cómo va, dicen las que aprenden")["Quiero hablar"] is None


def test_paired_within_thirty_days_counts_those_who_still_wait(place):
    now = timezone.now()
    for pair in pairs(place, 6):
        Pairing.objects.filter(pk=pair.pk).update(waited_since=pair.began_at - timedelta(days=10))
    for n in range(6):
        learner(place.kitchen, f"Espera {n}")
    MentoringProfile.objects.update(first_wanted_at=now - timedelta(days=50))
    told = lines(measures.report_for(place.coordinator), "Cómo va el programa")
    assert told["Con compañera antes de 30 días"] == 50


def test_who_waits_and_what_nobody_meets(place):
    for n in range(5):
        learner(place.kitchen, f"Espera {n}")
    report = measures.report_for(place.coordinator)
    assert lines(report, "Lo que quieren aprender las que esperan") == {"Libro de caja": 5}
    assert report.waiting == []


def test_names_only_of_who_allows_it_and_she_sees_who_looked(client, place):
    yuli, nora = learner(place.kitchen), learner(place.kitchen, "Nora")
    named(nora)
    MentoringProfile.objects.filter(member=nora).update(goes_first=True)
    client.force_login(place.coordinator)
    for _again in range(2):
        page = client.get(reverse("mentoring:board")).content.decode()
    assert "Nora" in page
    assert "Va primero" in page
    assert yuli.display_name not in page
    assert AuditEntry.objects.filter(action="mentoring.names_seen", about=nora.pk).count() == 1


def test_a_list_that_is_cut_says_so(client, place, monkeypatch):
    named(learner(place.kitchen, "Nora"))
    client.force_login(place.coordinator)
    assert "nombres como mucho" not in client.get(reverse("mentoring:board")).content.decode()
    monkeypatch.setattr(measures, "MOST_NAMED", 1)
    assert "Cada lista muestra 1 nombres como mucho." in client.get(reverse("mentoring:board")).content.decode()


def test_a_pair_is_named_where_both_allow_it(place):
    one, two = pairs(place, 2)
    named(one.mentee, one.mentor, two.mentee)
    (shown,) = measures.report_for(place.coordinator).pairs
    assert (shown.mentee, shown.mentor) == (one.mentee.display_name, one.mentor.display_name)


def test_a_hidden_count_cannot_be_worked_out_from_the_names_beside_it(place):
    one, *rest = pairs(place, 6)
    named(one.mentee, one.mentor)
    report = measures.report_for(place.coordinator)
    counts = lines(report, "Parejas según su estado")
    assert (len(report.pairs), counts["Además, con nombre"], counts["En total"]) == (1, 1, 5)
    named(rest[0].mentee, rest[0].mentor)
    counts = lines(measures.report_for(place.coordinator), "Parejas según su estado")
    assert (counts["En total"], counts["activa"]) == (None, None)


def test_the_files_say_the_same_numbers_and_no_names(client, place):
    for pair in pairs(place, 6):
        named(pair.mentee, pair.mentor)
    client.force_login(place.coordinator)
    text = client.get(reverse("mentoring:board_csv")).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    sheet = load_workbook(io.BytesIO(client.get(reverse("mentoring:board_xlsx")).content)).active
    # A spreadsheet keeps 0.0 as 0.
    cells = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == [[cell.removesuffix(".0") for cell in row] for row in table]
    expected = [[str(cell) for cell in row] for row in measures.rows_of(measures.report_for(place.coordinator))]
    assert table[1:] == expected
    assert "Ana" not in text
    assert AuditEntry.objects.filter(action="mentoring.report_exported").count() == 2


# --- What she enters -------------------------------------------------------------------------------


def test_a_pair_of_an_assembly_is_found_by_name_and_both_are_asked(client, place):
    yuli, hilda = learner(place.kitchen), guide(place.pot)
    stranger = MemberFactory(display_name="Yuliana", member_of=place.elsewhere)
    client.force_login(place.coordinator)
    address = reverse("mentoring:assembly_pair")
    page = client.get(address, {"aprende": "yuli", "acompana": "hil"}).content.decode()
    assert str(yuli.pk) in page
    assert str(stranger.pk) not in page
    said = {"aprende": "yuli", "acompana": "hil", "mentee": yuli.pk, "mentor": hilda.pk, "acta": "Libro 1, p. 2"}
    assert client.post(address, {**said, "mentee": stranger.pk}).status_code == 422
    missing = client.post(address, {**said, "acta": ""})
    assert missing.status_code == 422
    assert "checked" in missing.content.decode()
    assert client.post(address, said).status_code == 302
    assert Proposal.objects.open().get().way == "assembly"
    again = client.post(address, said)
    assert again.status_code == 422
    assert "No se puede proponer esta pareja ahora" in again.content.decode()


def test_a_circle_has_its_sizes_and_younger_women_need_their_organisations_yes(client, place):
    hilda, yuli = guide(place.pot, "Socia Hilda"), learner(place.kitchen, "Socia Yuli", adult=False)
    client.force_login(place.coordinator)
    address = reverse("mentoring:new_circle")
    said = {
        "q": "socia",
        "organisation": place.federation.pk,
        "name": "Círculo de caja",
        f"part-{hilda.pk}": "mentor",
        f"part-{yuli.pk}": "mentee",
        "consent_acta": "",
    }
    answer = client.post(address, said)
    assert "menor de 18" in answer.content.decode()
    assert "una o dos que acompañan" in client.post(address, {**said, f"part-{hilda.pk}": ""}).content.decode()
    swapped = {f"part-{hilda.pk}": "mentee", f"part-{yuli.pk}": "mentor"}
    assert "tiene 18 años o más" in client.post(address, {**said, **swapped}).content.decode()
    assert client.post(address, {**said, "consent_acta": "Libro 3, p. 1"}).status_code == 302
    seat = CircleSeat.objects.get(member=yuli)
    assert (seat.consent_acta, CircleSeat.objects.get(member=hilda).consent_acta) == ("Libro 3, p. 1", "")
    client.force_login(yuli)
    client.post(reverse("mentoring:circle", args=[seat.circle_id]), {"answer": "yes"})
    seat.refresh_from_db()
    assert seat.accepted_at is not None


def test_a_circle_takes_no_more_than_its_places(place):
    from academy.members.services.access import Refused
    from mentoring.circles import services as circles

    hosts = [guide(place.pot, f"Guía {n}") for n in range(3)]
    with pytest.raises(Refused, match="una o dos"):
        circles.make(
            organisation=place.federation, by=place.coordinator, name="C", mentors=hosts, mentees=[learner(place.pot)]
        )
    with pytest.raises(Refused, match="dos lados"):
        circles.make(
            organisation=place.federation, by=place.coordinator, name="C", mentors=hosts[:1], mentees=hosts[:1]
        )


def test_somebody_who_is_gone_closes_with_respect_and_nothing_of_hers_is_told(client, place):
    (pair,) = pairs(place, 1)
    client.force_login(place.coordinator)
    address = reverse("mentoring:gone")
    assert pair.mentor.display_name in client.get(address, {"q": "mama"}).content.decode()
    stranger = MemberFactory(display_name="Ajena", member_of=place.elsewhere)
    for wrong in (stranger.pk, "x", ""):
        assert client.post(address, {"member": wrong}).status_code == 404
    said = client.post(address, {"member": pair.mentor.pk}, follow=True).content.decode()
    assert "Cerramos con cariño" in said
    pair.refresh_from_db()
    assert (pair.state, pair.ending) == ("closed", "left")
