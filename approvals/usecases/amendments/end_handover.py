"""A change of applicant does not come about: taken back by who asked or consented, or declined with a reason."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.amendment import AmendmentState
from approvals.domain.events import Tag
from approvals.domain.handover import Party, ends_as_taken_back
from approvals.domain.permissions import require_mandate
from approvals.usecases.amendments.handing import held_change, say
from approvals.usecases.desk import require
from departments.domain.actor import Actor

_ORDER = (Party.FORMER, Party.SUCCESSOR, Party.WINDOW)


def end_handover(*, handover: str, word: str, actor: Actor, now: dt.datetime) -> None:
    """End the open change; nothing moves. Taking back needs no word, declining does (Invalid 'word').

    Raises NotFound, what `require_mandate` raises, Refusal 'handover_answered' when it has been answered.
    """
    with unit_of_work() as session:
        change, project, parties, cases = held_change(session, handover, actor)
        party = next(one for one in _ORDER if one in parties)
        if party is not Party.WINDOW:
            mine = change.former_id if party is Party.FORMER else change.successor_id
            require_mandate(actor, mine, project.id)
        is_taken_back = ends_as_taken_back(party, consented=change.consented_at is not None)
        if not is_taken_back:
            require(word=word)
        change.state = AmendmentState.TAKEN_BACK if is_taken_back else AmendmentState.DECLINED
        change.word, change.ended_side = word.strip(), party
        change.ended_by, change.ended_at = actor.account_id, now
        tag = Tag.HANDOVER_TAKEN_BACK if is_taken_back else Tag.HANDOVER_DECLINED
        code = "handover_taken_back" if is_taken_back else "handover_declined"
        say(session, change, cases, tag, code, actor=actor, now=now, told=change.successor_id, side=party.value)
