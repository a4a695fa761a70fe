"""The record as xAPI statements: to a file, and to a learning record store that somebody named in the settings."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import requests
from django.conf import settings

from academy.core import audit
from academy.core.models import AuditEntry, Event

from .. import grading, xapi
from ..models import QuestionVersion

BATCH = 50
TRIES = 4
#: Seconds to connect and to be answered.
PATIENCE = (10, 60)
#: Transactions end in another order than they began: so much is sent again, and known again, each time.
OVERLAP = timedelta(minutes=10)
PUSHED = "courses.xapi_pushed"


class Stopped(Exception):  # noqa: N818 - the store said no, or nothing
    """The push ended before its end; what was sent stays sent."""


@dataclass
class Pushed:
    """How it went. ``refused``: ids of statements that the store does not take, with what it said."""

    sent: int = 0
    known: int = 0
    refused: list = field(default_factory=list)


def statements(*, since=None, until=None):
    """Statements of all events received from ``since`` on and before ``until``, oldest first. Read in pieces of 500.

    Ended pieces hold no query open: whoever takes long over them keeps nobody waiting.
    """
    for piece in _pieces(since, until):
        versions = _versions(piece)
        for event in piece:
            made = xapi.statement(event, home=settings.SITE_URL, right=_right(event, versions))
            if made is not None:
                yield made


def _pieces(since, until, size=500):
    events = Event.objects.filter(kind__in=(*xapi.KINDS, xapi.DISPUTED)).order_by("received_at", "id")
    if since is not None:
        events = events.filter(received_at__gte=since)
    if until is not None:
        events = events.filter(received_at__lt=until)
    ids = list(events.values_list("id", flat=True))
    for start in range(0, len(ids), size):
        found = Event.objects.in_bulk(ids[start : start + size])
        yield [found[id] for id in ids[start : start + size] if id in found]


def _versions(events):
    questions = {event.payload.get("question") for event in events if event.kind == "courses.answered"}
    found = QuestionVersion.objects.filter(question__in=questions - {None})
    return {(str(version.question), version.digest): version for version in found}


def _right(event, versions):
    """Of practice alone: an answer in a test counts by what comes after it."""
    if event.kind != "courses.answered":
        return None
    version = versions.get((event.payload.get("question"), event.payload.get("version")))
    return grading.grade(version.kind, version.data, event.payload["response"]).right if version else None


# --- To a store --------------------------------------------------------------------------------


def last_push():
    """The moment up to which everything was sent, or None."""
    last = AuditEntry.objects.filter(action=PUSHED).first()
    return datetime.fromisoformat(last.detail["until"]) if last else None


def push(*, since, until, sleep=time.sleep):
    """Send what was received between the two to XAPI_ENDPOINT. Raises Stopped where the store does not answer.

    A statement that is there already (409) counts as known; one that the store refuses is told and does not
    stop the others. The audit remembers ``until``, so that the next push begins there.
    """
    told, waiting = Pushed(), []
    with requests.Session() as session:
        session.headers["X-Experience-API-Version"] = xapi.VERSION
        session.auth = tuple(settings.XAPI_AUTH.split(":", 1)) if settings.XAPI_AUTH else None
        for made in statements(since=since, until=until):
            waiting.append(made)
            if len(waiting) == BATCH:
                _send(session, waiting, told, sleep)
                waiting = []
        if waiting:
            _send(session, waiting, told, sleep)
    audit.note(PUSHED, until=until.isoformat(), sent=told.sent, refused=len(told.refused))
    return told


def _send(session, batch, told, sleep):
    """A whole batch; where the store takes offence at one of them, each by itself."""
    status, words = _post(session, batch, sleep)
    if status in (200, 204):
        told.sent += len(batch)
    elif len(batch) > 1:
        for made in batch:
            _send(session, [made], told, sleep)
    elif status == 409:
        told.known += 1
    else:
        told.refused.append((batch[0]["id"], f"{status} {words}"))


def _post(session, batch, sleep):
    """``(status, words)`` of an answer that settles it. Waits 1, 2, 4 seconds for a store that is busy or away."""
    trouble = ""
    for turn in range(TRIES):
        if turn:
            sleep(2 ** (turn - 1))
        try:
            answer = session.post(
                f"{settings.XAPI_ENDPOINT.rstrip('/')}/statements",
                json=batch,
                timeout=PATIENCE,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            trouble = type(error).__name__
            continue
        if answer.status_code in (200, 204, 400, 409, 413):
            return answer.status_code, answer.text[:200]
        trouble = f"{answer.status_code} {answer.text[:200]}"
        if answer.status_code < 500 and answer.status_code not in (408, 429):
            break
    raise Stopped(trouble)
