"""A signing service on the loopback (CSC API 1.0.4, the three calls that sealing needs), with real keys.

It can be stopped and started again on its port, told to answer with a status, and counts what it was asked.
"""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import threading
from collections import Counter
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from app.adapters.seal_keys import KeyRing
from tools.embedded_valkey import free_port

ACCESS, PIN = "an access token", "123456"


class SigningService:
    """`credentials` maps a credential's name to organ and seal."""

    def __init__(self, folder: Path, credentials: Mapping[str, tuple[str, str]]) -> None:
        ring = KeyRing(folder)
        self.keys = {name: _loaded(ring.organ_key(*place)) for name, place in credentials.items()}
        self.trust = folder / "trust.pem"
        self.trust.write_bytes(ring.root_certificate().public_bytes(Encoding.PEM))
        self.port = free_port()
        self.asked: Counter[str] = Counter()
        self.lines: set[tuple[str, int]] = set()
        self.open: list[socket.socket] = []
        self.answers_with: int | None = None
        self.spoils = False
        self.falls_after: int | None = None
        self.leaves: dict[str, int] = {}
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        service, self.falls_after = self, None

        class Desk(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                service.open.append(self.connection)

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.lines.add(self.client_address)
                status, said = service.answer(self.path, self.headers.get("Authorization", ""), body)
                text = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                """Tests read counts, not logs."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Desk)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for line in self.open:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def answer(self, path: str, authorization: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What the service says to one call."""
        call = path.removeprefix("/csc/v1/")
        self.asked[call] += 1
        if self.falls_after is not None and self.asked["signatures/signHash"] > self.falls_after:
            return 503, {"error": "told to"}
        if self.answers_with is not None:
            return self.answers_with, {"error": "told to"}
        if authorization != f"Bearer {ACCESS}":
            return 401, {"error": "invalid_token"}
        found = self.keys.get(body["credentialID"])
        if found is None:
            return 400, {"error": "invalid_request"}
        key, chain = found
        if call == "credentials/info":
            return 200, {
                "cert": {"certificates": [base64.b64encode(one).decode() for one in chain]},
                "key": {"algo": ["1.2.840.113549.1.1.11"]}, "multisign": 4, "SCAL": "1",
            }  # fmt: skip
        if call == "credentials/authorize":
            return self._leave(body)
        return self._sign(key, body)

    def _leave(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if body.get("PIN") != PIN:
            return 400, {"error": "invalid_pin"}
        name = f"leave-{len(self.leaves)}"
        self.leaves[name] = body["numSignatures"]
        return 200, {"SAD": name, "expiresIn": 300}

    def _sign(self, key: rsa.RSAPrivateKey, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        hashes = [base64.b64decode(one) for one in body["hash"]]
        if self.leaves.get(body["SAD"], 0) < len(hashes):
            return 400, {"error": "invalid_sad"}
        self.leaves[body["SAD"]] -= len(hashes)
        signed = [key.sign(one, padding.PKCS1v15(), Prehashed(SHA256())) for one in hashes]
        if self.spoils:
            signed = [bytes([one[0] ^ 1]) + one[1:] for one in signed]
        return 200, {"signatures": [base64.b64encode(one).decode() for one in signed]}


def _loaded(path: Path) -> tuple[rsa.RSAPrivateKey, list[bytes]]:
    key, leaf, others = pkcs12.load_key_and_certificates(path.read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    assert leaf is not None
    return key, [one.public_bytes(Encoding.DER) for one in (leaf, *others)]
