"""What the worker does for mentoring. Before its other work: a coordinator looks on."""

from django_tasks import task

from .rounds import publishing, services


@task(priority=10)
def compute_round(round_id):
    services.compute(round_id=round_id)


@task(priority=10)
def publish_round(round_id):
    publishing.run(round_id=round_id)
