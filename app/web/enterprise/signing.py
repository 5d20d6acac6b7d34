"""The last step: look everything over, consent, promise, sign, and file."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.answer_form import answer_said
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.filing import open_draft, to_case
from app.web.enterprise.forms import ReviewForm
from app.web.enterprise.ordering import ahead
from app.web.enterprise.promises import promises_of
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import sent_version
from app.web.presenters.refusal_words import reason
from app.web.signer_proof import TOTP, method_of_signing, proves
from approvals.domain.refusals import NotFound, Refusal, Stale
from approvals.queries.enterprise_draft import Draft
from approvals.queries.package_pages import PackagePage, package_of_project, package_page
from approvals.usecases.enterprise.order_filing import order_filing
from approvals.usecases.enterprise.submit import submit


@blueprint.route("/drafts/<case>/review", methods=["GET", "POST"])
@guard("apply")
def review(case: str) -> ResponseReturnValue:
    """Everything once more; what is missing is named, and filing without it is still possible."""
    found = open_draft(case)
    if found.is_filed:
        return to_case(found)
    if not found.plan.items:
        return redirect(url_for("enterprise.items", case=case))
    form = ReviewForm()
    if request.form.get("action") == "order":
        if form.validate_on_submit() and _may_sign(form, found) and _carried_out(order_filing, form, found):
            flash(gettext("委托好了：等的结果一准予，当时就提交。"), "done")
            return redirect(url_for("enterprise.review", case=case, _anchor="ahead"))
    elif form.validate_on_submit() and _is_answered(form, found) and _may_sign(form, found) and _filed(form, found):
        flash(_filed_words(), "done")
        return redirect(url_for("window.inbox" if current_actor().on_behalf else "enterprise.case", case=case))
    if not form.is_submitted():
        form.version.data = str(found.version)
    page = render_template(
        "enterprise/review.html", draft=found, form=form, said=answer_said, promises=promises_of(found),
        by_code=method_of_signing() == TOTP, ahead=ahead(found), package=_package(found),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def _filed_words() -> str:
    """Where the receipt will be, to the applicant or to the clerk who has no such page."""
    if current_actor().on_behalf:
        return gettext("已经替企业提交。收件凭证做好以后，在企业账户的“批文”里。")
    return gettext("已提交。收件凭证正在制作，做好就在批文里。")


def _package(found: Draft) -> PackagePage | None:
    """The package this draft is filed for, with what is decided for whom; None for a single project."""
    with reading() as session:
        place = package_of_project(session, found.project_id)
        return package_page(session, place[0], current_actor()) if place and place[2] == 0 else None


def _is_answered(form: ReviewForm, found: Draft) -> bool:
    """Which questions are open stands in the list above, each with its place in the form."""
    if found.plan.unanswered:
        form.form_errors.append(gettext("还有 %(count)s 个问题没有回答", count=len(found.plan.unanswered)))
    return not found.plan.unanswered


def _may_sign(form: ReviewForm, found: Draft) -> bool:
    """A promise binds the enterprise: the person proves again who is signing, once everything else is right."""
    if not found.deferred and not found.vouched:
        return True
    if not form.signs_commitment.data:
        form.signs_commitment.errors = [reason("must_sign")]
    if not form.truth_declared.data:
        form.truth_declared.errors = [reason("must_declare")]
    if form.signs_commitment.errors or form.truth_declared.errors:
        return False
    return proves(form.code, form.password)


def _carried_out(verb: Callable[..., object], form: ReviewForm, found: Draft, **more: object) -> bool:
    """File it, or order it to be filed; what the house refuses is said on this page, but a stale page is not signed."""
    try:
        verb(
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
            **more,
        )
    except (Stale, NotFound):
        raise
    except Refusal as refused:
        show_on(form, refused)
        return False
    return True


def _filed(form: ReviewForm, found: Draft) -> bool:
    return _carried_out(
        submit, form, found, close_of_business=current_app.extensions["binglian.settings"].close_of_business
    )
