"""A passkey made of software: what a browser and a device answer, byte for byte."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)


class Device:
    """Holds one key."""

    def __init__(self, origin="http://testserver"):
        self.origin = origin
        self.host = origin.partition("://")[2].partition(":")[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.counter = 0

    def make(self, options):
        """Answer the request to make a key."""
        asked = json.loads(options)
        credential = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self._host_hash(), flags, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        return self._said(
            self._client_data("webauthn.create", asked["challenge"]),
            attestationObject=bytes(attestation),
        )

    def prove(self, options, *, counter=None):
        """Answer the request to prove that the key is here."""
        asked = json.loads(options)
        self.counter = self.counter + 1 if counter is None else counter
        data = AuthenticatorData.create(self._host_hash(), AuthenticatorData.FLAG.UP, self.counter)
        said = self._client_data("webauthn.get", asked["challenge"])
        signed = bytes(data) + hashlib.sha256(said).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        return self._said(said, authenticatorData=bytes(data), signature=signature)

    def _host_hash(self):
        return hashlib.sha256(self.host.encode()).digest()

    def _client_data(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _said(self, client_data, **more):
        parts = {"clientDataJSON": client_data, **more}
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": {name: websafe_encode(value) for name, value in parts.items()},
            }
        )
