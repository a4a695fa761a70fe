"""Words that one person alone may read: unreadable in the database, in its backups and for who looks into it.

``seal`` makes a token of them, bound to their owner: copied into another woman's row it opens for nobody. AES-SIV
(RFC 5297) under a key of hers, derived (HKDF-SHA512) from one of the site's, which lies outside the database. The
same words of the same woman give the same token under the same key: a repeat from a phone is seen to be one. Whoever
holds the key of the server can open everything (docs/decisions/0031).
"""

import base64
import binascii
import hashlib
import json
import os
import re
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

#: What a payload of the record has under this name is sealed before it is stored anywhere, whatever its kind.
PRIVATE = "private"
LEAST_BYTES = 32
MOST_DEEP = 20
_TOKEN = re.compile(r"sealed:1:([0-9a-f]{8}):([0-9a-f]{32}):([A-Za-z0-9_-]+)")


class CannotOpen(ValueError):  # noqa: N818 - a state of what was sealed
    """Damaged, sealed for somebody else, or with a key that this site no longer has."""


# --- Keys ------------------------------------------------------------------------------------------


def check(text):
    """The keys in SEALING_KEYS: base64, several with commas. Raises ImproperlyConfigured, which repeats none."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            key = base64.b64decode(part, validate=True)
        except ValueError:
            key = b""
        if len(key) < LEAST_BYTES:
            raise ImproperlyConfigured(f"SEALING_KEYS: each key is {LEAST_BYTES} bytes or more in base64.")
        found.append(key)
    if not found:
        raise ImproperlyConfigured("SEALING_KEYS holds no key (openssl rand -base64 48).")
    return tuple(found)


def keys():
    """The site's keys by id, the one that seals first. From SEALING_KEYS, else from a file made once in KEYS_ROOT."""
    given = getattr(settings, "SEALING_KEYS", "")
    return _by_id(given or _own_keys(Path(settings.KEYS_ROOT) / "sealing"))


@lru_cache(maxsize=8)
def _by_id(text):
    return {hashlib.sha256(b"relevo sealing id" + key).hexdigest()[:8]: key for key in check(text)}


def _own_keys(path):
    """The text in ``path``, made there first if need be. Of two processes that make it at once, one wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, scratch = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(base64.b64encode(secrets.token_bytes(48)).decode())
            try:
                os.link(scratch, path)
            except FileExistsError:
                pass
        finally:
            os.unlink(scratch)
    return path.read_text().strip().replace("\n", ",")


@lru_cache(maxsize=512)
def _cipher(key, owner):
    hers = HKDF(algorithm=hashes.SHA512(), length=64, salt=None, info=b"relevo sealing 1 " + owner.encode())
    return AESSIV(hers.derive(key))


# --- Words -----------------------------------------------------------------------------------------


def _whose(owner):
    return UUID(str(getattr(owner, "pk", owner))).hex


def seal(text, owner):
    """A token that opens for ``owner`` (a person or her id) alone. Empty stays empty; her own token stays itself."""
    if not text or opens(text, owner):
        return text
    name, key = next(iter(keys().items()))
    whose = _whose(owner)
    locked = _cipher(key, whose).encrypt(text.encode(), [whose.encode()])
    return f"sealed:1:{name}:{whose}:{base64.urlsafe_b64encode(locked).decode().rstrip('=')}"


def open_for(token, reader):
    """The words in ``token``. Raises CannotOpen where they are not ``reader``'s. Empty stays empty."""
    if not token:
        return ""
    found = _TOKEN.fullmatch(token)
    if found is None or found[2] != _whose(reader):
        raise CannotOpen("not hers")
    return _opened(found)


def opens(token, reader):
    """Is it a token that opens for ``reader``? False for whatever else it may be."""
    try:
        return is_token(token) and bool(open_for(token, reader))
    except CannotOpen:
        return False


def is_token(text):
    """Has it the shape of a token? Says nothing about whether it opens."""
    return isinstance(text, str) and _TOKEN.fullmatch(text) is not None


def key_of(token):
    """The id of the key that sealed it, as in ``keys``; empty for what is no token."""
    found = _TOKEN.fullmatch(token) if isinstance(token, str) else None
    return found[1] if found else ""


def letters(token):
    """How many letters are inside, for limits. Raises CannotOpen where it is no token of this site's."""
    found = _TOKEN.fullmatch(token) if isinstance(token, str) else None
    if found is None:
        raise CannotOpen("no token")
    return len(_opened(found))


def resealed(token, reader=None):
    """The same words under the newest key, for ``reader`` where one is given (else for their owner)."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise CannotOpen("no token")
    return seal(_opened(found), reader or UUID(found[2]))


def _opened(found):
    name, whose, body = found.groups()
    key = keys().get(name)
    if key is None:
        raise CannotOpen("its key is gone")
    try:
        locked = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        return _cipher(key, whose).decrypt(locked, [whose.encode()]).decode()
    except (InvalidTag, ValueError, binascii.Error):
        raise CannotOpen("damaged") from None


# --- Payloads --------------------------------------------------------------------------------------


def sealed_payload(payload, owner):
    """``payload`` with what is private in it, at any depth, sealed for ``owner``; the same object where nothing is.

    What is no text under that name is sealed as JSON, so that nothing of it is ever stored in clear. What is nested
    deeper than MOST_DEEP is left alone: the record stores nothing of that kind.
    """
    return payload if owner is None else _each_private(payload, lambda said: _sealed_whole(said, owner))


def handed_over(payload, owner):
    """``payload`` with its tokens sealed anew for ``owner``: it turned out to be hers. Tokens that do not open stay."""

    def hers(said):
        try:
            return resealed(said, owner) if is_token(said) else said
        except CannotOpen:
            return said

    return _each_private(payload, hers)


def _each_private(value, change, depth=0):
    if isinstance(value, list) and depth < MOST_DEEP:
        found = [_each_private(inner, change, depth + 1) for inner in value]
    elif isinstance(value, dict) and depth < MOST_DEEP:
        found = {
            name: change(inner) if name == PRIVATE and inner else _each_private(inner, change, depth + 1)
            for name, inner in value.items()
        }
    else:
        return value
    return value if found == value else found


def _sealed_whole(said, owner):
    try:
        text = said if isinstance(said, str) else json.dumps(said, default=str, skipkeys=True)
    except (ValueError, RecursionError):
        return ""
    # Halves of characters are no UTF-8, and no database takes NUL.
    return seal(text.encode("utf-8", "replace").decode().replace("\x00", ""), owner)


def same(one, other):
    """Do two payloads say the same? Two tokens are compared by what is in them: the key may have changed since."""
    if one == other:
        return True
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return False
    tokens = one.get(PRIVATE), other.get(PRIVATE)
    if not all(is_token(token) for token in tokens) or {**one, PRIVATE: ""} != {**other, PRIVATE: ""}:
        return False
    try:
        return resealed(tokens[0]) == resealed(tokens[1])
    except CannotOpen:
        return False
