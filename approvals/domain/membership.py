"""Who an enterprise may let in and send away, and by what an agent acts (行政许可法 29: an agent may apply)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from approvals.domain.refusals import Invalid, NotAllowed, Refusal
from departments.domain.actor import Mandate

INVITATION_DAYS = 7
LONGEST_MANDATE_YEARS = 5


class MemberRole(StrEnum):
    """What a member may do: `owner` everything, `signer` sign promises, `clerk` fill in and file, `agent` what the power
    of attorney says."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    SIGNER = "signer"
    CLERK = "clerk"
    AGENT = "agent"


OFFERED = (MemberRole.OWNER, MemberRole.SIGNER, MemberRole.CLERK, MemberRole.AGENT)
"""Roles to invite with; the legal representative comes in as an owner."""
MANAGERS = frozenset({MemberRole.OWNER, MemberRole.REPRESENTATIVE})
INVITATION_LASTS = timedelta(days=INVITATION_DAYS)


def may_manage(role: str | None) -> bool:
    """Whether a member of this role may change the file and its members."""
    return role in MANAGERS


def require_manager(role: str | None, who: str) -> None:
    """Raises NotAllowed 'manage_only' for who is a member, but no owner."""
    if not may_manage(role):
        raise NotAllowed("manage_only", who=who)


def check_removal(role: str, roles: Sequence[str]) -> None:
    """Raises Refusal 'last_owner' when nobody would be left who may let others in; `roles` are those of all members."""
    if may_manage(role) and sum(1 for each in roles if may_manage(each)) <= 1:
        raise Refusal("last_owner")


def check_mandate(role: MemberRole, valid_until: date | None, has_file: bool, today: date) -> None:
    """An agent comes with a power of attorney that is not over and not without end. Raises Invalid per field."""
    if role is not MemberRole.AGENT:
        return
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    if not has_file:
        errors["file"] = ("mandate_missing", {})
    if valid_until is None:
        errors["valid_until"] = ("required", {})
    elif valid_until < today:
        errors["valid_until"] = ("mandate_over", {})
    elif valid_until.year - today.year > LONGEST_MANDATE_YEARS:
        errors["valid_until"] = ("mandate_too_long", {"years": LONGEST_MANDATE_YEARS})
    if errors:
        raise Invalid(errors)


def mandate_of(
    enterprise_id: int, role: str, until: date | None, projects: Sequence[int] | None, today: date
) -> Mandate | None:
    """What binds a member of this role today: the last day still counts; an agent without any power of attorney may only
    look. None for every other member."""
    if role != MemberRole.AGENT:
        return None
    return Mandate(enterprise_id, until, until is None or until < today, frozenset(projects or ()))
