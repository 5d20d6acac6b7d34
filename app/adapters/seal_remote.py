"""The organs' keys at a signing service (Cloud Signature Consortium API 1.0.4): only digests leave the house.

One line and, where the service allows it, one authorisation serve every seal of a worker's round.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.adapters.seal_check import apart
from app.adapters.seal_named import NamedKeys
from app.adapters.seal_port import SealRefused, SealUnavailable
from app.foundation.seal_settings import SealSettings
from app.foundation.wallclock import now

Result = TypeVar("Result")
SECONDS = 10
"""How long one answer may take: less than a letter's own time, so that a silent service is noticed and not the letter."""
MOST_AT_ONCE = 50
_MARGIN = timedelta(seconds=30)
_WRONG = (400, 404, 405, 410, 422)
"""Answers that waiting does not mend; everything else (away, overloaded, a token that ran out) does pass."""


class ServiceKeys(NamedKeys[CSCSigner]):
    """Credentials of one service; the lines live in a loop of our own, because pyHanko signs asynchronously."""

    called = "credential"

    def __init__(self, settings: SealSettings) -> None:
        super().__init__(settings)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lines: aiohttp.ClientSession | None = None

    def run(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """See `KeyHolder.run`."""
        with self._reached():
            return apart(lambda: self._in_loop(work))

    def _reach(self, name: str) -> CSCSigner:
        return self.run(lambda: self._introduce(name))

    def _where(self) -> str:
        return f"at {self._settings.url}"

    def _let_go(self) -> None:
        """Hang up."""
        loop, lines = self._loop, self._lines
        self._loop = self._lines = None
        if loop is not None and lines is not None:
            apart(lambda: loop.run_until_complete(lines.close()))
            loop.close()

    def _in_loop(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(work())

    async def _introduce(self, credential: str) -> CSCSigner:
        if self._lines is None:
            self._lines = aiohttp.ClientSession()
        settings = self._settings
        service = CSCServiceSessionInfo(settings.url, credential, oauth_token=settings.access)
        known = await fetch_certs_in_csc_credential(self._lines, service, timeout=SECONDS)
        leave = _Leave(self._lines, service, known, settings.pin)
        signer = _Signer(self._lines, leave, sign_timeout=SECONDS)
        # the leaf alone goes into the letter: no digest covers what else a signature may carry
        signer._cert_registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        return signer

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except (SigningError, aiohttp.ClientError, TimeoutError, OSError) as failure:
            cause = failure.__cause__ or failure
            self.close()
            if isinstance(cause, aiohttp.ClientResponseError) and cause.status in _WRONG:
                raise SealRefused(f"the signing service answered {cause.status}") from failure
            said = f" {cause.status}" if isinstance(cause, aiohttp.ClientResponseError) else ""
            raise SealUnavailable(f"the signing service: {type(cause).__name__}{said}") from failure


class _Signer(CSCSigner):
    """pyHanko notes a failed call in its log and says only that there is no result; why decides what becomes of it."""

    failure: SigningError | None = None

    async def _do_commit(self, batch: Any) -> None:
        try:
            await super()._do_commit(batch)
        except SigningError as failure:
            self.failure = failure
            raise

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        try:
            signature: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
        except SigningError as told:
            raise self.failure or told from (self.failure or told).__cause__
        return signature


class _Leave(CSCAuthorizationManager):
    """Leave to sign, asked for as many seals as the credential allows at once, and again when they are used up."""

    def __init__(
        self, lines: aiohttp.ClientSession, service: CSCServiceSessionInfo, known: CSCCredentialInfo, pin: str
    ) -> None:
        super().__init__(service, known)
        self._lines = lines
        self._pin = pin
        self._given: CSCAuthorizationInfo | None = None
        self._left = 0

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """pyHanko asks before every signature."""
        needed, given = len(hash_b64s), self._given
        if given is None or self._left < needed or _runs_out(given):
            given = self._given = await self._ask(hash_b64s)
        self._left -= needed
        return given

    async def _ask(self, hashes: list[str]) -> CSCAuthorizationInfo:
        is_bound = self.credential_info.hash_pinning_required
        self._left = (
            len(hashes) if is_bound else max(min(self.credential_info.max_batch_size, MOST_AT_ONCE), len(hashes))
        )
        body = self.format_csc_auth_request(
            num_signatures=self._left, pin=self._pin or None, hash_b64s=hashes if is_bound else None
        )
        url = f"{self.csc_session_info.service_url}/csc/{self.csc_session_info.api_ver}/credentials/authorize"
        limit = aiohttp.ClientTimeout(total=SECONDS)
        async with self._lines.post(
            url, headers=self.auth_headers, json=body, raise_for_status=True, timeout=limit
        ) as answer:
            return self.parse_csc_auth_response(await answer.json())


def _runs_out(given: CSCAuthorizationInfo) -> bool:
    return given.expires_at is not None and given.expires_at - _MARGIN < now()
