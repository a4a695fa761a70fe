"""What the worker counts while nobody waits."""

from django_tasks import task

from academy.members.models import Organisation

from . import building


@task()
def count(root):
    found = Organisation.objects.filter(pk=root).first()
    if found is not None:
        building.count(root=found)
