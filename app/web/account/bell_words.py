"""Where a line of the bell leads, and which lines are loud; what it says is one sentence per code (presenters)."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

from approvals.queries.notifications import NotificationRow
from departments.domain.actor import Actor, Role

LOUD = frozenset(
    {
        "alarm_overdue", "promise_late", "delivery_late", "disclosure_late", "verification_late", "result_held",
        "bulletin_late", "commitment_false", "declare_inadmissible", "inadmissible",
    }
)  # fmt: skip
PLACES: tuple[tuple[Role, str, str], ...] = (
    (Role.STEWARD, "steward.project", "project"),
    (Role.WINDOW, "window.check", "case"),
    (Role.EXAMINER, "department.track", "track"),
    (Role.HEAD, "department.track", "track"),
    (Role.APPLICANT, "enterprise.case", "case"),
    (Role.SUPERVISOR, "supervision.item", "track"),
)


ROOMS: dict[str, tuple[tuple[Role, str, str], ...]] = {
    "precheck_asked": ((Role.EXAMINER, "department.prechecks", ""), (Role.HEAD, "department.prechecks", "")),
    "precheck_answered": (
        (Role.APPLICANT, "enterprise.prechecks", "case"),
        (Role.STEWARD, "steward.project", "project"),
    ),
    **dict.fromkeys(
        ("handover_asked", "handover_consented", "handover_declined", "handover_taken_back", "applicant_changed"),
        (
            (Role.STEWARD, "steward.project", "project"),
            (Role.WINDOW, "amendments.handover", "handover"),
            (Role.APPLICANT, "amendments.handover", "handover"),
        ),
    ),
    "bulletin_due": ((Role.SUPERVISOR, "supervision.bulletins", ""),),
    "bulletin_late": ((Role.SUPERVISOR, "supervision.bulletins", ""),),
}
"""A line of these codes leads to a room of its own: the case is still a draft, or there is none."""


def bell_address(row: NotificationRow, actor: Actor) -> str | None:
    """The page of the actor's own room that shows what the line is about, or None when there is none."""
    if row.code == "invited":
        return url_for("companies.join", token=row.params["token"])
    for role, endpoint, key in ROOMS.get(row.code, PLACES):
        if role not in actor.roles or endpoint not in current_app.view_functions:
            continue
        if not key:
            return url_for(endpoint)
        value: Any = getattr(row, key, "") or row.params.get(key)
        if value:
            return url_for(endpoint, **{_argument(endpoint): value})
    return None


def is_loud(row: NotificationRow) -> bool:
    """A line that tells of a limit passed or a refusal to admit."""
    return row.code in LOUD


def _argument(endpoint: str) -> str:
    """What the room calls the argument of its page."""
    rule = next(iter(current_app.url_map.iter_rules(endpoint)))
    return next(iter(rule.arguments))
