"""Whose desk a track lies on: claim and release."""

from __future__ import annotations

from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.web.department.blueprint import blueprint
from app.web.department.carrying_out import carry_out
from app.web.department.forms import TrackForm
from app.web.guard import guard
from approvals.domain.events import Tag
from approvals.usecases.department.claim import claim
from approvals.usecases.department.release import release


@blueprint.post("/tracks/<track>/claim")
@guard("examine")
def claim_track(track: str) -> ResponseReturnValue:
    """Take the track from the queue."""
    form = TrackForm(prefix="claim")
    verb = partial(claim, track=track, version=form.version.data)
    return carry_out(track, "claim", form, verb, gettext("已经认领，由您经办。"), tag=Tag.TRACK_CLAIMED)


@blueprint.post("/tracks/<track>/release")
@guard("examine")
def release_track(track: str) -> ResponseReturnValue:
    """Put the track back into the queue."""
    form = TrackForm(prefix="claim")
    verb = partial(release, track=track, version=form.version.data)
    return carry_out(track, "claim", form, verb, gettext("已经放回，等待认领。"), tag=Tag.TRACK_RELEASED)
