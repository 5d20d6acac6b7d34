"""From an audience to the accounts behind it, in a constant number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.audiences import Audience
from approvals.domain.membership import mandate_of
from approvals.domain.states import ENDED
from approvals.models.applicants import Member, Project
from approvals.models.cases import Case, Track
from approvals.models.members import Mandate
from approvals.models.papers import MaterialDemand
from approvals.queries.scope import line_of
from departments.domain.actor import Role
from departments.models.people import Account, Post


class Person(NamedTuple):
    """An account, and where else than in its bell it is told."""

    id: int
    email: str
    phone: str


_PEOPLE = select(Account.id, Account.email, Account.phone).order_by(Account.id)


@dataclass
class _Wanted:
    """Accounts by id, and seats by role and department, collected before they are looked up together."""

    accounts: set[int] = field(default_factory=set)
    desks: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)
    roles: set[Role] = field(default_factory=set)


def accounts_concerned(
    session: Session,
    case: Case,
    project: Project,
    track: Track | None,
    audiences: Collection[Audience],
    params: Mapping[str, Any],
    now: dt.datetime,
) -> list[Person]:
    """The active accounts of these audiences, each once, in the order of their ids."""
    wanted = _Wanted()
    if Audience.STEWARD in audiences and project.steward_id is not None:
        wanted.accounts.add(project.steward_id)
    enterprises = {project.enterprise_id} if Audience.APPLICANT in audiences else set()
    if Audience.NAMED_ENTERPRISE in audiences:
        enterprises.add(params["enterprise_id"])
    if enterprises:
        wanted.accounts.update(_members(session, enterprises, project.id, local_day(now)))
    if Audience.WINDOW in audiences:
        wanted.roles.add(Role.WINDOW)
    if Audience.SUPERVISOR in audiences:
        wanted.roles.add(Role.SUPERVISOR)
    if Audience.HEADS in audiences and track is not None:
        wanted.heads.add(track.department_id)
    if Audience.NAMED_DESK in audiences:
        wanted.desks.add(params["department_id"])
    _add_desks(wanted, _tracks(session, case, track, audiences, params), audiences)
    return _look_up(session, wanted, project.division_id)


def _members(session: Session, enterprises: Collection[int], project: int, today: dt.date) -> Iterator[int]:
    """Whoever acts for one of these enterprises in this project today.

    An agent is told what its power of attorney names, as its pages show it nothing else, and up to its last day: what
    comes afterwards is for those who act then.
    """
    rows = session.execute(
        select(Member.account_id, Member.enterprise_id, Member.role, Mandate.valid_until, Mandate.project_ids)
        .outerjoin(Mandate, Mandate.id == Member.mandate_id)
        .where(Member.enterprise_id.in_(sorted(enterprises)))
    )
    for account, enterprise, role, until, named in rows:
        bound = mandate_of(enterprise, role, until, named, today)
        if bound is None or not (bound.has_ended or (bound.projects and project not in bound.projects)):
            yield account


def _tracks(
    session: Session, case: Case, track: Track | None, audiences: Collection[Audience], params: Mapping[str, Any]
) -> list[Track]:
    """The tracks whose desks are meant."""
    found = [track] if track is not None and Audience.DESK in audiences else []
    statement = select(Track).where(Track.case_id == case.id)
    if Audience.DEPARTMENTS in audiences:
        found += session.scalars(statement.where(Track.item_code.in_(params.get("items", ()))))
    if Audience.PAPER_DESKS in audiences:
        wanting = select(MaterialDemand.track_id).where(MaterialDemand.case_material_id == params["paper_id"])
        found += session.scalars(statement.where(Track.id.in_(wanting), Track.state.not_in(list(ENDED))))
    return found


def _add_desks(wanted: _Wanted, tracks: Iterable[Track], audiences: Collection[Audience]) -> None:
    for track in tracks:
        if track.admitted_on is None:
            wanted.roles.add(Role.WINDOW)
        elif track.assignee_id is not None:
            wanted.accounts.add(track.assignee_id)
        else:
            wanted.desks.add(track.department_id)
    if Audience.DESK in audiences and not tracks:
        wanted.roles.add(Role.WINDOW)


def _look_up(session: Session, wanted: _Wanted, division_id: int) -> list[Person]:
    """Everybody in one statement, by seat and by name. A post reaches down the tree, as on the pages."""
    seats: list[ColumnElement[bool]] = []
    if wanted.roles:
        own = or_(Post.division_id.in_(line_of(division_id)), Post.division_id.is_(None))
        seats.append(and_(Post.role.in_(list(wanted.roles)), own))
    if wanted.desks:
        seats.append(and_(Post.role.in_([Role.EXAMINER, Role.HEAD]), Post.department_id.in_(list(wanted.desks))))
    if wanted.heads:
        seats.append(and_(Post.role == Role.HEAD, Post.department_id.in_(list(wanted.heads))))
    chosen = Account.id.in_(list(wanted.accounts))
    if seats:
        seated = select(Post.account_id).where(or_(*seats))
        chosen = Account.id.in_(seated.union(select(Account.id).where(chosen)) if wanted.accounts else seated)
    rows = session.execute(_PEOPLE.where(chosen, Account.is_active))
    return [Person(*row) for row in rows]
