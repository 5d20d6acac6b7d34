"""A draft made and filed while a year is being published waits for it, and is counted by the new calendar."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from approvals.domain.calendar_moves import Move
from approvals.domain.legal_days import notice_due_on
from approvals.models.cases import Case
from approvals.usecases.calendar import publish_calendar as publishing
from departments.queries.calendar import load_calendar
from tests.factories.drafts import a_draft, submitted
from tests.factories.main_job import at, the_case, the_cast
from tests.factories.new_year import LONGER, PUBLISHED, administrator, proposed, seen, settle_new_year

pytestmark = [pytest.mark.starts_from.with_args(settle_new_year), pytest.mark.both_databases]
BORN_MEANWHILE = "公布那一刻才建的项目"
WITHIN = 60
A_MOMENT = 1.0


def test_a_draft_filed_while_a_year_is_published_has_the_day_of_the_new_calendar(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, go_on, drafted = threading.Event(), threading.Event(), threading.Event()
    store = publishing.store_days

    def counted_then_stored(session: Session, found: list[Move]) -> None:
        counted.set()
        assert go_on.wait(WITHIN)
        store(session, found)

    monkeypatch.setattr(publishing, "store_days", counted_then_stored)
    with app.app_context():
        cast, second = the_cast(), administrator()
        draft = proposed(LONGER, actor=cast.admin)
        digest = seen(draft).digest

    def publish() -> None:
        with app.app_context():
            publishing.publish_calendar(draft=draft, digest=digest, actor=second, now=at(PUBLISHED))

    def file() -> None:
        with app.app_context():
            made = a_draft(cast, day=PUBLISHED, name=BORN_MEANWHILE)
            drafted.set()
            submitted(cast, made, now=at(PUBLISHED))

    publisher, filer = threading.Thread(target=publish), threading.Thread(target=file)
    publisher.start()
    assert counted.wait(WITHIN), "the publisher has counted every case there is"
    filer.start()
    drafted.wait(A_MOMENT)  # SQLite has one writer: there the draft waits already
    filer.join(A_MOMENT)  # whoever did not wait would be done, with the old day
    go_on.set()
    for thread in (publisher, filer):
        thread.join(WITHIN)
    with app.app_context(), reading() as session:
        case = session.scalars(select(Case).where(Case.public_id == the_case(BORN_MEANWHILE).case)).one()
        calendar = load_calendar(session)
        assert case.receipt_on is not None and 2027 in calendar.published_years
        assert case.notice_due_on == notice_due_on(case.receipt_on, calendar)
