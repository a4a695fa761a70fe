"""Boxes that a phone seals for this site, and that nobody on the way can open. Python's side of static/js/box.js.

ECDH on P-256 with a key of the moment, HKDF-SHA256 (no salt, ``info`` = «relevo.box.1», the moment's public key,
ours; both as 65 uncompressed bytes), AES-256-GCM with what the box is about as additional data. Our keys are derived
(HKDF-SHA256) from the site's sealing keys, named as they are, and change with them.
"""

import base64
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from academy.core import sealing

#: The order of P-256 (SEC 2, section 2.4.2): a private key is a number from 1 to one below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class CannotOpen(ValueError):  # noqa: N818 - a state of the box
    """Damaged, changed on its way, or made for another site. ``foreign``: its key is none of ours."""

    def __init__(self, *, foreign=False):
        super().__init__("foreign" if foreign else "damaged")
        self.foreign = foreign


@dataclass(frozen=True)
class Box:
    """``e``: the moment's public key; ``i``: 12 bytes used once; ``d``: what is inside, with its tag."""

    e: bytes
    i: bytes
    d: bytes


def current():
    """``(name, public key in base64)``: the key that phones seal with now."""
    name = next(iter(sealing.keys()))
    return name, base64.b64encode(_public(_private(sealing.keys()[name]))).decode()


def unseal(name, box, about):
    """The bytes in ``box``, sealed with our key ``name``. Raises CannotOpen."""
    known = sealing.keys().get(name)
    if known is None:
        raise CannotOpen(foreign=True)
    private = _private(known)
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), box.e)
        key = _shared(private.exchange(ec.ECDH(), theirs), box.e, _public(private))
        return AESGCM(key).decrypt(box.i, box.d, about.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def seal(public, content, about, *, iv):
    """A Box as a phone makes it, for ``public`` (65 bytes). Used by tests; phones do it themselves."""
    once = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    e = _public(once)
    key = _shared(once.exchange(ec.ECDH(), theirs), e, public)
    return Box(e, iv, AESGCM(key).encrypt(iv, content, about.encode()))


@lru_cache(maxsize=8)
def _private(key):
    material = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"relevo carrier 1").derive(key)
    return ec.derive_private_key(int.from_bytes(material) % (_ORDER - 1) + 1, ec.SECP256R1())


def _public(private):
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _shared(secret, first, second):
    info = b"relevo.box.1" + first + second
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret)
