"""Changing what was decided, at the desk: a slip, a revocation, a recall, a termination, a decision made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.department.blueprint import blueprint
from app.web.department.change_forms import (
    CancelForm,
    ChangeForm,
    HearingCallForm,
    HearingCloseForm,
    HearingRightForm,
    IntentionForm,
    RecallForm,
    ReissueForm,
    ReopenForm,
    RevokeForm,
    TerminateForm,
)
from app.web.drafting import is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import is_second_click, with_author
from app.web.presenters.ground_words import ACTS
from app.web.presenters.labels import label
from app.web.presenters.marking import N_
from app.web.presenters.service_words import METHODS
from approvals.domain.events import Tag
from approvals.domain.letters.registry import LETTERS
from approvals.domain.refusals import NotAllowed, NotFound, Refusal, Stale
from approvals.queries.letter_lives import lives_of_track
from approvals.queries.track_changes import ChangesPage, changes_page
from approvals.usecases.department.cancel import cancel
from approvals.usecases.department.recall import recall
from approvals.usecases.department.reissue import NOT_HERE, reissue
from approvals.usecases.department.reopen import reopen
from approvals.usecases.department.revoke import revoke
from approvals.usecases.department.terminate import terminate
from approvals.usecases.hearing.call_hearing import call_hearing
from approvals.usecases.hearing.close_hearing import close_hearing
from approvals.usecases.hearing.tell_hearing_right import tell_hearing_right


@dataclass(frozen=True)
class Change:
    """One verb of the page: its form, the use-case, the event a second click finds, and what is said when it is done."""

    form: type[ChangeForm]
    use_case: Callable[..., object]
    tag: Tag
    said: str


CHANGES: Mapping[str, Change] = {
    "reissue": Change(ReissueForm, reissue, Tag.DOCUMENT_REISSUED, N_("文书已经换发，原文书标明已替换。")),
    "revoke": Change(RevokeForm, revoke, Tag.TRACK_REVOKED, N_("许可已经撤销，企业会收到决定书。")),
    "recall": Change(RecallForm, recall, Tag.TRACK_RECALLED, N_("许可已经撤回，企业会收到决定书。")),
    "cancel": Change(CancelForm, cancel, Tag.TRACK_CANCELLED, N_("许可已经注销，企业会收到决定书。")),
    "terminate": Change(TerminateForm, terminate, Tag.TRACK_TERMINATED, N_("已经终止办理，企业会收到决定书。")),
    "intend": Change(
        IntentionForm,
        tell_hearing_right,
        Tag.HEARING_OFFERED,
        N_("告知书已经发出。企业答复以后，或者期限过了，才能作出决定。"),
    ),
    "hearing-right": Change(
        HearingRightForm,
        tell_hearing_right,
        Tag.HEARING_OFFERED,
        N_("听证告知书已经发出，企业五个工作日内可以要求听证。"),
    ),
    "hearing-call": Change(HearingCallForm, call_hearing, Tag.HEARING_CALLED, N_("听证通知已经发出，从今天起不计时。")),
    "hearing-close": Change(HearingCloseForm, close_hearing, Tag.HEARING_CLOSED, N_("听证笔录已经存下，恢复计时。")),
    "reopen": Change(ReopenForm, reopen, Tag.TRACK_REOPENED, N_("已经重新开始办理，等待认领。")),
}


CORRECTABLE = frozenset(LETTERS) - NOT_HERE
"""Letters a department puts right itself; the window corrects its own."""


@blueprint.get("/tracks/<track>/changes")
@guard("examine")
def changes(track: str) -> ResponseReturnValue:
    """The letters of one item with their lives, and what its state allows to be changed."""
    return _page(_read(track))


@blueprint.post("/tracks/<track>/changes/<verb>")
@guard("decide")
def change(track: str, verb: str) -> ResponseReturnValue:
    """Show the letter of a change as a draft, or make the change."""
    page, known = _read(track), CHANGES.get(verb)
    if known is None:
        abort(404)
    form = known.form(prefix=verb)
    form.offer()
    if not form.validate_on_submit():
        return _page(page, form, 422)
    do = partial(
        known.use_case, track=track, version=form.version.data, actor=current_actor(), now=now(), **form.words()
    )
    try:
        if is_draft_asked():
            return show_draft(do, url_for("department.changes", track=track))
        do()
    except (NotFound, NotAllowed):
        raise
    except Stale as stale:
        if not is_second_click(track, known.tag, now()):
            raise with_author(stale) from None
    except Refusal as refusal:
        show_on(form, refusal)
        return _page(page, form, 422)
    flash(gettext(known.said), "done")
    return redirect(url_for("department.changes", track=track))


def _read(track: str) -> ChangesPage:
    with reading() as session:
        return changes_page(session, track, current_actor())


def _page(page: ChangesPage, refused: ChangeForm | None = None, status: int = 200) -> Response:
    with reading() as session:
        letters = lives_of_track(session, page.track_id)
    forms = {name: _fresh(known.form, page) for name, known in CHANGES.items()}
    if refused is not None:
        forms[refused.verb] = refused
    standing = [one for one in letters if one.is_in_force and not one.is_elsewhere and one.kind in CORRECTABLE]
    for form in forms.values():
        if isinstance(form, ReissueForm):
            form.offer_letters((one.public_id, f"{label(one)} {one.number}") for one in standing)
        if isinstance(form, IntentionForm):
            form.offer_acts(page.acts)
    body = render_template(
        "department/changes.html", page=page, letters=letters, forms=forms, refused=refused, methods=METHODS,
        standing=standing, acts=ACTS,
    )  # fmt: skip
    return Response(body, status)


def _fresh(kind: type[ChangeForm], page: ChangesPage) -> ChangeForm:
    """An empty form; a decision somebody was heard for starts from what was said."""
    hearing = page.hearing
    heard = {"heard": hearing.heard_words} if hearing is not None and hearing.act == kind.verb else {}
    form = kind(prefix=kind.verb, formdata=None, data={"version": page.version} | heard)
    form.offer()
    return form
