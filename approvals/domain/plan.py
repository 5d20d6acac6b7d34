"""What one filing would set in motion, before anything is filed: items, papers, waits. Computed by ``fan_out.plan``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from departments.domain.catalogue import Demand, Item, Limit, Material
from departments.domain.catalogue_words import NeededFor
from departments.domain.condition import Reason


class Supply(StrEnum):
    """Where a paper comes from: the stage form, data sharing, another item's result, a result the applicant says is there
    already, or the applicant.
    """

    FORM = "form"
    SHARING = "sharing"
    UPSTREAM = "upstream"
    HELD = "held"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class InvalidAnswer:
    """``reason``: unknown_field, not_yes_or_no, not_a_number, not_whole, not_offered."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The planned item whose result is awaited, before acceptance or only before the decision."""

    item: str
    needed_for: NeededFor


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item that applies: the limit and demands that the answers choose, and the comparisons that decided it.

    ``needs_first``: items of the project's other filings that must be granted before this one can be.
    """

    item: Item
    statutory: Limit
    committed_wd: int
    demands: tuple[Demand, ...]
    waits_for: tuple[Wait, ...]
    because: tuple[Reason, ...]
    needs_first: tuple[str, ...] = ()
    is_vouched: bool = False
    """The whole item rests on a notification-commitment."""

    @property
    def code(self) -> str:
        return self.item.code


@dataclass(frozen=True, slots=True)
class ItemLeftOut:
    """An item of the stage that is not applied for, and why; ``unknown`` while an unanswered field keeps it open.

    ``held``: it applies, but the project has its result or it is in handling: nobody applies twice. ``brought``: the
    applicant has its result from elsewhere. ``later``: the applicant applies for it another time.
    """

    item: Item
    because: tuple[Reason, ...]
    unknown: bool
    held: bool = False
    brought: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """One distinct paper, however many items ask for it. ``upstream``: the catalogue calls it another item's result."""

    material: Material
    required: bool
    upstream: bool
    supply: Supply
    wanted_by: tuple[str, ...]
    deferrable_for: Mapping[str, int]
    vouched_for: tuple[str, ...] = ()
    """Items that take a notification-commitment in its place."""

    @property
    def code(self) -> str:
        return self.material.code


@dataclass(frozen=True, slots=True)
class Slowest:
    """The item at the end of the longest chain of committed days; ``path`` leads to it, first awaited first."""

    item: Item
    committed_wd: int
    path: tuple[str, ...]
    path_wd: int


@dataclass(frozen=True, slots=True)
class Plan:
    """``demand_count`` and ``upload_count`` count required papers only; optional ones are listed, never counted."""

    theme: str
    stage: str
    items: tuple[PlannedItem, ...]
    left_out: tuple[ItemLeftOut, ...]
    papers: tuple[PlannedPaper, ...]
    departments: tuple[str, ...]
    unanswered: tuple[str, ...]
    invalid: tuple[InvalidAnswer, ...]
    slowest: Slowest | None

    @property
    def required_papers(self) -> tuple[PlannedPaper, ...]:
        return tuple(paper for paper in self.papers if paper.required)

    @property
    def demand_count(self) -> int:
        return sum(demand.required for planned in self.items for demand in planned.demands)

    @property
    def upload_count(self) -> int:
        return sum(paper.supply is Supply.UPLOAD for paper in self.required_papers)
