"""Between the end of the fifth day and the next sweep the law has answered already, and nobody answers after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Refusal
from approvals.domain.states import TrackState
from approvals.models.cases import Case
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, CommitmentLine, CorrectionNotice
from approvals.models.traces import CaseEvent
from approvals.usecases.window.accept import accept
from approvals.usecases.window.declare_inadmissible import declare_inadmissible
from approvals.usecases.window.declare_not_required import declare_not_required
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from tests.factories.clock_town import forget_notices, sweep, track_of
from tests.factories.main_job import Cast, Filed, at, file_case, settle, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]
FILED_ON = dt.date(2026, 3, 9)
LAST_DAY, DAY_AFTER = dt.date(2026, 3, 16), dt.date(2026, 3, 17)
Verb = Callable[[Cast, Filed, dt.datetime], None]


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def filed(cast: Cast) -> Filed:
    made = file_case(cast, day=FILED_ON, lacks=("M018",))
    forget_notices()
    return made


def a_paper(filed: Filed) -> str:
    with reading() as session:
        where = (Case.public_id == filed.case, CaseMaterial.material_code == "M018")
        return session.scalars(select(CaseMaterial.public_id).join(Case).where(*where)).one()


def accepts(cast: Cast, filed: Filed, now: dt.datetime) -> None:
    accept(case=filed.case, tracks=[filed.tracks["LX-01"]], actor=cast.clerk, now=now)


def tells_once(cast: Cast, filed: Filed, now: dt.datetime) -> None:
    asked = CorrectionAsked(a_paper(filed), "没有交", "请补交")
    request_correction(case=filed.case, lines=[asked], actor=cast.clerk, now=now)


def says_foreign(cast: Cast, filed: Filed, now: dt.datetime) -> None:
    declare_inadmissible(
        track=filed.tracks["LX-07"], reason="不归我们", competent_organ="省厅", organ_address="济南市", actor=cast.clerk,
        now=now,
    )  # fmt: skip


def says_needless(cast: Cast, filed: Filed, now: dt.datetime) -> None:
    declare_not_required(track=filed.tracks["LX-07"], reason="不用办", actor=cast.clerk, now=now)


@pytest.mark.parametrize("verb", [accepts, tells_once, says_foreign, says_needless])
def test_after_the_fifth_day_no_verb_answers_and_the_law_s_answer_is_stored(
    cast: Cast, filed: Filed, verb: Verb
) -> None:
    with pytest.raises(Refusal) as refused:
        verb(cast, filed, at(DAY_AFTER, 9))
    assert refused.value.code == "deemed_by_law"
    assert set(refused.value.params["items"]) == set(filed.tracks)
    assert {track_of(filed, item).accepted_on for item in ("LX-01", "LX-07", "LX-10")} == {FILED_ON}
    with reading() as session:
        assert session.scalars(select(CorrectionNotice.id)).all() == []
        events = session.execute(select(CaseEvent.tag, CaseEvent.actor_id).order_by(CaseEvent.seq.desc())).first()
        assert session.scalars(select(Document.kind)).all().count("acceptance_notice") == 1
    assert events is not None and events.actor_id is None
    sweep(at(DAY_AFTER, 10))
    with reading() as session:
        assert session.scalars(select(Document.kind)).all().count("acceptance_notice") == 1


@pytest.mark.parametrize("verb", [accepts, tells_once, says_foreign, says_needless])
def test_on_the_fifth_day_until_midnight_the_window_answers(cast: Cast, filed: Filed, verb: Verb) -> None:
    verb(cast, filed, at(LAST_DAY, 23))
    assert not track_of(filed, "LX-01").is_deemed


def test_who_may_not_answer_sets_nothing_in_motion(cast: Cast, filed: Filed) -> None:
    with pytest.raises(Refusal):
        accept(case=filed.case, tracks=[filed.tracks["LX-01"]], actor=cast.lin, now=at(DAY_AFTER, 9))
    assert track_of(filed, "LX-01").state is TrackState.FILED


def test_a_promise_runs_from_the_notice_that_names_its_day_not_from_the_silence(cast: Cast) -> None:
    """Fact sheet 2.2 rules 2, 8, 10 and 1.5: the organ's clock is dated back, the applicant's promise is not."""
    filed = file_case(cast, day=FILED_ON, name="龙山仓储", defers=("M018", "M030"))
    sweep(at(DAY_AFTER, 1))
    with reading() as session:
        lines = session.execute(select(CommitmentLine.days_wd, CommitmentLine.due_on)).all()
    expected = {1: dt.date(2026, 3, 18), 2: dt.date(2026, 3, 19), 3: dt.date(2026, 3, 20), 5: dt.date(2026, 3, 24)}
    assert len(lines) == 3 and all(due == expected[days] for days, due in lines), lines
    assert track_of(filed, "LX-05").accepted_on in (None, FILED_ON)
