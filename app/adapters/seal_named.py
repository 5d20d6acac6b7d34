"""Keys that the settings name one by one and somebody else holds: a device, or a signing service."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from pyhanko.sign import signers

from app.adapters.seal_owner import demand_own
from app.adapters.seal_port import SealKind, SealRefused
from app.adapters.seal_trust import trusted_roots
from app.foundation.seal_settings import SealSettings

Kind = TypeVar("Kind", bound=signers.Signer)


class NamedKeys(ABC, Generic[Kind]):
    """What both holders share: which key a seal has, whose certificates are ours, and what was opened, kept."""

    is_trusted = False
    called = "key"
    """What one of these is called, in words for an operator."""

    def __init__(self, settings: SealSettings) -> None:
        self._settings = settings
        self._signers: dict[tuple[str, str], Kind] = {}
        self._roots: tuple[bytes, ...] | None = None

    def signer(self, organ: str, seal: SealKind) -> signers.Signer:
        """See `KeyHolder.signer`."""
        name = self._settings.keys.get((organ, seal))
        if name is None:
            raise SealRefused(f"no {self.called} is named for {organ} ({seal})")
        if (organ, seal) not in self._signers:
            reached = self._reach(name)
            demand_own(reached, organ, seal)
            self._signers[organ, seal] = reached
        return self._signers[organ, seal]

    def roots(self) -> tuple[bytes, ...]:
        """See `Sealer.roots`."""
        if self._roots is None:
            self._roots = trusted_roots(self._settings.trust)
        return self._roots

    def look(self) -> str:
        """See `Sealer.look`."""
        for organ, seal in self._settings.keys:
            self.signer(organ, seal)  # type: ignore[arg-type]
        return f"{len(self._settings.keys)} {self.called}s answer {self._where()}"

    def close(self) -> None:
        """End what was opened; the next seal opens it again."""
        self._signers.clear()
        self._let_go()

    @abstractmethod
    def _reach(self, name: str) -> Kind:
        """Open the key of this name; SealUnavailable when it cannot be reached."""

    @abstractmethod
    def _where(self) -> str:
        """Where the keys are, in words for an operator."""

    @abstractmethod
    def _let_go(self) -> None:
        """End the connection, when there is one."""
