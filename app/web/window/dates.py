"""更正受理日 at the window: choose the notice and the true day, see what moves, confirm."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.drafting import STEP, is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import refuse_unless_own
from app.web.presenters.dates import day
from app.web.window.blueprint import blueprint
from app.web.window.date_forms import AcceptanceForm
from app.web.window.routes import read_case
from approvals.domain.date_change import delays
from approvals.domain.date_reasons import ARTICLE_32, Change, require_reason
from approvals.domain.refusals import NotAllowed, NotFound, Refusal, Stale
from approvals.queries.acceptance_days import (
    AcceptanceNoticeRow,
    AcceptancePreview,
    acceptance_preview,
    case_notices,
)
from approvals.usecases.window.correct_acceptance import correct_acceptance
from departments.queries.calendar import load_calendar


@blueprint.route("/cases/<case>/acceptance", methods=["GET", "POST"])
@guard("check")
def correct_day(case: str) -> ResponseReturnValue:
    """The day of acceptance that a notice gave wrong: shown first what it moves, then put right."""
    with reading() as session:
        notices = case_notices(session, case, current_actor())
    form = AcceptanceForm(formdata=request.form if request.method == "POST" else None, data=_known(notices))
    form.offer((one.notice, notice_words(one)) for one in notices)
    step = request.form.get("step", "preview")
    if request.method == "GET" or step == "edit":
        return _answer(case, notices, form)
    if not form.validate_on_submit():
        return _answer(case, notices, form, status=422)
    try:
        moved = _preview(case, form)
        if step not in ("confirm", STEP):
            return _answer(case, notices, form, moved=moved)
        verb = _verb(case, form)
        if is_draft_asked():
            return show_draft(verb, url_for("window.correct_day", case=case))
        verb()
    except (NotFound, NotAllowed):
        raise
    except Stale as stale:
        refuse_unless_own(stale, now())
    except Refusal as refusal:
        show_on(form, refusal)
        return _answer(case, notices, form, status=422)
    flash(gettext("受理日已经更正，新的受理通知书马上盖章，企业会收到。"), "done")
    return redirect(url_for("window.check", case=case))


def _verb(case: str, form: AcceptanceForm) -> Callable[[], None]:
    """The correction, ready to be made or rehearsed."""
    return partial(
        correct_acceptance,
        case=case,
        notice=form.notice.data,
        accepted_on=form.accepted_on.data,
        reason_code=form.reason_code.data,
        reason=form.reason.data,
        basis=form.basis.data,
        actor=current_actor(),
        now=now(),
    )


def notice_words(notice: AcceptanceNoticeRow) -> str:
    """章审受〔2026〕1号，3月9日受理，7 个事项."""
    return gettext(
        "%(number)s，%(day)s 受理，在办 %(count)s 项",
        number=notice.number,
        day=day(notice.accepted_on),
        count=len(notice.items),
    )


def _preview(case: str, form: AcceptanceForm) -> AcceptancePreview:
    """What would move, refused for the same reasons as the change itself."""
    with reading() as session:
        calendar, actor, today = load_calendar(session), current_actor(), local_day(now())
        found = acceptance_preview(session, case, form.notice.data, form.accepted_on.data, actor, calendar, today)
    late = delays([move for _, moves in found.items for move in moves])
    require_reason(Change.ACCEPTANCE, form.reason_code.data, form.reason.data, form.basis.data, delays=late)
    return found


def _known(notices: tuple[AcceptanceNoticeRow, ...]) -> dict[str, Any]:
    return {"notice": notices[-1].notice if notices else "", "basis": ARTICLE_32}


def _answer(
    case: str,
    notices: tuple[AcceptanceNoticeRow, ...],
    form: AcceptanceForm,
    *,
    moved: AcceptancePreview | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    facts = {"page": read_case(case), "notices": notices, "form": form, "moved": moved}
    return render_template("window/acceptance.html", **facts), status
