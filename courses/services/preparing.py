"""Handing out a try of a test to be taken without signal."""

from dataclasses import dataclass

from django.utils import timezone

from academy.core import record
from academy.core.ids import uuid7

from .. import prepared, rules
from ..models import Attempt, PreparedTry
from ..prepared import Slip
from .learning import drawn_for, key_of


@dataclass(frozen=True)
class Prepared:
    """A slip for her phone, false where there is none; ``reason`` then says why."""

    slip: Slip | None
    reason: str = ""
    code: str = ""

    def __bool__(self):
        return self.slip is not None


def prepare_test(*, member, course, test_page, at=None):
    """Draw a try that she may begin without signal. The one that she has already, while it is good and not begun.

    Nothing enters the record before her phone says that she began.
    """
    at, test = at or timezone.now(), key_of(test_page)
    with record.holding(member):
        tries = Attempt.objects.of(member).filter(test=test)
        decision = rules.may_prepare_test(
            offline=test_page.offline,
            tries_allowed=test_page.tries,
            tries_begun=tries.count(),
            open_attempt=tries.filter(finished_at=None).exists(),
        )
        if not decision:
            return Prepared(None, str(decision.reason), decision.code)
        standing = PreparedTry.objects.filter(member=member, test=test).first()
        if standing and standing.expires_at > at:
            return Prepared(Slip(**standing.said))
        slip = _drawn(member, key_of(course), test, test_page, at)
        PreparedTry.objects.filter(member=member, test=test).delete()
        PreparedTry.objects.create(id=slip.attempt, member=member, test=test, said=vars(slip), expires_at=slip.until)
    return Prepared(slip)


def _drawn(member, course, test, test_page, at):
    attempt = uuid7()
    return Slip(
        subject=str(member.pk),
        course=course,
        test=test,
        attempt=str(attempt),
        questions=[[each["id"], prepared.mask(each["id"], each["version"])] for each in drawn_for(test_page, attempt)],
        pass_mark=test_page.pass_mark,
        tries=test_page.tries,
        expires=int((at + prepared.GOOD_FOR).timestamp()),
    )
