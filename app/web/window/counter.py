"""帮办代办: the clerk finds the enterprise, fills in its filing, and the applicant confirms before it is filed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.answer_form import answer_said
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import sent_version
from app.web.on_behalf import as_applicant
from app.web.presenters.labels import label
from app.web.presenters.member_words import code_mark_words
from app.web.stored_files import keep_sent
from app.web.window.blueprint import blueprint
from app.web.window.counter_forms import NewcomerForm, SlipForm, StageForm, credit_code_wrong
from approvals.domain.credit_code import normalise
from approvals.domain.old_codes import CodeMark, check_for_registration
from approvals.domain.refusals import Invalid, NotFound, Refusal, Stale
from approvals.queries.counter import (
    CounterRow,
    EnterpriseAtCounter,
    counter_drafts,
    counter_of_case,
    enterprise_at_counter,
    is_overseen,
)
from approvals.queries.enterprise_draft import Draft, draft
from approvals.usecases.counter.open_counter_filing import open_counter_filing
from approvals.usecases.counter.register_at_counter import register_at_counter
from approvals.usecases.counter.take_slip import take_slip
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.draft_case import draft_case
from departments.domain.catalogue import UnknownCode
from departments.queries.catalogue import current_catalogue


@blueprint.get("/counter")
@guard("check")
def counter() -> ResponseReturnValue:
    """Who is at the counter, by the credit code; and what is being filled in."""
    return _page(normalise(request.args.get("uscc", ""))[:24])


@blueprint.post("/counter/enterprises")
@guard("check")
def newcomer() -> ResponseReturnValue:
    """Register an enterprise on the spot; its people come in by a link that is shown once."""
    form = NewcomerForm()
    if not form.validate_on_submit():
        return _page(form.uscc.data or "", newcomer=form, status=422)
    given = {
        name: getattr(form, name).data or "" for name in ("uscc", "name", "legal_representative", "address", "phone")
    }
    try:
        token = register_at_counter(**given, actor=current_actor(), now=now())
    except Invalid as refused:
        show_on(form, refused)
        return _page(form.uscc.data or "", newcomer=form, status=422)
    _, mark = check_for_registration(given["uscc"])
    if mark is not CodeMark.NONE:
        flash(code_mark_words(mark), "bad")
    link = url_for("companies.join", token=token, _external=True)
    return _page(normalise(given["uscc"]), link=link)


@blueprint.post("/counter/filings")
@guard("check")
def begin_filing() -> ResponseReturnValue:
    """Open the draft of a stage for the enterprise, in a project that is there or a new one."""
    form, uscc = StageForm(), normalise(request.form.get("uscc", ""))
    with reading() as session:
        found = enterprise_at_counter(session, uscc)
    if found is None:
        return _page(uscc, status=422)
    try:
        case = _opened(form, found) if form.validate_on_submit() else None
    except Refusal as refused:
        show_on(form, refused)
        case = None
    return redirect(url_for("enterprise.form", case=case)) if case else _page(uscc, stage=form, status=422)


def _opened(form: StageForm, found: EnterpriseAtCounter) -> str | None:
    """The draft, opened in the place of the applicant and marked as filled in by the window."""
    clerk, moment = current_actor(), now()
    acting = as_applicant(clerk, found.id)
    theme, _, stage = (form.stage.data or "").partition("/")
    project = next((one for one in found.projects if one.project == form.project.data), None)
    if project is not None and project.theme_code != theme:
        form.stage.errors = [gettext("这个项目没有这个阶段，请另选。")]
        return None
    try:
        public_id = project.project if project else create_project(
            enterprise_id=found.id, theme_code=theme, name=form.name.data or "", place=form.place.data or "",
            code=None, longitude=None, latitude=None, investment_wan=None, land_area_m2=None, actor=acting, now=moment,
        )  # fmt: skip
        case = draft_case(project=public_id, stage_code=stage, actor=acting, now=moment)
    except UnknownCode:
        form.stage.errors = [gettext("这个项目没有这个阶段，请另选。")]
        return None
    open_counter_filing(case=case, actor=clerk, now=moment)
    return case


@blueprint.route("/counter/cases/<case>/slip", methods=["GET", "POST"])
@guard("check")
def slip(case: str) -> ResponseReturnValue:
    """The confirmation to print and sign, and the place where its scan goes."""
    filing, found = _filing(case)
    form = SlipForm()
    if request.method == "POST":
        if form.validate() and _taken(case, form):
            flash(gettext("确认单已经存好，可以提交了。"), "done")
            return redirect(url_for("enterprise.review", case=case))
    else:
        form.version.data = str(filing.version)
    page = render_template("window/slip.html", filing=filing, draft=found, form=form, said=answer_said)
    return page, 422 if request.method == "POST" else 200


def _taken(case: str, form: SlipForm) -> bool:
    try:
        take_slip(
            case=case, version=sent_version(), signer=form.signer.data or "", stored=keep_sent(form.file.data),
            actor=current_actor(), now=now(),
        )  # fmt: skip
    except (Stale, NotFound):
        raise
    except Refusal as refused:
        show_on(form, refused)
        return False
    return True


def _filing(case: str) -> tuple[CounterRow, Draft]:
    """A draft that is filled in at the visitor's window."""
    clerk = current_actor()
    with reading() as session:
        filing = counter_of_case(session, case)
        if filing is None or not filing.is_draft or not is_overseen(session, case, clerk):
            raise NotFound
        return filing, draft(session, case, as_applicant(clerk, filing.enterprise_id), now().date())


def _page(
    uscc: str,
    *,
    newcomer: NewcomerForm | None = None,
    stage: StageForm | None = None,
    link: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    with reading() as session:
        found = enterprise_at_counter(session, uscc) if uscc else None
        drafts = counter_drafts(session, current_actor())
        catalogue = current_catalogue(session).catalogue
    wrong = "" if newcomer or found or not uscc else credit_code_wrong(uscc)
    newcomer = newcomer or NewcomerForm(formdata=None, data={"uscc": uscc})
    stage = stage or StageForm(formdata=None)
    known = found.projects if found else ()
    stage.project.choices = [
        SelectChoice("", gettext("新项目")),
        *(SelectChoice(one.project, one.name) for one in known),
    ]
    stage.stage.choices = [
        SelectChoice(f"{theme.code}/{one.code}", f"{label(theme)} · {label(one)}")
        for theme in catalogue.themes.values()
        for one in theme.stages
    ]
    facts = {
        "uscc": uscc,
        "wrong": wrong,
        "found": found,
        "drafts": drafts,
        "newcomer": newcomer,
        "stage": stage,
        "link": link,
    }
    return render_template("window/counter.html", stages=catalogue.stages, **facts), status
