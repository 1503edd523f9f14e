"""A passkey device in software: what a phone or a key would answer, genuine or forged."""

import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


class Authenticator:
    """One device with one passkey; each use may be bent by the test."""

    def __init__(self, host="localhost", origin="http://localhost"):
        self.host, self.origin = host, origin
        self.key = generate_private_key(SECP256R1())
        self.credential = secrets.token_bytes(32)
        self.count = 0

    def make(self, options: str) -> str:
        """The answer to ``navigator.credentials.create()``."""
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = b"\0" * 16 + struct.pack(">H", len(self.credential)) + self.credential + key
        data = self._data(PRESENT | VERIFIED | WITH_KEY) + attested
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", json.loads(options)["challenge"]),
            attestationObject=statement,
            transports=["internal", "unheard-of"],
        )

    def give(self, options: str, *, flags=PRESENT | VERIFIED, count=None, forge=False) -> str:
        """The answer to ``navigator.credentials.get()``."""
        self.count = self.count + 1 if count is None else count
        data = self._data(flags)
        client = self._client_data("webauthn.get", json.loads(options)["challenge"])
        signed = data + hashlib.sha256(client).digest()
        key = generate_private_key(SECP256R1()) if forge else self.key
        return self._answer(
            clientDataJSON=client,
            authenticatorData=data,
            signature=key.sign(signed, ECDSA(SHA256())),
            userHandle=None,
        )

    def _data(self, flags) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + struct.pack(">I", self.count)

    def _client_data(self, kind, challenge) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _answer(self, **response) -> str:
        identity = bytes_to_base64url(self.credential)
        return json.dumps(
            {
                "id": identity,
                "rawId": identity,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {
                    name: bytes_to_base64url(value) if isinstance(value, bytes) else value
                    for name, value in response.items()
                },
            }
        )
