"""One application, step by step: the items found, the papers. The form is in `answering`, signing in `signing`."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.forms import PaperForm
from app.web.enterprise.handing_in import ARRANGES, hand_in, rearrange, refused_because, under_way
from app.web.enterprise.taking_over import OPEN_TO_AGAIN, TAKES, again_in, take_over
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.plan_words import because
from approvals.domain.choices import held_up_by
from approvals.domain.refusals import Refusal
from approvals.queries.enterprise_draft import Draft, draft
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from departments.queries.calendar import load_calendar


def open_draft(case: str) -> Draft:
    """The draft of this address as the signed-in person may see it; what no register holds is asked of the applicant."""
    with reading() as session:
        found = draft(session, case, current_actor(), local_day(present()))
    holds = current_app.extensions["binglian.register"].holds
    papers = (
        replace(one, status="missing") if one.status == "sharing" and not holds(one.paper.code) else one
        for one in found.papers
    )
    return replace(found, papers=tuple(papers))


def to_case(found: Draft) -> ResponseReturnValue:
    """What is filed is no draft any more."""
    return redirect(url_for("enterprise.case", case=found.public_id))


@blueprint.get("/drafts/<case>/items")
@guard("apply")
def items(case: str) -> ResponseReturnValue:
    """What follows from the answers, before anything is filed."""
    found = open_draft(case)
    if found.is_filed:
        return to_case(found)
    if found.plan.unanswered:
        return redirect(url_for("enterprise.form", case=case, check=1))
    with reading() as session:
        calendar = load_calendar(session)
    expected_on = calendar.add(local_day(present()), found.plan.slowest.path_wd) if found.plan.slowest else None
    facts = {"because": because, "expected_on": expected_on, "held_up_by": held_up_by}
    return render_template("enterprise/items.html", draft=found, **facts)


@blueprint.get("/drafts/<case>/papers")
@guard("apply")
def papers(case: str) -> ResponseReturnValue:
    """Every distinct paper once: upload, promise, or see how it comes by itself."""
    found = open_draft(case)
    if found.is_filed:
        return to_case(found)
    if found.plan.unanswered:
        return redirect(url_for("enterprise.items", case=case))
    return papers_page(found)


def papers_page(found: Draft, wrong: str | None = None, words: str = "") -> str:
    """The papers step; `wrong` names the paper that was refused and `words` why, said above when it has no row."""
    if words and wrong not in {each.paper.code for each in found.papers}:
        flash(words, "bad")
    limit: int = current_app.extensions["binglian.settings"].upload_limit
    again = again_in(found.public_id, [each.paper.code for each in found.papers if each.status in OPEN_TO_AGAIN])
    return render_template(
        "enterprise/papers.html", draft=found, form=PaperForm(formdata=None), wrong=wrong, words=words, limit=limit,
        again=again, under_way=under_way(found.public_id),
    )  # fmt: skip


@blueprint.post("/drafts/<case>/papers/<code>")
@guard("apply")
def paper(case: str, code: str) -> ResponseReturnValue:
    """Upload one paper of the draft, or choose to hand it in later, or take that back."""
    form = PaperForm()
    if not form.validate():
        return papers_page(open_draft(case), code, gettext("页面过期了，请再试一次。")), 422
    action = request.form.get("action")
    try:
        if action in ("defer", "undefer"):
            choose_deferral(
                case=case, material_code=code, deferred=action == "defer", actor=current_actor(), now=present()
            )
        elif action in ARRANGES:
            rearrange(case, code, action)
        elif action in TAKES:
            take_over(case, code, action)
        else:
            hand_in(case, code, form.file.data, adds=action == "add")
    except Refusal as refused:
        if refused.status == 404:
            raise
        return papers_page(open_draft(case), code, refused_because(refused)), max(refused.status, 422)
    return redirect(url_for("enterprise.papers", case=case, _anchor=f"p-{code}"))
