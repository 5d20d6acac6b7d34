"""A prepared filing that is filed by itself once the results it waits for are there: ordered, and taken back."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.filing import sent_version
from app.web.enterprise.forms import ReviewForm
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.signer_proof import method_of_signing
from approvals.domain.refusals import NotFound, Refusal, Stale
from approvals.queries.enterprise_draft import Draft
from approvals.queries.filing_orders import Ahead, ahead_of
from approvals.usecases.enterprise.order_filing import order_filing
from approvals.usecases.enterprise.take_order_back import take_order_back


def ahead(found: Draft) -> Ahead:
    """What this draft waits for."""
    with reading() as session:
        return ahead_of(session, found)


def ordered(form: ReviewForm, found: Draft) -> bool:
    """Note the order; what the house refuses is said on the page."""
    try:
        order_filing(
            case=found.public_id,
            version=sent_version(),
            catalogue_version=request.form.get("catalogue", type=int),
            consents_upstream=bool(form.consents_upstream.data),
            truth_declared=bool(form.truth_declared.data),
            signs_commitment=bool(form.signs_commitment.data),
            sharing=current_app.extensions["binglian.sharing"],
            sign_method=method_of_signing(),
            actor=current_actor(),
            now=present(),
        )
    except (Stale, NotFound):
        raise
    except Refusal as refused:
        show_on(form, refused)
        return False
    return True


@blueprint.post("/drafts/<case>/order")
@guard("apply")
def order_back(case: str) -> ResponseReturnValue:
    """Not to be filed by itself any more; the draft stays."""
    take_order_back(case=case, actor=current_actor(), now=present())
    flash(gettext("委托已经撤回。草稿还在，您可以随时自己提交。"), "done")
    return redirect(url_for("enterprise.review", case=case))
