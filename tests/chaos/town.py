"""A small town under fire: eight items in four departments, an examiner and a head in each, one applicant, one window."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.adapters.sharing import NoSharing
from app.cli.prepare import CALENDAR
from app.foundation.reading import reading
from approvals.domain.credit_code import build
from approvals.models.cases import Case, Track
from approvals.queries.enterprises import enterprises_of
from approvals.usecases.department.claim import claim
from approvals.usecases.department.pause import pause
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from approvals.usecases.enterprise.submit import submit
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.window.accept import accept
from departments.domain.actor import SYSTEM, Actor, Role
from departments.domain.working_calendar import parse_calendar_csv
from departments.models.people import Account
from departments.queries.people import actor_of, person
from departments.usecases.add_officer import add_officer
from departments.usecases.publish_catalogue import publish_catalogue
from departments.usecases.seed_calendar import seed_calendar
from tests.bench.town import NOW, catalogue
from tests.factories.main_job import PASSWORD
from tests.support.quickly import quick_hash

DESKS, PER_DESK = 4, 2
MOST_PER_DESK = 8
OVER_HTTP = "B01"
"""The item that is decided in browsers where the others are decided by desks without one."""
PAPER = "M002"
STOP = "EXPERT_REVIEW"
OPENS = dt.time(9)
_serial = itertools.count(1)


def item_codes(per_desk: int = MOST_PER_DESK) -> list[str]:
    return [f"B{number:02}" for number in range(1, DESKS * per_desk + 1)]


def plan_of_town(per_desk: int) -> dict[str, Any]:
    """The catalogue: every item asks for the form, the first one also takes a paper, and all can be stopped."""
    made = catalogue(DESKS * per_desk)
    drawing = {"code": PAPER, "name_zh": "附图", "name_en": "Drawing", "used_by": ["B01"], "from_form": False}
    made["materials"].append(made["materials"][0] | drawing)
    stop = {
        "kind": STOP, "name_zh": "专家评审", "name_en": "Expert review", "max_days": 30, "unit": "WD", "condition": None,
        "stops_statutory": True, "stops_committed": True, "basis": "某法第四十五条",
    }  # fmt: skip
    for number, item in enumerate(made["items"]):
        item["department"] = f"DB{number % DESKS + 1:02}"
        item["special_procedures"] = [stop]
    made["items"][0]["materials"].append(made["items"][0]["materials"][0] | {"code": PAPER, "required": False})
    return made


@dataclass(frozen=True)
class Town:
    """Its people, by what they do; desks by number."""

    applicant: Actor
    clerk: Actor
    examiners: dict[str, Actor]
    heads: dict[str, Actor]


def build_town(per_desk: int = PER_DESK) -> None:
    """Publish calendar and catalogue and hire everybody: on an empty, migrated database, in a pushed context."""
    seed_calendar(entries=parse_calendar_csv(CALENDAR.read_text(encoding="utf-8")), now=NOW)
    publish_catalogue(document=json.dumps(plan_of_town(per_desk)), actor=SYSTEM, now=NOW)
    secret = quick_hash(PASSWORD)
    register_enterprise(
        username="lin", password_hash=secret, person_name="林晓", phone="13800000001", email="lin@example.com",
        uscc=build("9", "1", "370114", "MA3C0001"), enterprise_name="某公司", legal_representative="某某",
        address="", locale="zh_Hans_CN", now=NOW,
    )  # fmt: skip
    posts = [("clerk", Role.WINDOW, "XZSP")]
    for desk in range(1, DESKS + 1):
        posts += [(f"chen{desk}", Role.EXAMINER, f"DB{desk:02}"), (f"wu{desk}", Role.HEAD, f"DB{desk:02}")]
    for name, role, department in posts:
        add_officer(
            username=name, password_hash=secret, name=name, name_en=name, phone="", email="", roles=(role,),
            department_code=department, division_code="370114", now=NOW,
        )  # fmt: skip


def the_town() -> Town:
    with reading() as session:
        ids = dict(session.execute(select(Account.username, Account.id)).all())
        people = {}
        for name, account in ids.items():
            who = person(session, account)
            assert who is not None
            people[name] = actor_of(who, frozenset(one.id for one in enterprises_of(session, account)))
    desks = range(1, DESKS + 1)
    examiners, heads = ({f"{n}": people[f"{name}{n}"] for n in desks} for name in ("chen", "wu"))
    return Town(people["lin"], people["clerk"], examiners, heads)


def file_case(app: Flask, town: Town, name: str, now: dt.datetime) -> tuple[str, str]:
    """A new project with a filed case and one paper of its own; the case's public id and the paper's hash."""
    project = create_project(
        enterprise_id=next(iter(town.applicant.enterprise_ids)), theme_code="T", name=name, place="", code=None,
        longitude=None, latitude=None, investment_wan=None, land_area_m2=None, actor=town.applicant, now=now,
    )  # fmt: skip
    case = draft_case(project=project, stage_code="S", actor=town.applicant, now=now)
    content = f"%PDF-1.4 {name} {next(_serial)}".encode() * 400
    stored = app.extensions["binglian.files"].keep(BytesIO(content).read(), "application/pdf", "附图.pdf")
    supply_paper(case=case, material_code=PAPER, stored=stored, actor=town.applicant, now=now)
    with reading() as session:
        version = session.scalars(select(Case.version).where(Case.public_id == case)).one()
    submit(
        case=case, version=version, consents_upstream=True, truth_declared=True, signs_commitment=False,
        close_of_business=dt.time(23, 59), sharing=NoSharing(), actor=town.applicant, now=now,
    )  # fmt: skip
    return case, stored.sha256


def tracks_of(case: str) -> dict[str, tuple[str, int]]:
    """Item code to (public id, version)."""
    with reading() as session:
        rows = session.execute(
            select(Track.item_code, Track.public_id, Track.version)
            .join(Case, Case.id == Track.case_id)
            .where(Case.public_id == case)
        )
        return {code: (public_id, version) for code, public_id, version in rows}


def accept_all(town: Town, case: str, now: dt.datetime) -> None:
    accept(case=case, tracks=[public_id for public_id, _ in tracks_of(case).values()], actor=town.clerk, now=now)


def desk_of(item: str) -> int:
    """Whose item it is: a desk's number from 1 on."""
    return (int(item[1:]) - 1) % DESKS + 1


def stop_one(town: Town, item: str, track: str, version: int, now: dt.datetime) -> None:
    """Claimed and stopped for an expert review."""
    examiner = town.examiners[str(desk_of(item))]
    claim(track=track, version=version, actor=examiner, now=now)
    pause(
        track=track, version=version + 1, kind=STOP, length_days=10, length_unit="WD", reason="专家评审",
        actor=examiner, now=now,
    )  # fmt: skip
