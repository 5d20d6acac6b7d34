"""What changed answers would do to a filing that runs: items that come and go, papers, days (add_track, fact sheet 7).

Asked by the page before anybody agrees, and again at the agreement itself: both get the same answer, and its
`fingerprint` shows that they did.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from approvals.domain.plan import Plan, PlannedItem, PlannedPaper
from approvals.domain.states import DECIDED, UNDECIDED, TrackState
from departments.domain.condition import sort_of


class Side(StrEnum):
    """Who may propose an amendment; the other one agrees or declines."""

    APPLICANT = "applicant"
    WINDOW = "window"


class AmendmentState(StrEnum):
    """Life of an amendment: one side proposes, the other agrees or declines, or the first takes it back."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Standing:
    """One item of the filing as it is now, with its limits and the papers it wants."""

    item: str
    state: TrackState
    statutory_days: int | None
    statutory_unit: str
    committed_wd: int | None
    wants: frozenset[str]


@dataclass(frozen=True, slots=True)
class MovedLimit:
    """An item that stays and has other days by the new answers: (statutory days, unit, committed working days)."""

    item: str
    before: tuple[int | None, str, int | None]
    after: tuple[int | None, str, int | None]


@dataclass(frozen=True, slots=True)
class Effect:
    """The difference, by codes in the order of the catalogue.

    `coming` become items of this filing, `going` end undecided. `untouched` were decided already, `anew` ended in this
    filing and can only be filed anew. `asked` are papers nobody of this filing has wanted so far; `shared` are there
    and serve further items; `dropped` nobody undecided wants any more.
    """

    coming: tuple[str, ...]
    going: tuple[str, ...]
    untouched: tuple[str, ...]
    anew: tuple[str, ...]
    asked: tuple[str, ...]
    shared: tuple[str, ...]
    dropped: tuple[str, ...]
    days: tuple[MovedLimit, ...]
    wants: tuple[tuple[str, tuple[str, ...]], ...]
    """Which papers each item that comes or stays wants afterwards."""

    @property
    def is_silent(self) -> bool:
        """Only the answers themselves change."""
        return not (self.coming or self.going or self.anew or self.asked or self.shared or self.dropped or self.days)

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that differ whenever what is agreed to differs."""
        moved = [[one.item, *one.after] for one in self.days]
        said = [self.coming, self.going, self.anew, self.asked, self.dropped, moved, self.wants]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def effect(planned: Plan, standing: Sequence[Standing], applied: Collection[str]) -> Effect:
    """What the filing becomes when it is planned like this; `applied` are the items that the former answers asked for.

    An item that was withdrawn or ended otherwise does not come back because another answer changed.
    """
    tracks = {one.item: one for one in standing}
    after = {item.code: item for item in planned.items}
    gone = [one for one in standing if one.item not in after]
    going = tuple(one.item for one in gone if one.state in UNDECIDED)
    coming = tuple(code for code in after if code not in tracks)
    staying = tuple(code for code in after if code in tracks and tracks[code].state in UNDECIDED)
    wants = {code: _papers_of(after[code]) for code in (*coming, *staying)}
    return Effect(
        coming=coming,
        going=going,
        untouched=tuple(one.item for one in gone if one.state in DECIDED),
        anew=tuple(
            code for code in after if code in tracks and tracks[code].state not in UNDECIDED | DECIDED and code not in applied
        ),
        **_papers(planned.papers, standing, wants),
        days=tuple(_moved(tracks[code], after[code]) for code in staying if _limits(after[code]) != _stored(tracks[code])),
        wants=tuple((code, tuple(sorted(papers))) for code, papers in wants.items()),
    )  # fmt: skip


def _papers(
    planned: Iterable[PlannedPaper], standing: Sequence[Standing], wants: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    known = frozenset[str]().union(*(one.wants for one in standing))
    open_before = frozenset[str]().union(*(one.wants for one in standing if one.state in UNDECIDED))
    before = {one.item: one.wants for one in standing}
    wanted = frozenset[str]().union(*wants.values())
    order = [paper.code for paper in planned]
    more = {code for item, papers in wants.items() for code in papers if code not in before.get(item, frozenset())}
    return {
        "asked": tuple(code for code in order if code in wanted and code not in known),
        "shared": tuple(code for code in order if code in more and code in known),
        "dropped": tuple(sorted(open_before - wanted)),
    }


def _papers_of(item: PlannedItem) -> frozenset[str]:
    return frozenset(demand.material for demand in item.demands)


def _limits(item: PlannedItem) -> tuple[int | None, str, int | None]:
    return item.statutory.days, item.statutory.unit.value, item.committed_wd


def _stored(one: Standing) -> tuple[int | None, str, int | None]:
    return one.statutory_days, one.statutory_unit, one.committed_wd


def _moved(one: Standing, item: PlannedItem) -> MovedLimit:
    return MovedLimit(one.item, _stored(one), _limits(item))


def ends_as(state: TrackState) -> str:
    """The verb that ends an item the new answers do not ask for.

    Before admission nobody has it in hands: the matter needs no licence (Art. 32(1)). After it the applicant takes the
    application back, which the agreement of both sides is (撤件 before the decision, fact sheet 1.5).
    """
    return "declare_not_required" if state is TrackState.FILED else "withdraw"


def changed(answers: Mapping[str, object], said: Mapping[str, object]) -> Iterator[str]:
    """The questions answered otherwise than before; True is another answer than 1."""
    for key, value in said.items():
        former = answers.get(key)
        if sort_of(former) != sort_of(value) or former != value:
            yield key
