"""The main job as far as a test needs it: people, one project, one case, moved by the use-cases on chosen days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.adapters.sharing import DemoSharing
from app.foundation.reading import reading
from app.foundation.settings import TIMEZONE
from approvals.domain.fan_out import plan
from approvals.domain.states import Outcome, Supply, Verdict
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVersion
from approvals.queries.enterprises import enterprises_of
from approvals.usecases.department.claim import claim
from approvals.usecases.department.judge_papers import judge_papers
from approvals.usecases.department.propose import propose
from approvals.usecases.department.sign import sign
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.submit import submit
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.steward.assign_steward import assign_steward
from approvals.usecases.window.accept import accept
from departments.domain.actor import SYSTEM, Actor, Role
from departments.domain.working_calendar import parse_calendar_csv
from departments.models.people import Account, Department
from departments.queries.catalogue import current_catalogue
from departments.queries.people import actor_of, person
from departments.usecases.add_officer import add_officer
from departments.usecases.publish_catalogue import publish_catalogue
from departments.usecases.seed_calendar import seed_calendar
from tests.support.quickly import quick_hash

DATA = Path(__file__).resolve().parents[2] / "departments" / "data"
PASSWORD = "a password for tests"
REGION = "370114"
MONDAY = dt.date(2026, 3, 9)
MARKET = "章丘国际建材家居城"
ANSWERS = {
    "filing_mode": "备案",
    "land_supply_mode": "出让",
    "land_area_m2": 164667,
    "gross_floor_area_m2": 180000,
    "building_use": "商业",
    "total_investment_wan": 150000,
    "eia_category": "登记表",
    "earthwork_m3": 200000,
    "annual_electricity_kwh": 6000000,
    "archaeology_done_before_supply": False,
    "in_regional_assessment": False,
}


def at(day: dt.date, hour: int = 10) -> dt.datetime:
    """A moment of that day in Shanghai."""
    return dt.datetime.combine(day, dt.time(hour), TIMEZONE).astimezone(dt.UTC)


@dataclass(frozen=True)
class Cast:
    """Who is who; officers of the departments are found by code."""

    lin: Actor
    clerk: Actor
    guan: Actor
    du: Actor
    admin: Actor
    zhao: Actor
    examiners: dict[str, Actor]
    heads: dict[str, Actor]

    def public_id(self, actor: Actor) -> str:
        with reading() as session:
            found = person(session, actor.account_id or 0)
        assert found is not None
        return found.public_id


@dataclass
class Filed:
    """A filed case: public ids of the project, the case, and its tracks by item code."""

    project: str
    case: str
    tracks: dict[str, str]


def settle(*, day: dt.date = MONDAY, departments: Iterable[str] | None = None) -> Cast:
    """Calendar, catalogue and the cast, in the pushed application context."""
    moment = at(day - dt.timedelta(days=30))
    entries = parse_calendar_csv((DATA / "calendar-2004-2026.csv").read_text(encoding="utf-8"))
    seed_calendar(entries=entries, now=moment)
    publish_catalogue(document=(DATA / "catalogue.json").read_text(encoding="utf-8"), actor=SYSTEM, now=moment)
    with reading() as session:
        codes = departments or session.scalars(select(Department.code).order_by(Department.id)).all()
    secret = quick_hash(PASSWORD)
    register_enterprise(
        username="lin", password_hash=secret, person_name="林晓", phone="13800000001", email="lin@example.com",
        uscc="914403001922038216", enterprise_name="明泉家居有限公司",
        legal_representative="林晓", address="济南市章丘区明水街道", locale="zh_Hans_CN", agrees_online=True, now=moment,
    )  # fmt: skip
    return Cast(
        lin=_actor(1),
        clerk=_officer("clerk", "钱窗", (Role.WINDOW,), "XZSP", secret, moment),
        guan=_officer("guan", "关宁", (Role.STEWARD,), None, secret, moment),
        du=_officer("du", "杜", (Role.SUPERVISOR,), None, secret, moment),
        admin=_officer("admin", "管理员", (Role.ADMIN,), None, secret, moment),
        zhao=_officer("zhao", "赵", (Role.STEWARD,), None, secret, moment),
        examiners={code: _officer(f"chen-{code}", "陈", (Role.EXAMINER,), code, secret, moment) for code in codes},
        heads={code: _officer(f"wu-{code}", "吴敏", (Role.HEAD,), code, secret, moment) for code in codes},
    )


def the_cast() -> Cast:
    """The cast of a database that was settled before (a copy of a template)."""
    with reading() as session:
        ids = dict(session.execute(select(Account.username, Account.id)).all())
    officers = {name: _actor(id_) for name, id_ in ids.items() if name.startswith(("chen-", "wu-"))}
    return Cast(
        **{name: _actor(ids[name]) for name in ("lin", "clerk", "guan", "du", "admin", "zhao")},
        examiners={name.removeprefix("chen-"): one for name, one in officers.items() if name.startswith("chen-")},
        heads={name.removeprefix("wu-"): one for name, one in officers.items() if name.startswith("wu-")},
    )


def the_case(project: str = MARKET) -> Filed:
    """The newest case of a project, by the project's name."""
    with reading() as session:
        found = session.execute(
            select(Project.public_id, Case.public_id, Case.id)
            .join(Case, Case.project_id == Project.id)
            .where(Project.name == project)
            .order_by(Case.id.desc())
            .limit(1)
        ).one()
        tracks = session.execute(select(Track.item_code, Track.public_id).where(Track.case_id == found[2]))
        return Filed(found[0], found[1], dict(tracks.all()))


def file_case(
    cast: Cast,
    *,
    day: dt.date = MONDAY,
    name: str = MARKET,
    defers: Iterable[str] = (),
    lacks: Iterable[str] = (),
    answers: dict[str, bool | int | float | str] | None = None,
) -> Filed:
    """Lin files the first stage of a project that Guan follows; every paper is there but those deferred or lacking."""
    moment, deferred, given = at(day), set(defers), whole_answers() | (answers or {})
    project = create_project(
        enterprise_id=next(iter(cast.lin.enterprise_ids)), theme_code="SF-BUILD", name=name, place="明水街道", code=None,
        longitude=117.53, latitude=36.71, investment_wan=150000, land_area_m2=164667, actor=cast.lin, now=moment,
    )  # fmt: skip
    assign_steward(project=project, steward=cast.public_id(cast.guan), actor=cast.admin, now=moment)
    case = draft_case(project=project, stage_code="S1", actor=cast.lin, now=moment)
    version = save_answers(case=case, answers=given, version=1, actor=cast.lin, now=moment)
    stored = current_app.extensions["binglian.files"].keep(b"%PDF-1.4 a paper", "application/pdf", "paper.pdf")
    with reading() as session:
        papers = plan(current_catalogue(session).catalogue, "SF-BUILD", "S1", given).papers
    for paper in papers:
        if paper.code in deferred:
            choose_deferral(case=case, material_code=paper.code, deferred=True, actor=cast.lin, now=moment)
        elif paper.supply.value == "upload" and paper.code not in lacks:
            supply_paper(case=case, material_code=paper.code, stored=stored, actor=cast.lin, now=moment)
    with reading() as session:
        version = session.scalars(select(Case.version).where(Case.public_id == case)).one()
    submit(
        case=case, version=version, consents_upstream=True, truth_declared=True, signs_commitment=bool(deferred),
        close_of_business=dt.time(17), sharing=DemoSharing(), actor=cast.lin, now=moment,
    )  # fmt: skip
    return the_case(name)


def accept_all(cast: Cast, filed: Filed, *, day: dt.date) -> None:
    """The window admits every item."""
    accept(case=filed.case, tracks=list(filed.tracks.values()), actor=cast.clerk, now=at(day))


def decide(cast: Cast, filed: Filed, item: str, *, day: dt.date, outcome: Outcome = Outcome.GRANT) -> None:
    """One item is claimed, its papers accepted, an outcome proposed by one person and signed by another."""
    track, department = filed.tracks[item], department_of(filed, item)
    examiner, head, moment = cast.examiners[department], cast.heads[department], at(day, 11)
    claim(track=track, version=_version(track), actor=examiner, now=moment)
    papers = _papers_to_judge(track)
    if papers:
        verdicts = dict.fromkeys(papers, (Verdict.ACCEPTED, ""))
        judge_papers(track=track, verdicts=verdicts, actor=examiner, now=moment)
    propose(
        track=track, version=_version(track), outcome=outcome, findings="材料齐全，符合条件。",
        reasons="" if outcome is Outcome.GRANT else "不符合规划。", basis="有关规定", conditions="",
        reapply="" if outcome is Outcome.GRANT else "修改后可以重新申请。", actor=examiner, now=moment,
    )  # fmt: skip
    sign(track=track, version=_version(track), actor=head, now=at(day, 15))


def department_of(filed: Filed, item: str) -> str:
    """The code of the department that has an item."""
    with reading() as session:
        statement = select(Department.code).join(Track).where(Track.public_id == filed.tracks[item])
        return session.scalars(statement).one()


def _version(track: str) -> int:
    with reading() as session:
        return session.scalars(select(Track.version).where(Track.public_id == track)).one()


def _papers_to_judge(track: str) -> list[str]:
    with reading() as session:
        statement = (
            select(CaseMaterial.public_id)
            .join(MaterialDemand, MaterialDemand.case_material_id == CaseMaterial.id)
            .join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
            .join(Track, Track.id == MaterialDemand.track_id)
            .where(Track.public_id == track, CaseMaterial.supply.not_in((Supply.FORM, Supply.SHARED)))
            .distinct()
        )
        return list(session.scalars(statement))


def whole_answers() -> dict[str, bool | int | float | str]:
    """The answers of the main job; any other field of the stage is answered with what the catalogue prints."""
    with reading() as session:
        fields = current_catalogue(session).catalogue.stage_fields("SF-BUILD", "S1")
    return {field.key: ANSWERS.get(field.key, field.default) for field in fields}


def _officer(
    username: str, name: str, roles: tuple[Role, ...], department: str | None, secret: str, moment: dt.datetime
) -> Actor:
    account = add_officer(
        username=username, password_hash=secret, name=name, name_en=username.title(), phone="0531-83210012",
        email=f"{username}@example.com", roles=roles, department_code=department, division_code=REGION, now=moment,
    )  # fmt: skip
    return _actor(account)


def _actor(account_id: int) -> Actor:
    with reading() as session:
        found = person(session, account_id)
        assert found is not None
        return actor_of(found, frozenset(one.id for one in enterprises_of(session, account_id)))
