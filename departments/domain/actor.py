"""Who acts: a frozen identity, the same for a person at a page and for the system in a worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What an account may be; one account may be several."""

    APPLICANT = "applicant"
    WINDOW = "window"
    EXAMINER = "examiner"
    HEAD = "head"
    STEWARD = "steward"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """An identity as the use-cases see it: ids only, no row."""

    account_id: int | None
    name: str
    roles: frozenset[Role]
    department_ids: frozenset[int] = field(default_factory=frozenset)
    enterprise_ids: frozenset[int] = field(default_factory=frozenset)
    division_id: int | None = None

    def is_(self, role: Role) -> bool:
        return role in self.roles


SYSTEM = Actor(account_id=None, name="system", roles=frozenset({Role.SYSTEM}))
ANONYMOUS = Actor(account_id=None, name="", roles=frozenset())
