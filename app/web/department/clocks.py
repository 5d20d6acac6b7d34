"""What stops the clocks of a track, and lets them run again."""

from __future__ import annotations

from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.web.department.blueprint import blueprint
from app.web.department.carrying_out import carry_out, page_of
from app.web.department.forms import PauseForm, ResumeForm
from app.web.guard import guard
from approvals.domain.events import Tag
from approvals.usecases.department.pause import pause
from approvals.usecases.department.resume import resume


@blueprint.post("/tracks/<track>/pause")
@guard("examine")
def pause_clock(track: str) -> ResponseReturnValue:
    """Stop the clocks that this special procedure stops."""
    form = PauseForm(prefix="pause")
    form.offer((each.kind.value, each.kind.value) for each in page_of(track).procedures)
    verb = partial(
        pause,
        track=track,
        version=form.version.data,
        kind=form.kind.data,
        length_days=form.length_days.data,
        length_unit=form.length_unit.data,
        reason=form.reason.data,
    )
    return carry_out(track, "pause", form, verb, gettext("已经暂停计时，企业会收到文书。"), tag=Tag.TRACK_PAUSED)


@blueprint.post("/tracks/<track>/resume")
@guard("examine")
def resume_clock(track: str) -> ResponseReturnValue:
    """Let the clocks run again."""
    form = ResumeForm(prefix="resume")
    verb = partial(resume, track=track, version=form.version.data, conclusion=form.conclusion.data)
    return carry_out(track, "resume", form, verb, gettext("已经恢复计时。"), tag=Tag.TRACK_RESUMED)
