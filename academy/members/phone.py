"""What this phone remembers: up to twelve profiles, in a signed cookie, and nothing else."""

import base64
import binascii
import secrets
import uuid
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core.signing import BadSignature, Signer

COOKIE = "perfiles"
MOST_PROFILES = 12
#: Stands before the id of who does not want to be seen.
HIDDEN = "~"
KEPT_FOR = 60 * 60 * 24 * 365
_signer = Signer(salt="relevo.members.phone", sep="!")


@dataclass(frozen=True)
class Phone:
    """``device`` is chance, not a fingerprint: the wrong tries of this phone are counted by it. ``last`` is who
    was signed in here when nobody signed out; empty after a sign-out."""

    device: str = ""
    members: tuple = field(default_factory=tuple)
    last: uuid.UUID | None = None
    #: Those who do not want to be seen on the door of this phone: they come in by typing their name.
    hidden: frozenset = frozenset()

    def remembering(self, member_id):
        """Newest first; the thirteenth falls off."""
        others = tuple(each for each in self.members if each != member_id)
        device = self.device or secrets.token_urlsafe(6)
        return replace(self, device=device, members=(member_id, *others)[:MOST_PROFILES], last=member_id)

    def forgetting(self, member_id):
        kept = tuple(each for each in self.members if each != member_id)
        last = None if self.last == member_id else self.last
        return replace(self, members=kept, last=last, hidden=self.hidden - {member_id})

    def showing(self, member_id, shown):
        """Her name on the door, or off it. She has to be remembered here."""
        hidden = self.hidden - {member_id} if shown else self.hidden | {member_id}
        return replace(self, hidden=hidden & frozenset(self.members))

    @property
    def seen(self):
        """Those whose names stand on the door."""
        return tuple(each for each in self.members if each not in self.hidden)

    def signed_out(self):
        return replace(self, last=None)


def read(request):
    """The phone that sent this request; an empty one where the cookie is missing or not ours."""
    try:
        device, last, *members = _signer.unsign(request.COOKIES.get(COOKIE, "")).split(".")
        known = [each for each in members if each]
        ids = tuple(_long(each.lstrip(HIDDEN)) for each in known)[:MOST_PROFILES]
        hidden = frozenset(_long(each[1:]) for each in known if each.startswith(HIDDEN))
        return Phone(device, ids, _long(last) if last else None, hidden)
    except (BadSignature, ValueError, binascii.Error):
        return Phone()


def write(response, phone):
    """Put the cookie on the answer, or take it away where nothing is left to remember."""
    if not phone.members:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    members = [(HIDDEN if each in phone.hidden else "") + _short(each) for each in phone.members]
    value = ".".join([phone.device, _short(phone.last) if phone.last else "", *members])
    response.set_cookie(
        COOKIE,
        _signer.sign(value),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _short(member_id):
    return base64.urlsafe_b64encode(member_id.bytes).decode().rstrip("=")


def _long(text):
    return uuid.UUID(bytes=base64.urlsafe_b64decode(text + "=="))
