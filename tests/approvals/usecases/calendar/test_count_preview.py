"""What a proposed year would move is counted once and kept: the same list, page by page, at the same price."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.models.calendar_previews import CalendarPreview, CalendarPreviewPage
from approvals.queries import calendar_preview as live
from approvals.queries import stored_preview as kept
from approvals.queries.calendar_preview import Preview
from approvals.usecases.calendar import count_preview as counting
from approvals.usecases.calendar.allow_earlier import allow_earlier
from approvals.usecases.calendar.count_preview import count_preview
from approvals.usecases.calendar.publish_calendar import publish_calendar
from approvals.usecases.calendar.reject_calendar import reject_calendar
from departments.queries.calendar import drafts
from tests.factories.main_job import the_cast
from tests.factories.new_year import LONGER, MORNING, PUBLISHED, SHORTER, administrator, proposed, settle_new_year
from tests.support.statements import statements_of

pytestmark = [
    pytest.mark.starts_from.with_args(settle_new_year), pytest.mark.usefixtures("in_app"), pytest.mark.both_databases
]  # fmt: skip


def looked_at(draft: str, page: int = 1) -> tuple[Preview, Preview | None]:
    """The list counted now, and the one that was kept."""
    with reading() as session:
        row = drafts(session, draft)[0]
        said = row.taken, row.allow_earlier, PUBLISHED, page
        return live.preview_of(session, *said), kept.stored_preview(session, draft, *said)


def look(draft: str, page: int) -> Preview | None:
    with reading() as session:
        row = drafts(session, draft)[0]
        return kept.stored_preview(session, draft, row.taken, row.allow_earlier, PUBLISHED, page)


def test_what_is_kept_is_what_is_counted_on_every_page_and_costs_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (live, counting):
        monkeypatch.setattr(module, "PAGE_SIZE", 2)
    cast = the_cast()
    draft = proposed(LONGER, actor=cast.admin)
    assert looked_at(draft)[1] is None
    count_preview(draft=draft, actor=cast.admin, now=MORNING)
    costs, pages = set(), looked_at(draft)[1]
    assert pages is not None and pages.pages > 1 and pages.counted_at == MORNING
    for page in range(1, pages.pages + 1):
        with reading() as session:
            held = session.get(CalendarPreviewPage, (1, page))
            assert held is not None
        stored = looked_at(draft, page)[1]
        assert stored is not None and (stored.totals, stored.cases, stored.digest) == (
            pages.totals, pages.cases, pages.digest
        )  # fmt: skip
        assert [row.move for row in stored.rows] == [kept.move_of(one) for one in held.moves]
        costs.add(len(statements_of(partial(look, draft, page))))
    assert len(costs) == 1 and max(costs) <= 12
    monkeypatch.undo()
    now_counted, stored = looked_at(draft)
    assert stored is not None and stored.digest == now_counted.digest and stored.totals == now_counted.totals


def test_a_draft_that_changed_is_counted_anew_and_a_closed_one_is_forgotten() -> None:
    cast, second = the_cast(), administrator()
    draft = proposed(SHORTER, actor=cast.admin)
    count_preview(draft=draft, actor=cast.admin, now=MORNING)
    allow_earlier(draft=draft, is_allowed=True, reason="当事人都同意", actor=cast.admin, now=MORNING)
    assert looked_at(draft)[1] is None, "counted under another rule"
    count_preview(draft=draft, actor=cast.admin, now=MORNING)
    stored = looked_at(draft)[1]
    assert stored is not None and stored.earlier > 0
    reject_calendar(draft=draft, words="再核对", actor=second, now=MORNING)
    with pytest.raises(Refusal) as refused:
        count_preview(draft=draft, actor=cast.admin, now=MORNING)
    assert refused.value.code == "draft_closed"
    again = proposed(LONGER, actor=cast.admin)
    count_preview(draft=again, actor=cast.admin, now=MORNING)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(CalendarPreview)) == 1
    stored = looked_at(again)[1]
    assert stored is not None
    assert publish_calendar(draft=again, digest=stored.digest, actor=second, now=MORNING) == stored.moved


def test_only_an_administrator_counts_and_only_what_there_is() -> None:
    cast = the_cast()
    draft = proposed(LONGER, actor=cast.admin)
    with pytest.raises(NotAllowed):
        count_preview(draft=draft, actor=cast.du, now=MORNING)
    with pytest.raises(NotFound):
        count_preview(draft="nothing", actor=cast.admin, now=MORNING)
