"""What both sides of an amendment read: the answers that change, and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.amendment import AmendmentState, Effect, Side, ends_as
from approvals.domain.plan import Plan
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState
from approvals.models.amendments import Amendment
from approvals.models.cases import Case, Track
from approvals.queries.access import find_case
from approvals.queries.amending import amended
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, FormField, Stage
from departments.domain.permissions import may
from departments.models.people import Account
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class Difference:
    """What is agreed to: the plan by the new answers, its difference, and how each item that goes would end."""

    planned: Plan
    made: Effect
    ends: Mapping[str, str]
    """Item → declare_not_required or withdraw."""


@dataclass(frozen=True)
class AmendmentRow:
    """One amendment; `changes` are (field, former answer, new answer)."""

    public_id: str
    side: Side
    state: AmendmentState
    changes: tuple[tuple[FormField, object, object], ...]
    reason: str
    proposer: str
    proposed_at: dt.datetime
    word: str
    answerer: str
    answered_at: dt.datetime | None
    effect: Mapping[str, Any]


@dataclass(frozen=True)
class AmendmentPage:
    """A filing as whoever wants to change it sees it; `side` is the reader's own."""

    case: str
    case_no: str
    project: str
    is_running: bool
    stage: Stage
    theme: str
    catalogue: Catalogue
    fields: tuple[FormField, ...]
    answers: Mapping[str, object]
    side: Side
    rows: tuple[AmendmentRow, ...]
    difference: Difference | None

    @property
    def open(self) -> AmendmentRow | None:
        return next((row for row in self.rows if row.state is AmendmentState.OPEN), None)

    @property
    def is_mine(self) -> bool:
        """The open one was proposed by the reader's own side."""
        return self.open is not None and self.open.side is self.side


def amendment_page(session: Session, case: str, actor: Actor, said: Mapping[str, Any] | None = None) -> AmendmentPage:
    """The page of one filing; `said` are answers tried out, else the open amendment is worked out.

    Raises NotFound for a draft, and for whoever is on neither side.
    """
    row = find_case(session, case, actor)
    if row.state is CaseState.DRAFT:
        raise NotFound
    is_own = row.project.enterprise_id in actor.enterprise_ids
    if not is_own and not may(actor, "check"):
        raise NotFound
    catalogue = catalogue_version(session, row.catalogue_version_id)
    rows = _rows(session, row, catalogue)
    running = row.state in (CaseState.FILED, CaseState.IN_REVIEW)
    waiting = next((one for one in rows if one.state is AmendmentState.OPEN), None)
    if said is None and waiting is not None:
        said = {field.key: new for field, _, new in waiting.changes}
    return AmendmentPage(
        case=row.public_id, case_no=row.case_no or "", project=row.project.name, is_running=running,
        stage=catalogue.stage(row.theme_code, row.stage_code), theme=row.theme_code, catalogue=catalogue,
        fields=catalogue.stage_fields(row.theme_code, row.stage_code), answers=row.answers,
        side=Side.APPLICANT if is_own else Side.WINDOW, rows=rows,
        difference=_difference(session, row, said) if running and said else None,
    )  # fmt: skip


def _difference(session: Session, case: Case, said: Mapping[str, Any]) -> Difference:
    planned, made = amended(session, case, said)
    states = {
        one.item_code: one.state
        for one in session.execute(select(Track.item_code, Track.state).where(Track.case_id == case.id))
    }
    return Difference(planned, made, {code: ends_as(states[code]) for code in made.going})


def _rows(session: Session, case: Case, catalogue: Catalogue) -> tuple[AmendmentRow, ...]:
    found = session.scalars(select(Amendment).where(Amendment.case_id == case.id).order_by(Amendment.id.desc())).all()
    people = {one for row in found for one in (row.proposed_by, row.answered_by) if one is not None}
    names = {
        one.id: one.name for one in session.execute(select(Account.id, Account.name).where(Account.id.in_(people)))
    }
    return tuple(
        AmendmentRow(
            row.public_id, row.side, row.state,
            tuple((catalogue.fields[key], row.former.get(key), new) for key, new in row.answers.items()),
            row.reason, names.get(row.proposed_by or 0, ""), row.proposed_at, row.word,
            names.get(row.answered_by or 0, ""), row.answered_at, row.effect,
        )
        for row in found
    )  # fmt: skip


@dataclass(frozen=True)
class WaitingAmendment:
    """An open amendment, and whose answer it waits for."""

    case_id: int
    public_id: str
    side: Side
    proposed_at: dt.datetime


def waiting_amendments(session: Session, case_ids: Collection[int]) -> Mapping[int, WaitingAmendment]:
    """The open amendment of each of these cases that are under way, in one statement."""
    rows = session.execute(
        select(Amendment.case_id, Amendment.public_id, Amendment.side, Amendment.proposed_at)
        .join(Case, Case.id == Amendment.case_id)
        .where(
            Amendment.case_id.in_(case_ids),
            Amendment.state == AmendmentState.OPEN,
            Case.state.in_([CaseState.FILED, CaseState.IN_REVIEW]),
        )
    )
    return {row.case_id: WaitingAmendment(*row) for row in rows}
