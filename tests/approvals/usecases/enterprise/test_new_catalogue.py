"""A catalogue is published while a draft is open: the applicant is told, nothing is lost, and the new one is filed under."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, Refusal
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.queries.enterprise_draft import Draft as DraftPage
from approvals.queries.enterprise_draft import draft as read_draft
from approvals.usecases.enterprise.save_answers import save_answers
from departments.domain.actor import SYSTEM
from departments.queries.catalogue import current_catalogue
from departments.usecases.publish_catalogue import publish_catalogue
from tests.factories.drafts import Draft, a_draft, submitted, version_of
from tests.factories.main_job import DATA, MONDAY, Cast, at, settle, the_case, the_cast
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settle)
OLD: dict[str, Any] = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))
WEDNESDAY = MONDAY + dt.timedelta(days=2)


@pytest.fixture
def cast(in_app: Flask) -> Cast:
    return the_cast()


@pytest.fixture
def open_draft(cast: Cast) -> Draft:
    return a_draft(cast)


def publish(change: str) -> int:
    """A new version: LX-13 is needed no more and its own question goes; or the form asks one thing more."""
    new = copy.deepcopy(OLD)
    if change == "drops":
        new["items"] = [one for one in new["items"] if one["code"] != "LX-13"]
        for one in new["items"]:
            one["prerequisites"] = [each for each in one["prerequisites"] if each["item"] != "LX-13"]
        common = {one["code"] for one in new["common_materials"]}
        wanted = {each["code"] for one in new["items"] for each in one["materials"]}
        new["materials"] = [one for one in new["materials"] if one["code"] in wanted | common]
    if change == "asks":
        field = next(one for one in new["form_fields"] if one["key"] == "annual_electricity_kwh")
        new["form_fields"].append({**field, "key": "annual_gas_m3", "name_zh": "年用气量", "name_en": "Gas per year"})
        item = next(one for one in new["items"] if one["code"] == "LX-10")
        item["condition"] = {"any": [item["condition"], {"field": "annual_gas_m3", "op": ">=", "value": 5}]}
    new["meta_note"] = change
    return publish_catalogue(document=json.dumps(new, ensure_ascii=False), actor=SYSTEM, now=at(WEDNESDAY))


def page_of(cast: Cast, draft: Draft) -> DraftPage:
    with reading() as session:
        return read_draft(session, draft.case, cast.lin, MONDAY)


def pinned(draft: Draft) -> int:
    with reading() as session:
        return session.scalars(select(Case.catalogue_version_id).where(Case.public_id == draft.case)).one()


def test_without_a_new_catalogue_nothing_is_told(cast: Cast, open_draft: Draft) -> None:
    assert page_of(cast, open_draft).changes is None


def test_an_item_that_is_needed_no_more_is_named_and_not_filed(cast: Cast, open_draft: Draft) -> None:
    newest = publish("drops")
    told = page_of(cast, open_draft).changes
    assert told is not None and [one.code for one in told.items_gone] == ["LX-13"] and not told.items_new
    assert told.papers_gone
    with reading() as session:
        uploaded = len(session.scalars(select(MaterialVersion.id)).all())
    submitted(cast, open_draft, now=at(WEDNESDAY))
    assert "LX-13" not in the_case().tracks and pinned(open_draft) == newest
    with reading() as session:
        kept = session.scalars(select(MaterialVersion.id).join(CaseMaterial)).all()
    assert len(kept) >= uploaded


def test_a_new_question_is_asked_before_it_is_filed_and_no_answer_is_lost(cast: Cast, open_draft: Draft) -> None:
    newest = publish("asks")
    page = page_of(cast, open_draft)
    assert page.changes is not None and [one.key for one in page.changes.asked_new] == ["annual_gas_m3"]
    with pytest.raises(Invalid, match="invalid"):
        submitted(cast, open_draft, now=at(WEDNESDAY))
    save_answers(
        case=open_draft.case, answers={"annual_gas_m3": 3}, version=version_of(open_draft.case), actor=cast.lin,
        now=at(WEDNESDAY),
    )  # fmt: skip
    page = page_of(cast, open_draft)
    assert page.changes is None and page.answers == {**open_draft.answers, "annual_gas_m3": 3}
    submitted(cast, open_draft, now=at(WEDNESDAY))
    assert pinned(open_draft) == newest


def test_whoever_looked_at_the_older_version_is_shown_the_new_one_first(cast: Cast, open_draft: Draft) -> None:
    seen = page_of(cast, open_draft).catalogue_version
    publish("drops")
    with pytest.raises(Refusal) as refused:
        submitted(cast, open_draft, now=at(WEDNESDAY), catalogue_version=seen)
    assert refused.value.code == "catalogue_changed"
    submitted(cast, open_draft, now=at(WEDNESDAY), catalogue_version=page_of(cast, open_draft).catalogue_version)


def test_a_filed_case_stays_with_the_version_it_was_filed_under(cast: Cast, open_draft: Draft) -> None:
    submitted(cast, open_draft)
    before = pinned(open_draft)
    publish("drops")
    with reading() as session:
        assert pinned(open_draft) == before != current_catalogue(session).version_id


def test_every_step_says_what_changed(app: Flask) -> None:
    with app.app_context():
        draft = a_draft(the_cast())
        publish("drops")
    lin = visitor(app, "lin")
    for step in ("form", "items", "papers", "review"):
        page = lin.get(f"/enterprise/drafts/{draft.case}/{step}").text
        assert "目录更新了" in page and "不用再办的事项" in page, step
    with app.app_context():
        submitted(the_cast(), draft)
    assert lin.get(f"/enterprise/cases/{draft.case}").status_code == 200
    assert visitor(app, "clerk").get(f"/window/cases/{draft.case}").status_code == 200
