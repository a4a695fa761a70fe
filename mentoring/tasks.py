"""What the worker does for mentoring while nobody waits."""

from django_tasks import task

from .rounds import services


@task()
def compute_round(round_id):
    services.compute(round_id=round_id)
