"""What the page of changes offers in each state: what the table allows, and a hearing step by step."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from approvals.domain.states import TrackState as S
from approvals.queries.track_changes import HearingRow, hearing_verbs, verbs_of
from departments.domain.catalogue import parse_catalogue
from tests.factories.main_job import DATA

DAY = dt.date(2026, 3, 9)
TOLD = HearingRow(DAY, DAY, None, None, None, "", "", "", None)


@pytest.mark.parametrize(
    ("state", "licence", "opinion"),
    [
        (S.IN_REVIEW, ("terminate",), ("terminate",)),
        (S.GRANTED, ("revoke", "recall", "cancel", "reopen"), ("reopen",)),
        (S.REFUSED, ("reopen",), ("reopen",)),
        (S.CANCELLED, (), ()),
        (S.WITHDRAWN, (), ()),
    ],
)
def test_a_licence_can_be_taken_back_and_everything_else_only_decided_anew(
    state: S, licence: tuple[str, ...], opinion: tuple[str, ...]
) -> None:
    items = parse_catalogue(json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))).items
    assert (verbs_of(state, items["LX-10"]), verbs_of(state, items["LX-13"])) == (licence, opinion)


def test_a_hearing_is_offered_called_and_closed_in_this_order() -> None:
    asked = replace(TOLD, asked_on=DAY, hold_by=DAY)
    called = replace(asked, held_at=dt.datetime(2026, 3, 20, tzinfo=dt.UTC))
    steps = [None, TOLD, asked, called, replace(called, closed_on=DAY)]
    assert [hearing_verbs(S.IN_REVIEW, one) for one in steps] == [
        ("hearing-right",), ("hearing-close",), ("hearing-call",), ("hearing-close",), ("hearing-right",),
    ]  # fmt: skip
    assert hearing_verbs(S.PROPOSED, None) == hearing_verbs(S.GRANTED, None) == hearing_verbs(S.WITHDRAWN, TOLD) == ()
