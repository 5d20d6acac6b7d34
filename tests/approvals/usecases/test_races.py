"""Two at once, on a database that really runs them side by side: each thing happens exactly once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from functools import partial

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState, Outcome
from approvals.models.cases import Case, Decision, Track
from approvals.models.letters import Document
from approvals.models.traces import CaseEvent
from approvals.models.watch import TruthFinding
from approvals.usecases.clock.check_truth import check_truth
from approvals.usecases.clock.correct_truth import correct_finding
from approvals.usecases.department.claim import claim
from approvals.usecases.department.sign import sign
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.window.accept import accept
from departments.domain.actor import SYSTEM
from tests.approvals.usecases import test_pressed_twice as pressing
from tests.factories.drafts import a_draft, a_paper, submitted, version_of
from tests.factories.handing import HAIDAI, accepted_beside_haidai
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import accepted, filed_with_promises, settled
from tests.factories.work import Work
from tests.support.tables import rows_of_tables

pytestmark = [pytest.mark.postgresql]
WITHIN = 60
NOON = at(MONDAY, 12)
WAITS = (
    "SELECT pg_sleep(0.01), count(*) FROM pg_stat_activity "
    "WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def together(app: Flask, *verbs: Callable[[], object]) -> list[object]:
    """Start all verbs at the same moment, each in a thread and context of its own; what each gave or raised."""
    start = threading.Barrier(len(verbs))
    outcomes: list[object] = [None] * len(verbs)

    def run(index: int, verb: Callable[[], object]) -> None:
        with app.app_context():
            start.wait(WITHIN)
            try:
                outcomes[index] = verb()
            except Exception as raised:  # noqa: BLE001 - whatever it is, the test looks at it
                outcomes[index] = raised

    threads = [threading.Thread(target=run, args=(index, verb)) for index, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WITHIN)
    assert not any(thread.is_alive() for thread in threads), "a deadlock, or very slow"
    return outcomes


def only_refusals(outcomes: Sequence[object]) -> list[str]:
    """The codes of the refusals; anything else that was raised fails the test."""
    raised = [one for one in outcomes if isinstance(one, Exception)]
    assert all(isinstance(one, Refusal) for one in raised), raised
    return [one.code for one in raised if isinstance(one, Refusal)]


@pytest.mark.starts_from.with_args(accepted)
def test_two_last_signatures_conclude_the_case_exactly_once(app: Flask, work: Work) -> None:
    *first, last, other = ("LX-01", "LX-04", "LX-05", "LX-07", "LX-08", "LX-10", "LX-13")
    for item in first:
        work.decide(item)
    for item in (last, other):
        work.claim(item)
        work.propose(item, Outcome.REFUSE)

    def signing(item: str) -> Callable[[], None]:
        track, version, head = work.filed.tracks[item], work.track(item).version, work.head(item)
        return lambda: sign(track=track, version=version, actor=head, now=at(MONDAY, 15))

    assert only_refusals(together(app, signing(last), signing(other))) == []
    assert work.case().state is CaseState.CONCLUDED
    assert work.tags().count("system:case:concluded") == 1


@pytest.mark.starts_from.with_args(accepted)
def test_four_clicks_on_one_signature_sign_once(app: Flask, work: Work) -> None:
    work.claim("LX-07")
    work.propose("LX-07")
    track, version, head = work.filed.tracks["LX-07"], work.track("LX-07").version, work.head("LX-07")
    outcomes = together(app, *[lambda: sign(track=track, version=version, actor=head, now=at(MONDAY, 15))] * 4)
    assert only_refusals(outcomes) == ["stale"] * 3
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 1
    assert len(work.documents("filing_receipt")) == 1


@pytest.mark.starts_from.with_args(accepted)
def test_of_two_who_claim_at_once_one_has_it(app: Flask, work: Work) -> None:
    track, version = work.filed.tracks["LX-13"], work.track("LX-13").version
    verbs = [
        lambda who=who: claim(track=track, version=version, actor=who, now=at(MONDAY))
        for who in (work.examiner("LX-13"), work.head("LX-13"))
    ]
    assert only_refusals(together(app, *verbs)) == ["stale"]


@pytest.mark.starts_from.with_args(accepted)
def test_who_waits_for_a_case_holds_none_of_its_tracks(app: Flask, work: Work, database_url: str) -> None:
    """The other order would be a deadlock: who holds the case moves its tracks next."""
    said = {"track": work.filed.tracks["LX-13"], "version": work.track("LX-13").version}
    with psycopg.connect(database_url.replace("+psycopg", "")) as holder:
        holder.execute("SELECT id FROM approval_case FOR NO KEY UPDATE")
        asks = threading.Thread(
            target=together, args=(app, lambda: claim(actor=work.examiner("LX-13"), now=NOON, **said))
        )
        asks.start()
        assert any(holder.execute(WAITS).fetchone()[1] for _ in range(2000))  # type: ignore[index]
        holder.execute("UPDATE track SET version = version + 1 WHERE item_code = 'LX-13'")
        holder.execute("UPDATE approval_case SET stage_floor_on = '2026-12-31'")
    asks.join(WITHIN)
    assert work.track("LX-13").assignee_id is None, "the version that the examiner saw is not the one after the wait"
    assert "officer:track:claimed" not in work.tags()


@pytest.mark.starts_from.with_args(accepted_beside_haidai)
def test_a_paper_handed_in_while_the_project_passes_to_another_does_not_land(
    app: Flask, work: Work, database_url: str
) -> None:
    said = {"case": work.filed.case, "material_code": "M018", "stored": a_paper(), "actor": work.cast.lin, "now": NOON}
    came: list[object] = []
    hands_in = threading.Thread(target=lambda: came.extend(together(app, lambda: supply_paper(**said))))
    with psycopg.connect(database_url.replace("+psycopg", "")) as holder:
        holder.execute("SELECT id FROM approval_case FOR NO KEY UPDATE")
        hands_in.start()
        assert any(holder.execute(WAITS).fetchone()[1] for _ in range(2000))  # type: ignore[index]
        holder.execute("UPDATE project SET enterprise_id = (SELECT id FROM enterprise WHERE uscc = %s)", [HAIDAI])
    hands_in.join(WITHIN)
    assert [type(one) for one in came] == [NotFound]
    assert "applicant:paper:supplied" not in work.tags()


@pytest.mark.starts_from.with_args(filed_with_promises)
def test_four_clicks_on_accept_admit_once(app: Flask, work: Work) -> None:
    tracks = list(work.filed.tracks.values())
    verb = [lambda: accept(case=work.filed.case, tracks=tracks, actor=work.cast.clerk, now=at(MONDAY))] * 4
    assert only_refusals(together(app, *verb)) == ["already_answered"] * 3
    assert len(work.documents("deferred_acceptance_notice")) == 1


@pytest.mark.starts_from.with_args(settled)
def test_four_clicks_on_file_give_one_case_with_one_number(app: Flask, cast: Cast) -> None:
    draft = a_draft(cast)
    version = version_of(draft.case)
    outcomes = together(app, *[lambda: submitted(cast, draft, version=version)] * 4)
    assert only_refusals(outcomes) == []
    assert len(set(map(str, outcomes))) == 1


@pytest.mark.starts_from.with_args(settled)
def test_four_enterprises_filing_at_once_get_four_numbers_without_a_gap(app: Flask, cast: Cast) -> None:
    drafts = [a_draft(cast, name=f"项目{number}") for number in range(4)]
    verbs = [lambda one=one: submitted(cast, one, now=at(MONDAY)) for one in drafts]
    numbers = together(app, *verbs)
    assert only_refusals(numbers) == []
    serials = sorted(int(str(number)[-4:]) for number in numbers)
    assert serials == list(range(serials[0], serials[0] + 4))
    with reading() as session:
        receipts = session.scalars(select(Document.serial).where(Document.kind == "receipt")).all()
    assert sorted(receipts) == [1, 2, 3, 4]


@pytest.mark.starts_from.with_args(accepted)
def test_the_chain_of_events_stays_whole_when_departments_move_at_once(app: Flask, work: Work) -> None:
    verbs = []
    for item in ("LX-01", "LX-07", "LX-10", "LX-13"):
        said = {"track": work.filed.tracks[item], "version": work.track(item).version, "actor": work.examiner(item)}
        verbs.append(lambda said=said: claim(now=at(MONDAY) + dt.timedelta(minutes=1), **said))
    assert only_refusals(together(app, *verbs)) == []
    with reading() as session:
        case = session.scalars(select(Case)).one()
        events = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)).all()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert case.chain_head == events[-1].hash


@pytest.mark.starts_from.with_args(accepted)
def test_what_two_put_right_at_once_is_put_right_with_one_event(app: Flask, work: Work) -> None:
    with unit_of_work() as session:
        session.execute(update(Track).where(Track.item_code == "LX-10").values(committed_due_on=MONDAY))
    check_truth(limit=100, actor=SYSTEM, now=NOON)
    with reading() as session:
        finding = session.scalars(select(TruthFinding.id).where(TruthFinding.what == "committed_due_on")).one()
    correct = partial(correct_finding, finding=finding, actor=work.cast.admin, now=NOON)
    assert only_refusals(together(app, correct, correct)) == ["not_found"]
    assert work.tags().count(Tag.DEADLINE_MOVED.value) == 1


@pytest.mark.starts_from.with_args(accepted)
@pytest.mark.parametrize(
    "prepared, table",
    [
        (pressing.names_a_steward, "case_event"), (pressing.returns_a_paper, "case_event"),
        (pressing.invites_an_account, "invitation"), (pressing.renews_a_mandate, "mandate"),
        (pressing.confirms_the_draft, "case_event"), (pressing.takes_the_slip, "case_event"),
        (pressing.fetches_from_a_register, "material_version"),
    ],
)  # fmt: skip
def test_what_carries_no_version_and_is_pressed_twice_at_once_is_done_once(
    app: Flask, work: Work, prepared: Callable[[Work], Callable[..., object]], table: str
) -> None:
    press = partial(prepared(work), now=pressing.NOW)
    before = rows_of_tables()[table]
    assert only_refusals(together(app, press, press)) == []
    assert rows_of_tables()[table] == before + 1
