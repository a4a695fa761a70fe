"""Constancias as Open Badges 3.0: a credential in a signed JWT, checked with the keys this site publishes.

The proof is the JSON Web Token format of the specification (section "JSON Web Token Proof Format"): RS256 is
the one algorithm that every verifier must know, the payload is the credential itself with iss, jti, nbf and
sub beside it, and ``kid`` leads to the published key. The subject is an id made for that paper alone: no
e-mail, no phone, no member id and no name; her name stands on the page that ``id`` leads to.
"""

import json
import os
import tempfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django.utils.translation import override
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

ALGORITHM = "RS256"
KEYS_PATH = "/.well-known/insignias.json"
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
_END = "-----END"


class Untrue(ValueError):  # noqa: N818 - what it says of the credential
    """The credential was not signed by this site, or not like this."""


# --- Keys ------------------------------------------------------------------------------------------


def keys():
    """The site's signing keys: the first signs, all of them verify.

    From BADGE_SIGNING_KEY (one or several PEM blocks, so that a key can be changed without making old
    badges untrue), else from a file made once in KEYS_ROOT, readable by its owner only. The first call of a
    process reads the file, or makes a key (a tenth of a second).
    """
    given = getattr(settings, "BADGE_SIGNING_KEY", "").replace("\\n", "\n")
    return _keys_in(given) if given else _keys_in(_own_key(Path(settings.KEYS_ROOT) / "insignias.pem"))


@lru_cache(maxsize=4)
def _keys_in(pem):
    found = []
    for block in pem.split(_END)[:-1]:
        start = block.index("-----BEGIN") if "-----BEGIN" in block else 0
        kind = block[start:].partition("-----BEGIN ")[2].partition("-----")[0]
        try:
            key = RSAKey.import_key(f"{block[start:]}{_END} {kind}-----\n")
        except (ValueError, TypeError, JoseError) as error:
            raise ImproperlyConfigured(f"BADGE_SIGNING_KEY: no RSA key in it ({error}).") from None
        if not key.is_private or key.raw_value.key_size < 2048:
            raise ImproperlyConfigured("BADGE_SIGNING_KEY: a private RSA key of 2048 bits or more is needed.")
        found.append(key)
    if not found:
        raise ImproperlyConfigured("BADGE_SIGNING_KEY holds no PEM block. See docs/settings.md.")
    return tuple(found)


def _own_key(path):
    """The PEM in ``path``; made there first if need be. Of two processes that make it at once, one wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp makes it readable by its owner only; link refuses where another process was faster.
        handle, scratch = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(RSAKey.generate_key(2048, auto_kid=False).as_pem(private=True))
            try:
                os.link(scratch, path)
            except FileExistsError:
                pass
        finally:
            os.unlink(scratch)
    return path.read_text()


def kid(key):
    """The address under which a verifier finds this key."""
    return f"{settings.SITE_URL}{KEYS_PATH}#{key.thumbprint()}"


def published_keys():
    """The JWKS that the site shows to everyone: public parts only."""
    return {"keys": [{**key.as_dict(private=False), "kid": kid(key), "alg": ALGORITHM, "use": "sig"} for key in keys()]}


# --- Credentials -----------------------------------------------------------------------------------


def credential_of(certificate, *, address, course_address):
    """The OpenBadgeCredential of a constancia, before it is signed. ``address``: its public page."""
    issuer = {
        "id": f"{settings.SITE_URL}/",
        "type": ["Profile"],
        "name": force_str(settings.ACADEMY_NAME),
        "url": f"{settings.SITE_URL}/",
    }
    with override(certificate.language):
        criteria = _("Leyó las lecciones, pasó la prueba y sus compañeras confirmaron sus tareas reales.")
        name = _("Constancia: %(course)s") % {"course": certificate.title}
    return {
        "@context": CONTEXT,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": issuer,
        "validFrom": _moment(certificate.issued_at),
        "credentialSubject": {
            "id": f"urn:uuid:{certificate.subject}",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": course_address,
                "type": ["Achievement"],
                "achievementType": "Course",
                "creator": issuer,
                "name": certificate.title,
                "description": certificate.title,
                "humanCode": certificate.course_code,
                "inLanguage": certificate.language,
                "criteria": {"narrative": criteria},
            },
        },
    }


def signed(credential):
    """The credential as a compact JWS."""
    key = keys()[0]
    claims = {
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": kid(key)}
    payload = json.dumps(claims, ensure_ascii=False).encode()
    return jws.serialize_compact(header, payload, key, algorithms=[ALGORITHM])


def enveloped(token):
    """A signed credential as the JSON that wallets take in (VC Data Model 2.0, section 4.14)."""
    return {
        "@context": CONTEXT[0],
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }


def verify(token, published=None):
    """The claims of a credential that this site signed; Untrue where a single character was changed.

    ``published``: a JWKS to check against, as read from the site; by default its own. A key that the token
    brings along itself is never believed. Says nothing about revocation: that stands on the page ``id``.
    """
    try:
        header, _dot, rest = token.partition(".")
        payload, _dot, signature = rest.partition(".")
        for part in (header, payload, signature):
            # Base64 has several spellings of the same bytes in its last character: only ours is taken.
            if urlsafe_b64encode(urlsafe_b64decode(part.encode())).decode() != part:
                raise Untrue("not written as we write")
        said = json.loads(urlsafe_b64decode(header.encode()))
        known = {key["kid"]: key for key in (published or published_keys())["keys"]}
        if set(said) != {"alg", "typ", "kid"} or said["alg"] != ALGORITHM or said["kid"] not in known:
            raise Untrue("not one of our keys")
        key = RSAKey.import_key({k: v for k, v in known[said["kid"]].items() if k in ("kty", "n", "e")})
        claims = json.loads(jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload)
    except Untrue:
        raise
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Untrue(f"signature does not hold ({type(error).__name__})") from None
    if (
        claims.get("iss") != claims["issuer"]["id"]
        or claims.get("jti") != claims["id"]
        or claims.get("sub") != claims["credentialSubject"]["id"]
        or claims.get("nbf") != _seconds(claims["validFrom"])
    ):
        raise Untrue("the claims contradict the credential")
    return claims


def _moment(when):
    return when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _seconds(moment):
    return int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp())
