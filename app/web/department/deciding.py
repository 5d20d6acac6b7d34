"""From the examiner's proposal to the head's signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from app.adapters.uploads import UploadRefused
from app.web.department.blueprint import blueprint
from app.web.department.carrying_out import carry_out
from app.web.department.change_forms import RegisterForm
from app.web.department.forms import ProposeForm, ReturnForm, TrackForm
from app.web.guard import guard
from app.web.reading_room import hand_out
from app.web.stored_files import keep_sent
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid
from approvals.domain.states import Outcome
from approvals.queries.outside_results import outside_file_of
from approvals.usecases.department.preview_result import preview_result
from approvals.usecases.department.propose import propose
from approvals.usecases.department.register_result import register_result
from approvals.usecases.department.return_proposal import return_proposal
from approvals.usecases.department.sign import sign
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor


@blueprint.post("/tracks/<track>/propose")
@guard("examine")
def propose_decision(track: str) -> ResponseReturnValue:
    """Put a proposed decision before the head."""
    form = ProposeForm(prefix="propose")

    def said_by(use_case: Callable[..., None], *, actor: Actor, now: dt.datetime) -> None:
        use_case(
            track=track,
            version=form.version.data,
            outcome=Outcome(form.outcome.data),
            findings=form.findings.data,
            reasons=form.reasons.data,
            basis=form.basis.data if form.outcome.data == Outcome.REFUSE.value else "",
            reapply=form.reapply.data,
            conditions=form.conditions.data,
            participants=form.participants.data,
            actor=actor,
            now=now,
        )

    verb, draft, said = partial(said_by, propose), partial(said_by, preview_result), gettext("拟办意见已经送签发人。")
    return carry_out(track, "propose", form, verb, said, tag=Tag.TRACK_PROPOSED, at="proposal", draft=draft)


@blueprint.post("/tracks/<track>/register")
@guard("examine")
def register_outside(track: str) -> ResponseReturnValue:
    """Put a result that another system made before the head; its file is kept as it came."""
    form = RegisterForm(prefix="register")

    def verb(*, actor: Actor, now: dt.datetime) -> None:
        register_result(
            track=track, version=form.version.data, number=form.number.data, dated_on=form.dated_on.data,
            stored=_received(form.file.data), findings=form.findings.data, conditions=form.conditions.data or "",
            participants=form.participants.data or "", actor=actor, now=now,
        )  # fmt: skip

    said = gettext("已经登记，送签发人。")
    return carry_out(track, "register", form, verb, said, tag=Tag.RESULT_REGISTERED, at="proposal")


def _received(file: FileStorage) -> Stored:
    """The file in the store, if it is one that such a result may be."""
    if not (file.filename or "").lower().endswith((".ofd", ".pdf")):
        raise Invalid({"file": ("file_type", {"name": file.filename or "", "allowed": "ofd, pdf"})})
    try:
        return keep_sent(file, all_scanned=True)
    except UploadRefused as refused:
        raise Invalid({"file": (refused.code, refused.params)}) from None


@blueprint.get("/tracks/<track>/register/<int:proposal>")
@guard("read_file")
def outside_bytes(track: str, proposal: int) -> ResponseReturnValue:
    """The file of a registered result, for its own department."""
    return hand_out(outside_file_of, track, proposal)


@blueprint.post("/tracks/<track>/return")
@guard("decide")
def return_to_examiner(track: str) -> ResponseReturnValue:
    """Give the proposal back to its examiner."""
    form = ReturnForm(prefix="return")
    verb = partial(return_proposal, track=track, version=form.version.data, because=form.because.data)
    return carry_out(track, "return", form, verb, gettext("已经退回审查员。"), tag=Tag.TRACK_RETURNED)


@blueprint.post("/tracks/<track>/sign")
@guard("decide")
def sign_decision(track: str) -> ResponseReturnValue:
    """Sign the proposed decision; its letter is numbered at once and sealed by a worker."""
    form = TrackForm(prefix="sign")
    verb = partial(sign, track=track, version=form.version.data)
    said = gettext("已经签发。文号已经给出，盖章的文书马上就好。")
    return carry_out(track, "sign", form, verb, said, tag=Tag.TRACK_SIGNED, at="letters")
