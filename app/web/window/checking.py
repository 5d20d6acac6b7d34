"""The window looks at the papers of a filing one by one; each word is kept on its own."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.wallclock import now
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.window.blueprint import blueprint
from app.web.window.forms import PaperForm
from app.web.window.routes import check_response, read_case
from app.web.window.verbs import already
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import Verdict
from approvals.queries.window_check import CheckPage
from approvals.usecases.window.check_paper import check_paper


@blueprint.post("/cases/<case>/papers/<paper>/check")
@guard("check")
def check_one(case: str, paper: str) -> ResponseReturnValue:
    """Keep what is said of this paper and go on to the next that nobody has looked at."""
    page = read_case(case)
    if all(each.paper != paper for each in page.papers):
        raise NotFound
    form = PaperForm()
    if not form.validate_on_submit():
        return _again(case, paper, form)
    try:
        check_paper(
            case=case, paper=paper, number=request.form.get("number", 0, type=int),
            verdict=Verdict(form.verdict.data), comment=form.comment.data or "", actor=current_actor(), now=now(),
        )  # fmt: skip
    except Invalid as refusal:
        show_on(form, refusal)
        return _again(case, paper, form)
    except Refusal as refusal:
        return already(case, refusal)
    asked = request.form.get("next", "")
    following = asked if any(each.paper == asked for each in page.papers) else _next(page, paper)
    return redirect(url_for("window.check", case=case, paper=following, _anchor="papers"))


def _again(case: str, paper: str, form: PaperForm) -> Response:
    return check_response(case, look=form, paper=paper, status=422)


def _next(page: CheckPage, paper: str) -> str:
    """The next paper nobody has looked at, after this one and then from the top; this one when there is none."""
    places = [each.paper for each in page.to_look_at]
    here = places.index(paper) if paper in places else 0
    rest = places[here + 1 :] + places[:here]
    return next((each for each in rest if each not in page.checks), paper)
