"""The boards of the demonstration are what they say they are."""

import pytest
from django.utils import timezone

from academy.demo import handing, leadership, people, pipeline, prepared, settling, willing
from academy.members.models import ExportRequest, Notice, Organisation, Seat, Term, Territory
from academy.members.reference import load_reference
from academy.members.seats.rules import may_sit
from academy.members.seats.services import span_of
from leadership.models import Election, EmergencyCover, Handover, SeatFact, Snapshot


@pytest.fixture
def settled(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_reference()
    lima = Territory.objects.create(code=people.PLACE, country="PE", kind="district", depth=1, path="/a/", name="Comas")
    assert lima.pk
    settling.settle()
    leadership.settle()


def test_three_levels_twelve_organisations_forty_seats_and_believable_terms(settled):
    assert Seat.objects.count() == 40
    places = Organisation.objects.filter(seats__isnull=False).distinct()
    assert places.count() == 12
    assert set(places.values_list("level", flat=True)) == {"base", "district", "regional"}
    today = timezone.localdate()
    oldest = Term.objects.order_by("since").first()
    assert (today - oldest.since).days > 7.5 * 365
    assert Term.objects.overdue(today).exists()
    one = Term.objects.filter(seat__organisation__code="CORAZON").values_list("person").distinct()
    assert one.count() == 1
    assert Term.objects.filter(acta_pending=True).exists()
    for seat in Seat.objects.all():
        spans = [span_of(term) for term in Term.objects.filter(seat=seat).select_related("holder")]
        for number, span in enumerate(spans):
            assert may_sit(span, spans[:number], alternates=0), seat


def test_a_second_run_changes_nothing_and_nobody_is_told(settled):
    before = (Term.objects.count(), Organisation.objects.count(), Notice.objects.count())
    leadership.settle()
    assert (Term.objects.count(), Organisation.objects.count(), Notice.objects.count()) == before
    assert before[2] == 0


def test_an_election_is_called_handovers_are_under_way_and_a_list_waits(settled):
    handing.settle()
    handing.settle()
    assert Election.objects.called().count() == 1
    done = {
        each.seat.organisation.code: (each.items.exclude(given_at=None).count(), sum(i.done for i in each.items.all()))
        for each in Handover.objects.all()
    }
    assert done == {"MANOS": (5, 3), "SOL": (2, 0)}
    assert EmergencyCover.objects.get().member.display_name == "Yuli"
    assert ExportRequest.objects.get().state == "open"
    assert Notice.objects.count() == 0


def test_some_seats_have_relief_some_share_one_woman_and_many_have_nobody(settled):
    willing.settle()
    for _twice in range(2):
        prepared.settle()
        pipeline.settle()
    seats = SeatFact.objects.filter(snapshot__in=Snapshot.objects.filter(state="ready"))
    assert seats.count() == 40
    assert 12 <= seats.filter(covered12=True).count() <= 18
    assert seats.filter(ready=0).count() >= 10
    assert seats.filter(ready__gt=1).exists()
    assert seats.filter(gap__gt=0).exists()
