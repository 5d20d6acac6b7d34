"""Another organ's source may be slow or away: it is asked between two transactions, and once for each paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.models.papers import CaseMaterial
from approvals.usecases.amendments.agree_amendment import agree_amendment
from tests.factories.amending import CLOSING, TUESDAY, propose, the_effect
from tests.factories.drafts import a_draft, filed
from tests.factories.main_job import Cast, at
from tests.factories.towns import settled
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]


@dataclass
class Source:
    """Notes what it is asked; a transaction that is open then would be a second one within the first."""

    away: bool = False
    asked: list[str] = field(default_factory=list)

    def holds(self, material_code: str) -> bool:
        return True

    def fetch(self, material_codes: Iterable[str], uscc: str) -> dict[str, str]:
        codes = list(material_codes)
        with unit_of_work():
            self.asked += codes
        if self.away:
            raise Refusal("register_away")
        return dict.fromkeys(codes, "登记信息")


def supply(code: str) -> str:
    with reading() as session:
        return session.scalars(select(CaseMaterial.supply).where(CaseMaterial.material_code == code)).one().value


def test_the_source_is_asked_once_while_no_transaction_is_open(cast: Cast) -> None:
    source = Source()
    filed(cast, a_draft(cast), sharing=source)
    assert source.asked == ["M002"] and supply("M002") == "shared"


def test_a_source_that_is_away_stops_no_filing(cast: Cast) -> None:
    source = Source(away=True)
    filed(cast, a_draft(cast), sharing=source)
    assert source.asked == ["M002"] and supply("M002") == "missing"


def test_an_amendment_asks_for_what_it_brings_before_anything_is_changed(cast: Cast) -> None:
    work = Work(cast, filed(cast, a_draft(cast), sharing=Source(away=True)))
    source, amendment = Source(), propose(work, involves_river_works=True)
    from_then = the_effect(work, amendment)
    assert "LX-11" in from_then.coming
    agreed(work, amendment, source, from_then.fingerprint)
    assert source.asked == ["M002"] and supply("M002") == "shared"
    assert work.tags().count("window:amendment:agreed") == 1


def agreed(work: Work, amendment: str, source: Source, seen: str) -> None:
    agree_amendment(
        case=work.filed.case, amendment=amendment, seen=seen, word="", close_of_business=CLOSING, sharing=source,
        actor=work.cast.clerk, now=at(TUESDAY, 11),
    )  # fmt: skip
