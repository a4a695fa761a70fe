"""The verbs of cycles, issues and workshops. Keyword-only, one transaction each, with who did it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import audit
from academy.core.decisions import Allowed, Denied
from academy.members import notices, path
from academy.members.models import Member, Notice

from ..models import CycleRole, CycleStep, DesignWorkshop, DialogueCycle, Issue, WorkshopProblem
from .rules import DONE
from .steps import BY_NUMBER

notices.register(
    "exchange_role_asked", gettext_lazy("%(by)s te propone un papel en un diálogo: %(role)s. Di si puedes.")
)
notices.register("exchange_role_answered", gettext_lazy("%(by)s respondió sobre el papel que le propusiste: %(role)s."))
notices.register_action("exchange.role_asked", gettext_lazy("%(who)s te propuso un papel en un diálogo."))
notices.register_action(
    "exchange.role_said_aloud", gettext_lazy("%(who)s anotó que dijiste que sí a un papel en un diálogo.")
)


@dataclass(frozen=True)
class Meanwhile:
    """Somebody else wrote the same text while she did. False; nothing was changed. ``theirs``: the row as it stands."""

    theirs: object

    def __bool__(self):
        return False

    def __str__(self):
        return _("Otra compañera escribió aquí mientras tanto. Abajo está lo suyo: junta los dos textos y guarda.")


# --- The cycle -------------------------------------------------------------------------------------


@transaction.atomic
def open_cycle(*, id, organisation, by, title, previous=None, at=None, **words):
    """Begin a cycle: from an ``issue``, a ``map``, an old ``promise``, the cycle before it, or from nothing."""
    cycle, made = DialogueCycle.objects.get_or_create(
        pk=id,
        defaults={
            "organisation": organisation,
            "title": title,
            "opened_by": by,
            "opened_at": at or timezone.now(),
            **words,
        },
    )
    if made and previous is not None:
        DialogueCycle.objects.filter(pk=previous.pk, next=None).update(next=cycle)
    return cycle


@transaction.atomic
def change_cycle(*, cycle, by, **words):
    """Title, day of the dialogue, level."""
    for name, value in words.items():
        setattr(cycle, name, value)
    cycle.save(update_fields=list(words))
    audit.note("exchange.cycle_changed", by=by, cycle=str(cycle.pk))
    return Allowed()


@transaction.atomic
def set_step(*, cycle, number, by, seen="", at=None, **words):
    """Say how a step stands. ``seen``: ``changed_at`` as her form showed it; a text of another since then stays."""
    at = at or timezone.now()
    DialogueCycle.objects.select_for_update().get(pk=cycle.pk)
    row = CycleStep.objects.filter(cycle=cycle, number=number).first()
    if row is not None and row.changed_at.isoformat() != seen and row.changed_by_id != by.pk:
        return Meanwhile(row)
    row = row or CycleStep(cycle=cycle, number=BY_NUMBER[number].number)
    for name, value in words.items():
        setattr(row, name, value)
    row.done_on = (row.done_on or timezone.localdate(at)) if row.state == DONE else None
    row.changed_by, row.changed_at = by, at
    row.save()
    return Allowed()


@transaction.atomic
def close_cycle(*, cycle, by, learned, at=None):
    """End it with what was learned. A second time changes the words alone."""
    at = at or timezone.now()
    DialogueCycle.objects.filter(pk=cycle.pk, closed_at=None).update(closed_at=at)
    DialogueCycle.objects.filter(pk=cycle.pk).update(learned=learned)
    audit.note("exchange.cycle_closed", by=by, cycle=str(cycle.pk))
    return Allowed()


@transaction.atomic
def reopen_cycle(*, cycle, by):
    DialogueCycle.objects.filter(pk=cycle.pk).update(closed_at=None)
    audit.note("exchange.cycle_reopened", by=by, cycle=str(cycle.pk))
    return Allowed()


# --- Roles -----------------------------------------------------------------------------------------


@transaction.atomic
def ask_role(*, cycle, role, member, by, aloud=False, at=None):
    """Ask a woman for a role; offering herself is a yes. ``aloud``: she said yes in the assembly, and ``by`` writes it
    down; she is told and may leave the role."""
    at = at or timezone.now()
    if cycle.closed_at:
        return Denied(_("Este ciclo ya se cerró."), "closed")
    yes = aloud or by.pk == member.pk
    row, made = CycleRole.objects.get_or_create(
        cycle=cycle, session=None, role=role, member=member, defaults={"asked_by": by, "asked_at": at}
    )
    if not made and row.accepted_at and not row.left_at:
        return Denied(_("Ella ya tiene este papel."), "already")
    if yes:
        CycleRole.objects.filter(pk=row.pk).update(accepted_at=at, left_at=None)
        path.grew(member.pk)
    elif not made:
        CycleRole.objects.filter(pk=row.pk).update(left_at=None, asked_at=at, asked_by=by)
    if by.pk != member.pk:
        action = "exchange.role_said_aloud" if aloud else "exchange.role_asked"
        audit.note(action, by=by, about=member, cycle=str(cycle.pk), role=role)
        Notice.objects.create(
            member=member,
            kind="exchange_role_asked",
            data={"by": by.display_name, "role": str(CycleRole.Role(role).label)},
        )
    return Allowed()


@transaction.atomic
def answer_role(*, row, by, yes, at=None):
    """She says yes or no, or leaves a role that she had. Only she."""
    at = at or timezone.now()
    if row.member_id != by.pk:
        return Denied(_("Esto lo responde ella."), "not_hers")
    now = {"accepted_at": row.accepted_at or at, "left_at": None} if yes else {"left_at": at}
    CycleRole.objects.filter(pk=row.pk).update(**now)
    if yes:
        path.grew(by.pk)
    if row.asked_by_id and row.asked_by_id != by.pk and Member.objects.filter(pk=row.asked_by_id).exists():
        Notice.objects.create(
            member_id=row.asked_by_id,
            kind="exchange_role_answered",
            data={"by": by.display_name, "role": str(row.get_role_display())},
        )
    return Allowed()


# --- Issues and workshops --------------------------------------------------------------------------


@transaction.atomic
def name_issue(*, id, organisation, by, **words):
    """Write a problem down."""
    issue, _made = Issue.objects.get_or_create(
        pk=id, defaults={"organisation": organisation, "created_by": by, **words}
    )
    return issue


@transaction.atomic
def hold_workshop(*, id, organisation, by, problems, **words):
    """A workshop and the problems that were named, in the order in which they were named."""
    workshop, made = DesignWorkshop.objects.get_or_create(
        pk=id, defaults={"organisation": organisation, "created_by": by, **words}
    )
    if made:
        WorkshopProblem.objects.bulk_create(
            WorkshopProblem(workshop=workshop, order=order, title=title) for order, title in enumerate(problems, 1)
        )
    return workshop


@transaction.atomic
def add_problem(*, workshop, title):
    """One more; a title that is there already is not added twice."""
    DesignWorkshop.objects.select_for_update().get(pk=workshop.pk)
    known = list(workshop.problems.all())
    if not any(problem.title.casefold() == title.casefold() for problem in known):
        WorkshopProblem.objects.create(workshop=workshop, title=title, order=len(known) + 1)
    return Allowed()


@transaction.atomic
def count_dots(*, workshop, by, women, dots):
    """The dots of the paper. ``dots``: ``{id of the problem: count or None}``."""
    DesignWorkshop.objects.filter(pk=workshop.pk).update(women=women)
    for problem in workshop.problems.all():
        if problem.pk in dots and problem.dots != dots[problem.pk]:
            WorkshopProblem.objects.filter(pk=problem.pk).update(dots=dots[problem.pk])
            if problem.issue_id:
                Issue.objects.filter(pk=problem.issue_id).update(votes=dots[problem.pk])
    audit.note("exchange.dots_counted", by=by, workshop=str(workshop.pk))
    return Allowed()


@transaction.atomic
def issue_of(*, problem, by):
    """The issue that a problem of a workshop becomes, once."""
    problem = WorkshopProblem.objects.select_for_update().select_related("workshop__organisation").get(pk=problem.pk)
    if problem.issue_id:
        return problem.issue
    workshop = problem.workshop
    issue = Issue.objects.create(
        organisation=workshop.organisation,
        territory=workshop.organisation.territory,
        title=problem.title,
        affected=problem.affected,
        gender_note=problem.gender_note,
        votes=problem.dots,
        evidence=_("Puntos del taller «%(title)s».") % {"title": workshop.title},
        reserve=workshop.reserve,
        created_by=by,
    )
    WorkshopProblem.objects.filter(pk=problem.pk).update(issue=issue)
    return issue
