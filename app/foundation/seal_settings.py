"""Which keys seal the letters, and how they are reached; read with the other settings, refused with them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KINDS = ("files", "pkcs11", "remote", "sm2")
SEALS = ("special", "organ")
_OWN = {
    "files": frozenset[str](),
    "pkcs11": frozenset({"MODULE", "TOKEN", "PIN", "KEYS", "TRUST"}),
    "remote": frozenset({"URL", "ACCESS", "PIN", "KEYS", "TRUST"}),
    "sm2": frozenset({"PROVIDER"}),
}
_OPTIONAL = {"remote": frozenset({"PIN"})}
SEAL_NAMES = frozenset({"BINGLIAN_SEALER"}) | {f"BINGLIAN_SEALER_{name}" for names in _OWN.values() for name in names}
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class SealSettings:
    """`kind` is files (demonstration), pkcs11 (a device), remote (a signing service) or sm2 (a provider's own).

    `keys` maps organ and seal to the label of a key on the device, or to a credential of the service; `trust` is a PEM
    file of the authorities whose certificates the organs have.
    """

    kind: str = "files"
    keys: Mapping[tuple[str, str], str] = field(default_factory=dict)
    trust: Path | None = None
    module: str = ""
    token: str = ""
    pin: str = field(default="", repr=False)
    url: str = ""
    access: str = field(default="", repr=False)
    provider: str = ""

    @property
    def is_real(self) -> bool:
        """Whether the organs' own keys sign; a seal drawn beside the house's own key files says 样章."""
        return self.kind != "files"


NO_REAL_SEAL = SealSettings()


def read_seal_settings(environ: Mapping[str, str], problems: list[str]) -> SealSettings:
    """The settings of the sealer; every problem is added to `problems`."""
    kind = environ.get("BINGLIAN_SEALER") or "files"
    if kind not in KINDS:
        problems.append(f"BINGLIAN_SEALER must be one of {', '.join(KINDS)}, not {kind!r}")
        return NO_REAL_SEAL
    said = {name: environ.get(f"BINGLIAN_SEALER_{name}", "") for names in _OWN.values() for name in names}
    own = _OWN[kind]
    problems += [
        f"BINGLIAN_SEALER_{name} is set, but BINGLIAN_SEALER={kind} does not use it"
        for name in sorted(said)
        if said[name] and name not in own
    ]
    absent = sorted(name for name in own - _OPTIONAL.get(kind, frozenset()) if not said[name])
    if kind == "sm2":
        _provider(said["PROVIDER"], problems)
    elif absent:
        problems += [f"BINGLIAN_SEALER_{name} is required with BINGLIAN_SEALER={kind}" for name in absent]
    elif kind != "files":
        _places(said, own, problems)
    return SealSettings(
        kind=kind, keys=_keys(said["KEYS"], problems) if said["KEYS"] and not absent else {},
        trust=Path(said["TRUST"]).resolve() if said["TRUST"] else None, module=said["MODULE"], token=said["TOKEN"],
        pin=said["PIN"], url=said["URL"].rstrip("/"), access=said["ACCESS"], provider=said["PROVIDER"],
    )  # fmt: skip


def _provider(provider: str, problems: list[str]) -> None:
    """`package.module:function`, which must be installed: the house itself has no SM2."""
    if not provider:
        problems.append(
            "BINGLIAN_SEALER=sm2 needs BINGLIAN_SEALER_PROVIDER=package.module:function, the provider of the national "
            "seal service (GB/T 38540); none comes with Binglian"
        )
        return
    module, colon, function = provider.partition(":")
    try:
        found = bool(colon and function.isidentifier() and find_spec(module))
    except (ImportError, ValueError):
        found = False
    if not found:
        problems.append(f"BINGLIAN_SEALER_PROVIDER names nothing that is installed: {provider!r}")


def _places(said: Mapping[str, str], own: frozenset[str], problems: list[str]) -> None:
    """Files must be there, and nothing secret goes over an open line."""
    problems += [
        f"BINGLIAN_SEALER_{name}: no file {said[name]}"
        for name in ("MODULE", "TRUST")
        if name in own and not Path(said[name]).is_file()
    ]
    if "URL" in own:
        url = urlsplit(said["URL"])
        if url.scheme != "https" and not (url.scheme == "http" and url.hostname in _LOOPBACK):
            problems.append("BINGLIAN_SEALER_URL must be an https:// address")


def _keys(name: str, problems: list[str]) -> Mapping[tuple[str, str], str]:
    """The table of keys: TOML with one [[seal]] per organ and seal, each with `organ`, `seal` and `key`."""
    try:
        rows: Any = tomllib.loads(Path(name).read_text(encoding="utf-8")).get("seal", [])
    except (OSError, ValueError) as error:
        problems.append(f"BINGLIAN_SEALER_KEYS: {name} cannot be read ({error})")
        return {}
    table: dict[tuple[str, str], str] = {}
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        texts = {
            part: str(row.get(part, "")).strip() if isinstance(row, dict) else "" for part in ("organ", "seal", "key")
        }
        place = texts["organ"], texts["seal"]
        if not all(texts.values()) or texts["seal"] not in SEALS or place in table:
            problems.append(
                f"BINGLIAN_SEALER_KEYS: [[seal]] number {number} needs organ, seal (special or organ) and key, once"
            )
        table[place] = texts["key"]
    if not table:
        problems.append(f"BINGLIAN_SEALER_KEYS: {name} names no seal")
    return table
