"""Two workers at once: what one is just taking, the other passes over."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.database import db
from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from approvals.usecases.journal import post
from approvals.usecases.outbox.claim_messages import claim_messages
from departments.domain.actor import SYSTEM

NOW = dt.datetime(2026, 3, 9, 2, 0, tzinfo=dt.UTC)


@pytest.mark.postgresql
def test_rows_that_another_is_just_taking_are_passed_over_without_waiting(in_app: Flask) -> None:
    with unit_of_work() as session:
        for key in ("a", "b", "c"):
            post(session, queue="notice", kind="mail", key=key, now=NOW)

    def take_beside() -> list[str]:
        with in_app.app_context():
            return [claim.key for claim in claim_messages(queue="notice", most=8, actor=SYSTEM, now=NOW)]

    with ThreadPoolExecutor(1) as pool, db.engine.begin() as other:
        other.execute(select(OutboxMessage.id).where(OutboxMessage.key == "a").with_for_update())
        assert pool.submit(take_beside).result(timeout=20) == ["b", "c"]
