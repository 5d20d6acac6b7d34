"""What may still be changed about an item that was decided, terminated, or is in hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.hearing import INTENDED, OFFERED_IN, heard_words, stands
from approvals.domain.refusals import NotFound
from approvals.domain.states import GRANTED, WITH_DEPARTMENT, TrackState
from approvals.domain.track_flow import REOPENABLE
from approvals.models.cases import Case
from approvals.models.rounds import Hearing
from approvals.queries.access import find_track
from approvals.queries.arrivals import hearings_told
from departments.domain.actor import Actor, Role
from departments.domain.catalogue_parts import Item
from departments.domain.catalogue_words import ResultLetter
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class HearingRow:
    """The newest hearing of an item; open until `closed_on`. `ask_by` runs from `arrived_on`, None while its notice is on
    the way: then the day is not known. Without `has_notice` that was struck out, and nothing is on the way.
    """

    told_on: dt.date
    ask_by: dt.date
    asked_on: dt.date | None
    hold_by: dt.date | None
    held_at: dt.datetime | None
    place: str
    chair: str
    minutes: str
    closed_on: dt.date | None
    act: str = ""
    intended: str = ""
    reasons: tuple[str, ...] = ()
    answer: str = ""
    answered_on: dt.date | None = None
    answered_by: str = ""
    arrived_on: dt.date | None = None
    has_notice: bool = True

    def may_still(self, today: dt.date) -> bool:
        """Whether the applicant may still ask or answer."""
        return self.arrived_on is None or today <= self.ask_by

    @property
    def heard_words(self) -> str:
        """What the decision says of it, before the signer adds what came of it."""
        return heard_words(self.told_on, self.answered_on, self.answer, self.minutes)

    def is_open_in(self, state: TrackState) -> bool:
        """Something is still to come of it."""
        return self.closed_on is None and stands(self.act, state)

    @property
    def must_be_told_again(self) -> bool:
        """Nobody was reached, and nobody asked or answered without it."""
        return self.closed_on is None and not self.has_notice and self.asked_on is None and self.answered_on is None


@dataclass(frozen=True)
class ChangesPage:
    """The item, its state, whether the viewer signs for it, and the verbs its state allows; the use-cases ask again."""

    track_id: int
    track: str
    version: int
    round: int
    state: TrackState
    item: Item
    department_id: int
    project: str
    case_no: str
    is_head: bool
    verbs: tuple[str, ...]
    acts: tuple[str, ...]
    hearing: HearingRow | None


def changes_page(session: Session, track: str, actor: Actor) -> ChangesPage:
    """The page of a track of one of the actor's departments; NotFound for anybody else's."""
    row = find_track(session, track, actor)
    if row.department_id not in actor.department_ids:
        raise NotFound
    case = session.get_one(Case, row.case_id)
    item = catalogue_version(session, case.catalogue_version_id).items[row.item_code]
    hearing = newest_hearing(session, row.id)
    return ChangesPage(
        track_id=row.id, track=row.public_id, version=row.version, round=row.round, state=row.state, item=item,
        department_id=row.department_id, project=case.project.name, case_no=case.case_no or "",
        is_head=actor.is_at(Role.HEAD, row.department_id), hearing=hearing,
        verbs=(*hearing_verbs(row.state, hearing), *verbs_of(row.state, item)),
        acts=acts_of(row.state, item, hearing),
    )  # fmt: skip


def verbs_of(state: TrackState, item: Item) -> tuple[str, ...]:
    """What a head may do to an item in this state, the usual first."""
    verbs: list[str] = []
    if state in WITH_DEPARTMENT:
        verbs.append("terminate")
    if state in GRANTED and item.result_letter is ResultLetter.LICENCE_DECISION:
        verbs += ["revoke", "recall", "cancel"]
    if state in REOPENABLE:
        verbs.append("reopen")
    return tuple(verbs)


def acts_of(state: TrackState, item: Item, hearing: HearingRow | None) -> tuple[str, ...]:
    """What may be told as intended; nothing while something else is being heard."""
    if hearing is not None and hearing.is_open_in(state) and not hearing.must_be_told_again:
        return ()
    return tuple(verb for verb in verbs_of(state, item) if verb in INTENDED)


def newest_hearing(session: Session, track_id: int) -> HearingRow | None:
    """The newest hearing of an item, open or closed."""
    row = session.scalar(select(Hearing).where(Hearing.track_id == track_id).order_by(Hearing.id.desc()).limit(1))
    if row is None:
        return None
    told = hearings_told(session, [row], load_calendar(session))[row.id]
    return HearingRow(
        row.told_on,
        told.last_on or row.ask_by,
        row.asked_on,
        row.hold_by,
        row.held_at,
        row.place,
        row.chair,
        row.minutes,
        row.closed_on,
        row.verb,
        row.intended,
        tuple(row.reasons.splitlines()),
        row.answer,
        row.answered_on,
        row.answered_by,
        told.arrived_on,
        told.has_notice,
    )


def hearing_verbs(state: TrackState, hearing: HearingRow | None) -> tuple[str, ...]:
    """What the hearing of an item needs next; nothing once the item has ended."""
    again = ("hearing-right",) if state in OFFERED_IN else ()
    if hearing is None or not hearing.is_open_in(state):
        return again
    if hearing.must_be_told_again:
        return (*again, "hearing-close") if hearing.act else again
    if hearing.asked_on is not None and hearing.held_at is None:
        return ("hearing-call",)
    return ("hearing-close",)
