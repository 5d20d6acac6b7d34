"""Results the applicant says are there already: the window looks at each, and may doubt it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.wallclock import now
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.typed_text import lines
from app.web.window.blueprint import blueprint
from approvals.usecases.window.judge_brought import judge_brought

LONGEST = 500


@blueprint.post("/cases/<case>/brought/<item>")
@guard("check")
def judge(case: str, item: str) -> ResponseReturnValue:
    """Say what is doubtful, or take it back with no words."""
    doubt = (lines(request.form.get("doubt", "")) or "").strip()
    clears = request.form.get("clear") == "yes"
    if not clears and not 0 < len(doubt) <= LONGEST:
        flash(gettext("请用 500 个字以内写明疑问，企业会看到。"), "bad")
    else:
        judge_brought(case=case, item=item, doubt="" if clears else doubt, actor=current_actor(), now=now())
        flash(
            gettext("疑问撤销了，批文重新算数。") if clears else gettext("疑问已经告诉企业，这份批文暂不算数。"), "done"
        )
    return redirect(url_for("window.check", case=case, _anchor="brought"))
