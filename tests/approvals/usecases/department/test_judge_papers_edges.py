"""Judging the same version of a paper more than once."""

from __future__ import annotations

import pytest

from tests.factories.clock_town import messages
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]


def test_the_same_version_can_be_returned_again_with_better_words(work: Work) -> None:
    work.claim("LX-05")
    for words in ("图不清楚。", "图不清楚，请按 1:500 重新出图并盖章。"):
        work.judge("LX-05", returned={"M012": words})
    said = [row.payload for row in messages("tell") if row.payload["code"] == "paper_returned"]
    assert [one["params"]["material"] for one in said] == ["M012", "M012"]
