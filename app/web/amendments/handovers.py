"""A project changes hands: the applicant asks, the other enterprise signs, the window agrees or declines."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.amendments.blueprint import blueprint
from app.web.amendments.forms import AnswerForm, ConsentForm, HandoverForm
from app.web.companies.file import received
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from app.web.signer_proof import TOTP, method_of_signing, proves
from app.web.stored_files import send_stored
from approvals.domain.handover import Party, require_party
from approvals.domain.refusals import Invalid, NotFound, Refusal, Stale
from approvals.queries.enterprise_files import FileToSend
from approvals.queries.handed_over import evidence_file, handed_letter, handed_paper
from approvals.queries.handover_page import HandoverBasis, HandoverPage, handover_basis, handover_page
from approvals.queries.handovers import HandedProject, WaitingChange, handed_projects, waiting_change
from approvals.usecases.amendments.ask_handover import ask_handover
from approvals.usecases.amendments.change_applicant import change_applicant
from approvals.usecases.amendments.consent_handover import consent_handover
from approvals.usecases.amendments.end_handover import end_handover


@blueprint.app_context_processor
def handover_words() -> dict[str, object]:
    """What other pages say of a change of applicant."""
    return {"handover_of": _waiting, "handed_projects": _handed}


def _waiting(case: str) -> WaitingChange | None:
    with reading() as session:
        return waiting_change(session, case)


def _handed() -> tuple[HandedProject, ...]:
    with reading() as session:
        return handed_projects(session, current_actor())


@blueprint.route("/<case>/handover", methods=["GET", "POST"])
@guard("apply")
def ask(case: str) -> ResponseReturnValue:
    """Say who takes over, why, and show it; sign."""
    waiting = _basis(case)
    if isinstance(waiting, str):
        return redirect(url_for("amendments.handover", handover=waiting))
    form = HandoverForm()
    if not form.is_submitted():
        return _asking(case, waiting, form)
    is_said = form.validate()
    if not (proves(form.code, form.password) and is_said):
        return _asking(case, waiting, form, 422)
    try:
        files = received(form.file.data)
        made = ask_handover(
            case=case, uscc=form.uscc.data or "", reason=form.reason.data or "", stored=files[0] if files else None,
            method=method_of_signing(), actor=current_actor(), now=now(),
        )  # fmt: skip
    except (NotFound, Stale):
        raise
    except Refusal as refused:
        return _refused(case, waiting, form, refused)
    flash(gettext("已经送给接手的企业，等它签名。窗口同意以前，照原来的办。"), "done")
    return redirect(url_for("amendments.handover", handover=made))


def _refused(case: str, basis: HandoverBasis, form: HandoverForm, refused: Refusal) -> Response:
    if refused.status == 403:
        raise refused
    if refused.field == "file" or isinstance(refused, Invalid):
        show_on(form, refused)
    else:
        form.form_errors.append(refusal_sentence(refused))
    return _asking(case, basis, form, 422)


def _basis(case: str) -> HandoverBasis | str:
    """What would go along, or the address of the wish that is open already."""
    with reading() as session:
        basis = handover_basis(session, case, current_actor())
        waiting = waiting_change(session, case)
    return waiting.public_id if waiting is not None else basis


def _asking(case: str, basis: HandoverBasis, form: HandoverForm, status: int = 200) -> Response:
    by_code = method_of_signing() == TOTP
    body = render_template(
        "amendments/hand_over.html", case=case, basis=basis, form=form, by_code=by_code,
        in_the_way=refusal_sentence(basis.in_the_way) if basis.in_the_way else "",
    )  # fmt: skip
    return Response(body, status)


@blueprint.get("/handovers/<handover>")
@guard("amend")
def handover(handover: str) -> ResponseReturnValue:
    """The wish with what goes along; afterwards, for the former applicant, what it filed."""
    return _page(_read(handover))


@blueprint.post("/handovers/<handover>/consent")
@guard("apply")
def consent(handover: str) -> ResponseReturnValue:
    """The other enterprise signs for itself and for each promise."""
    form = ConsentForm()
    page = _read(handover)
    require_party(page.parties, Party.SUCCESSOR)
    if not proves(form.code, form.password):
        return _page(page, consenting=form, status=422)

    def verb() -> None:
        consent_handover(
            handover=handover, lines=form.lines.data or (), method=method_of_signing(), actor=current_actor(), now=now()
        )

    return _do(page, verb, gettext("已经签名，等窗口同意。"), consenting=form)


@blueprint.post("/handovers/<handover>/agree")
@guard("check")
def agree_handover(handover: str) -> ResponseReturnValue:
    """The window carries the change out, at once."""
    form = AnswerForm()

    def verb() -> None:
        change_applicant(
            handover=handover, seen=form.seen.data or "", word=form.word.data or "", actor=current_actor(), now=now()
        )

    page = _read(handover)
    if not form.validate():
        return _page(page, answering=form, status=422)
    return _do(page, verb, gettext("申请人已经变更，通知书正在制作。"), answering=form)


@blueprint.post("/handovers/<handover>/end")
@guard("amend")
def end(handover: str) -> ResponseReturnValue:
    """Decline with a word, or take back what one asked for or signed."""
    form = AnswerForm()

    def verb() -> None:
        end_handover(handover=handover, word=form.word.data or "", actor=current_actor(), now=now())

    page = _read(handover)
    if not form.validate():
        return _page(page, answering=form, status=422)
    return _do(page, verb, gettext("已经答复，照原来的办。"), answering=form)


@blueprint.get("/handovers/<handover>/evidence")
@guard("amend")
def evidence(handover: str) -> ResponseReturnValue:
    """The paper that shows why."""
    with reading() as session:
        found = evidence_file(session, handover, current_actor())
    return _send(found)


@blueprint.get("/handovers/<handover>/papers/<paper>/<int:number>")
@guard("apply")
def paper_bytes(handover: str, paper: str, number: int) -> ResponseReturnValue:
    """A paper that the former applicant filed."""
    with reading() as session:
        found = handed_paper(session, handover, paper, number, request.args.get("place", 1, type=int), current_actor())
    return _send(found)


@blueprint.get("/handovers/<handover>/letters/<document>")
@guard("apply")
def letter_bytes(handover: str, document: str) -> ResponseReturnValue:
    """A letter the former applicant was sent."""
    with reading() as session:
        found = handed_letter(session, handover, document, current_actor())
    return _send(found)


def _send(found: FileToSend) -> Response:
    return send_stored(found.sha256, found.media_type, found.display_name)


def _read(public_id: str) -> HandoverPage:
    with reading() as session:
        return handover_page(session, public_id, current_actor())


def _do(
    page: HandoverPage,
    verb: Callable[[], None],
    said: str,
    *,
    consenting: ConsentForm | None = None,
    answering: AnswerForm | None = None,
) -> ResponseReturnValue:
    """Do it and show the page; what the house refuses is said there, beside its field where it has one."""
    try:
        verb()
    except (NotFound, Stale):
        raise
    except Refusal as refused:
        if refused.status == 403:
            raise
        form = consenting or answering
        if form is not None:
            show_on(form, refused)
        return _page(_read(page.public_id), consenting, answering, 422)
    flash(said, "done")
    return redirect(url_for("amendments.handover", handover=page.public_id))


def _page(
    page: HandoverPage,
    consenting: ConsentForm | None = None,
    answering: AnswerForm | None = None,
    status: int = 200,
) -> Response:
    body = render_template(
        "amendments/handover.html", page=page, consenting=consenting or ConsentForm(formdata=None),
        answering=answering or AnswerForm(formdata=None), by_code=method_of_signing() == TOTP,
        taken=(consenting.lines.data or ()) if consenting else (),
        in_the_way=refusal_sentence(page.in_the_way) if page.in_the_way else "",
    )  # fmt: skip
    return Response(body, status)
