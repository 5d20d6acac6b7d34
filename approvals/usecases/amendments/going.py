"""Items that the new answers do not ask for end with their letter; decided ones are not touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from approvals.domain.amendment import ends_as
from approvals.domain.events import Tag
from approvals.domain.letters.admission import NOT_REQUIRED_BASIS
from approvals.domain.states import TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track, TrackUpstream
from approvals.usecases.amendments.moving import Move
from approvals.usecases.enterprise.withdrawing import confirm_withdrawal, end_notice
from approvals.usecases.journal import record
from approvals.usecases.window.declare import print_negative

NO_LICENCE: dict[str, Any] = {
    "ground": "not_required", "basis": NOT_REQUIRED_BASIS, "competent_organ": None, "competent_address": None,
    "reasons": ("申报内容已由申请人与窗口商定变更，变更后本项目不需要办理该事项。",),
}  # fmt: skip


def let_go(session: Session, move: Move, tracks: Mapping[str, Track]) -> list[Track]:
    """End them, whatever their state was; returns the ended ones. Others that waited for them wait no more."""
    ending = [tracks[code] for code in move.made.going]
    if not ending:
        return []
    needless = [track for track in ending if ends_as(track.state) == "declare_not_required"]
    for track in ending:
        verb = ends_as(track.state)
        track.state, track.version = next_state(track.state, verb), track.version + 1
        tag = Tag.TRACK_NOT_REQUIRED if track in needless else Tag.TRACK_WITHDRAWN
        record(session, move.file.case, tag, actor=move.actor, now=move.now, track=track)
    if not any(track.state is TrackState.CORRECTION_OPEN for track in tracks.values()):
        end_notice(session, move.file.case)
    for track in needless:
        print_negative(session, move.file, track, NO_LICENCE, move.actor, move.now)
    taken_back = [track for track in ending if track not in needless]
    if taken_back:
        confirm_withdrawal(session, move.file, taken_back, whole=False, actor=move.actor, now=move.now)
    return ending


def forget_waits(session: Session, ended: list[Track]) -> None:
    """After those behind them were released: an item the project does not need blocks nobody's grant."""
    session.execute(delete(TrackUpstream).where(TrackUpstream.upstream_id.in_([track.id for track in ended])))
