"""Files in which a companion carries what waits on a phone without signal. She cannot read them.

A file is JSON in plain ASCII: ``{"relevo": "carrier", "v": 1, "key": …, "e", "i", "d"}`` (``sealed.Box`` in base64).
Inside: ``{"token", "device", "events"}``. The token was given to the phone while its owner was signed in and says
whose it is; a new PIN or password makes it void. What is inside is recorded by her, never by whoever brought it.
"""

import base64
import binascii
import json

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import audit, sync
from academy.core.ids import parse

from .. import notices
from ..models import Member
from . import sealed

MOST_BYTES = 2 * 1024 * 1024
#: Of one file; a phone with more makes it lighter by sending a part.
MOST_EVENTS = 2000
SALT = "relevo.members.carrier"

notices.register_action("members.carried", gettext_lazy("%(who)s trajo un archivo de tu celular. No pudo leerlo."))


class Refused(ValueError):  # noqa: N818 - a state of the file
    """Nothing of it was taken. The message is for whoever brought it."""

    def __init__(self, reason, code):
        super().__init__(str(reason))
        self.reason, self.code = reason, code


def key_for(member):
    """What a phone of hers needs to make files: our key, and its proof of whose it is."""
    name, public = sealed.current()
    return {"kid": name, "pub": public, "token": _token(member)}


def _token(member):
    return signing.dumps({"m": str(member.pk), "h": _state(member)}, salt=SALT)


def _state(member):
    """Changes with her PIN and password, and tells nothing of them."""
    return salted_hmac(SALT, member.get_session_auth_hash(), algorithm="sha256").hexdigest()[:16]


def bring(*, content, by, at=None):
    """Enter what a file holds. Returns ``(reports, owner)``: one sync Report for each part, in order.

    The same file again adds nothing: every event has its id. Raises Refused where nothing could be taken.
    """
    inside = _opened(content)
    owner = _owner(inside.get("token"))
    events, device = inside.get("events"), inside.get("device")
    if not isinstance(events, list) or not events:
        raise _damaged()
    if len(events) > MOST_EVENTS:
        raise Refused(_("Este archivo trae demasiado. Haz uno con menos cosas."), "too_many")
    device = device if isinstance(device, str) else ""
    parts = [events[start : start + sync.MOST_EVENTS] for start in range(0, len(events), sync.MOST_EVENTS)]
    reports = []
    for part in parts:
        # Read as any batch is: what a phone may not send by itself, nobody may carry for it.
        batch = sync.read_batch(_as_sent(device, part))
        reports.append(sync.take(batch, by=owner, at=at))
    audit.note("members.carried", by=by, about=owner, events=len(events))
    return reports, owner


def _as_sent(device, events):
    body = json.dumps({"device": device, "events": events}).encode()
    if len(body) > sync.MOST_BYTES:
        raise Refused(_("Este archivo trae demasiado. Haz uno con menos cosas."), "too_many")
    return body


def _opened(content):
    """What is inside, as a dictionary."""
    if len(content) > MOST_BYTES:
        raise Refused(_("Este archivo pesa demasiado. No es de un celular de la escuela."), "too_large")
    try:
        outside = json.loads(content.decode("ascii"))
        if not isinstance(outside, dict) or outside.get("relevo") != "carrier":
            raise ValueError
    except (ValueError, RecursionError):
        raise Refused(
            _("Este archivo no es de un celular de la escuela. Busca el que termina en .relevo"), "foreign"
        ) from None
    name = outside.get("key")
    try:
        parts = [base64.b64decode(outside[each], validate=True) for each in "eid"]
        inside = sealed.unseal(str(name), sealed.Box(*parts), f"relevo.carrier.{name}")
    except sealed.CannotOpen as cannot:
        if cannot.foreign:
            raise Refused(
                _("Este archivo es para otro sitio, o es muy antiguo. Haz uno nuevo."), "other_site"
            ) from None
        raise _damaged() from None
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise _damaged() from None
    try:
        found = json.loads(inside)
    except (ValueError, RecursionError):
        raise _damaged() from None
    if not isinstance(found, dict):
        raise _damaged()
    return found


def _damaged():
    return Refused(_("El archivo llegó dañado. Pide que lo hagan y lo envíen otra vez."), "damaged")


def _owner(token):
    try:
        said = signing.loads(token, salt=SALT) if isinstance(token, str) else {}
    except signing.BadSignature:
        raise _damaged() from None
    member = Member.objects.filter(pk=parse(said.get("m")), is_active=True).first()
    if member is None or not constant_time_compare(said.get("h", ""), _state(member)):
        raise Refused(
            _("Su dueña cambió su PIN después. Que abra su página con señal y haga el archivo otra vez."), "revoked"
        )
    return member
