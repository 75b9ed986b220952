"""A passkey made of software: answers challenges as a phone would, or wrongly where a test says so."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

ORIGIN = "http://localhost"
DOMAIN = "localhost"
PRESENT, VERIFIED, BACKUP, WITH_KEY = 0x01, 0x04, 0x18, 0x40


def text_of(value: bytes) -> str:
    """Bytes as WebAuthn writes them in JSON."""
    return urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class Authenticator:
    """A device with one passkey; each answer counts one up, as some devices do."""

    origin: str = ORIGIN
    domain: str = DOMAIN
    flags: int = PRESENT | VERIFIED | BACKUP
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    user_handle: str = ""

    def make(self, options: str) -> str:
        """Answer a challenge with a new passkey."""
        asked = json.loads(options)
        self.user_handle = asked["user"]["id"]
        length = struct.pack(">H", len(self.credential_id))
        told = self._facts(WITH_KEY) + bytes(16) + length + self.credential_id + self._public()
        statement = {"fmt": "none", "attStmt": {}, "authData": told}
        response = {
            "clientDataJSON": text_of(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": text_of(encode_cbor(statement)),
        }
        return self._written(response)

    def show(self, options: str) -> str:
        """Answer a challenge with the passkey."""
        self.count += 1
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        told = self._facts()
        signed = told + hashlib.sha256(client).digest()
        response = {
            "clientDataJSON": text_of(client),
            "authenticatorData": text_of(told),
            "signature": text_of(self.key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": self.user_handle,
        }
        return self._written(response)

    def _facts(self, more: int = 0) -> bytes:
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _written(self, response: dict[str, Any]) -> str:
        name = text_of(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )
