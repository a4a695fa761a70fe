"""From the record to a commitment, its follow-ups and the steps taken. Any order, any repetition: the same rows."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from academy.core.ids import parse
from academy.core.record import projects
from academy.members.models import Member, Organisation, Territory

from ..calendar import declared
from ..models import (
    AuthorityChange,
    Commitment,
    DialogueCycle,
    EscalationStep,
    FollowUp,
    Institution,
    Issue,
    Official,
    Post,
    Space,
)
from ..spaces import directory
from . import escalation, rules

NOTED, FOLLOWED = "exchange.commitment_noted", "exchange.commitment_followed"
ESCALATED, ANSWERED = "exchange.commitment_escalated", "exchange.commitment_answered"
TAKEN_BACK = "exchange.commitment_taken_back"


def day(text):
    return date.fromisoformat(text) if text else None


def amount(text):
    return Decimal(text) if text else None


def versions_of(events):
    """``(what counts, [versions that no later one took up])`` of the noted events, in their order."""
    noted = [event for event in events if event.kind == NOTED]
    taken = {number for event in noted for number in event.payload.get("based_on") or ()}
    standing = [event for event in noted if str(event.pk) not in taken]
    # All of them taken up in a ring cannot come from forms; the last then counts.
    standing = standing or noted[-1:]
    return (standing[-1] if standing else None), standing


def standing_entries(events):
    """Events without the follow-ups and steps that were taken back, and without the takings back."""
    gone = {event.payload["entry"] for event in events if event.kind == TAKEN_BACK}
    return [event for event in events if event.kind != TAKEN_BACK and str(event.pk) not in gone]


@projects("commitment")
def project(subject, identifier, events):
    declared.refresh()
    events = standing_entries(events)
    counts, _standing = versions_of(events)
    if counts is None:
        FollowUp.objects.filter(commitment_id=identifier).delete()
        EscalationStep.objects.filter(commitment_id=identifier).delete()
        Commitment.objects.filter(pk=identifier).delete()
        return
    known = _Known(events)
    first = next(event for event in events if event.kind == NOTED)
    fields = {
        **_said(counts.payload, known),
        **_course(counts, events),
        "noted_by_id": known.member(first.by),
        "noted_at": first.happened_at,
    }
    # ``published_at`` and ``public_words`` are not of the record: they stay as the organisation set them.
    Commitment.objects.update_or_create(pk=identifier, defaults=fields)
    _follow_ups(identifier, events, known)
    _steps(identifier, events, known)


class _Known:
    """Which of the rows that the events name exist here. One query for the women, one for each kind of row."""

    def __init__(self, events):
        women = {event.by for event in events if event.by}
        for event in events:
            women.update(map(UUID, event.payload.get("followers") or ()))
        self._women = set(Member.objects.filter(pk__in=women).values_list("pk", flat=True))

    def member(self, number):
        number = parse(number) if number else None
        return number if number in self._women else None

    def of(self, model, number):
        return number if number and model.objects.filter(pk=number).exists() else None


def _said(said, known):
    organisation = Organisation.objects.select_related("territory").get(pk=said["organisation"])
    territory = known.of(Territory, said["territory"]) or organisation.territory_id
    institution = known.of(Institution, said["institution"])
    if institution is None and said["institution_said"]:
        place = Territory.objects.filter(pk=territory).first()
        institution = directory.institution_named(organisation, said["institution_said"], territory=place).pk
    post = known.of(Post, said["post"])
    if post is None and said["post_said"] and institution:
        post = directory.post_named(Institution.objects.get(pk=institution), said["post_said"]).pk
    first, second = [*(known.member(number) for number in said["followers"]), None, None][:2]
    links = {"space": Space, "cycle": DialogueCycle, "issue": Issue, "official": Official, "change": AuthorityChange}
    same = ("institution_said", "post_said", "official_said", "words", "kind", "topic", "unit", "due_said", "reserve")
    return {
        "organisation": organisation,
        "territory_id": territory,
        "session_id": parse(said["session"]) if said["session"] else None,
        "inherited_from_id": parse(said["inherited_from"]) if said["inherited_from"] else None,
        **{f"{name}_id": known.of(model, said[name]) for name, model in links.items()},
        "institution_id": institution,
        "post_id": post,
        **{name: said[name] for name in same},
        "asked": amount(said["asked"]),
        "promised": amount(said["promised"]),
        "made_on": day(said["made_on"]),
        "due_on": day(said["due_on"]),
        "follower_one_id": first,
        "follower_two_id": second,
    }


def _course(counts, events):
    """How it went: state, what came, obstacle, step, next check. Walks the heap once, in its order."""
    said = counts.payload
    promised, began = amount(said["promised"]), _began(said)
    state, since, closed, obtained = "new", began, None, None
    obstacle, note, last, asked_for = "", "", None, None
    for event in events:
        told = event.payload
        if event.kind not in (NOTED, FOLLOWED, ESCALATED) or (event.kind == NOTED and event.pk != counts.pk):
            continue
        came = amount(told.get("obtained"))
        news = came is not None and came != obtained
        obtained = came if news else obtained
        wanted = told.get("state") or ""
        if not wanted and news:
            wanted = rules.state_of_amounts(promised=promised, obtained=obtained)
        if not wanted and event.kind != NOTED and state == "new":
            wanted = "ongoing"
        on = day(told.get("on")) or began
        if wanted and wanted != state:
            state, since = wanted, on
            closed = on if wanted in rules.CLOSED else None
        if event.kind == FOLLOWED:
            obstacle, note = (told["obstacle"], told["obstacle_note"]) if told["obstacle"] else (obstacle, note)
            last, asked_for = on, day(told["next_check_on"])
    steps = [event.payload["step"] for event in events if event.kind == ESCALATED]
    check = asked_for or rules.next_check(began, last=last)
    return {
        "state": state,
        "state_since": since,
        "closed_on": closed,
        "obtained": obtained,
        "obstacle": obstacle,
        "obstacle_note": note,
        "step": escalation.highest(steps),
        "next_check_on": check if rules.is_open(state) else None,
    }


def _began(said):
    """The day from which its checks are reckoned: the promise, or the change of authority that passed it on."""
    if said["change"]:
        changed = AuthorityChange.objects.filter(pk=said["change"]).values_list("on", flat=True).first()
        if changed:
            return changed
    return day(said["made_on"])


def _follow_ups(identifier, events, known):
    rows = [
        FollowUp(
            pk=event.pk,
            commitment_id=identifier,
            on=day(event.payload["on"]),
            by_id=known.member(event.by),
            channel=event.payload["channel"],
            result=event.payload["result"],
            state=event.payload["state"],
            obtained=amount(event.payload["obtained"]),
            obstacle=event.payload["obstacle"],
            next_check_on=day(event.payload["next_check_on"]),
        )
        for event in events
        if event.kind == FOLLOWED
    ]
    _replace(FollowUp, identifier, rows)


def _steps(identifier, events, known):
    answers = {event.payload["step"]: event.payload for event in events if event.kind == ANSWERED}
    rows = []
    for event in events:
        if event.kind != ESCALATED:
            continue
        said, answer = event.payload, answers.get(str(event.pk))
        on = day(said["on"])
        rows.append(
            EscalationStep(
                pk=event.pk,
                commitment_id=identifier,
                step=said["step"],
                on=on,
                answer_due_on=escalation.answer_due(said["step"], on),
                answered_on=day(answer["on"]) if answer else None,
                answer=answer["answer"] if answer else "",
                note=said["note"],
                by_id=known.member(event.by),
            )
        )
    _replace(EscalationStep, identifier, rows)


def _replace(model, identifier, rows):
    model.objects.filter(commitment_id=identifier).exclude(pk__in=[row.pk for row in rows]).delete()
    kept = [field.name for field in model._meta.fields if not field.primary_key]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=kept)
