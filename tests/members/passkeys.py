"""A passkey without a browser: what an authenticator would answer, signed for real (ES256, no attestation)."""

import hashlib
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


class Passkey:
    def __init__(self, origin):
        self.origin, self.id, self.count = origin, os.urandom(16), 0
        self.host = origin.split("//")[1].split(":")[0]
        self.private = ec.generate_private_key(ec.SECP256R1())

    def _data(self, flags, attested=b""):
        self.count += 1
        host = hashlib.sha256(self.host.encode()).digest()
        return AuthenticatorData.create(host, flags, self.count, attested)

    def _client(self, kind, options, origin=None):
        challenge = json.loads(options)["publicKey"]["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": origin or self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, response):
        name = websafe_encode(self.id)
        made = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**made, "response": {key: websafe_encode(value) for key, value in response.items()}})

    def created(self, options):
        public = ES256.from_cryptography_key(self.private.public_key())
        attested = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = self._data(PRESENT | VERIFIED | ATTESTED, attested)
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", options),
                "attestationObject": bytes(AttestationObject.create("none", data, {})),
            }
        )

    def shown(self, options, *, origin=None):
        data = self._data(PRESENT | VERIFIED)
        client = self._client("webauthn.get", options, origin)
        signed = self.private.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signed})
