"""What a coordinator marks in lists that are longer than a screen: circles, organisations that keep to themselves."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from academy.core.models import AuditEntry
from mentoring.coordinate import picking
from mentoring.matching import Block
from mentoring.models import MentoringCircle, ReservedOrganisation, Unmatched
from tests.courses.factories import organisation
from tests.mentoring.test_rounds import computed, couples, drafted
from tests.mentoring.women import guide, learner, valley


@pytest.fixture
def place(db):
    return valley()


@given(st.dictionaries(st.text(max_size=30), st.sampled_from(["a", "b", "", "x"]), max_size=20))
def test_only_known_parts_of_known_ids_are_read(said):
    said |= {"part-7": "a", "part-x": "b"}
    found = picking.marked(said, {"a", "b"}, picking.whole)
    assert found[7] == "a"
    assert set(found.values()) <= {"a", "b"}
    assert all(said[f"part-{key}"] == part or int(key) >= 0 for key, part in found.items())


@pytest.mark.parametrize("text", ["", "-1", "1.5", "²", "9" * 30, " 4"])
def test_what_is_no_id_is_none(text):
    assert picking.whole(text) is None


def test_a_circle_is_gathered_over_several_searches(client, place):
    hilda = guide(place.pot, "Hilda")
    yuli, maria = learner(place.kitchen, "Yuli"), learner(place.kitchen, "María")
    client.force_login(place.coordinator)
    address = reverse("mentoring:new_circle")
    first = client.post(address, {"find": "1", "q": "hil"}).content.decode()
    assert f'name="part-{hilda.pk}"' in first
    said = {f"part-{hilda.pk}": "mentor", "name": "Martes", "consent_acta": ""}
    second = client.post(address, {**said, "find": "1", "q": "yul"})
    page = second.content.decode()
    # What was marked and typed stays, and looking for somebody is no mistake to be corrected.
    assert (second.status_code, "Falta corregir" in page) == (200, False)
    assert '<option value="mentor" selected>' in page
    assert 'value="Martes"' in page
    assert f'name="part-{yuli.pk}"' in page
    assert not MentoringCircle.objects.exists()
    said |= {
        f"part-{yuli.pk}": "mentee",
        f"part-{maria.pk}": "mentee",
        "organisation": place.federation.pk,
        "q": "nadie",
    }
    assert client.post(address, said).status_code == 302
    seats = set(MentoringCircle.objects.get().seats.values_list("member", "part"))
    assert seats == {(hilda.pk, "mentor"), (yuli.pk, "mentee"), (maria.pk, "mentee")}


def test_a_woman_of_elsewhere_cannot_be_marked_into_a_circle(client, place):
    hilda, far = guide(place.pot, "Hilda"), learner(place.elsewhere, "Lejana")
    client.force_login(place.coordinator)
    said = {f"part-{hilda.pk}": "mentor", f"part-{far.pk}": "mentee", "name": "C", "organisation": place.federation.pk}
    answer = client.post(reverse("mentoring:new_circle"), said)
    assert answer.status_code == 422
    assert "Lejana" not in answer.content.decode()
    assert not MentoringCircle.objects.exists()


def test_a_coordinator_reserves_an_organisation_with_its_acta_and_lifts_it(client, place):
    learner(place.kitchen), guide(place.pot)
    client.force_login(place.coordinator)
    address = reverse("mentoring:reserved")
    found = client.get(address, {"q": "flores"}).content.decode()
    assert f'name="part-{place.kitchen.pk}"' in found
    said = {f"part-{place.kitchen.pk}": "reserved"}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert '<option value="reserved" selected>' in refused.content.decode()
    assert client.post(address, {**said, "acta": "Libro 1, p. 3"}).status_code == 302
    round = computed(drafted(place))
    assert Unmatched.objects.get().code == Block.RESERVED
    # The same again with whom it allows: what was said before is replaced.
    client.post(address, {**said, f"part-{place.pot.pk}": "also", "acta": "Libro 1, p. 9"})
    row = ReservedOrganisation.objects.get()
    assert (row.acta, list(row.also.all())) == ("Libro 1, p. 9", [place.pot])
    assert couples(computed(round)) == {("Yuli", "Hilda")}
    lift = reverse("mentoring:lift_reserve", args=[row.pk])
    client.post(lift, {"acta": " "})
    assert ReservedOrganisation.objects.exists()
    client.post(lift, {"acta": "Libro 2, p. 1"})
    assert not ReservedOrganisation.objects.exists()
    told = AuditEntry.objects.filter(action__startswith="mentoring.reserve").order_by("at")
    assert [entry.action for entry in told] == ["mentoring.reserved"] * 2 + ["mentoring.reserve_lifted"]


@pytest.mark.parametrize("parts", [{}, {"kitchen": "also"}, {"kitchen": "reserved", "pot": "reserved"}])
def test_one_organisation_is_reserved_at_a_time(client, place, parts):
    client.force_login(place.coordinator)
    said = {f"part-{getattr(place, name).pk}": part for name, part in parts.items()}
    answer = client.post(reverse("mentoring:reserved"), {**said, "acta": "Libro 1"})
    assert answer.status_code == 422
    assert not ReservedOrganisation.objects.exists()


def test_of_other_federations_nothing_is_reserved_or_lifted(client, place):
    far = organisation("Comedor Lejano", below=place.elsewhere)
    row = ReservedOrganisation.objects.create(organisation=far, acta="Acta 1")
    client.force_login(place.coordinator)
    address = reverse("mentoring:reserved")
    assert "Comedor Lejano" not in client.get(address, {"q": "lejano"}).content.decode()
    assert client.post(address, {f"part-{far.pk}": "reserved", "acta": "Otra"}).status_code == 422
    assert client.post(reverse("mentoring:lift_reserve", args=[row.pk]), {"acta": "Otra"}).status_code == 404
    row.refresh_from_db()
    assert row.acta == "Acta 1"
