"""Writing down what was done to or for a person."""

from django.utils import timezone

from .models import AuditEntry


def note(action, *, by=None, about=None, **detail):
    """Append one line. ``by`` and ``about`` are people (with a ``pk``), their ids or None; ``detail`` is plain JSON."""
    return AuditEntry.objects.create(
        action=action, by=getattr(by, "pk", by), about=getattr(about, "pk", about), detail=detail
    )


def seen(action, *, by, about, at=None):
    """``by`` looked at rows of these people (ids): a line for each, once a day and action. One query, or two."""
    about = {person for person in about if person != by.pk}
    if not about:
        return
    at = at or timezone.now()
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    known = AuditEntry.objects.filter(action=action, by=by.pk, about__in=about, at__gte=day)
    fresh = about - set(known.values_list("about", flat=True))
    AuditEntry.objects.bulk_create(AuditEntry(at=at, by=by.pk, about=person, action=action) for person in fresh)
