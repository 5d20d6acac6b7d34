"""The paper queue serves cases in turn, not letters in a row."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from approvals.usecases.journal import post
from approvals.usecases.outbox.claim_messages import claim_messages
from approvals.usecases.outbox.finish_message import finish_message
from approvals.usecases.outbox.postpone_message import postpone_message
from approvals.usecases.outbox.wait_out import wait_out
from approvals.usecases.turns import BUNDLES, DRAFTS
from departments.domain.actor import SYSTEM
from tests.factories.letters import PROJECTS, issue_letters, three_cases
from tests.factories.main_job import MONDAY, at, the_case

NOW = at(MONDAY, 12)
pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def cases() -> list[str]:
    return [the_case(project).case for project in PROJECTS]


def printed_first(count: int, now: dt.datetime = NOW) -> list[int | None]:
    """The documents of the next claims, each done at once."""
    order = []
    for _ in range(count):
        claims = claim_messages(queue="paper", actor=SYSTEM, now=now)
        order += [claim.payload["document_id"] for claim in claims] or [None]
        for claim in claims:
            finish_message(claim=claim, actor=SYSTEM, now=now)
    return order


def printed_kinds(count: int) -> list[str]:
    """What the next claims are, each done at once."""
    kinds = []
    for _ in range(count):
        (claim,) = claim_messages(queue="paper", actor=SYSTEM, now=NOW)
        kinds.append(claim.kind)
        finish_message(claim=claim, actor=SYSTEM, now=NOW)
    return kinds


@pytest.mark.starts_from.with_args(three_cases)
def test_a_hundred_letters_of_one_case_do_not_keep_another_s_single_letter_waiting(cases: list[str]) -> None:
    large, small, _ = cases
    many = [letter.id for letter in issue_letters(large, 100, now=NOW)]
    assert printed_first(3) == many[:3]
    (one,) = issue_letters(small, 1, now=NOW + dt.timedelta(seconds=5))
    late = NOW + dt.timedelta(seconds=5)
    assert one.id in printed_first(2, late)
    assert printed_first(96, late) == many[4:]


@pytest.mark.starts_from.with_args(three_cases)
def test_cases_take_one_letter_each_per_turn(cases: list[str]) -> None:
    lots = {case: [letter.id for letter in issue_letters(case, 4, now=NOW)] for case in cases}
    assert printed_first(12) == [lot[turn] for turn in range(4) for lot in lots.values()]


@pytest.mark.starts_from.with_args(three_cases)
def test_small_cases_that_keep_coming_do_not_starve_the_large_one(cases: list[str]) -> None:
    large, small, third = cases
    many = [letter.id for letter in issue_letters(large, 10, now=NOW)]
    printed: list[int | None] = []
    for number in range(8):
        issue_letters((small, third)[number % 2], 1, now=NOW)
        printed += printed_first(2)
    assert sum(one in many for one in printed) >= 7


@pytest.mark.starts_from.with_args(three_cases)
def test_a_letter_that_failed_and_waits_holds_no_turn_back(cases: list[str]) -> None:
    large, small, _ = cases
    issue_letters(small, 1, now=NOW)
    assert len(claim_messages(queue="paper", actor=SYSTEM, now=NOW)) == 1
    many = [letter.id for letter in issue_letters(large, 6, now=NOW)]
    assert printed_first(3) == many[:3]
    (one,) = issue_letters(small, 1, now=NOW)
    assert one.id in printed_first(2)


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(three_cases)
@pytest.mark.parametrize("why", ["held", "away"])
def test_a_letter_that_is_put_back_for_days_lets_no_new_case_overtake_a_large_one(cases: list[str], why: str) -> None:
    large, held, small = cases
    (first,) = issue_letters(held, 1, now=NOW)
    (claim,) = claim_messages(queue="paper", actor=SYSTEM, now=NOW)
    if why == "held":
        postpone_message(claim=claim, until=NOW + dt.timedelta(hours=1), actor=SYSTEM, now=NOW)
    else:
        wait_out(claim=claim, error="SealUnavailable: no answer", luck=0.5, actor=SYSTEM, now=NOW)
    many = [letter.id for letter in issue_letters(large, 6, now=NOW)]
    assert printed_first(3) == many[:3]
    later = NOW + dt.timedelta(seconds=1 if why == "held" else 60)
    (one,) = issue_letters(small, 1, now=later)
    again = [first.id] if why == "away" else []
    assert printed_first(2 + len(again), later) == [*again, many[3], one.id]


@pytest.mark.starts_from.with_args(three_cases)
def test_letters_go_before_drafts_and_drafts_before_bundles(cases: list[str]) -> None:
    """Asked for last, a letter is printed first: on it hang days of the law, on the others somebody's patience."""
    large, small, _ = cases
    with unit_of_work() as session:
        for kind, turn in (("bundle", BUNDLES), ("preview", DRAFTS)):
            post(session, queue="paper", kind=kind, key=kind, now=NOW, turn=turn)
    issue_letters(large, 2, now=NOW)
    issue_letters(small, 1, now=NOW)
    assert printed_kinds(5) == ["print", "print", "print", "preview", "bundle"]


@pytest.mark.starts_from.with_args(three_cases)
def test_a_draft_that_waits_makes_no_letter_s_turn_later(cases: list[str]) -> None:
    large, *_ = cases
    with unit_of_work() as session:
        post(session, queue="paper", kind="preview", key="preview", now=NOW, turn=DRAFTS)
    issue_letters(large, 1, now=NOW)
    with reading() as session:
        (turn,) = session.scalars(
            select(OutboxMessage.turn).where(OutboxMessage.kind == "print", OutboxMessage.done_at.is_(None))
        )
    assert turn == 0
