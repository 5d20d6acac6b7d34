"""What the third migration makes of numbers that were given before it."""

from __future__ import annotations

import flask_migrate
import pytest
from sqlalchemy import select, text

from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.letters import Document
from approvals.queries.number_register import registers
from tests.factories.letters import PROJECTS, issue_letters, three_cases
from tests.factories.main_job import MONDAY, at, the_case

NOW = at(MONDAY, 12)
PATTERNS = (
    "{region6}{year}{n8}", "地字第{region6}{year}{n5}号", "{region6}{yyyymmdd}{n2}{kind2}", "章发改核〔{year}〕{n}号", "{uscc}-TAX",
)  # fmt: skip


def places() -> list[tuple[str | None, str | None, str | None, int | None]]:
    with reading() as session:
        rows = session.scalars(select(Document).where(Document.result_number.is_not(None)).order_by(Document.id))
        return [(row.result_number, row.result_register, row.result_period, row.result_serial) for row in rows]


@pytest.mark.starts_from.with_args(three_cases)
@pytest.mark.usefixtures("in_app")
def test_a_result_numbered_before_finds_its_register() -> None:
    for pattern in PATTERNS:
        issue_letters(the_case(PROJECTS[0]).case, 2, now=NOW, pattern=pattern)
    given = places()
    db.engine.dispose()
    flask_migrate.downgrade(revision="0002")
    with unit_of_work() as session:  # as the day's counter of construction permits was named then
        session.execute(text("UPDATE number_register SET register = replace(register, '{n2}{kind2}', '{n2}01')"))
    flask_migrate.upgrade()
    assert places() == given
    with reading() as session:
        assert {(row.missing, row.repeated) for row in registers(session)} == {(0, 0)}
