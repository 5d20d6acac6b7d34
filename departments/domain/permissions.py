"""One table of small predicates, default deny: what a role may do at all.

Whether the *object* is the actor's own is asked by the object predicates of `approvals.domain.permissions`.
"""

from __future__ import annotations

from departments.domain.actor import Actor, Role

R = Role
MAY: dict[str, frozenset[Role]] = {
    "public": frozenset(),
    "sign_out": frozenset(set(Role) - {R.SYSTEM}),
    "account": frozenset(set(Role) - {R.SYSTEM}),
    "enrol": frozenset(set(Role) - {R.SYSTEM}),
    "apply": frozenset({R.APPLICANT}),
    "check": frozenset({R.WINDOW}),
    "amend": frozenset({R.APPLICANT, R.WINDOW}),
    "examine": frozenset({R.EXAMINER, R.HEAD}),
    "decide": frozenset({R.HEAD}),
    "steward": frozenset({R.STEWARD}),
    "read_enterprise": frozenset(set(Role) - {R.SYSTEM}),
    "read_credit": frozenset({R.WINDOW, R.SUPERVISOR, R.ADMIN}),
    "read_promises": frozenset({R.WINDOW, R.EXAMINER, R.HEAD, R.SUPERVISOR, R.ADMIN}),
    "settle_promise": frozenset({R.WINDOW, R.HEAD}),
    "read_bulletins": frozenset({R.HEAD, R.SUPERVISOR, R.ADMIN}),
    "supervise": frozenset({R.SUPERVISOR, R.ADMIN}),
    "administer": frozenset({R.ADMIN}),
    "work": frozenset({R.SYSTEM}),
    "read_file": frozenset(set(Role) - {R.SYSTEM}),
}


def may(actor: Actor, permission: str) -> bool:
    """True when one of the actor's roles carries the permission; an unknown permission is denied."""
    if permission == "public":
        return True
    return bool(actor.roles & MAY.get(permission, frozenset()))


def may_at(actor: Actor, permission: str, department_id: int) -> bool:
    """True when a role that carries the permission is held in this very department."""
    return any(actor.is_at(role, department_id) for role in MAY.get(permission, frozenset()))
