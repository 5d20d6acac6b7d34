"""撤回: the law or the facts have changed, and the public interest takes a lawful licence back (行政许可法 8 ¶2)."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.letters.endings import RECALL_BASIS, RecallDecision
from approvals.domain.refusals import Invalid
from approvals.usecases.department.taking_back import Ending, take_back
from approvals.usecases.desk import require
from approvals.usecases.framing import lines_of
from departments.domain.actor import Actor

RECALL = Ending("recall", RecallDecision, Tag.TRACK_RECALLED, "recalled")
GROUNDS = ("law_changed", "facts_changed")


def recall(
    *,
    track: str,
    version: int,
    ground: str,
    findings: str,
    heard: str,
    reasons: str,
    effect: str,
    compensation: str,
    actor: Actor,
    now: dt.datetime,
) -> str:
    """Recall by a decision that says what changed, what the holder said, and how the loss is made good.

    Returns the public id of the decision. Raises Invalid for a missing element or an unknown ground, the refusals of
    `take_back`.
    """
    require(findings=findings, heard=heard, reasons=reasons, effect=effect, compensation=compensation)
    if ground not in GROUNDS:
        raise Invalid({"ground": ("not_offered", {})})
    said = {
        "ground": ground, "findings": lines_of(findings), "heard": heard.strip(), "reasons": lines_of(reasons),
        "basis": RECALL_BASIS, "effect": lines_of(effect), "compensation": compensation.strip(),
    }  # fmt: skip
    with unit_of_work() as session:
        return take_back(session, RECALL, said, track=track, version=version, actor=actor, now=now)
