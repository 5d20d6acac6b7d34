"""Who acts: a frozen identity, the same for a person at a page and for the system in a worker."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
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


AT_A_DESK = frozenset({Role.EXAMINER, Role.HEAD})


@dataclass(frozen=True)
class Mandate:
    """By what an agent acts for an enterprise: the last day of the power of attorney (None: there is none), whether that
    day has passed, and the projects it names (none named: all of them).
    """

    enterprise_id: int
    until: date | None
    has_ended: bool
    projects: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Actor:
    """An identity as the use-cases see it: ids only, no row.

    `roles` say what somebody may be at all; `posts` in which department: who examines in one and signs in another may
    not sign in the first.
    """

    account_id: int | None
    name: str
    roles: frozenset[Role]
    posts: frozenset[tuple[Role, int]] = field(default_factory=frozenset)
    enterprise_ids: frozenset[int] = field(default_factory=frozenset)
    division_id: int | None = None
    scopes: frozenset[tuple[Role, int | None]] = field(default_factory=frozenset)
    """The division of each post; None is the whole installation."""
    mandates: tuple[Mandate, ...] = ()
    """Enterprises for which the actor is an agent only; for the others it acts as their own member."""
    on_behalf: bool = False
    """A clerk at the counter who fills in for the applicant (帮办代办): every event says so."""

    @property
    def department_ids(self) -> frozenset[int]:
        """The departments at whose desks the actor sits: as examiner or as head."""
        return frozenset(department for role, department in self.posts if role in AT_A_DESK)

    def divisions_of(self, roles: Collection[Role]) -> frozenset[int | None]:
        """The divisions in which the actor holds one of these roles; each reaches down the tree."""
        return frozenset(division for role, division in self.scopes if role in roles)

    def is_(self, role: Role) -> bool:
        return role in self.roles

    def is_at(self, role: Role, department_id: int) -> bool:
        """Whether the actor holds this role in this department."""
        return (role, department_id) in self.posts


SYSTEM = Actor(account_id=None, name="system", roles=frozenset({Role.SYSTEM}))
ANONYMOUS = Actor(account_id=None, name="", roles=frozenset())
