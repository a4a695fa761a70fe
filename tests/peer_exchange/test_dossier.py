"""The organisation's papers: what is there, what runs out, with its proof; and the rules that its statute says."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from academy.members.models import Role, Territory
from peer_exchange.acta import rules, services
from peer_exchange.models import ActaRules, DossierPaper, Evidence
from tests.courses.factories import MemberFactory

from .said import seated
from .test_acta import photo

TODAY = date(2026, 11, 22)


@given(
    state=st.sampled_from(DossierPaper.State.values),
    expires_on=st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1)),
)
def test_a_paper_stands_in_one_way_and_only_what_is_there_runs_out(state, expires_on):
    standing = rules.standing_of_paper(state=state, expires_on=expires_on, today=TODAY)
    if state != "have":
        assert standing == state
    elif expires_on is None:
        assert standing == "ok"
    else:
        assert (standing == "expired") is (expires_on < TODAY)
        assert (standing == "ok") is (expires_on > TODAY + timedelta(days=rules.SOON_DAYS))


def test_the_checklist_is_whole_before_anything_is_noted_and_who_leads_fills_it(client, house, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    seated(house.hilda, house.kitchen)
    client.force_login(house.yuli)
    page = reverse("exchange:dossier", args=[house.kitchen.pk])
    papers = client.get(page).context["papers"]
    assert [standing for _paper, standing in papers] == ["missing"] * 6
    edit = reverse("exchange:edit_paper", args=[house.kitchen.pk, "recognition"])
    assert client.get(edit).status_code == 403
    client.force_login(house.hilda)
    late = timezone.localdate() - timedelta(days=3)
    said = {"state": "have", "number": "RUOS 12", "expires_on": late.isoformat(), "photo": photo(300)}
    assert client.post(edit, said).status_code == 302
    shown = {paper.kind: (standing, paper) for paper, standing in client.get(page).context["papers"]}
    assert shown["recognition"][0] == "expired"
    proof = shown["recognition"][1].proof
    assert proof == Evidence.objects.get()
    assert client.get(reverse("exchange:photo", args=[proof.pk])).status_code == 200
    client.force_login(house.yuli)
    assert client.get(reverse("exchange:photo", args=[proof.pk])).status_code == 404, "the proof is for who leads"
    client.force_login(house.rosa)
    assert client.get(page).status_code == 404


def test_a_paper_that_ends_before_it_begins_is_told_and_nothing_is_written(client, house):
    client.force_login(house.amanda)
    edit = reverse("exchange:edit_paper", args=[house.kitchen.pk, "statute"])
    said = {"state": "have", "issued_on": "2026-01-02", "expires_on": "2025-01-01", "note": "Mi nota"}
    answer = client.post(edit, said)
    assert answer.status_code == 422
    assert "Mi nota" in answer.content.decode()
    assert not DossierPaper.objects.exists()


def test_the_statutes_rules_are_written_with_their_source_and_hold(client, house):
    client.force_login(house.amanda)
    url = reverse("exchange:acta_rules", args=[house.kitchen.pk])
    assert client.post(url, {"quorum_first": "66"}).status_code == 422, "without a source it is no rule"
    said = {"quorum_first": "66", "source": "Estatuto, artículo 12", "checked_on": "2026-11-01"}
    assert client.post(url, said).status_code == 302
    ruled = services.rules_of(house.kitchen)
    assert (ruled.quorum_first.value, ruled.quorum_first.source, ruled.quorum_first.confirmed) == (
        66,
        "Estatuto, artículo 12",
        True,
    )
    assert ruled.quorum_second.source == "Código Civil, artículo 87", "what it does not say is said further up"
    client.force_login(house.yuli)
    assert client.get(url).status_code == 403


@pytest.fixture
def places(db):
    peru = Territory.objects.create(code="PE", country="PE", kind="country", depth=0, path="/PE/", name="Perú")
    make = {"country": "PE", "depth": 1, "kind": "region"}
    lima = Territory.objects.create(**make, code="15", path="/PE/15/", name="Lima", parent=peru)
    cusco = Territory.objects.create(**make, code="08", path="/PE/08/", name="Cusco", parent=peru)
    return lima, cusco


def test_a_municipalitys_rule_holds_in_its_place_and_is_written_by_who_organises_there(house, places):
    lima, cusco = places
    for organisation, place in ((house.kitchen, lima), (house.elsewhere, cusco), (house.federation, lima)):
        organisation.territory = place
        organisation.save()
    organiser = MemberFactory(holds=(Role.Kind.ORGANISER, house.federation))
    assert services.may_rule(organiser, lima)
    assert not services.may_rule(organiser, cusco)
    assert not services.may_rule(house.amanda, lima)
    services.set_rules(organisation=house.kitchen, by=organiser, territory=lima, source="Ordenanza", quorum_first=70)
    assert services.rules_of(house.kitchen).quorum_first.value == 70
    assert services.rules_of(house.elsewhere).quorum_first.value == 50
    services.set_rules(organisation=house.kitchen, by=organiser, source="Estatuto", quorum_first=80)
    assert services.rules_of(house.kitchen).quorum_first.value == 80
    assert ActaRules.objects.count() == 2
