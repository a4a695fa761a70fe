"""What the worker does for recordings while nobody waits."""

from django_tasks import task

from . import services


@task()
def prepare_later(pk):
    services.prepare(pk)
