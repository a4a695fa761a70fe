"""What she changes on her own page. Each verb is one transaction and leaves its trace."""

from django.db import transaction
from django.utils import timezone

from academy.core import audit

from ..models import Consent, Member, Notice
from ..signals import consent_withdrawn

#: What she may change by herself; everything else needs another verb.
HERS = ("display_name", "pictogram", "language", "name_on_certificates", "legal_name", "phone")


def change_details(*, member, **fields):
    """Write these fields of her page. The audit keeps which fields, never what was in them."""
    unknown = set(fields) - set(HERS)
    if unknown:
        raise ValueError(f"Not hers to change here: {sorted(unknown)}")
    with transaction.atomic():
        for name, value in fields.items():
            setattr(member, name, value)
        member.save(update_fields=[*fields, "name_key"])
        audit.note("members.details_changed", by=member, about=member, fields=sorted(fields))


def change_pin(*, member, pin, at=None):
    """A new PIN chosen by herself. Her other sessions end; the caller keeps the one she is in."""
    with transaction.atomic():
        member.set_pin(pin)
        member.save(update_fields=["pin", "pin_set_at", "name_key"])
        Notice.objects.create(member=member, kind="pin_renewed", created_at=at or timezone.now(), seen_at=at)
        audit.note("members.pin_changed", by=member, about=member)


def give_consent(*, member, purpose, wording, language, read_aloud_by=None, at=None):
    """She allows this, in these words. Allowing the same words twice changes nothing; new words replace the old."""
    at = at or timezone.now()
    with transaction.atomic():
        # Her row is the lock: two taps at once are one permission.
        Member.objects.select_for_update().get(pk=member.pk)
        standing = member.consents.filter(purpose=purpose, withdrawn_at=None).first()
        if standing and standing.wording == wording:
            return standing
        if standing:
            Consent.objects.filter(pk=standing.pk).update(withdrawn_at=at)
        consent = Consent.objects.create(
            member=member,
            purpose=purpose,
            wording=wording,
            language=language,
            given_at=at,
            read_aloud_by=read_aloud_by,
        )
        audit.note("members.consent_given", by=member, about=member, purpose=str(purpose), wording=wording)
    return consent


def withdraw_consent(*, member, purpose, at=None):
    """She takes it back; at once and without a reason. Returns whether there was one."""
    with transaction.atomic():
        standing = member.consents.filter(purpose=purpose, withdrawn_at=None)
        changed = standing.update(withdrawn_at=at or timezone.now())
        if changed:
            audit.note("members.consent_withdrawn", by=member, about=member, purpose=str(purpose))
            consent_withdrawn.send(sender=Consent, member=member.pk, purpose=str(purpose))
    return bool(changed)


def see_notices(*, member, at=None):
    """Mark what she has read as read. Returns how many were new."""
    return member.notices.filter(seen_at=None).update(seen_at=at or timezone.now())
