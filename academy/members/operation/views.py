"""How the site is doing, and what can be tried again. No name of any woman stands here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from academy.core import operation, working
from academy.core.tasks import retry_soon

from ..gates import by_password
from .permissions import may_operate

PER_PAGE = 50
#: Where there is more to see about a sign of the ground floor.
PAGES = {"failed": "members:failed_tasks", "kept": "members:kept_events"}


def _require(request):
    decision = may_operate(request.user)
    if not decision:
        raise PermissionDenied(decision.reason)


@by_password
def site_state(request):
    _require(request)
    found = operation.signs(at=timezone.now())
    for_each = [(sign, sign.page or PAGES.get(sign.name, "")) for sign in found]
    shown = [(sign, reverse(page) if page and sign.state != operation.WELL else "") for sign, page in for_each]
    return render(request, "members/operation/state.html", {"signs": shown, "worst": operation.worst(found)})


@by_password
def failed_tasks(request):
    """What failed, without what it was given and without the words of the error: both may name somebody."""
    _require(request)
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at", "pk")
    page = Paginator(rows.only("pk", "task_path", "finished_at", "worker_ids", "exception_class_path"), PER_PAGE)
    page = page.get_page(request.GET.get("pagina"))
    for each in page:
        each.name = each.task_path.rpartition(".")[2].replace("_", " ")
        each.error = each.exception_class_path.rpartition(".")[2]
        each.attempts = len(each.worker_ids)
    return render(request, "members/operation/failed.html", {"page": page})


@by_password
@require_POST
def retry_task(request, pk):
    _require(request)
    if not DBTaskResult.objects.filter(pk=pk).exists():
        raise Http404
    if working.retry_now(pk=pk):
        messages.success(request, _("Se probará otra vez en un momento."))
    else:
        messages.info(request, _("Ese trabajo ya no está entre los que fallaron."))
    return redirect("members:failed_tasks")


@by_password
def kept_events(request):
    """What phones sent and could not be noted, counted by reason. POST: try all of it again."""
    _require(request)
    if request.method == "POST":
        retry_soon()
        messages.success(request, _("Se probará otra vez en un momento."))
        return redirect("members:kept_events")
    return render(request, "members/operation/kept.html", {"reasons": operation.kept_by_reason()})
