"""What is not kept for ever goes after its time, and not a day before; a rehearsal changes nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from academy.core.ids import uuid7
from academy.core.models import Event, KeptEvent
from academy.members.her_data import retention
from academy.members.models import Guard, Invitation, Notice
from academy.members.services.access import issue_recovery
from courses.circles import services as circles
from courses.models import Circle, CircleAttendance, CircleMeeting, LessonCompletion
from tests.courses.factories import people, written_course

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("retention", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def met(days_ago):
    """Yuli was at a meeting of her circle so many days ago."""
    house, course = people(), written_course()
    circle = Circle.objects.create(name="Martes", organisation=house.yuli.memberships.get().organisation)
    circle.women.add(house.yuli)
    circle.facilitators.add(house.amanda)
    day = timezone.localdate() - timedelta(days=days_ago)
    house.amanda.roles.update(since=day - timedelta(days=9))
    house.yuli.memberships.update(since=day - timedelta(days=9))
    told = circles.hold_meeting(
        circle=circle, lesson=course.lessons[0], course=course.key, day=day, present=[house.yuli], by=house.amanda,
    )  # fmt: skip
    assert told
    return house


def test_attendance_by_name_goes_after_24_months_and_the_count_stays(monkeypatch):
    house = met(days_ago=3)
    at = timezone.now()
    assert CircleAttendance.objects.filter(member=house.yuli).count() == 1
    for months, left in ((23, 1), (25, 0)):
        list(retention.sweep(at=at + timedelta(days=months * 30.5), only=["courses.attendance"]))
        assert CircleAttendance.objects.count() == left
    assert not Event.objects.filter(kind="courses.attended").exists()
    assert CircleMeeting.objects.get().present == 1
    assert LessonCompletion.objects.filter(member=house.yuli).exists()


def test_a_rehearsal_counts_the_same_and_changes_nothing():
    met(days_ago=3)
    at = timezone.now() + timedelta(days=800)
    counts = [
        {rule.code: count for rule, count, _error in retention.sweep(at=at, dry_run=rehearsal)}
        for rehearsal in (True, True, False)
    ]
    assert counts[0] == counts[1] == counts[2]
    assert counts[0]["courses.attendance"] == 1
    assert not CircleAttendance.objects.exists()


def test_ways_in_notices_and_strangers_have_their_time():
    house, now = people(), timezone.now()
    issue_recovery(member=house.yuli, by=house.amanda)
    Guard.objects.create(key="a", failures=3, last_failure_at=now)
    Notice.objects.create(member=house.yuli, kind="x", seen_at=now)
    Notice.objects.create(member=house.hilda, kind="x")
    KeptEvent.objects.create(pk=uuid7(), subject=uuid7(), code="unknown_member", reason="", envelope={})

    def there():
        return [model.objects.count() for model in (Invitation, Guard, KeptEvent, Notice)]

    list(retention.sweep(at=now + timedelta(hours=20)))
    # A third notice told her of the code.
    assert there() == [1, 1, 1, 3]
    list(retention.sweep(at=now + timedelta(days=100)))
    assert there() == [0, 0, 1, 3]
    list(retention.sweep(at=now + timedelta(days=800)))
    assert there() == [0, 0, 0, 2]
    assert not Notice.objects.exclude(seen_at=None).exists()


def test_the_command_says_what_it_would_do_and_does_it():
    assert "era un ensayo" in run("--dry-run")
    assert "mentoring.notes: 0" in run()
    with pytest.raises(CommandError, match=r"nada\?"):
        run("--only", "nada")


def test_a_rule_that_breaks_stops_no_other_and_is_told(monkeypatch):
    def broken(*, at):
        raise RuntimeError("disco")

    rules = retention.rules()
    hurt = [
        retention.Rule(rule.code, rule.what, rule.keeps, broken if n == 0 else rule.sweep)
        for n, rule in enumerate(rules)
    ]
    monkeypatch.setattr(retention, "rules", lambda: hurt)
    told = list(retention.sweep())
    assert [error is None for _rule, _count, error in told] == [n != 0 for n in range(len(rules))]
    with pytest.raises(CommandError):
        run()
