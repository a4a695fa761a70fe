"""Writing down what was done to or for a person."""

from .models import AuditEntry


def note(action, *, by=None, about=None, **detail):
    """Append one line. ``by`` and ``about`` are people (with a ``pk``), their ids or None; ``detail`` is plain JSON."""
    return AuditEntry.objects.create(
        action=action, by=getattr(by, "pk", by), about=getattr(about, "pk", about), detail=detail
    )
