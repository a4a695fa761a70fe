"""How the site is doing: organisers with nobody above them, and who administers the server."""

from django_tasks_db.models import DBTaskResult, get_date_max

from .words import DOOR, POST_ONLY_SIGNED_IN, row

#: The federation's organiser and the outsider, who organises a kitchen that stands alone, have none above them.
OPERATES = row(DOOR, 403, 403, 403, 200, 403, 403, 200, 200)

ROWS = {
    "members:site_state": OPERATES,
    "members:failed_tasks": OPERATES,
    "members:retry_task": POST_ONLY_SIGNED_IN,
    "members:kept_events": OPERATES,
}


def addresses(house, course, people):
    task = DBTaskResult.objects.create(
        task_path="academy.core.tasks.retry",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )
    return {
        "members:site_state": [],
        "members:failed_tasks": [],
        "members:retry_task": [task.pk],
        "members:kept_events": [],
    }
