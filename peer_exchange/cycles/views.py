"""Pages of the cycle. Thin: what stands on them comes from ``rules``, ``rotation`` and ``services``."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.core import ids
from academy.members.gates import by_password
from academy.members.models import Member

from .. import sharing
from ..doors import find, form_id, here, insist, may_add, may_decide, page, places_of, some_place, typed, when
from ..filled.requests import from_phones
from ..models import Commitment, CommunityMap, CycleRole, DialogueCycle, Issue, SessionLog
from . import rotation, rules, services, women
from .forms import CloseForm, CycleChangeForm, CycleForm, RoleForm, StepForm
from .steps import BY_NUMBER, STEPS

SHOWN = 50


@by_password
@require_safe
def cycles(request):
    """Cycles that she may read, those under way first; the roles that wait for her word. Six queries."""
    standing = here(request)
    rows = DialogueCycle.objects.visible_to(request.user, standing).select_related("organisation")
    asked = CycleRole.objects.filter(member=request.user, accepted_at=None, left_at=None, cycle__closed_at=None)
    context = {
        "under_way": rows.filter(closed_at=None)[:SHOWN],
        "closed": rows.exclude(closed_at=None)[:SHOWN],
        "asked": asked.select_related("cycle"),
        "steps": STEPS,
    }
    return render(request, "peer_exchange/cycles/cycles.html", context)


def _sources(request):
    standing, user = here(request), request.user
    return {
        "issue": Issue.objects.visible_to(user, standing).filter(organisation__in=places_of(standing)),
        "map": CommunityMap.objects.visible_to(user, standing).filter(organisation__in=places_of(standing)),
        "promise": Commitment.objects.visible_to(user, standing)
        .exclude(state__in=("kept", "void"))
        .filter(organisation__in=places_of(standing)),
    }


#: Names of addresses' questions: what a cycle starts from.
ASKED = {"issue": "tema", "map": "mapa", "promise": "promesa"}


@by_password
@from_phones
def new_cycle(request):
    """Begin a cycle. ``?tema=``, ``?mapa=``, ``?promesa=`` choose what it starts from, ``?despues=`` the one before."""
    places, sources = some_place(here(request)), _sources(request)
    previous = _previous(request)
    first = {}
    for name, question in ASKED.items():
        number = ids.parse(request.GET.get(question, ""))
        row = sources[name].filter(pk=number).first() if number else None
        if row is not None:
            words = row.words if name == "promise" else row.title
            first = {name: row.pk, "title": str(words)[:160], "organisation": row.organisation_id}
    if previous is not None:
        first = {"title": previous.title, "organisation": previous.organisation_id, "reserve": previous.reserve}
    data, initial = typed(request, first)
    form = CycleForm(data, initial=initial, places=places, sources=sources)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        made = services.open_cycle(id=form_id(request, said), by=request.user, previous=previous, **said)
        messages.success(request, _("El ciclo empezó. Aquí están los doce pasos."))
        return redirect("exchange:cycle", made.pk)
    return page(request, "peer_exchange/cycles/new.html", {"form": form}, form)


def _previous(request):
    number = ids.parse(request.GET.get("despues", ""))
    if not number:
        return None
    row = DialogueCycle.objects.visible_to(request.user, here(request)).filter(pk=number).first()
    return row if row and may_add(here(request), row.organisation) else None


@by_password
@require_safe
def cycle(request, pk):
    """The twelve steps, who does what, and what came of it. Some fourteen queries, however long it goes on."""
    row = find(request, DialogueCycle, pk, "organisation", "issue", "map", "promise", "next")
    standing, today = here(request), timezone.localdate()
    stands = rules.standings(
        {said.number: said for said in row.steps.all()},
        dialogue_on=row.dialogue_on,
        opened_on=timezone.localdate(row.opened_at),
        at=today,
    )
    ahead = None if row.closed_at else rules.next_of(stands)
    roles = list(row.roles.filter(left_at=None).select_related("member"))
    context = {
        "cycle": row,
        "stands": [(stand, not row.closed_at and stand.is_late(today), stand is ahead) for stand in stands],
        "ahead": ahead,
        "done": sum(not stand.is_open for stand in stands),
        "sources": _seen_sources(request, row),
        **_came_of(request, row),
        "roles": _role_lines(roles, standing, row),
        "asked": [role for role in roles if role.member_id == request.user.pk and not role.accepted_at],
        "hers": [role for role in roles if role.member_id == request.user.pk and role.accepted_at],
        "writes": may_add(standing, row.organisation),
        "decides": may_decide(standing, row.organisation, row.opened_by_id),
        "text": sharing.text_of_cycle(row, ahead),
    }
    return render(request, "peer_exchange/cycles/cycle.html", context)


def _seen_sources(request, cycle):
    """What it starts from, as far as she may read that too."""
    standing, found = here(request), []
    for name, model, address in (
        ("issue", Issue, "exchange:issue"),
        ("map", CommunityMap, "exchange:map"),
        ("promise", Commitment, "exchange:commitment"),
    ):
        pk = getattr(cycle, f"{name}_id")
        if pk and model.objects.visible_to(request.user, standing).filter(pk=pk).exists():
            found.append((str(getattr(cycle, name)), _address(address, pk)))
    return found


def _came_of(request, cycle):
    """Sessions and promises of the cycle, as far as she may read them. Two queries."""
    standing, user = here(request), request.user
    sessions = SessionLog.objects.visible_to(user, standing).leading().filter(cycle=cycle)
    sessions = sessions.select_related("organisation")
    commitments = Commitment.objects.visible_to(user, standing).filter(cycle=cycle)
    return {"sessions": sessions[:SHOWN], "commitments": commitments[:SHOWN]}


def _address(name, *args):
    """The address, or empty where that room is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _role_lines(roles, standing, cycle):
    """``(role, names)`` of those who said yes. Who is of the organisation reads names, others how many."""
    inside = standing.is_inside(cycle.organisation)
    found = {}
    for role in roles:
        if role.accepted_at:
            found.setdefault(role.get_role_display(), []).append(role.member.display_name)
    return [(label, ", ".join(names) if inside else str(len(names))) for label, names in found.items()]


@by_password
@from_phones(changes=True)
def change_cycle(request, pk):
    row = find(request, DialogueCycle, pk, "organisation")
    insist(may_decide(here(request), row.organisation, row.opened_by_id))
    names = CycleChangeForm.Meta.fields
    data, first = typed(request, {name: getattr(row, name) for name in names})
    form = CycleChangeForm(data, initial=first, instance=row)
    if request.method == "POST" and form.is_valid():
        services.change_cycle(cycle=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Guardado."))
        return redirect("exchange:cycle", row.pk)
    return page(request, "peer_exchange/cycles/change.html", {"form": form, "cycle": row}, form)


@by_password
@from_phones
def step(request, pk, number):
    """One step: what it gives, who is on it, when; and what came out of it."""
    row = find(request, DialogueCycle, pk, "organisation")
    if number not in BY_NUMBER:
        raise Http404
    writes, one = may_add(here(request), row.organisation), BY_NUMBER[number]
    said = row.steps.filter(number=number).first()
    first = {"state": rules.OPEN, "seen": ""}
    if said:
        first = {name: getattr(said, name) for name in ("state", "output", "on_it", "due_on")}
        first["seen"] = said.changed_at.isoformat()
    data, initial = typed(request, first)
    form = StepForm(data, initial=initial)
    theirs = None
    if request.method == "POST":
        insist(writes)
        if form.is_valid():
            done = services.set_step(cycle=row, number=number, by=request.user, at=when(request), **form.cleaned_data)
            if done:
                messages.success(request, _("Guardado."))
                return redirect(reverse("exchange:cycle", args=[row.pk]) + f"#paso-{number}")
            theirs = done.theirs
            form.add_error(None, str(done))
            # Her next try has seen what stands there now.
            form.data = form.data.copy()
            form.data["seen"] = theirs.changed_at.isoformat()
    usual = rules.due_on(
        one, dialogue_on=row.dialogue_on, opened_on=timezone.localdate(row.opened_at), at=timezone.localdate()
    )
    roles = row.roles.filter(role__in=one.roles, accepted_at__isnull=False, left_at=None).select_related("member")
    context = {
        "cycle": row,
        "step": one,
        "said": said,
        "theirs": theirs,
        "form": form if writes else None,
        "due": (said and said.due_on) or usual,
        "roles": _role_lines(roles, here(request), row),
        "helps": [(url, words) for name, words in one.leads_to if (url := _address(name))],
    }
    return page(request, "peer_exchange/cycles/step.html", context, form)


@by_password
def roles(request, pk):
    """For each role, women who have not held it yet. A POST asks one of them, or offers herself."""
    row = find(request, DialogueCycle, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    near = women.asked_from(row, request.user)
    near.setdefault(request.user.pk, request.user)
    if request.method == "POST":
        return _ask(request, row, near)
    rows = list(row.roles.select_related("member"))
    filled = [(role.role, role.member_id) for role in rows if not role.left_at]
    refused = {(role.role, role.member_id) for role in rows if role.left_at}
    asks = rotation.propose(women.women_of(near, request.user), filled=filled, refused=refused)
    context = {
        "cycle": row,
        "waiting": [role for role in rows if not role.left_at and not role.accepted_at],
        "standing": [role for role in rows if not role.left_at and role.accepted_at],
        "asks": [_shown(ask, near) for ask in asks],
        "leads": here(request).leads(row.organisation),
    }
    return render(request, "peer_exchange/cycles/roles.html", context)


def _shown(ask, near):
    label = CycleRole.Role(ask.role).label
    if ask.voice:
        label = {"new_voice": _("vocera nueva"), "old_voice": _("vocera con camino")}[ask.voice]
    every = [woman for woman in (ask.first, *ask.others) if woman]
    return {
        "role": ask.role,
        "label": label,
        "women": [(near[woman.id], woman.held.get(ask.role, 0), woman.learns) for woman in every],
    }


def _ask(request, cycle, near):
    form = RoleForm(request.POST, women=Member.objects.filter(pk__in=near))
    if not form.is_valid():
        messages.error(request, _("Elige una compañera y un papel."))
        return redirect("exchange:cycle_roles", cycle.pk)
    done = services.ask_role(
        cycle=cycle,
        role=form.cleaned_data["role"],
        member=form.cleaned_data["member"],
        aloud=form.cleaned_data["aloud"] and here(request).leads(cycle.organisation),
        by=request.user,
    )
    if done:
        messages.success(request, _("Anotado. Ella decide y puede cambiar de idea."))
    else:
        messages.error(request, str(done))
    return redirect("exchange:cycle_roles", cycle.pk)


@require_POST
@by_password
def answer_role(request, pk, role):
    """She answers for herself; a role of another does not exist for her."""
    row = get_object_or_404(CycleRole.objects.select_related("cycle"), cycle=pk, pk=role, member=request.user)
    yes = request.POST.get("answer") == "yes"
    services.answer_role(row=row, by=request.user, yes=yes)
    messages.success(request, _("Gracias. Cuentan contigo.") if yes else _("Está bien. Gracias por decirlo."))
    return redirect("exchange:cycle", pk)


@by_password
@from_phones(changes=True)
def close(request, pk):
    """What was learned, and the end. From here to a practice, or to the next cycle."""
    row = find(request, DialogueCycle, pk, "organisation")
    insist(may_decide(here(request), row.organisation, row.opened_by_id))
    if request.method == "POST" and request.POST.get("reopen"):
        services.reopen_cycle(cycle=row, by=request.user)
        messages.success(request, _("El ciclo sigue."))
        return redirect("exchange:cycle", row.pk)
    data, first = typed(request, {"learned": row.learned})
    form = CloseForm(data, initial=first)
    if request.method == "POST" and form.is_valid():
        services.close_cycle(cycle=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("El ciclo se cerró. Gracias a todas."))
        return redirect("exchange:cycle", row.pk)
    return page(request, "peer_exchange/cycles/close.html", {"form": form, "cycle": row}, form)
