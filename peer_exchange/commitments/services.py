"""The verbs of commitments: each enters one event into the record and answers with its Outcome.

``nonce`` is the number of the form: the same form sent twice is one event, and from a phone without signal it is the
same one too. ``by``: who records it.
"""

from django.utils import timezone

from academy.core import record
from academy.core.ids import event_id
from academy.core.models import Event

from . import payloads
from .projections import NOTED, versions_of

#: What a commitment says, with what each is when nobody said it.
BLANK = {
    **dict.fromkeys(payloads.LINKS, ""),
    "territory": None,
    **dict.fromkeys(("institution_said", "post_said", "official_said", "words", "kind", "topic", "unit"), ""),
    **dict.fromkeys(("asked", "promised", "obtained", "made_on", "due_on", "due_said", "reserve"), ""),
    "followers": [],
    "based_on": [],
}


def _enter(kind, *, commitment, by, nonce, payload, at):
    number = str(commitment)
    payload = {"commitment": number, **payload}
    return record.record(
        kind=f"exchange.commitment_{kind}",
        subject=number,
        by=by,
        payload=payload,
        id=event_id(nonce, {"subject": number, "kind": f"commitment_{kind}", **payload}),
        happened_at=at,
        at=timezone.now() if at is None else max(at, timezone.now()),
    )


def text_of(value):
    """A value of a form as the record writes it: days as ISO, amounts as plain digits, ids as text."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "normalize"):
        return f"{value.normalize():f}"
    return str(value)


def note(*, organisation, by, nonce, commitment=None, followers=(), based_on=(), territory=None, at=None, **said):
    """A promise; with ``commitment`` (an id) the same corrected, ``based_on`` the versions that she had before her.

    A new one has the form's number as id. ``said``: names of BLANK.
    """
    unknown = set(said) - set(BLANK)
    if unknown:
        raise TypeError(f"a commitment says nothing of {unknown}")
    payload = {
        **BLANK,
        **{name: text_of(value) for name, value in said.items()},
        "organisation": organisation.pk,
        "territory": getattr(territory, "pk", territory),
        "followers": sorted({str(getattr(one, "pk", one)) for one in followers}),
        "based_on": sorted({str(one) for one in based_on}),
    }
    return _enter("noted", commitment=commitment or nonce, by=by, nonce=nonce, payload=payload, at=at)


def follow(*, commitment, by, nonce, on, at=None, **said):
    """Somebody asked how it goes, or something came. ``said``: channel, result, state, obtained, obstacle,
    obstacle_note, next_check_on."""
    names = ("channel", "result", "state", "obtained", "obstacle", "obstacle_note", "next_check_on")
    payload = {"on": text_of(on), **{name: text_of(said.pop(name, "")) for name in names}}
    if said:
        raise TypeError(f"a follow-up says nothing of {set(said)}")
    return _enter("followed", commitment=commitment.pk, by=by, nonce=nonce, payload=payload, at=at)


def escalate(*, commitment, by, nonce, step, on, note="", at=None):
    payload = {"step": step, "on": text_of(on), "note": note}
    return _enter("escalated", commitment=commitment.pk, by=by, nonce=nonce, payload=payload, at=at)


def note_answer(*, step, by, nonce, on, answer, at=None):
    """They answered to a step that was taken."""
    payload = {"step": str(step.pk), "on": text_of(on), "answer": answer}
    return _enter("answered", commitment=step.commitment_id, by=by, nonce=nonce, payload=payload, at=at)


def take_back(*, commitment, entry, by, nonce, at=None):
    """``entry``: the id of a follow-up or a step."""
    return _enter("taken_back", commitment=commitment.pk, by=by, nonce=nonce, payload={"entry": str(entry)}, at=at)


def pass_on(*, commitment, gone, by):
    """``gone`` follows it up no more, because she died: her place is free, the other woman's stays. An Outcome.

    The promise as it stands, said again without her: what it was, and that she followed it, stays in the record.
    """
    versions = standing_versions(commitment)
    followers = [one for one in versions[-1].payload["followers"] if one != str(gone)]
    return _followed_by(commitment, versions, followers, by=by, because={"gone": str(gone)})


def take_back_up(*, commitment, back, by):
    """``back`` follows it up again: it was an error that she died. None where two others do by now. Else an Outcome."""
    versions = standing_versions(commitment)
    followers = versions[-1].payload["followers"]
    if str(back) in followers or len(followers) > 1:
        return None
    return _followed_by(commitment, versions, [*followers, str(back)], by=by, because={"back": str(back)})


def _followed_by(commitment, versions, followers, *, by, because):
    payload = {
        **versions[-1].payload,
        "obtained": text_of(commitment.obtained),  # what came since the promise was last written down
        "followers": followers,
        "based_on": sorted(str(each.pk) for each in versions),
    }
    return record.record(
        kind=NOTED,
        subject=commitment.pk,
        by=by,
        payload=payload,
        id=event_id(commitment.pk, {**because, **payload}),
        keep=True,
    )


def standing_versions(commitment):
    """Events of the versions that stand beside each other, the one that counts last. One query."""
    events = Event.objects.filter(subject=commitment.pk, kind=NOTED).order_by("happened_at", "id")
    return versions_of(list(events))[1]
