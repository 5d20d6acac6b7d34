"""The joint completion opinion: one row for each special acceptance, as it stands in the project's own tracks."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from approvals.domain.joint_completion import acceptance_outcome, acceptances_of, areas, participants_of, permits_behind
from approvals.domain.letters.frame import Row
from approvals.domain.letters.results import JointOpinion, SpecialAcceptance, all_passed
from approvals.domain.outcome import Blocker
from approvals.domain.refusals import Blocked
from approvals.domain.states import GRANTED, UNDECIDED, Outcome, TrackState
from approvals.models.cases import Case, Proposal, Track
from approvals.queries.joint_completion import Standing, answers_of_project, standings_of_items
from approvals.usecases.framing import CaseFile, lines_of
from approvals.usecases.issuing import Numbered
from departments.domain.catalogue_parts import Item
from departments.domain.catalogue_words import ResultLetter
from departments.queries.catalogue import catalogue_version


def parties_named(session: Session, case: Case, track: Track, outcome: Outcome, said: str) -> dict[str, str]:
    """The parties to the works, where the letter of a grant names them; of another letter nobody is asked.

    Raises Invalid as `participants_of` does.
    """
    item = catalogue_version(session, case.catalogue_version_id).items[track.item_code]
    if outcome is Outcome.REFUSE or item.result_letter is not ResultLetter.JOINT_OPINION:
        return {}
    participants_of(said)
    return {"participants": said.strip()}


def joint_acceptances(session: Session, file: CaseFile, item: Item) -> tuple[SpecialAcceptance, ...]:
    """What each acceptance behind this item concluded, also where another case of the project decided it."""
    return tuple(_acceptance(file, code, standing) for code, standing in _standings(session, file, item).items())


def demand_all_passed(session: Session, file: CaseFile, item: Item) -> tuple[SpecialAcceptance, ...]:
    """The acceptances of an opinion that is to be given; raises Blocked naming each that is refused or outstanding."""
    found = [(_acceptance(file, code, one), one) for code, one in _standings(session, file, item).items()]
    failing = [(told, one) for told, one in found if one and told.outcome in ("not_passed", "outstanding")]
    if failing:
        raise Blocked(tuple(_blocker(told, one.state) for told, one in failing))
    return tuple(told for told, _ in found)


def _standings(session: Session, file: CaseFile, item: Item) -> dict[str, Standing | None]:
    """Where each acceptance behind the item stands, in their order; None for one the project never needed."""
    codes = acceptances_of(item)
    found = standings_of_items(session, file.project.id, codes)
    return {code: found.get(code) for code in codes}


def _blocker(one: SpecialAcceptance, state: TrackState) -> Blocker:
    names = {"item": one.item.code, "item_zh": one.item.name_zh, "item_en": one.item.name_en}
    return Blocker("upstream_pending" if state in UNDECIDED else "upstream_failed", {**names, "state": state})


def _acceptance(file: CaseFile, code: str, standing: Standing | None) -> SpecialAcceptance:
    """One row; of an item that the project never needed only the catalogue can say whose it would be."""
    outcome = acceptance_outcome(standing.state if standing else None)
    decided = standing is not None and outcome in ("passed", "not_passed")
    department = file.departments.get(standing.department_id) if standing else None
    whose = department or file.catalogue.departments[file.catalogue.items[code].department]
    return SpecialAcceptance(
        item=file.item_ref(code),
        department=whose.name_zh,
        department_en=whose.name_en,
        outcome=outcome,
        opinion_no=standing.number if standing and decided else "",
        dated_on=standing.dated_on if standing and decided else None,
    )


def joint_opinion(
    session: Session,
    file: CaseFile,
    track: Track,
    proposal: Proposal,
    numbered: Numbered,
    common: dict[str, Any],
    acceptances: tuple[SpecialAcceptance, ...],
) -> JointOpinion:
    """The facts of the letter. Raises Invalid while the proposal does not name the parties to the works."""
    item = file.catalogue.items[track.item_code]
    if track.admitted_on is None:
        raise ValueError("a letter about an item needs the day of its acceptance")
    return JointOpinion(
        **common,
        accepted_on=track.admitted_on,
        developer=file.enterprise.name,
        address=file.project.place or file.project.name,
        participants=participants_of(proposal.participants),
        permits=_permits(session, file, acceptances),
        areas=areas(file.catalogue, answers_of_project(session, file.project.id)),
        acceptances=acceptances,
        passed=all_passed(acceptances),
        findings=lines_of(proposal.findings),
        outstanding=lines_of(proposal.conditions),
        opinion_number=numbered.result_number,
        basis=item.legal_basis,
    )


def _permits(session: Session, file: CaseFile, acceptances: tuple[SpecialAcceptance, ...]) -> tuple[Row, ...]:
    """The permits that this house gave for the works, under the numbers they are known by."""
    needed = [one.item.code for one in acceptances if one.outcome != "not_needed"]
    codes = permits_behind(file.catalogue, needed)
    found = standings_of_items(session, file.project.id, codes)
    outputs = {code: file.catalogue.items[code].output for code in codes}
    return tuple(
        Row(label=outputs[code].name_zh, text=found[code].number, label_en=outputs[code].name_en)
        for code in codes
        if code in found and found[code].state in GRANTED and found[code].number
    )
