"""What revoking (行政许可法 69), recalling (8) and cancelling (70) share: the licence ends, and a decision says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.hearing import INTENDED
from approvals.domain.letters.endings import EndedResult
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.models.letters import Document
from approvals.usecases.department.letters_held import (
    end_confirmation,
    end_letter,
    items_behind,
    nothing_is_owed,
    result_held,
)
from approvals.usecases.department.resting import tell_resting
from approvals.usecases.desk import track_at_desk
from approvals.usecases.framing import CaseFile, open_file, remedies_of
from approvals.usecases.hearing.open_hearing import demand_told, note_decided
from approvals.usecases.issuing import Issued, Numbered, issue
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.domain.catalogue_words import ResultLetter

USUAL_EFFECT = "自本决定作出之日起，原行政许可不再有效。"
"""What the form proposes; the head writes what follows in this case."""


@dataclass(frozen=True)
class Ending:
    """One way to take a licence back: the verb of the table, the letter, the event, and what those concerned are told."""

    verb: str
    letter: type[EndedResult]
    tag: Tag
    told: str


def take_back(
    session: Session,
    ending: Ending,
    said: Mapping[str, Any],
    *,
    track: str,
    version: int,
    actor: Actor,
    now: dt.datetime,
) -> str:
    """End the licence of a track by a decision of its head; `said` are the letter's own elements. Its public id.

    Raises Refusal 'only_licences', 'organ_without_remedy', 'no_result_held', 'no_such_move', those of `demand_told`; Stale.
    """
    case, row = track_at_desk(session, track, actor, permission="decide", version=version)
    file, today = open_file(session, case), local_day(now)
    organ = file.department_of(row)
    if file.catalogue.items[row.item_code].result_letter is not ResultLetter.LICENCE_DECISION:
        raise Refusal("only_licences")
    if not organ.reconsideration or not organ.court:
        raise Refusal("organ_without_remedy")
    row.state, row.version = next_state(row.state, ending.verb), row.version + 1
    if ending.verb in INTENDED:
        note_decided(demand_told(session, row, ending.verb, today), today)
    held, because = result_held(session, row), said["reasons"][0]
    issued = _issue(session, file, row, held, ending, said, actor, now)
    end_letter(held, issued, because, today)
    end_confirmation(session, case, because, today)
    nothing_is_owed(session, row, now)
    facts = {"ground": said["ground"], "document": issued.id, "ended": held.id}
    record(session, case, ending.tag, actor=actor, now=now, track=row, **facts)
    items = items_behind(session, row)
    tell(session, case, ending.told, now=now, track=row, once=str(issued.id), number=issued.number, items=items)
    tell_resting(session, file, row, held, str(issued.id), now)
    return issued.public_id


def _issue(
    session: Session,
    file: CaseFile,
    track: Track,
    held: Document,
    ending: Ending,
    said: Mapping[str, Any],
    actor: Actor,
    now: dt.datetime,
) -> Issued:
    """The decision, which names the licence that it ends."""
    organ, output = file.department_of(track), file.catalogue.items[track.item_code].output

    def build(numbered: Numbered) -> EndedResult:
        return ending.letter(
            **file.track_frame(track, local_day(now)), **numbered.stamp, result_name=output.name_zh,
            result_name_en=output.name_en, result_number=held.result_number or held.number, result_on=held.dated_on,
            remedies=remedies_of(organ), **said,
        )  # fmt: skip

    kind = ending.letter.kind
    return issue(session, file, kind=kind, organ=organ, build=build, actor=actor, now=now, tracks=[track])
