"""How files come in and who looks through them; read with the other settings, refused with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
SCANNERS = ("demo", "clamd")
CITY_SCANNER = "clamd:/run/clamav/clamd.ctl"
_NUMBERS = {
    # the lowest, the highest, and what it is when nothing is said
    "BINGLIAN_LARGE_UPLOAD_MB": (1, 2000, 200),
    "BINGLIAN_UPLOAD_CHUNK_MB": (1, 8, 8),
    "BINGLIAN_UPLOAD_QUOTA_MB": (1, 1_000_000, 2000),
    "BINGLIAN_UPLOAD_HOURS": (1, 168, 24),
}
UPLOAD_NAMES = frozenset(_NUMBERS) | {"BINGLIAN_SCANNER"}


@dataclass(frozen=True)
class UploadSettings:
    """Sizes in bytes: of one file sent in pieces, of one piece, and of all that one enterprise has under way at once.

    What is not finished after `hours` goes. `scanner` is demo, or clamd: and the socket of a ClamAV daemon.
    """

    largest: int = 200 * MEGABYTE
    chunk: int = 8 * MEGABYTE
    quota: int = 2000 * MEGABYTE
    hours: int = 24
    scanner: str = "demo"


DEMO_UPLOADS = UploadSettings()


def read_upload_settings(environ: Mapping[str, str], mode: str, problems: list[str]) -> UploadSettings:
    """The settings of uploads; every problem is added to `problems`."""
    largest, chunk, quota, hours = (_number(environ, name, problems) for name in _NUMBERS)
    scanner = environ.get("BINGLIAN_SCANNER") or (CITY_SCANNER if mode == "city" else "demo")
    kind, _, address = scanner.partition(":")
    if kind not in SCANNERS or (kind == "clamd") != bool(address):
        problems.append(f"BINGLIAN_SCANNER must be demo, clamd:/path/of/socket or clamd:host:port, not {scanner!r}")
    elif kind == "demo" and mode == "city":
        problems.append("BINGLIAN_SCANNER must be a clamd: address in city mode; demo finds nothing but a test file")
    return UploadSettings(largest * MEGABYTE, chunk * MEGABYTE, quota * MEGABYTE, hours, scanner)


def _number(environ: Mapping[str, str], name: str, problems: list[str]) -> int:
    low, high, default = _NUMBERS[name]
    text = environ.get(name) or str(default)
    if not text.isdigit() or not low <= int(text) <= high:
        problems.append(f"{name} must be a whole number from {low} to {high}")
        return default
    return int(text)
