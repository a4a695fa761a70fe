"""A moment as somebody types it after ``--since``."""

from datetime import datetime

from django.core.management.base import CommandError
from django.utils import timezone


def moment(text):
    """ISO 8601, a day or a moment, in the site's zone where it names none; None for nothing."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--since {text} is no date. Example: 2026-05-01") from None
    return found if found.tzinfo else timezone.make_aware(found)
