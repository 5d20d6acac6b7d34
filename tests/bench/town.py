"""A town for measuring: one stage of n unconditional items in n departments, with an examiner and a head each."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.adapters.sharing import NoSharing
from app.cli.prepare import CALENDAR
from app.foundation.reading import reading
from app.foundation.settings import TIMEZONE
from approvals.domain.credit_code import build
from approvals.domain.states import Outcome
from approvals.models.cases import Case, Track
from approvals.queries.enterprises import enterprises_of
from approvals.usecases.department.claim import claim
from approvals.usecases.department.propose import propose
from approvals.usecases.department.sign import sign
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from approvals.usecases.enterprise.submit import submit
from approvals.usecases.window.accept import accept
from departments.domain.actor import SYSTEM, Actor, Role
from departments.domain.working_calendar import parse_calendar_csv
from departments.queries.people import actor_of, person
from departments.usecases.add_officer import add_officer
from departments.usecases.publish_catalogue import publish_catalogue
from departments.usecases.seed_calendar import seed_calendar

NOW = dt.datetime(2026, 3, 9, 10, 0, tzinfo=TIMEZONE)
_serial = itertools.count(1)


def catalogue(items: int) -> dict[str, Any]:
    """A valid catalogue of one stage: every item a licence that asks only for the form."""
    rows = [f"B{number:02}" for number in range(1, items + 1)]
    authority = {"level": "district", "reconsideration": ["某区人民政府"], "court": "某区人民法院", "certainty": "sure"}
    return {
        "schema_version": 1,
        "jurisdiction": {"region_code": "370114", "name_zh": "测试区", "name_en": "Test District"},
        "common_materials": [],
        "form_fields": [],
        "departments": [
            {"code": code, "name_zh": f"{name}局", "name_en": f"Bureau {name}", "role": "examines", "authority": authority}
            for code, name in [("XZSP", "审批"), *((f"D{row}", row) for row in rows)]
        ],
        "materials": [
            {
                "code": "M001", "name_zh": "申请表", "name_en": "Form", "source": "applicant", "produced_by": None,
                "obtainable_as_e_licence": False, "note": None, "used_by": rows, "shared": True, "from_form": True,
            }
        ],
        "items": [_item(row) for row in rows],
        "project_types": [
            {
                "code": "T", "name_zh": "测试", "name_en": "Test", "joint_statutory_wd": 45, "joint_extension_wd": 15,
                "stages": [
                    {"code": "S", "order": 1, "name_zh": "一", "name_en": "One", "lead_department": "XZSP", "committed_wd": 20}
                ],
            }
        ],
    }  # fmt: skip


def _item(code: str) -> dict[str, Any]:
    return {
        "code": code, "stage": "S", "name_zh": f"事项{code}", "name_en": f"Item {code}", "kind": "licence",
        "kind_zh": "行政许可", "gbt39046_type_code": "01", "department": f"D{code}", "level": "district",
        "handling_type": "promise",
        "statutory": {
            "days": 20, "unit": "WD", "extension_days": 10, "extension_certainty": "sure", "certainty": "sure",
            "counts_from": "acceptance",
        },
        "committed_wd": 10, "limit_variants": [], "legal_basis": ["某法"], "legal_basis_verified": False,
        "condition": None, "whole_item_commitment": False,
        "materials": [
            {
                "code": "M001", "required": True, "deferrable": False, "max_deferral_wd": None,
                "commitment_replaceable": False, "condition": None, "upstream": False,
            }
        ],
        "special_procedures": [],
        "output": {
            "name_zh": "许可证", "name_en": "Licence", "number_format": f"测{code}〔{{year}}〕{{n}}号", "type": "certificate",
            "validity": None,
        },
        "prerequisites": [], "note": None, "result_letter": "licence_decision",
    }  # fmt: skip


@dataclass(frozen=True)
class Town:
    """The people of the town, as actors."""

    applicant: Actor
    clerk: Actor
    desks: dict[str, tuple[Actor, Actor]]


def _actor(account_id: int) -> Actor:
    with reading() as session:
        who = person(session, account_id)
        assert who is not None
        return actor_of(who, frozenset(one.id for one in enterprises_of(session, account_id)))


def _officer(name: str, role: Role, department: str) -> Actor:
    return _actor(
        add_officer(
            username=name,
            password_hash="-",
            name=name,
            name_en=name,
            phone="",
            email="",
            roles=(role,),
            department_code=department,
            division_code="370114",
            now=NOW,
        )
    )


def build_town(items: int) -> Town:
    """Publish calendar and catalogue and hire everybody; needs an application context on an empty, migrated database."""
    seed_calendar(entries=parse_calendar_csv(CALENDAR.read_text(encoding="utf-8")), now=NOW)
    publish_catalogue(document=json.dumps(catalogue(items)), actor=SYSTEM, now=NOW)
    applicant = register_enterprise(
        username="lin", password_hash="-", person_name="林晓", phone="", email="",
        uscc=build("9", "1", "370114", "MA3C0001"), enterprise_name="某公司", legal_representative="某某",
        address="", locale="zh_Hans_CN", now=NOW,
    )  # fmt: skip
    desks = {
        f"B{n:02}": (_officer(f"e{n}", Role.EXAMINER, f"DB{n:02}"), _officer(f"h{n}", Role.HEAD, f"DB{n:02}"))
        for n in range(1, items + 1)
    }
    return Town(_actor(applicant), _officer("clerk", Role.WINDOW, "XZSP"), desks)


def file_case(town: Town) -> str:
    """A new project with a filed case; returns the case's public id."""
    enterprise = next(iter(town.applicant.enterprise_ids))
    project = create_project(
        enterprise_id=enterprise, theme_code="T", name=f"项目{next(_serial)}", place="", code=None, longitude=None,
        latitude=None, investment_wan=None, land_area_m2=None, actor=town.applicant, now=NOW,
    )  # fmt: skip
    case = draft_case(project=project, stage_code="S", actor=town.applicant, now=NOW)
    submit(
        case=case, version=1, consents_upstream=True, truth_declared=True, signs_commitment=False,
        close_of_business=dt.time(17), sharing=NoSharing(), actor=town.applicant, now=NOW,
    )  # fmt: skip
    return case


def tracks_of(case: str) -> dict[str, tuple[str, int]]:
    """Item code to (public id, version)."""
    with reading() as session:
        rows = session.execute(
            select(Track.item_code, Track.public_id, Track.version)
            .join(Case, Case.id == Track.case_id)
            .where(Case.public_id == case)
        )
        return {code: (public_id, version) for code, public_id, version in rows}


def accept_all(town: Town, case: str, tracks: dict[str, tuple[str, int]]) -> None:
    accept(case=case, tracks=[public_id for public_id, _ in tracks.values()], actor=town.clerk, now=NOW)


def claim_one(town: Town, code: str, track: str, version: int) -> None:
    claim(track=track, version=version, actor=town.desks[code][0], now=NOW)


def propose_one(town: Town, code: str, track: str, version: int) -> None:
    propose(
        track=track, version=version, outcome=Outcome.GRANT, findings="材料齐全，符合条件。", reasons="", basis="",
        reapply="", conditions="", actor=town.desks[code][0], now=NOW,
    )  # fmt: skip


def sign_one(town: Town, code: str, track: str, version: int) -> None:
    sign(track=track, version=version, actor=town.desks[code][1], now=NOW)


def decide(town: Town, code: str, track: str, version: int) -> None:
    """Claim, propose and sign one track whose version is known."""
    claim_one(town, code, track, version)
    propose_one(town, code, track, version + 1)
    sign_one(town, code, track, version + 2)
