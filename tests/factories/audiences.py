"""A city with something at every address, and who may ask for it: what the door is tried against."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.passwords import hash_password
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.models.amendments import ApplicantChange
from approvals.models.applicants import Enterprise, Project, ProjectPackage
from approvals.models.cases import Case, Question, Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVersion
from approvals.models.prechecks import Precheck, PrecheckLine
from approvals.models.traces import Notification, OutboxMessage
from approvals.queries.enterprises import enterprises_of
from approvals.usecases.calendar.close_department import close_department
from approvals.usecases.calendar.propose_calendar import propose_calendar
from approvals.usecases.department.claim import claim
from approvals.usecases.enterprise.ask_precheck import ask_precheck
from approvals.usecases.enterprise.ask_question import ask_question
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from departments.domain.calendar_import import Source, YearImport
from departments.domain.working_calendar import DayEntry
from departments.models.calendar import CalendarDraft, DepartmentClosure
from departments.models.people import Account, Department
from departments.queries.people import actor_of, person
from tests.factories.drafts import a_draft, project_of
from tests.factories.handing import ask
from tests.factories.main_job import (
    MARKET,
    MONDAY,
    PASSWORD,
    Cast,
    accept_all,
    at,
    decide,
    file_case,
    settle,
    the_case,
)  # fmt: skip
from tests.factories.packages import a_package
from tests.factories.story import print_everything

TUESDAY = MONDAY + dt.timedelta(days=1)
WEDNESDAY = MONDAY + dt.timedelta(days=2)
AT_THE_WINDOW, TO_WITHDRAW, DRAWN_UP, OF_THE_RIVAL = (
    "绣源河智能装备产业园",
    "百脉泉康养中心",
    "埠村冷链仓储",
    "海岱家居城",
)
DEPARTMENT, OTHER_DEPARTMENT, ITEM = "GAJJ", "YC", "LX-13"

# Every kind of person who may stand at the door, by user name; nobody signed in is the empty name.
AUDIENCES = {
    "anonymous": "",
    "rival": "rival",
    "owner": "lin",
    "window": "clerk",
    "examiner": f"chen-{DEPARTMENT}",
    "other_examiner": f"chen-{OTHER_DEPARTMENT}",
    "head": f"wu-{DEPARTMENT}",
    "steward": "guan",
    "other_steward": "zhao",
    "supervisor": "du",
    "admin": "admin",
}


@dataclass(frozen=True)
class Things:
    """What addresses name: Lin's, unless the name says otherwise. Every value is ready to stand in an address."""

    project: str
    case: str
    track: str
    paper: str
    document: str
    letter: str
    question: int
    filed: str
    filed_track: str
    filed_paper: str
    leaving: str
    draft: str
    draft_project: str
    rivals_project: str
    rivals_track: str
    notification: int
    not_dead: int
    calendar_draft: str
    own_draft: str
    closure: str
    company: str
    precheck: str
    shown_line: int
    handover: str
    package: str
    package_member: str


def everybody_at_work() -> None:
    """Lin's case is with the departments, another at the window, a third a draft; a rival has a case of its own."""
    cast = settle()
    filed = file_case(cast, day=MONDAY, name=MARKET, defers=("M018",))
    accept_all(cast, filed, day=TUESDAY)
    claim(track=filed.tracks[ITEM], version=2, actor=cast.examiners[DEPARTMENT], now=at(TUESDAY, 11))
    decide(cast, filed, "LX-01", day=WEDNESDAY)
    ask_question(
        case=filed.case, track=filed.tracks[ITEM], text="评审会要我们到场吗？", actor=cast.lin, now=at(WEDNESDAY)
    )
    file_case(cast, day=MONDAY, name=AT_THE_WINDOW)
    file_case(cast, day=MONDAY, name=TO_WITHDRAW)
    drawn_up = a_draft(cast, day=MONDAY, name=DRAWN_UP)
    ask_precheck(case=drawn_up.case, department=DEPARTMENT, question="", actor=cast.lin, now=at(MONDAY))
    a_package(cast, 3)
    _rival(cast)
    ask(the_case(AT_THE_WINDOW).case, cast)
    _traces()
    _years(cast)


def _rival(cast: Cast) -> None:
    """Another enterprise, with a case at the window and a project nobody follows."""
    account = register_enterprise(
        username="rival", password_hash=hash_password(PASSWORD), person_name="孟海", phone="13800000002",
        email="rival@example.com", uscc="91370200264574251E", enterprise_name="海岱家居有限公司",
        legal_representative="孟海", address="青岛市市南区", locale="zh_Hans_CN", now=at(MONDAY),
    )  # fmt: skip
    with reading() as session:
        found = person(session, account)
        assert found is not None
        rival = actor_of(found, frozenset(one.id for one in enterprises_of(session, account)))
    stranger = Cast(**{**vars(cast), "lin": rival, "guan": cast.zhao})
    accept_all(stranger, file_case(stranger, day=MONDAY, name=OF_THE_RIVAL), day=TUESDAY)
    project_of(rival, name="还没有申报的项目")


def _traces() -> None:
    """A line in Lin's bell, and every letter printed."""
    stored = current_app.extensions["binglian.files"].keep(b"%PDF-1.4 a paper", "application/pdf", "letter.pdf")
    print_everything(stored.sha256, at(WEDNESDAY, 16))
    moment = at(WEDNESDAY)
    with unit_of_work() as session:
        lin = session.scalars(select(Account.id).where(Account.username == "lin")).one()
        case = session.scalars(select(Case.id).where(Case.public_id == the_case().case)).one()
        session.add(
            Notification(
                key="for the door", account_id=lin, case_id=case, code="accepted", params={}, created_at=moment
            )
        )


def _years(cast: Cast) -> None:
    """Two years that wait for a second administrator, and a department that will be closed."""
    for year in (2027, 2028):
        entries = (DayEntry(dt.date(year, 5, 3), False, "劳动节", "某通知"),)
        propose_calendar(
            taken=YearImport(year, "某通知", entries),
            source=Source.FORM,
            source_text="[]",
            actor=cast.admin,
            now=at(MONDAY),
        )
    far = dt.date(2099, 3, 2)
    with reading() as session:
        closed = session.scalars(select(Department.public_id).where(Department.code == DEPARTMENT)).one()
    close_department(department=closed, first_on=far, last_on=far, reason="搬迁", actor=cast.admin, now=at(MONDAY))


def things() -> Things:
    """The public ids of the city that `everybody_at_work` made."""
    filed, window, rival = the_case(), the_case(AT_THE_WINDOW), the_case(OF_THE_RIVAL)
    draft = the_case(DRAWN_UP)
    with reading() as session:
        track = session.scalars(select(Track).where(Track.public_id == filed.tracks[ITEM])).one()
        letter = session.scalars(
            select(Document.public_id).join(DocumentTrack).where(DocumentTrack.track_id == track.id)
        ).first()
        result = select(Document.public_id).join(Case).where(
            Case.public_id == filed.case, Document.kind.in_(RESULT_LETTERS.values())
        )  # fmt: skip
        return Things(
            project=filed.project, case=filed.case, track=track.public_id, paper=_paper_of(session, track),
            document=session.scalars(result).one(), letter=letter or "",
            question=session.scalars(select(Question.id)).one(),
            filed=window.case, filed_track=window.tracks[ITEM],
            filed_paper=_paper_of(session, session.scalars(select(Track).where(Track.public_id == window.tracks[ITEM])).one()),
            leaving=the_case(TO_WITHDRAW).case, draft=draft.case, draft_project=draft.project,
            rivals_project=rival.project, rivals_track=rival.tracks[ITEM],
            notification=session.scalars(select(Notification.id).where(Notification.key == "for the door")).one(),
            not_dead=session.scalars(select(OutboxMessage.id).where(OutboxMessage.dead_at.is_(None))).first() or 0,
            calendar_draft=session.scalars(select(CalendarDraft.public_id).where(CalendarDraft.year == 2027)).one(),
            own_draft=session.scalars(select(CalendarDraft.public_id).where(CalendarDraft.year == 2028)).one(),
            closure=session.scalars(select(DepartmentClosure.public_id)).one(),
            company=session.scalars(select(Enterprise.public_id).order_by(Enterprise.id)).first() or "",
            handover=session.scalars(select(ApplicantChange.public_id)).one(),
            package=session.scalars(select(ProjectPackage.public_id)).one(),
            package_member=session.scalars(select(Project.public_id).where(Project.package_no == 1)).one(),
            precheck=session.scalars(select(Precheck.public_id)).one(),
            shown_line=session.scalars(select(PrecheckLine.id)).first() or 0,
        )  # fmt: skip


def _paper_of(session: Session, track: Track) -> str:
    """A paper of the track that was uploaded."""
    statement = (
        select(CaseMaterial.public_id).join(MaterialDemand).join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
        .where(MaterialDemand.track_id == track.id, MaterialVersion.file_id.is_not(None)).order_by(CaseMaterial.id)
    )  # fmt: skip
    return session.scalars(statement).first() or ""
