"""A paper is handed in once: what is offered again, in which order, and what is over."""

from datetime import date

import pytest

from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.reuse import MOST_OFFERED, Candidate, ReuseSource, check_validity, document_ends, offered, take

TODAY = date(2026, 3, 9)
FILE, CASE, DOCUMENT = ReuseSource.FILE, ReuseSource.CASE, ReuseSource.DOCUMENT


def paper(key: str, source: ReuseSource, day: int, *, until: date | None = None, same: str = "") -> Candidate:
    return Candidate(key, source, "M018", "项目", date(2026, 2, day), until, (1,), (same or key,), "图.pdf")


def test_what_holds_comes_before_what_is_over_and_the_newest_first() -> None:
    over = paper("over", FILE, 20, until=date(2026, 3, 8))
    last_day = paper("last day", FILE, 1, until=TODAY)
    found = offered([over, last_day, paper("case", CASE, 5)], TODAY)
    assert [one.key for one in found] == ["case", "last day", "over"]
    assert [one.is_expired(TODAY) for one in found] == [False, False, True]


def test_the_same_files_are_offered_once_with_the_validity_the_file_knows() -> None:
    found = offered([paper("case", CASE, 9, same="x"), paper("file", FILE, 1, until=date(2026, 3, 1), same="x")], TODAY)
    assert [(one.key, one.is_expired(TODAY)) for one in found] == [("file", True)]


def test_only_a_few_are_offered() -> None:
    assert len(offered([paper(str(day), CASE, day) for day in range(1, 20)], TODAY)) == MOST_OFFERED


def test_what_is_over_or_not_there_cannot_be_taken() -> None:
    there = (paper("over", FILE, 1, until=date(2026, 3, 8)), paper("good", DOCUMENT, 1))
    assert take(there, "good", TODAY).key == "good"
    for key, code in (("over", "paper_expired"), ("another enterprise's", "paper_not_there")):
        with pytest.raises(Refusal) as refused:
            take(there, key, TODAY)
        assert refused.value.code == code


def test_a_document_ends_where_its_validity_is_whole_years() -> None:
    assert document_ends("5 years", date(2024, 2, 29)) == date(2029, 2, 28)
    assert [document_ends(words, TODAY) for words in (None, "", "at most 2 years", "长期")] == [None] * 4


def test_a_validity_does_not_run_backwards() -> None:
    check_validity(TODAY, TODAY)
    check_validity(None, TODAY)
    with pytest.raises(Invalid):
        check_validity(TODAY, date(2026, 3, 8))
