"""The page of one track, with a form that was refused in the place it was sent from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, render_template, request
from flask_wtf import FlaskForm

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.answer_form import answer_said
from app.web.department import words
from app.web.department.change_forms import RegisterForm
from app.web.department.forms import (
    AcceptAllForm,
    AnswerForm,
    PauseForm,
    ProposeForm,
    ResumeForm,
    ReturnForm,
    TrackForm,
    VerdictForm,
    VisitForm,
)
from app.web.identity import current_actor
from app.web.plan_words import because
from app.web.presenters import oversight_words
from app.web.presenters.labels import procedure
from app.web.reading_room import shown_files, with_papers
from approvals.domain.clock import Reading
from approvals.domain.letters.registry import LETTERS
from approvals.domain.states import TrackState
from approvals.queries.department_queue import neighbours
from approvals.queries.department_track import PaperHere, TrackPage, track_page
from approvals.queries.department_work import QueueRow, open_work
from approvals.queries.lateness import LateTrack, lateness_of
from approvals.queries.outside_results import outside_results
from approvals.queries.oversight import notices_of_track
from approvals.queries.package_pages import beside_case
from departments.domain.catalogue_parts import SpecialProcedure
from departments.queries.calendar import load_calendar


@dataclass(frozen=True)
class Place:
    """Where the track stands in its department's queue; `place` 0 = not in it."""

    place: int
    total: int
    next: QueueRow | None


@dataclass(frozen=True)
class May:
    """Which verbs the viewer is offered; the use-cases ask again."""

    claim: bool
    release: bool
    judge: bool
    propose: bool
    decide: bool
    pause: bool
    resume: bool
    visit: bool


def track_response(track: str, bound: Mapping[str, FlaskForm] | None = None, status: int = 200) -> Response:
    """Read everything once, then render; `bound` are the refused forms by name."""
    actor, today = current_actor(), local_day(now())
    with reading() as session:
        calendar = load_calendar(session)
        page = track_page(session, track, actor, calendar, today)
        late = lateness_of(session, [LateTrack(page.head.id, page.head.state, page.reading)], calendar)
        outside = outside_results(session, page.head.id)
        notices = notices_of_track(session, page.head.id)
        package = beside_case(session, page.head.case)
        place = Place(*neighbours(open_work(session, actor, calendar, today), track))
    shown = _shown(page)
    forms = _offered(page, {**_forms(page), "verdict": _verdict(shown), **(bound or {})})
    body = render_template(
        "department/track.html",
        page=page,
        package=package,
        place=place,
        late=late.get(page.head.id),
        outside=outside,
        notices=notices,
        oversight=oversight_words,
        today=today,
        forms=forms,
        refused=set(bound or {}),
        may=may_of(page, page.is_head),
        shown=shown,
        because=because([row.reason for row in page.form.because], page.catalogue),
        stopping=stopping(page),
        words=words,
        said_answer=answer_said,
        letters=LETTERS,
        shown_files=shown_files,
    )
    return with_papers(body, status)


def _verdict(shown: PaperHere | None) -> VerdictForm:
    """The form of the paper in the viewer, with the version that is shown."""
    number = shown.row.newest.number if shown and shown.row.newest else None
    return VerdictForm(prefix="verdict", formdata=None, data={"seen": number})


def may_of(page: TrackPage, is_head: bool) -> May:
    """What the state of the track and the viewer's part in it allow."""
    state, proposal = page.head.state, page.history.open_proposal
    reviewing = state is TrackState.IN_REVIEW
    return May(
        claim=page.head.assignee_id is None and state in (TrackState.QUEUED, TrackState.AWAITING_UPSTREAM),
        release=(page.is_mine or is_head)
        and page.head.assignee_id is not None
        and state in (TrackState.IN_REVIEW, TrackState.AWAITING_UPSTREAM),
        judge=page.head.is_open,
        propose=reviewing and page.is_mine,
        decide=is_head and proposal is not None and proposal.proposed_by != page.me,
        pause=state in (TrackState.QUEUED, TrackState.IN_REVIEW)
        and page.reading is not None
        and not page.history.open_pauses
        and bool(stopping(page)),
        resume=bool(page.history.open_pauses) and page.head.is_open,
        visit=page.head.is_open and page.wants_visit,
    )


def seen(page: TrackPage) -> list[str]:
    """The papers that wait for a verdict, with the version that is the newest now."""
    return [
        f"{each.row.paper}:{each.row.newest.number}"
        for each in page.papers
        if each.status == "sent" and each.row.newest
    ]


def stopping(page: TrackPage) -> tuple[SpecialProcedure, ...]:
    """The special procedures that may stop a clock now; overdue is never cured by a pause."""
    return tuple(
        each
        for each in page.procedures
        if (each.stops_statutory or each.stops_committed) and not _stops_an_overdue_clock(each, page.reading)
    )


def _stops_an_overdue_clock(procedure: SpecialProcedure, reading: Reading | None) -> bool:
    if reading is None:
        return False
    stopped = (procedure.stops_statutory, reading.statutory), (procedure.stops_committed, reading.committed)
    return any(stops and clock is not None and clock.overdue_by > 0 for stops, clock in stopped)


def _forms(page: TrackPage) -> dict[str, FlaskForm]:
    """Fresh forms; a proposal that came back starts from its own words."""
    version = {"version": page.head.version}
    before = next((proposal for proposal in page.history.proposals if proposal.returned_at is not None), None)
    proposed = {"basis": "\n".join(page.head.item.legal_basis)}
    if before is not None:
        names = ("findings", "participants", "conditions", "reasons", "basis", "reapply")
        proposed = {name: getattr(before, name) for name in names} | {"outcome": before.outcome.value}
    return {
        "claim": TrackForm(prefix="claim", formdata=None, data=version),
        "sign": TrackForm(prefix="sign", formdata=None, data=version),
        "return": ReturnForm(prefix="return", formdata=None, data=version),
        "propose": ProposeForm(prefix="propose", formdata=None, data=version | proposed),
        "register": RegisterForm(prefix="register", formdata=None, data=version),
        "pause": PauseForm(prefix="pause", formdata=None, data=version),
        "resume": ResumeForm(prefix="resume", formdata=None, data=version),
        "visit": VisitForm(prefix="visit", formdata=None, today=local_day(now())),
        "rating": AnswerForm(prefix="rating", formdata=None),
        "all": AcceptAllForm(prefix="all", formdata=None, data={"seen": " ".join(seen(page))}),
    } | {f"answer-{each.id}": AnswerForm(prefix=f"answer-{each.id}", formdata=None) for each in page.history.questions}


def _offered(page: TrackPage, forms: dict[str, FlaskForm]) -> dict[str, FlaskForm]:
    """Choices that depend on the item and on the department."""
    pause, visit = forms["pause"], forms["visit"]
    pause.offer((each.kind.value, procedure(each.kind.value)) for each in stopping(page))
    visit.offer([("", "—"), *((each.account, each.name) for each in page.colleagues)])
    return forms


def _shown(page: TrackPage) -> PaperHere | None:
    """The paper in the viewer: the one asked for, else the first that waits for a verdict."""
    asked = request.args.get("paper") or (request.view_args or {}).get("paper")
    for paper in page.papers:
        if paper.row.paper == asked:
            return paper
    waiting = [paper for paper in page.papers if paper.status == "sent"]
    come = [paper for paper in page.papers if paper.row.newest]
    return next(iter(waiting or come or page.papers), None)
