"""What rests on a result in another filing of the project hears when the result no longer holds."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.cases import Case, Track
from approvals.models.traces import Notification
from approvals.queries.enterprise_draft import draft as draft_page
from approvals.usecases.department.cancel import cancel
from approvals.usecases.department.reopen import Order, reopen
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.enterprise.withdraw import withdraw
from departments.models.people import Account
from tests.approvals.queries.test_prerequisites import second_stage
from tests.approvals.usecases.department.test_taking_back import take
from tests.factories.drafts import a_paper, filed
from tests.factories.lives import FRIDAY, TUESDAY
from tests.factories.main_job import Filed, accept_all, at, decide, file_case, settle
from tests.factories.work import Work
from workers.jobs.drain import drain

WEDNESDAY = TUESDAY + dt.timedelta(days=1)
BASE, RESTS = "LX-05", "GC-02"
EVERYBODY = ["chen-ZRZY", "guan", "lin", "wu-ZRZY"]


def two_stages() -> None:
    """The land-use permit is given on Tuesday; the second stage, filed and accepted that day, rests on it."""
    cast = settle()
    first = file_case(cast)
    accept_all(cast, first, day=TUESDAY)
    decide(cast, first, "LX-01", day=TUESDAY)
    decide(cast, first, BASE, day=TUESDAY)
    draft = second_stage(cast, first.project)
    with reading() as session:
        wanted = draft_page(session, draft.case, cast.lin, TUESDAY).plan.required_papers
    for code in [one.code for one in wanted if one.supply.value == "upload"]:
        supply_paper(case=draft.case, material_code=code, stored=a_paper(), actor=cast.lin, now=at(TUESDAY, 16))
    accept_all(cast, filed(cast, draft, now=at(TUESDAY, 16)), day=WEDNESDAY)


pytestmark = pytest.mark.starts_from.with_args(two_stages)


def told() -> list[str]:
    """Who heard in the bell that what an item of theirs rests on is gone, and of which number."""
    drain("notice", lambda: at(FRIDAY, 17), at(FRIDAY, 18))
    with reading() as session:
        rows = session.execute(
            select(Account.username, Track.item_code, Notification.params)
            .join(Account, Account.id == Notification.account_id)
            .join(Track, Track.id == Notification.track_id)
            .where(Notification.code == "base_ended")
        ).all()
        assert all(row.item_code == RESTS and row.params["number"].startswith("地字第") for row in rows)
        return sorted(row.username for row in rows)


@pytest.fixture
def first(work: Work) -> Work:
    """The case whose permit the newest one rests on."""
    with reading() as session:
        case = session.scalars(select(Case).order_by(Case.id).limit(1)).one()
        tracks = session.execute(select(Track.item_code, Track.public_id).where(Track.case_id == case.id))
        return Work(work.cast, Filed(work.filed.project, case.public_id, {code: name for code, name in tracks}))


def test_the_applicant_and_the_desk_of_another_filing_hear_once_that_what_they_rest_on_is_cancelled(
    work: Work, first: Work
) -> None:
    take(cancel, first, BASE)
    assert told() == told() == EVERYBODY


def test_a_permit_that_a_court_has_set_aside_is_told_too(work: Work, first: Work) -> None:
    order = Order("court", "判决撤销", "（2026）鲁0114行初1号", TUESDAY)
    said = {"track": first.filed.tracks[BASE], "actor": first.head(BASE), "order": order, "now": at(FRIDAY)}
    reopen(version=first.track(BASE).version, **said)
    assert told() == EVERYBODY


def test_an_item_that_ended_rests_on_nothing(work: Work, first: Work) -> None:
    withdraw(case=work.filed.case, track=work.filed.tracks[RESTS], actor=work.cast.lin, now=at(FRIDAY, 10))
    take(cancel, first, BASE)
    assert told() == []
