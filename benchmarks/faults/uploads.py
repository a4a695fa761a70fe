"""Lines that break in the middle of sending."""

import json
import uuid

from ..reading import Figure
from .standing import Web, batch, compare, on, own_folder, taken, women

TIMES = 40


def half_upload(_site):
    """Half a batch and half a photo, many times: nothing of them is kept, and the whole that follows is taken."""
    with own_folder() as var:
        environ = on(var)
        from academy.core.models import Event

        ((member, cookies),) = women(1)
        device = f"half-{uuid.uuid4().hex[:8]}"
        events = batch(member, 20)
        private = var / "private"
        before = sorted(path for path in private.rglob("*") if path.is_file())
        photo = (
            b"--edge\r\n"
            + b'Content-Disposition: form-data; name="photo"; filename="x.jpg"\r\n\r\n'
            + b"\xff" * 300_000
        )
        with Web(environ) as web:
            body = json.dumps({"device": device, "events": events}).encode()
            for _time in range(TIMES):
                web.half("/sync/", cookies, body, ["Content-Type: application/json", "X-Relevo: sync"])
                web.half("/entrar/", cookies, photo, ["Content-Type: multipart/form-data; boundary=edge"])
            if Event.objects.filter(device=device).exists():
                raise RuntimeError("half a batch is in the record")
            if sorted(path for path in private.rglob("*") if path.is_file()) != before:
                raise RuntimeError("half a photo is on the disk")
            if web.status("/healthz") != 200:
                raise RuntimeError("the server does not answer any more")
            status, states = web.send(cookies, device, events)
        if status != 200 or len(taken(states)) != len(events):
            raise RuntimeError(f"the whole batch afterwards: {status}")
        yield Figure("half_upload_broken_off", 2 * TIMES, "uploads")
        stored = compare(device, taken(states), {event["id"] for event in events})
        yield Figure("half_upload_then_taken", stored, "events")
