"""What the worker does for the record while nobody waits."""

from django_tasks import task

from . import record
from .ids import parse
from .models import KeptEvent


@task()
def retry(subject, codes):
    record.retry_kept(subject=parse(subject), codes=codes)


def retry_soon(*, subject=None, codes=None):
    """Try again what was kept, in the worker: of one woman, or for one of these reasons. One query where nothing is."""
    waiting = KeptEvent.objects.exclude(code__in=record.NEVER_BY_ITSELF)
    if subject is not None:
        waiting = waiting.filter(subject=subject)
    if codes is not None:
        waiting = waiting.filter(code__in=codes)
    if waiting.exists():
        retry.enqueue(subject=str(subject) if subject else None, codes=list(codes) if codes else None)
