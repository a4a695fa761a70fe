"""Ways in: invitations, recovery, PINs. Every verb is one transaction and leaves its trace in the audit."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Allowed, Denied
from academy.core.ids import grouped, read_code, spoken_code

from .. import rules
from ..models import Invitation, Member, Membership, Notice

#: Fifty bits: guessing one of a thousand open codes at a thousand tries a second takes some thirty years.
CODE_LENGTH = 10
LASTS = {
    Invitation.Purpose.JOIN: timedelta(days=14),
    Invitation.Purpose.PASSWORD: timedelta(days=14),
    Invitation.Purpose.RECOVER: timedelta(hours=24),
}


class Refused(Exception):
    """The verb was not done. ``decision`` is the Denied with the words for her."""

    def __init__(self, decision):
        super().__init__(str(decision))
        self.decision = decision


def digest(code):
    """What is stored of a code. Keyed with the site's secret: a stolen backup alone gives no code back."""
    return salted_hmac("relevo.members.invitation", read_code(code), algorithm="sha256").hexdigest()


def issue_invitation(*, organisation, by, purpose, member=None, display_name="", at=None):
    """Make a way in and return ``(Invitation, code)``; the code is grouped and can never be shown again.

    Lasts 14 days, a recovery code 24 hours. A woman has one standing code per purpose: a new one
    revokes those before it. ``by`` may be None for programs. Authority is the caller's to check.
    """
    at = at or timezone.now()
    code = spoken_code(CODE_LENGTH)
    with transaction.atomic():
        if member is not None:
            member.invitations.filter(purpose=purpose, used_at=None, revoked_at=None).update(revoked_at=at)
        invitation = Invitation.objects.create(
            digest=digest(code),
            purpose=purpose,
            organisation=organisation,
            member=member,
            display_name=(member.display_name if member else display_name)[:60],
            by=by,
            created_at=at,
            expires_at=at + LASTS[purpose],
        )
        audit.note(
            "members.invitation_issued",
            by=by,
            about=member,
            purpose=str(purpose),
            organisation=organisation.pk,
            invitation=invitation.pk,
        )
    return invitation, grouped(code, 5)
