"""One change of applicant as its three sides read it: what goes along, what was signed, and, afterwards, what was filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.amendment import AmendmentState
from approvals.domain.handover import Party
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import DECIDED, UNDECIDED, CaseState, TrackState
from approvals.models.amendments import ApplicantChange
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.queries.access import find_case
from approvals.queries.handed_over import FiledLetter, FiledPaper, letters_until, papers_until
from approvals.queries.handovers import Standing, find_change, names_of, standing_of
from departments.domain.actor import Actor
from departments.domain.catalogue import Item, Material, Stage
from departments.models.people import Account, Department
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class PassingItem:
    """An item with the organ that has it; `is_decided`: it stays in the former name."""

    item: Item
    department: Department
    state: TrackState
    due_on: dt.date | None
    is_decided: bool


@dataclass(frozen=True)
class PassingLine:
    """A promise to take over; no `material`: the whole item was vouched for."""

    id: int
    item: Item
    material: Material | None
    kind: str
    due_on: dt.date | None


@dataclass(frozen=True)
class FiledCase:
    """A filing of the project with what goes along of it; `papers` and `letters` are for the former applicant."""

    public_id: str
    case_no: str
    stage: Stage
    filed_at: dt.datetime
    items: tuple[PassingItem, ...]
    lines: tuple[PassingLine, ...]
    papers: tuple[FiledPaper, ...] = ()
    letters: tuple[FiledLetter, ...] = ()


@dataclass(frozen=True)
class HandoverPage:
    """The change and its project; `parties` are the sides of the reader. `in_the_way`: why it cannot go on today."""

    public_id: str
    project: str
    place: str
    case: str
    former: str
    former_uscc: str
    successor: str
    successor_uscc: str
    state: AmendmentState
    parties: frozenset[Party]
    reason: str
    asker: str
    asked_at: dt.datetime
    consenter: str
    consented_at: dt.datetime | None
    word: str
    ended_side: Party | None
    ended_at: dt.datetime | None
    cases: tuple[FiledCase, ...]
    drafts: int
    fingerprint: str
    in_the_way: Refusal | None

    @property
    def is_open(self) -> bool:
        return self.state is AmendmentState.OPEN

    @property
    def lines(self) -> tuple[PassingLine, ...]:
        return tuple(line for case in self.cases for line in case.lines)


def handover_page(session: Session, public_id: str, actor: Actor) -> HandoverPage:
    """Raises NotFound for whoever stands on none of the three sides."""
    change, project, parties = find_change(session, public_id, actor)
    names = names_of(session, change)
    people = _people(session, change)
    keeps_reading = change.state is AmendmentState.AGREED and Party.FORMER in parties
    until = change.ended_at if keeps_reading else None
    effect = None if change.state is not AmendmentState.AGREED else change.effect
    cases, drafts, standing = filings_of(session, project, until, effect)
    fingerprint, in_the_way = _fingerprint(standing) if change.state is AmendmentState.OPEN else ("", None)
    return HandoverPage(
        public_id=change.public_id, project=project.name, place=project.place, case=_anchor(cases, session, change),
        former=names[Party.FORMER].name, former_uscc=names[Party.FORMER].uscc, successor=names[Party.SUCCESSOR].name,
        successor_uscc=names[Party.SUCCESSOR].uscc, state=change.state, parties=parties, reason=change.reason,
        asker=people.get(change.asked_by, ""), asked_at=change.asked_at,
        consenter=people.get(change.consented_by or 0, ""), consented_at=change.consented_at, word=change.word,
        ended_side=change.ended_side, ended_at=change.ended_at, cases=cases, drafts=drafts, fingerprint=fingerprint,
        in_the_way=in_the_way,
    )  # fmt: skip


def _fingerprint(standing: Standing) -> tuple[str, Refusal | None]:
    try:
        return standing.passing().fingerprint, None
    except Refusal as refused:
        return "", refused


def _people(session: Session, change: ApplicantChange) -> Mapping[int, str]:
    ids = [one for one in (change.asked_by, change.consented_by) if one is not None]
    return {row.id: row.name for row in session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))}


def _anchor(cases: tuple[FiledCase, ...], session: Session, change: ApplicantChange) -> str:
    known = session.scalar(select(Case.public_id).where(Case.id == change.case_id))
    return known or (cases[0].public_id if cases else "")


@dataclass(frozen=True)
class HandoverBasis:
    """What would go along if the applicant asked today."""

    project: str
    cases: tuple[FiledCase, ...]
    drafts: int
    in_the_way: Refusal | None


def handover_basis(session: Session, case: str, actor: Actor) -> HandoverBasis:
    """For the page on which the applicant asks; raises NotFound for a draft, and for a filing of anybody else."""
    found = find_case(session, case, actor)
    row = found.project
    if row.enterprise_id not in actor.enterprise_ids or found.state is CaseState.DRAFT:
        raise NotFound
    cases, drafts, standing = filings_of(session, row)
    return HandoverBasis(row.name, cases, drafts, _fingerprint(standing)[1])


def filings_of(
    session: Session,
    project: Project,
    until: dt.datetime | None = None,
    effect: Mapping[str, Any] | None = None,
) -> tuple[tuple[FiledCase, ...], int, Standing]:
    """The filings of a project with their items and promises, and how many drafts there are. With `until` also the papers
    handed in and the letters issued up to that moment, of the filings handed in by then."""
    standing = standing_of(session, project.id)
    rows = session.scalars(select(Case).where(Case.project_id == project.id).order_by(Case.id)).all()
    filed = [row for row in rows if row.filed_at is not None and (until is None or row.filed_at <= until)]
    departments = {
        row.id: row
        for row in session.scalars(
            select(Department).where(Department.id.in_({one.department_id for one in standing.items}))
        )
    }
    ids = [row.id for row in filed] if until is not None else []
    papers, letters = papers_until(session, ids, until), letters_until(session, ids, until)
    known = _decided(standing) if effect is None else _as_agreed(standing, effect)
    found = tuple(
        _filed_case(session, row, standing, known, departments, papers.get(row.id, ()), letters.get(row.id, ()))
        for row in filed
    )
    return found, sum(1 for row in rows if row.state is CaseState.DRAFT), standing


def _filed_case(
    session: Session,
    case: Case,
    standing: Standing,
    known: Mapping[int, bool],
    departments: Mapping[int, Department],
    papers: Sequence[tuple[str, FiledPaper]],
    letters: Sequence[FiledLetter],
) -> FiledCase:
    catalogue = catalogue_version(session, case.catalogue_version_id)
    codes = _codes(session, [one.paper_id for one in standing.lines if one.paper_id and one.case_id == case.id])
    return FiledCase(
        case.public_id, case.case_no or "", catalogue.stage(case.theme_code, case.stage_code),
        case.filed_at or case.created_at,
        tuple(
            PassingItem(
                catalogue.items[one.code], departments[one.department_id], one.state, one.due_on, known[one.track]
            )
            for one in standing.items
            if one.case_id == case.id and one.track in known
        ),
        tuple(
            PassingLine(
                one.line, catalogue.items[one.item],
                catalogue.materials[codes[one.paper_id]] if one.paper_id is not None else None, one.kind, one.due_on,
            )
            for one in standing.lines
            if one.case_id == case.id
        ),
        tuple(replace(paper, material=catalogue.materials[code]) for code, paper in papers),
        tuple(letters),
    )  # fmt: skip


def _decided(standing: Standing) -> Mapping[int, bool]:
    """Tracks that are under way (False) or decided (True); those that ended otherwise are nobody's business any more."""
    return {one.track: one.state in DECIDED for one in standing.items if one.state in UNDECIDED | DECIDED}


def _as_agreed(standing: Standing, effect: Mapping[str, Any]) -> Mapping[int, bool]:
    """As it was on the day of the change, whatever became of the items since."""
    decided = dict.fromkeys(effect.get("going", ()), False) | dict.fromkeys(effect.get("staying", ()), True)
    return {one.track: decided[one.code] for one in standing.items if one.code in decided}


def _codes(session: Session, papers: list[int]) -> Mapping[int, str]:
    rows = session.execute(select(CaseMaterial.id, CaseMaterial.material_code).where(CaseMaterial.id.in_(papers)))
    return {row.id: row.material_code for row in rows}
