"""Who may do what about learning. The querysets say which rows; these say why not."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.members.gates import by_password
from academy.members.models import Member

from . import rules
from .querysets import READERS, learners_in_scope, walks_with


def may_accompany(user):
    """May she open the pages that follow the learning of others? One query."""
    if not user.is_authenticated or not user.is_active:
        return Denied(_("Entra primero con tu nombre."), "signed_out")
    if user.roles.standing().filter(kind__in=READERS).exists():
        return Allowed()
    return Denied(_("Esta página es de quienes acompañan cursos."), "no_role")


def may_read_answer(user, answer):
    """May she read this free text and mark it? Whoever accompanies its writer; never the writer."""
    herself = answer.member_id == user.pk
    accompanies = not herself and learners_in_scope(user).filter(pk=answer.member_id).exists()
    return rules.may_mark(herself=herself, accompanies=accompanies)


def may_confirm_task(user, task):
    """May she confirm this task? A companion, or whoever accompanies its doer; never herself. Three queries."""
    herself = task.member_id == user.pk
    companion = not herself and (
        Member.objects.companions_of(user).filter(pk=task.member_id).exists() or task.member_id in walks_with(user)
    )
    accompanies = not herself and not companion and learners_in_scope(user).filter(pk=task.member_id).exists()
    return rules.may_confirm(herself=herself, companion=companion, accompanies=accompanies)


def accompanying(view):
    """View decorator: guests to the door, who came in by PIN to her password, without the role 403 with the reason."""

    @by_password
    @wraps(view)
    def guarded(request, *args, **kwargs):
        decision = may_accompany(request.user)
        if not decision:
            raise PermissionDenied(str(decision))
        return view(request, *args, **kwargs)

    return guarded
