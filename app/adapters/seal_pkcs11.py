"""The organs' keys on a device (PKCS#11): one login serves every seal of a worker's round.

A PIN that the device refused once is not tried again: a few more tries would lock the device for everybody.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pkcs11
from pkcs11 import exceptions as refusals
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from app.adapters.seal_check import apart
from app.adapters.seal_named import NamedKeys
from app.adapters.seal_port import SealUnavailable
from app.foundation.seal_settings import SealSettings

Result = TypeVar("Result")
_PIN_REFUSED = (
    refusals.PinIncorrect,
    refusals.PinLocked,
    refusals.PinInvalid,
    refusals.PinLenRange,
    refusals.PinExpired,
)


class DeviceKeys(NamedKeys[PKCS11Signer]):
    """Keys on the token that the settings name. `secret` marks a refused PIN in `folder` without telling it."""

    def __init__(self, settings: SealSettings, folder: Path, secret: str) -> None:
        super().__init__(settings)
        self._refused = folder / "pin-refused"
        self._mark = hmac.digest(secret.encode(), settings.pin.encode(), hashlib.sha256).hex()
        self._session: pkcs11.Session | None = None

    def run(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """See `KeyHolder.run`."""
        with self._reached():
            return apart(lambda: asyncio.run(work()))

    def _reach(self, name: str) -> PKCS11Signer:
        with self._reached():
            found = PKCS11Signer(self._open(), cert_label=name, key_label=name)
            # looked up now: a key that is missing is found before a letter is printed for it
            found._load_objects()  # type: ignore[no-untyped-call]
        return found

    def _where(self) -> str:
        return f"on token {self._settings.token}"

    def _let_go(self) -> None:
        """Log out."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _open(self) -> pkcs11.Session:
        if self._session is None:
            if self._refused.exists() and self._refused.read_text(encoding="ascii") == self._mark:
                raise SealUnavailable(
                    "the device refused this PIN before; it is not tried again until the PIN is changed"
                )
            criteria = TokenCriteria(label=self._settings.token)
            self._session = open_pkcs11_session(
                self._settings.module, token_criteria=criteria, user_pin=self._settings.pin
            )
            self._refused.unlink(missing_ok=True)
        return self._session

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Whatever the device says no with, its session is given up and the seal waits."""
        try:
            yield
        except _PIN_REFUSED as refusal:
            self._refused.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._refused.write_text(self._mark, encoding="ascii")
            raise SealUnavailable(f"the device refused the PIN ({type(refusal).__name__})") from refusal
        except (pkcs11.PKCS11Error, OSError) as failure:
            self._give_up()
            words = str(failure) or type(failure).__name__
            raise SealUnavailable(f"the device: {words}") from failure

    def _give_up(self) -> None:
        with suppress(pkcs11.PKCS11Error):
            self.close()
