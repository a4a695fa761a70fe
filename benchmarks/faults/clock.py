"""Clocks that jump: of phones, and of the server."""

import shutil
import sys
import uuid
from datetime import timedelta

from ..reading import Figure
from .standing import Web, batch, compare, on, own_folder, summaries_stand, taken, women


def clock_jump(_site):
    """Phones ten years ahead and fifty behind; a server that is a day ahead and then a day behind (faketime)."""
    from django.utils import timezone

    with own_folder() as var:
        environ = on(var)
        from academy.core.models import Event

        ((member, cookies),) = women(1)
        device = f"clock-{uuid.uuid4().hex[:8]}"
        acknowledged, sent = set(), set()
        events = batch(member, 12)
        now = timezone.now()
        for number, event in enumerate(events):
            moved = (timedelta(days=3650), timedelta(days=-18262), timedelta(hours=-5))[number % 3]
            event["happened_at"] = (now + moved).isoformat()
        with Web(environ) as web:
            _give(web, cookies, device, events, acknowledged, sent)
        stored = Event.objects.filter(device=device)
        if stored.filter(happened_at__gt=timezone.now()).exists():
            raise RuntimeError("an event of the future stands in the record with a time that has not come")
        marked = stored.filter(clock_ahead=True).count()
        if marked != 4:
            raise RuntimeError(f"4 events came from the future, {marked} are marked")
        yield Figure("clock_jump_of_phones_marked", marked, "events")
        if faketime := shutil.which("faketime"):
            for shift in ("+1d", "-1d", "+0d"):
                fresh = batch(member, 5)
                with Web(environ, before=[faketime, "-f", shift]) as web:
                    # The first half is sent again under each clock: it must stay one.
                    _give(web, cookies, device, events + fresh, acknowledged, sent)
                events += fresh
            yield Figure("clock_jump_of_the_server", 3, "clocks")
        else:
            print("clock_jump: the server's own clock not moved (Debian: apt-get install -y faketime)", file=sys.stderr)
        yield Figure("clock_jump_acknowledged_and_there_once", compare(device, acknowledged, sent), "events")
        yield Figure("clock_jump_summaries_the_same_anew", summaries_stand(device), "summaries")


def _give(web, cookies, device, events, acknowledged, sent):
    sent.update(event["id"] for event in events)
    status, states = web.send(cookies, device, events)
    acknowledged.update(taken(states))
    left = [event["id"] for event in events if event["id"] not in acknowledged]
    if status != 200 or left:
        raise RuntimeError(f"/sync/ answered {status} and took not {len(left)} of {len(events)}: {states}")
