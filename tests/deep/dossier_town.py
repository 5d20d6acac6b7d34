"""A town with the model's small catalogue, and one enterprise per dossier; the real use-cases on a real database."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import itertools
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.adapters.storage import StoredBytes
from app.foundation.reading import reading
from approvals.models.applicants import Enterprise
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from departments.domain.actor import SYSTEM, Actor, Role
from departments.domain.working_calendar import parse_calendar_csv
from departments.models.people import Account
from departments.usecases.publish_catalogue import publish_catalogue
from departments.usecases.seed_calendar import seed_calendar
from tests.deep.dossier_law import FORM, MADE_BY, MATTERS, MONDAY, PAPERS, QUESTIONS, SHARED, Matter, Want
from tests.factories.main_job import DATA, _actor, _officer, at
from tests.support.quickly import quick_hash

THEME, STAGE = "SF-BUILD", "S1"
SEATS = tuple(dict.fromkeys(matter.seat for matter in MATTERS))
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def document() -> str:
    """The model's tables in the form of a catalogue; everything they do not say is taken from the real one."""
    real = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))
    pattern_item, pattern_paper = real["items"][4], real["materials"][8]
    small = {key: value for key, value in real.items() if key not in ("items", "materials", "form_fields")}
    small["departments"] = [one for one in real["departments"] if one["code"] in ("XZSP", *SEATS)]
    small["common_materials"] = []
    theme = next(one for one in real["project_types"] if one["code"] == THEME)
    small["project_types"] = [theme | {"stages": [one for one in theme["stages"] if one["code"] == STAGE]}]
    small["form_fields"] = [
        {"key": key, "name_zh": f"问题{key}", "name_en": key, "type": "bool", "default": False, "enum": None, "unit": None,
         "scope": "project"}
        for key in QUESTIONS
    ]  # fmt: skip
    small["materials"] = [_paper(code, pattern_paper) for code in PAPERS]
    small["items"] = [_item(matter, copy.deepcopy(pattern_item)) for matter in MATTERS]
    return json.dumps(small, ensure_ascii=False)


def _paper(code: str, pattern: dict[str, Any]) -> dict[str, Any]:
    source = "item_output" if code in MADE_BY else "government_data_sharing" if code in SHARED else "applicant"
    used = [matter.code for matter in MATTERS if any(want.paper == code for want in matter.wants)]
    return pattern | {
        "code": code, "name_zh": f"材料{code}", "name_en": f"Paper {code}", "source": source, "used_by": used,
        "produced_by": MADE_BY.get(code), "from_form": code in FORM, "shared": len(used) > 1,
    }  # fmt: skip


def _yes(key: str) -> dict[str, Any] | None:
    return {"field": key, "op": "==", "value": True} if key else None


def _want(want: Want) -> dict[str, Any]:
    return {
        "code": want.paper, "required": want.required, "deferrable": bool(want.later),
        "max_deferral_wd": want.later or None, "commitment_replaceable": want.vow, "condition": _yes(want.when),
        "upstream": want.upstream,
    }  # fmt: skip


def _item(matter: Matter, pattern: dict[str, Any]) -> dict[str, Any]:
    return pattern | {
        "code": matter.code, "stage": STAGE, "name_zh": f"事项{matter.code}", "name_en": f"Item {matter.code}",
        "department": matter.seat, "committed_wd": matter.days, "limit_variants": [], "condition": _yes(matter.when),
        "whole_item_commitment": matter.whole, "materials": [_want(one) for one in matter.wants],
        "special_procedures": [], "prerequisites": [{"item": code, "needed_for": why} for code, why in matter.needs],
    }  # fmt: skip


def settle_small_town() -> None:
    """A recipe: calendar, catalogue, window, and an examiner and a head in each department."""
    moment, secret = at(MONDAY - dt.timedelta(days=30)), quick_hash("a password for tests")
    seed_calendar(entries=parse_calendar_csv((DATA / "calendar-2004-2026.csv").read_text(encoding="utf-8")), now=moment)
    publish_catalogue(document=document(), actor=SYSTEM, now=moment)
    _officer("clerk", "钱窗", (Role.WINDOW,), "XZSP", secret, moment)
    for seat in SEATS:
        _officer(f"chen-{seat}", "陈", (Role.EXAMINER,), seat, secret, moment)
        _officer(f"wu-{seat}", "吴敏", (Role.HEAD,), seat, secret, moment)


@dataclass(frozen=True)
class Officials:
    """By the names of `settle_small_town`."""

    clerk: Actor
    examiners: dict[str, Actor]
    heads: dict[str, Actor]
    names: dict[int, str]


def officials() -> Officials:
    with reading() as session:
        ids = dict(session.execute(select(Account.username, Account.id)).all())
    return Officials(
        _actor(ids["clerk"]), {seat: _actor(ids[f"chen-{seat}"]) for seat in SEATS},
        {seat: _actor(ids[f"wu-{seat}"]) for seat in SEATS}, {number: name for name, number in ids.items()},
    )  # fmt: skip


def credit_code(number: int) -> str:
    """An eighteen-character code whose two check characters fit (GB 32100-2015)."""
    body = f"{number:08d}"
    rest = -sum(int(one) * weight for one, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    start = f"91370181{body}" + ("X" if rest == 10 else str(rest))
    place = -sum(LETTERS.index(one) * weight for one, weight in zip(start, WEIGHTS, strict=True)) % 31
    return start + LETTERS[place]


_numbers = itertools.count(1)


def an_enterprise() -> Actor:
    """A new one with its owner: no dossier knows anything of another."""
    with reading() as session:
        number = len(session.scalars(select(Enterprise.id)).all()) + 1
    account = register_enterprise(
        username=f"lin-{number}", password_hash="!", person_name="林晓", phone="13800000001",
        email=f"lin{number}@example.com", uscc=credit_code(number), enterprise_name=f"明泉家居{number}",
        legal_representative="林晓", address="明水街道", locale="zh_Hans_CN", agrees_online=True,
        now=at(MONDAY - dt.timedelta(days=1)),
    )  # fmt: skip
    return _actor(account)


def bytes_of(number: int) -> StoredBytes:
    """What the storage adapter would say of a file of its own."""
    return StoredBytes(
        hashlib.sha256(str(number).encode()).hexdigest(), 1000 + number, "application/pdf", f"材料{number}.pdf"
    )
