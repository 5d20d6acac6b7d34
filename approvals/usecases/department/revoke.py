"""撤销: the head revokes a licence that should not have been given, after the holder was heard (行政许可法 69)."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.letters.endings import REVOCATION_BASIS, RevocationDecision
from approvals.domain.refusals import Invalid
from approvals.usecases.department.taking_back import Ending, take_back
from approvals.usecases.desk import require
from approvals.usecases.framing import lines_of
from departments.domain.actor import Actor

REVOCATION = Ending("revoke", RevocationDecision, Tag.TRACK_REVOKED, "revoked")


def revoke(
    *,
    track: str,
    version: int,
    ground: str,
    findings: str,
    heard: str,
    reasons: str,
    effect: str,
    actor: Actor,
    now: dt.datetime,
) -> str:
    """Revoke by a decision with facts, what the holder said, basis by the ground, effect and remedies.

    Returns the public id of the decision. Raises Invalid for a missing element or an unknown ground, the refusals of
    `take_back`.
    """
    require(findings=findings, heard=heard, reasons=reasons, effect=effect)
    if ground not in REVOCATION_BASIS:
        raise Invalid({"ground": ("not_offered", {})})
    said = {
        "ground": ground, "findings": lines_of(findings), "heard": heard.strip(), "reasons": lines_of(reasons),
        "basis": REVOCATION_BASIS[ground], "effect": lines_of(effect),
    }  # fmt: skip
    with unit_of_work() as session:
        return take_back(session, REVOCATION, said, track=track, version=version, actor=actor, now=now)
