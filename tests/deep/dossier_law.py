"""What the law and the design say of one dossier, as a small model: five items, ten papers, four questions.

Nothing of the house is imported here. Every method named after a verb answers with the code of the refusal that the verb
must raise, or with None and the change it makes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

MONDAY = dt.date(2026, 3, 9)
DAYS_OFF = {dt.date(2026, 4, 6), dt.date(2026, 5, 1), dt.date(2026, 5, 4), dt.date(2026, 5, 5), dt.date(2026, 6, 19)}
WORKED_SATURDAYS = {dt.date(2026, 5, 9)}
DAY = dt.timedelta(days=1)
UNDECIDED = {"filed", "correction_open", "awaiting_upstream", "queued", "in_review", "proposed"}
AT_DESK = {"awaiting_upstream", "queued", "in_review", "proposed"}
BY_ITSELF = {"form", "shared", "upstream", "held"}
OWED = {"open", "broken"}
WHOLE = ""
NOTICE_WD, CORRECTION_WD = 5, 20


@dataclass(frozen=True)
class Want:
    """One paper of one item: `later` working days it may follow, `vow`: a commitment may stand for it."""

    paper: str
    required: bool = True
    later: int = 0
    vow: bool = False
    upstream: bool = False
    when: str = ""


@dataclass(frozen=True)
class Matter:
    """One item, applied for when its question is answered with yes; `needs` other items, for acceptance or decision."""

    code: str
    seat: str
    days: int
    when: str
    wants: tuple[Want, ...]
    whole: bool = False
    needs: tuple[tuple[str, str], ...] = ()


QUESTIONS = ("tall", "food", "dug", "old")
PAPERS = ("P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11")
FORM, SHARED = {"P01"}, {"P05"}
MADE_BY = {"P07": "B", "P11": "A"}
MATTERS = (
    Matter("A", "FGW", 3, "", (Want("P01"), Want("P02"), Want("P03", later=3), Want("P08", required=False))),
    Matter(
        "B", "ZRZY", 10, "tall", needs=(("A", "decision"),),
        wants=(Want("P01"), Want("P02"), Want("P03"), Want("P04", later=5), Want("P05")),
    ),
    Matter("C", "SW", 5, "food", (Want("P02"), Want("P04", later=2), Want("P06", vow=True)), whole=True),
    Matter(
        "D", "ZJ", 5, "dug",
        (Want("P02"), Want("P07", upstream=True), Want("P06", vow=True, when="old"), Want("P09", when="old"), Want("P03", later=4)),
    ),
    Matter(
        "E", "FGW", 8, "old", needs=(("A", "acceptance"),),
        wants=(Want("P04"), Want("P10", later=4, vow=True), Want("P11", upstream=True, when="tall")),
    ),
)  # fmt: skip
BY_CODE = {matter.code: matter for matter in MATTERS}


def is_working(day: dt.date) -> bool:
    return day in WORKED_SATURDAYS or (day.weekday() < 5 and day not in DAYS_OFF)


def add(day: dt.date, count: int) -> dt.date:
    """The `count`-th working day after `day`."""
    while count:
        day += DAY
        count -= is_working(day)
    return day


@dataclass(eq=False)
class Version:
    """`file`: its bytes by number, None for a result of the system; `said` what the window, then each item, said of it."""

    file: int | None
    came: dt.date
    barred: bool = False
    reused: bool = False
    checked: str = ""
    said: dict[str, str] = field(default_factory=dict)
    put_off: bool = False
    """It was there when the promise was given, so it cannot keep it."""


@dataclass
class Paper:
    supply: str = "missing"
    versions: list[Version] = field(default_factory=list)

    @property
    def newest(self) -> Version | None:
        return next((one for one in reversed(self.versions) if not one.barred), None)


@dataclass
class Line:
    """A promise of one paper to one item; a vow has no day."""

    state: str
    days: int
    due: dt.date | None = None
    version: Version | None = None


@dataclass
class Demand:
    required: bool
    upstream: bool


@dataclass
class Track:
    state: str
    receipt: dt.date
    admitted: bool = False
    claimed: bool = False
    outcome: str = ""
    waits: dict[str, str] = field(default_factory=dict)
    demands: dict[str, Demand] = field(default_factory=dict)


@dataclass
class Notice:
    state: str
    respond_by: dt.date
    lines: dict[str, Version | None] = field(default_factory=dict)


@dataclass
class Dossier:
    """The model's whole state. `choices` by (item, paper): days of a deferral, or 0 for a vow; `known`: papers of this filing, wanted or
    not; `on_file`: papers in the enterprise file, by the number of their bytes.
    """

    shares: bool = True
    consents: bool = True
    today: dt.date = MONDAY
    answers: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(QUESTIONS, False))
    put_off: dict[str, str] = field(default_factory=dict)
    choices: dict[tuple[str, str], int] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=lambda: {code: Paper() for code in PAPERS})
    known: set[str] = field(default_factory=set)
    on_file: dict[str, int] = field(default_factory=dict)
    infected: set[int] = field(default_factory=set)
    filed: bool = False
    tracks: dict[str, Track] = field(default_factory=dict)
    lines: dict[tuple[str, str], Line] = field(default_factory=dict)
    notice: Notice | None = None
    untold: set[str] = field(default_factory=set)

    # what the answers ask for

    def applies(self, item: str) -> bool:
        return not BY_CODE[item].when or self.answers[BY_CODE[item].when]

    def planned(self) -> list[str]:
        return [one.code for one in MATTERS if self.applies(one.code) and one.code not in self.put_off]

    def wants(self, item: str) -> list[Want]:
        return [one for one in BY_CODE[item].wants if not one.when or self.answers[one.when]]

    def wanted(self) -> set[str]:
        return {want.paper for item in self.planned() for want in self.wants(item)}

    def can_vow(self, item: str, paper: str) -> bool:
        """Whether the catalogue lets a commitment stand for the paper, or for the whole item."""
        if item not in self.planned():
            return False
        if paper == WHOLE:
            return BY_CODE[item].whole
        return any(one.paper == paper and one.vow for one in self.wants(item))

    def is_vowed(self, item: str, paper: str) -> bool:
        """In a draft a choice in force, later a signed and living line."""
        if not self.filed:
            return self.choices.get((item, paper)) == 0 and self.can_vow(item, paper)
        line = self.lines.get((item, paper))
        return line is not None and line.state == "vouched"

    def is_spared(self, item: str, want: Want) -> bool:
        """A vow for the item spares proofs and secondary papers; a vow for a proof spares the proof."""
        by_item = self.is_vowed(item, WHOLE) and (want.vow or bool(want.later))
        return not want.upstream and (by_item or (want.vow and self.is_vowed(item, want.paper)))

    def deferrable(self, paper: str) -> dict[str, int]:
        """The items that let it follow, each with its most working days: never more than the item's own limit."""
        return {
            item: min(want.later, BY_CODE[item].days)
            for item in self.planned()
            for want in self.wants(item)
            if want.paper == paper and want.later and not self.is_spared(item, want)
        }

    def required(self, paper: str) -> bool:
        return any(
            want.required and not self.is_spared(item, want)
            for item in self.planned()
            for want in self.wants(item)
            if want.paper == paper
        )

    def comes_by(self, paper: str) -> str:
        """How a paper comes when nobody hands it in; upload: it does not."""
        maker = MADE_BY.get(paper)
        granted = maker in self.tracks and self.tracks[maker].state == "granted" if maker else False
        if maker and (maker in self.planned() or granted):
            return "upstream"
        if maker and self.put_off.get(maker) == "have":
            return "held"
        return "form" if paper in FORM else "shared" if paper in SHARED else "upload"

    def absent(self) -> set[str]:
        """What a draft still lacks: the gap list."""
        return {code for code in self.wanted() if self.required(code) and self._status(code) == "missing"}

    def _status(self, code: str) -> str:
        paper = self.papers[code]
        if paper.supply == "uploaded" or (paper.supply == "deferred" and paper.newest and not self.deferrable(code)):
            return "uploaded"
        if self.comes_by(code) != "upload":
            return self.comes_by(code)
        return "deferred" if paper.supply == "deferred" and self.deferrable(code) else "missing"

    # how the filing stands

    def undecided(self) -> list[str]:
        return [code for code, track in self.tracks.items() if track.state in UNDECIDED]

    def wanting(self, paper: str, states: Collection[str] = frozenset(UNDECIDED)) -> list[str]:
        """The items of these states that want the paper."""
        return [code for code, one in self.tracks.items() if one.state in states and paper in one.demands]

    def owed_to(self, item: str, paper: str) -> bool:
        line = self.lines.get((item, paper))
        return line is not None and line.state in OWED

    def is_there(self, paper: str) -> bool:
        return self.papers[paper].supply in ("form", "shared", "held") or self.papers[paper].newest is not None

    def is_coming(self, paper: str) -> bool:
        """A result of another item that may still be granted."""
        maker = self.tracks.get(MADE_BY.get(paper, ""))
        return self.papers[paper].supply == "upstream" and maker is not None

    def must_ask(self) -> set[str]:
        """Papers that the to-do list has to name, or they are forgotten."""
        found = set()
        for item in self.undecided():
            for paper, demand in self.tracks[item].demands.items():
                lacks = demand.required and not self.is_there(paper) and not self.is_coming(paper)
                if lacks or self.owed_to(item, paper):
                    found.add(paper)
        return found | self._unanswered()

    def _unanswered(self) -> set[str]:
        """Lines of the notice that an item still waits for."""
        if self.notice is None or self.notice.state != "open":
            return set()
        return {
            code for code, by in self.notice.lines.items() if by is None and self.wanting(code, ["correction_open"])
        }

    def may_ask(self) -> set[str]:
        """Beyond those, what a department sent back."""
        returned = set()
        for code, paper in self.papers.items():
            said = paper.newest.said if paper.newest else {}
            returned |= {code for item in self.wanting(code) if said.get(item) == "returned"}
        return self.must_ask() | returned

    def may_grant(self, item: str) -> bool:
        """Every main paper there and accepted, nothing promised and owed, nothing upstream undecided or failed."""
        track = self.tracks[item]
        return all(self._paper_is_right(item, *one) for one in track.demands.items()) and all(
            self._is_met(item, need) for need in {*track.waits, *(code for code, _ in BY_CODE[item].needs)}
        )

    def _paper_is_right(self, item: str, code: str, demand: Demand) -> bool:
        paper, owed = self.papers[code], self.owed_to(item, code)
        if owed:
            return False
        if not demand.required:
            return True
        if not self.is_there(code):
            return False
        said = paper.newest.said.get(item) if paper.newest else None
        return said == "accepted" or (said is None and paper.supply in BY_ITSELF)

    def _is_met(self, item: str, need: str) -> bool:
        if self.put_off.get(need) == "have":
            return True
        track = self.tracks.get(need)
        if track is None:
            return not self.applies(need)
        if track.state in ("granted", "not_required"):
            return True
        if track.state in UNDECIDED:
            return False
        made = [code for code, maker in MADE_BY.items() if maker == need]
        stands_in = any(code in self.tracks[item].demands and self.papers[code].supply == "uploaded" for code in made)
        return stands_in or (need not in self.tracks[item].waits and not self.applies(need))

    def told(self, paper: str) -> Iterator[tuple[str, str]]:
        """Who hears of a new version: (item, desk) with the desk window, examiner or department."""
        for item in self.wanting(paper):
            track = self.tracks[item]
            yield item, "window" if not track.admitted else "examiner" if track.claimed else "department"
