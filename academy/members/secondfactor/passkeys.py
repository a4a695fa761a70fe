"""Passkeys (WebAuthn), checked by the fido2 library. The site's own host is what they are bound to."""

import base64
import json

from django.conf import settings
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
)

from academy.core import sealing
from academy.core.decisions import Allowed, Denied

from ..models import SecondFactor
from ..services import guards
from . import services

#: Of what a browser sends; a real answer is some 1,500 letters.
MOST_LETTERS = 16_000


def _server(request):
    host = request.get_host()
    name = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
    origin = f"{request.scheme}://{host}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=name, name=str(settings.ACADEMY_NAME)), verify_origin=lambda said: said == origin
    )


def _keys(member):
    rows = member.second_factors.filter(kind=SecondFactor.Kind.PASSKEY)
    return {row.pk: AttestedCredentialData(base64.b64decode(sealing.open_for(row.sealed, member))) for row in rows}


def ask_for_new(request, member):
    """``(options, state)``: the options go to the browser as JSON, the state into her session."""
    user = PublicKeyCredentialUserEntity(
        id=member.pk.bytes, name=member.username or "", display_name=member.display_name
    )
    options, state = _server(request).register_begin(
        user, list(_keys(member).values()), resident_key_requirement="discouraged", user_verification="preferred"
    )
    return json.dumps(dict(options)), state


def add(request, member, *, state, said, name=""):
    """Check what the browser answered and keep the key. Returns the Decision."""
    try:
        found = _server(request).register_complete(state, _read(said))
    except Exception:
        return _unknown()
    try:
        services.add_passkey(member=member, data=found.credential_data, counter=found.counter, name=name)
    except services.Refused as refused:
        return refused.decision
    return Allowed()


def ask(request, member):
    """``(options, state)`` to show a key she has; None where she has none."""
    keys = list(_keys(member).values())
    if not keys:
        return None
    options, state = _server(request).authenticate_begin(keys, user_verification="preferred")
    return json.dumps(dict(options)), state


def fits(request, member, *, state, said):
    """Is it a key of hers? Returns the Decision; wrong tries count."""
    guard = guards.key_for("second-step", member.pk)
    decision = guards.begin_try(guard)
    if not decision:
        return decision
    keys = _keys(member)
    try:
        answer = AuthenticationResponse.from_dict(_read(said))
        shown = _server(request).authenticate_complete(state, list(keys.values()), answer)
        counter = answer.response.authenticator_data.counter
    except Exception:
        return _unknown()
    factor = next(pk for pk, key in keys.items() if key.credential_id == shown.credential_id)
    if not services.passkey_used(factor=SecondFactor.objects.get(pk=factor), counter=counter):
        return _unknown()
    guards.forgive(guard)
    return Allowed()


def _read(said):
    if len(said) > MOST_LETTERS:
        raise ValueError("too long")
    return json.loads(said)


def _unknown():
    return Denied(_("No reconocimos esa llave. Prueba otra vez o usa un código."), "no_match")
