"""Time-based one-time codes (RFC 6238) and recovery codes; the only import of pyotp and of Fernet.

What the database keeps is sealed or hashed with keys derived from the installation's secret: a copied table opens
nothing. When that secret changes, everybody sets the second factor up again.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ISSUER = "并联 Binglian"  # zh only
STEP_SECONDS = 30
ONE_STEP_EITHER_WAY = (0, -1, 1)
RECOVERY_CODES = 10
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class OneTimeCodes:
    """The codes of one installation."""

    def __init__(self, secret_key: str) -> None:
        self._box = Fernet(base64.urlsafe_b64encode(_derived(secret_key, b"binglian totp secret")))
        self._hash_key = _derived(secret_key, b"binglian recovery code")

    def new_secret(self) -> str:
        """A new secret of 160 bits, sealed for the database."""
        return self._box.encrypt(pyotp.random_base32().encode()).decode()

    def plain(self, sealed: str) -> str | None:
        """The secret as an authenticator app takes it (base 32), or None when another installation sealed it."""
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def address(self, sealed: str, username: str) -> str:
        """The otpauth address for the QR code."""
        return pyotp.TOTP(self.plain(sealed) or "").provisioning_uri(name=username, issuer_name=ISSUER)

    def step_of(self, sealed: str, code: str, now: dt.datetime) -> int | None:
        """The half minute whose code this is, or None; a clock may be wrong by one step either way."""
        secret, typed = self.plain(sealed), "".join(code.split())
        if secret is None or not (typed.isascii() and typed.isdigit()):
            return None
        step, totp = int(now.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
        fitting = [step + by for by in ONE_STEP_EITHER_WAY if hmac.compare_digest(totp.generate_otp(step + by), typed)]
        return fitting[0] if fitting else None

    def new_recovery_codes(self) -> list[str]:
        """Ten codes of 50 bits, to be shown once."""
        made = ("".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES))
        return [f"{code[:5]}-{code[5:]}" for code in made]

    def recovery_hash(self, code: str) -> str:
        """What the database keeps of a recovery code; blanks, hyphens and small letters do not matter."""
        typed = "".join(letter for letter in code.upper() if letter.isalnum())
        return hmac.new(self._hash_key, typed.encode(), hashlib.sha256).hexdigest()


def _derived(secret_key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key.encode())
