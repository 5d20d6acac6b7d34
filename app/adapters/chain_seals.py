"""Seals over the heads of the case chains: numbered, linked and signed files in a folder outside the database.

A seal is text: a line that says which seal it is and which it follows, a line per head (case, number, hash), and a line
with the SHA-256 of everything above and an Ed25519 signature over it. A file is written whole under its final name and
never again; two processes that seal at once get one seal.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature

from app.adapters.chain_keys import SealKey
from app.foundation.crash_points import crash_point
from approvals.domain.chain import Head

PURPOSE = b"binglian chain heads 1\n"
PER_FOLDER = 1000


class SealTaken(Exception):
    """Another process has written this seal meanwhile."""


@dataclass(frozen=True)
class Seal:
    """What a seal file says of itself, and what was seen: `whole` = its digest fits its bytes, `genuine` = signed by
    our key. `previous` is the digest of the seal before it."""

    number: int
    sealed_at: dt.datetime
    previous: str
    digest: str
    heads: int
    whole: bool
    genuine: bool


class SealBook:
    """The folder of seals and the key they are signed with."""

    def __init__(self, folder: Path, key: SealKey) -> None:
        self._folder = folder
        self.key = key

    def numbers(self) -> list[int]:
        """The numbers of the seals that are there, rising."""
        return sorted(int(path.stem) for path in self._folder.glob("*/*.seal") if path.stem.isdigit())

    def has(self, number: int) -> bool:
        return self.path(number).exists()

    def path(self, number: int) -> Path:
        return self._folder / f"{number // PER_FOLDER:06d}" / f"{number:09d}.seal"

    def last(self) -> Seal | None:
        """The newest seal in the folder."""
        numbers = self.numbers()
        return self.look(numbers[-1]) if numbers else None

    def look(self, number: int) -> Seal:
        """Read one seal through and check it; a file that is no seal at all is neither whole nor genuine."""
        digest, first, last, count = hashlib.sha256(), b"", b"", 0
        with self.path(number).open("rb") as lines:
            for line in lines:
                if last:
                    digest.update(last)
                    count += 1
                first, last = first or line, line
        top, foot = _json(first), _json(last)
        found, claimed = digest.hexdigest(), str(foot.get("digest", ""))
        whole = found == claimed and foot.get("heads") == count - 1 and top.get("seal") == number
        try:
            sealed_at = dt.datetime.fromisoformat(str(top.get("at", "")))
        except ValueError:
            sealed_at, whole = dt.datetime.min.replace(tzinfo=dt.UTC), False
        genuine = whole and self._is_signed(found, str(foot.get("signature", "")))
        return Seal(number, sealed_at, str(top.get("previous", "")), found, max(0, count - 1), whole, genuine)

    def heads(self, number: int) -> Iterator[Head]:
        """The heads that a seal holds, one after the other; look at the seal first."""
        with self.path(number).open("rb") as lines:
            next(lines)
            for line in lines:
                if line.startswith(b"{"):
                    return
                case, seq, hash_ = line.split()
                yield Head(int(case), int(seq), hash_.decode("ascii"))

    def write(self, number: int, previous: str, sealed_at: dt.datetime, heads: Iterable[Head]) -> Seal:
        """Write the seal with this number; raises SealTaken when it is there already."""
        target, signer = self.path(number), self.key.private()
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, count = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix="part-", delete=False) as part:
            try:
                top = {"seal": number, "at": sealed_at.isoformat(), "previous": previous, "key": self.key.fingerprint()}
                _add(part, digest, _line(top))
                for head in heads:
                    _add(part, digest, f"{head.case} {head.seq} {head.hash}\n".encode())
                    count += 1
                signature = signer.sign(PURPOSE + digest.digest())
                foot = {"heads": count, "digest": digest.hexdigest(), "signature": base64.b64encode(signature).decode()}
                part.write(_line(foot))
                part.flush()
                os.fsync(part.fileno())
                crash_point("seal.before_name")
                _name_it(Path(part.name), target)
                crash_point("seal.after_name")
            finally:
                Path(part.name).unlink(missing_ok=True)
        return Seal(number, sealed_at, previous, digest.hexdigest(), count, whole=True, genuine=True)

    def _is_signed(self, digest: str, signature: str) -> bool:
        with contextlib.suppress(InvalidSignature, ValueError):
            self.key.public().verify(base64.b64decode(signature, validate=True), PURPOSE + bytes.fromhex(digest))
            return True
        return False


def _add(part: tempfile._TemporaryFileWrapper[bytes], digest: hashlib._Hash, line: bytes) -> None:
    part.write(line)
    digest.update(line)


def _line(facts: dict[str, object]) -> bytes:
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n"


def _json(line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _name_it(part: Path, target: Path) -> None:
    """Give the flushed file its name if nobody has it; the name itself must survive a power cut."""
    part.chmod(0o444)
    try:
        os.link(part, target)
    except FileExistsError:
        raise SealTaken(target.name) from None
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
