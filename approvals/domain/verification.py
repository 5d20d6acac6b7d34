"""Is a document genuine? The register answers first, the seal second; each step is told, in the order it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from approvals.domain.states import DocumentState


class Verdict(StrEnum):
    """The answer. Only VALID is a yes."""

    VALID = "valid"
    QUEUED = "queued"
    REPLACED = "replaced"
    REVOKED = "revoked"
    ALTERED = "altered"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"


class Seal(StrEnum):
    """What was seen of the seal: NOT_ASKED when only number and code were given, UNREAD when the file was too much."""

    HOLDS = "holds"
    BROKEN = "broken"
    FOREIGN = "foreign"
    NONE = "none"
    UNREAD = "unread"
    NOT_ASKED = "not_asked"


class Step(StrEnum):
    """What is checked, in this order."""

    REGISTER = "register"
    FINGERPRINT = "fingerprint"
    SEAL = "seal"
    ORGAN = "organ"
    FACTS = "facts"
    STANDING = "standing"


class Finding(StrEnum):
    """How a step ended: OPEN means that it could not be taken."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What was found. `state` is the register's, None when the register knows nothing of it.

    `same_bytes` compares the file with the register (None without a file). `same_organ` and `same_facts` compare what
    the file says of itself with the register (None where the file says nothing). `is_sealed_by_us` is False for the
    applicant's own letter and for a result that was made in another system.
    """

    state: DocumentState | None
    same_bytes: bool | None = None
    seal: Seal = Seal.NOT_ASKED
    same_organ: bool | None = None
    same_facts: bool | None = None
    is_sealed_by_us: bool = True


BY_STATE: Mapping[DocumentState, Verdict] = MappingProxyType(
    {
        DocumentState.QUEUED: Verdict.QUEUED,
        DocumentState.ISSUED: Verdict.VALID,
        DocumentState.REPLACED: Verdict.REPLACED,
        DocumentState.REVOKED: Verdict.REVOKED,
    }
)
_SEAL = {Seal.HOLDS: Finding.YES, Seal.UNREAD: Finding.OPEN, Seal.NOT_ASKED: Finding.OPEN}


def judge(found: Evidence) -> Verdict:
    """The one answer. Bytes that the register does not know are never valid, whatever their seal says."""
    if found.same_bytes is False:
        return Verdict.ALTERED if found.state is not None or found.seal is Seal.BROKEN else Verdict.UNKNOWN
    if found.state is None:
        return Verdict.UNKNOWN
    verdict = BY_STATE[found.state]
    if verdict is Verdict.VALID and Finding.NO in [finding for _, finding in steps(found)]:
        # The register knows these very bytes, and they say something else of themselves than it does.
        return Verdict.DOUBTFUL
    return verdict


def steps(found: Evidence) -> tuple[tuple[Step, Finding], ...]:
    """What was checked and what came of it; a step that does not apply is left out."""
    taken = [(Step.REGISTER, _finding(found.state is not None))]
    if found.same_bytes is not None:
        taken.append((Step.FINGERPRINT, _finding(found.same_bytes)))
        if found.is_sealed_by_us:
            taken.append((Step.SEAL, _SEAL.get(found.seal, Finding.NO)))
        taken += [
            (step, _finding(same))
            for step, same in ((Step.ORGAN, found.same_organ), (Step.FACTS, found.same_facts))
            if same is not None
        ]
    if found.state is not None:
        taken.append((Step.STANDING, _finding(BY_STATE[found.state] in (Verdict.VALID, Verdict.QUEUED))))
    return tuple(taken)


def _finding(is_so: bool) -> Finding:
    return Finding.YES if is_so else Finding.NO
