"""What the worker does for people while they wait for a page."""

from django_tasks import task

from .services import importing


@task()
def save_members(import_id):
    importing.save(imported_id=import_id)
