"""One application for many similar projects: filed once, decided per package or per member."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, func, select

from app.foundation.database import db
from app.foundation.reading import reading
from approvals.domain.refusals import Refusal
from approvals.models.cases import Case
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, MaterialVersion, StoredFile
from tests.factories.drafts import submitted
from tests.factories.main_job import MONDAY, Cast
from tests.factories.packages import EACH, ESTATES, a_package, a_package_draft, cases_of, filed_package
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]


def test_one_filing_makes_a_case_of_the_package_and_one_of_each_member(cast: Cast) -> None:
    _, whole, members = filed_package(cast, 3)
    assert "LX-01" in whole.tracks and not set(EACH) & set(whole.tracks)
    assert [set(one.tracks) for one in members] == [set(EACH)] * 3
    with reading() as session:
        rows = session.scalars(select(Case).order_by(Case.id)).all()
    assert len({row.case_no for row in rows}) == 4
    assert {(row.receipt_on, row.state.value) for row in rows} == {(MONDAY, "filed")}


def test_the_members_papers_are_the_same_stored_files(cast: Cast) -> None:
    filed_package(cast, 3)
    with reading() as session:
        stored = session.scalar(select(func.count()).select_from(StoredFile))
        pairs = session.execute(
            select(CaseMaterial.material_code, MaterialVersion.file_id)
            .join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
            .where(MaterialVersion.file_id.is_not(None))
        ).all()
    by_code: dict[str, set[int]] = {}
    for code, file_id in pairs:
        by_code.setdefault(code, set()).add(file_id)
    assert stored == 7 and len(pairs) > 7
    assert all(len(files) == 1 for files in by_code.values())


def test_one_receipt_names_every_member_with_its_case(cast: Cast) -> None:
    _, whole, members = filed_package(cast, 3)
    with reading() as session:
        receipts = session.scalars(select(Document).where(Document.kind == "receipt")).all()
        numbers = set(session.scalars(select(Case.case_no).where(Case.public_id.in_([one.case for one in members]))))
    assert len(receipts) == 1
    assert {one["case_no"] for one in receipts[0].facts["members"]} == numbers
    assert {one["code"] for one in receipts[0].facts["items"]} == set(whole.tracks) | set(EACH)


def test_a_package_where_nothing_is_decided_once_is_no_package(cast: Cast) -> None:
    package = a_package(cast)
    draft = a_package_draft(cast, package, each=["LX-01", "LX-04", "LX-05", "LX-07", "LX-08", "LX-10", "LX-13"])
    with pytest.raises(Refusal, match="package_nothing_whole"):
        submitted(cast, draft)


def test_a_promise_for_an_item_of_each_member_is_signed_in_each_case(cast: Cast) -> None:
    package = a_package(cast)
    draft = a_package_draft(cast, package, defers=("M018",))
    submitted(cast, draft)
    assert len(cases_of(draft.case)) == 4


def test_on_postgresql_more_members_are_no_more_statements(cast: Cast) -> None:
    """SQLite writes rows whose keys it chooses one by one."""
    counts = []
    for number, members in enumerate((2, 12)):
        package = a_package(cast, members, name=f"{ESTATES}{number}")
        draft = a_package_draft(cast, package)
        asked: list[str] = []

        def listen(*seen: Any, asked: list[str] = asked) -> None:
            asked.append(seen[2])

        event.listen(db.engine, "before_cursor_execute", listen)
        submitted(cast, draft)
        event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + (0 if db.engine.dialect.name == "postgresql" else 130)
