"""The verbs of the model: each answers with the code of the refusal the house must raise, or None and the change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from tests.deep.dossier_law import (
    AT_DESK,
    BY_CODE,
    CORRECTION_WD,
    DAY,
    FORM,
    MADE_BY,
    NOTICE_WD,
    PAPERS,
    UNDECIDED,
    Demand,
    Dossier,
    Line,
    Notice,
    Track,
    Version,
    add,
    is_working,
)


class Applicant(Dossier):
    """What the enterprise does."""

    def choose(self, item: str, word: str) -> str | None:
        """now, later or have."""
        if not self.applies(item):
            return "choice_not_open"
        self.put_off.pop(item, None)
        if word != "now":
            self.put_off[item] = word
        return None

    def hand_in(self, code: str, file: int, *, reused: bool = False) -> str | None:
        paper = self.papers[code]
        refused = self._refuses(code)
        if refused is None and reused and file in self.infected:
            refused = "paper_not_there"
        if refused is not None:
            return refused
        last = paper.versions[-1] if paper.versions else None
        if reused and last and last.reused and last.file == file and paper.supply == "uploaded":
            return None
        paper.versions.append(Version(file, self.today, reused=reused))
        paper.supply = "uploaded"
        self.known.add(code)
        if self.filed:
            self._answers(code, paper.versions[-1])
        return None

    def _refuses(self, code: str) -> str | None:
        if code in FORM:
            return "not_asked"
        if not self.filed:
            return None if code in self.wanted() else "paper_not_wanted"
        if not any(code in track.demands for track in self.tracks.values()):
            return "not_asked"
        return None if self.wanting(code) else "case_ended"

    def _answers(self, code: str, version: Version) -> None:
        """It keeps what was promised and is not late, and answers the notice."""
        for (_, paper), line in self.lines.items():
            if paper == code and line.state == "open" and (line.due is None or self.today <= line.due):
                line.state, line.version = "kept", version
        if self.notice and self.notice.state == "open" and code in self.notice.lines:
            self.notice.lines[code] = self.notice.lines[code] or version

    def take_out(self, code: str) -> str | None:
        paper = self.papers[code]
        if not paper.versions:
            return "not_found"
        paper.versions.clear()
        paper.supply = "missing" if paper.supply == "uploaded" else paper.supply
        return None

    def defer(self, code: str, later: bool) -> str | None:
        if code not in self.wanted() or (later and not self.deferrable(code)):
            return "not_deferrable"
        paper = self.papers[code]
        self.known.add(code)
        if later:
            paper.supply = "deferred"
        elif paper.supply == "deferred":
            paper.supply = "uploaded" if paper.newest else "missing"
        return None

    def choose_day(self, item: str, code: str, days: int) -> str | None:
        most = self.deferrable(code).get(item)
        if most is None:
            return "not_deferrable"
        if days > most:
            return "deferral_too_late"
        self.choices[item, code] = days
        return None

    def vow(self, item: str, code: str, wanted: bool) -> str | None:
        if wanted and not self.can_vow(item, code):
            return "not_committable"
        self.choices.pop((item, code), None)
        if wanted:
            self.choices[item, code] = 0
        return None

    def hand_over(self) -> str | None:
        """Filing: items, papers, demands, promises."""
        items = self.planned()
        if not items:
            return "nothing_applies"
        vows = [(item, code) for item in items for code in ("", *PAPERS) if self.is_vowed(item, code)]
        vows = [(item, code) for item, code in vows if not code or (item, "") not in vows]
        spared = {(item, want.paper) for item in items for want in self.wants(item) if self.is_spared(item, want)}
        deferrals = {code: self.deferrable(code) for code in PAPERS}
        self._set_out(items, spared)
        for code in sorted(self.wanted()):
            self.known.add(code)
            self._settle(code, bool(deferrals[code]))
            if self.papers[code].supply == "deferred":
                for item, most in deferrals[code].items():
                    days = min(self.choices.get((item, code)) or most, most)
                    self.lines[item, code] = Line("open", days)
        for item, code in vows:
            self.lines[item, code] = Line("vouched", 0)
        self.filed = True
        for version in (one for paper in self.papers.values() for one in paper.versions):
            version.put_off = True
        return None

    def receipt(self) -> dt.date:
        return self.today if is_working(self.today) else add(self.today, 1)

    def _set_out(self, items: Collection[str], spared: Collection[tuple[str, str]]) -> None:
        for item in items:
            self.tracks[item] = Track("filed", self.receipt())
        for item in items:
            self.tracks[item].demands = {
                want.paper: Demand(want.required and (item, want.paper) not in spared, want.upstream)
                for want in self.wants(item)
            }
            self.tracks[item].waits = self.waits_of(item)

    def waits_of(self, item: str) -> dict[str, str]:
        """The items of this filing that one stands behind."""
        waits = dict(BY_CODE[item].needs)
        for want in self.wants(item):
            if want.upstream and want.required:
                waits.setdefault(MADE_BY[want.paper], "decision")
        return {code: why for code, why in waits.items() if code in self.planned()}

    def _settle(self, code: str, can_follow: bool) -> None:
        """How the paper comes, from the day on which it is asked for."""
        paper, way = self.papers[code], self.comes_by(code)
        if paper.supply == "uploaded":
            return
        if way == "shared" and not self.shares:
            paper.supply = "missing"
        elif way != "upload":
            paper.supply = way
        elif paper.supply == "deferred" and not can_follow:
            paper.supply = "uploaded" if paper.newest else "missing"

    def answer_notice(self) -> str | None:
        if self.notice is None or self.notice.state != "open":
            return "no_open_notice"
        if self._unanswered():
            return "correction_incomplete"
        self.notice.state = "answered"
        for track in self.tracks.values():
            if track.state == "correction_open":
                track.state, track.receipt = "filed", self.receipt()
        return None

    def withdraw(self, item: str | None) -> str | None:
        ending = [code for code in self.undecided() if item in (None, code)]
        if not ending:
            return "nothing_to_withdraw"
        self.end(dict.fromkeys(ending, "withdrawn"))
        return None

    def end(self, how: dict[str, str]) -> None:
        """Items end: nothing is owed to them any more, and those behind them come forward."""
        for code, state in how.items():
            self.tracks[code].state = state
        for (item, _), line in self.lines.items():
            if item in how and how[item] != "granted" and line.state in ("open", "vouched"):
                line.state = "released"
        if self.notice and self.notice.state == "open" and "correction_open" not in self._states():
            self.notice.state = "lapsed"
        for track in self.tracks.values():
            concerned = track.state == "awaiting_upstream" and not how.keys().isdisjoint(track.waits)
            if concerned and all(self.tracks[one].state not in UNDECIDED for one in track.waits):
                track.state = "in_review" if track.claimed else "queued"

    def _states(self) -> set[str]:
        return {track.state for track in self.tracks.values()}

    def virus(self, code: str) -> None:
        """The scanner says so afterwards: the file counts as if it had never come, in every paper that has it."""
        newest = self.papers[code].newest
        if newest is None or newest.file is None:
            return
        self.infected.add(newest.file)
        for each, paper in self.papers.items():
            for version in paper.versions:
                if version.file == newest.file and not version.barred:
                    self._bar(each, version)

    def _bar(self, code: str, version: Version) -> None:
        paper, version.barred = self.papers[code], True
        if paper.supply == "uploaded" and paper.newest is None:
            paper.supply = "missing"
        if not self.filed or any(not one.barred for one in paper.versions[paper.versions.index(version) :]):
            return  # a later one stands
        for (_, wanted), line in self.lines.items():
            if wanted == code and line.state == "kept" and line.version is version:
                line.state, line.version = "open", None
                paper.supply = "deferred" if paper.newest is None else paper.supply
        if self.notice and self.notice.state == "open" and self.notice.lines.get(code) is version:
            self.notice.lines[code] = None


class Model(Applicant):
    """What the officials and the calendar do."""

    def check(self, code: str, verdict: str) -> str | None:
        if not any(code in track.demands for track in self.tracks.values()):
            return "not_asked"
        if not self.wanting(code, ["filed"]):
            return "already_answered"
        newest = self.papers[code].newest
        if newest is None:
            return "nothing_to_judge"
        newest.checked = verdict
        return None

    def accept(self, items: Collection[str]) -> str | None:
        if any(self.tracks[code].state != "filed" for code in items):
            return "already_answered"
        if any(self._keeps_out(item, "missing") for item in items):
            return "papers_missing"
        if any(self._keeps_out(item, "failed") for item in items):
            return "papers_failed"
        self._admit(items)
        return None

    def _keeps_out(self, item: str, why: str) -> bool:
        for code, demand in self.tracks[item].demands.items():
            line = self.lines.get((item, code))
            if not demand.required or (line is not None and line.state == "open"):
                continue
            paper = self.papers[code]
            if why == "missing" and not demand.upstream and paper.supply in ("missing", "deferred"):
                return True
            if why == "failed" and paper.newest and paper.newest.checked == "returned":
                return True
        return False

    def _admit(self, items: Collection[str]) -> None:
        for item in items:
            track = self.tracks[item]
            behind = [why for code, why in track.waits.items() if self.tracks[code].state in UNDECIDED]
            waits = bool(behind) and (self.consents or "acceptance" in behind)
            track.state, track.admitted = "awaiting_upstream" if waits else "queued", True
            for (owner, _), line in self.lines.items():
                if owner == item and line.state == "open":
                    line.due = add(self.today, min(line.days, BY_CODE[item].days))

    def send_notice(self, codes: Collection[str]) -> str | None:
        """One per submission; what an amendment brought afterwards was never told about."""
        is_open = self.notice is not None and self.notice.state == "open"
        if self.notice is not None and not self.untold:
            return "notice_already_open" if is_open else "notice_already_sent"
        unanswered = ["filed", "correction_open"]
        told = {
            code: {item for item in self.wanting(code, unanswered) if self.notice is None or {item, code} & self.untold}
            for code in codes
        }
        if not all(told.values()):
            return "already_answered"
        there = self.notice.lines if self.notice and is_open else {}
        lines = {**there, **dict.fromkeys(codes)}
        self.notice, self.untold = Notice("open", add(self.today, CORRECTION_WD), lines), set()
        for item in {item for items in told.values() for item in items}:
            self.tracks[item].state = "correction_open"
        return None

    def claim(self, item: str) -> str | None:
        if not self.tracks[item].admitted:
            return "not_found"
        track = self.tracks[item]
        if track.claimed:
            return "already_claimed"
        if track.state not in ("queued", "awaiting_upstream"):
            return "no_such_move"
        track.state = "in_review" if track.state == "queued" else track.state
        track.claimed = True
        return None

    def judge(self, item: str, code: str, verdict: str) -> str | None:
        if not self.tracks[item].admitted:
            return "not_found"
        if self.tracks[item].state not in AT_DESK:
            return "no_such_move"
        if code not in self.tracks[item].demands:
            return "not_asked"
        newest, line = self.papers[code].newest, self.lines.get((item, code))
        if newest is None:
            return "nothing_to_judge"
        newest.said[item] = verdict
        if line is None:
            return None
        in_time = line.due is None or newest.came <= line.due
        if verdict == "accepted" and line.state in ("open", "broken") and in_time and not newest.put_off:
            line.state, line.version = "kept", newest
        elif verdict == "returned" and line.state == "kept":
            line.version = None
            line.state = "open" if line.due is None or self.today <= line.due else "broken"
        return None

    def propose(self, item: str, outcome: str) -> str | None:
        if not self.tracks[item].admitted:
            return "not_found"
        track = self.tracks[item]
        if not track.claimed:
            return "not_your_track"
        if track.state != "in_review":
            return "no_such_move"
        if outcome == "grant" and not self.may_grant(item):
            return "blocked"
        track.state, track.outcome = "proposed", outcome
        return None

    def give_back(self, item: str) -> str | None:
        if not self.tracks[item].admitted:
            return "not_found"
        track = self.tracks[item]
        if track.state != "proposed":
            return "nothing_proposed"
        track.state = "in_review"
        return None

    def sign(self, item: str) -> str | None:
        if not self.tracks[item].admitted:
            return "not_found"
        track = self.tracks[item]
        if track.state != "proposed":
            return "nothing_proposed"
        if track.outcome == "grant" and not self.may_grant(item):
            return "blocked"
        granted = track.outcome == "grant"
        for code, maker in MADE_BY.items():
            if granted and maker == item and code in self.known:
                paper = self.papers[code]
                if paper.supply in ("upstream", "missing", "deferred"):
                    paper.supply = "upstream"
                    paper.versions.append(Version(None, self.today))
        self.end({item: "granted" if granted else "refused"})
        return None

    def excuse(self, item: str, code: str, days: int) -> str | None:
        if not self.tracks[item].admitted:
            return "not_found"
        line = self.lines.get((item, code))
        if self.tracks[item].state not in AT_DESK:
            return "no_such_move"
        if line is None:
            return "not_found"
        if line.state != "broken":
            return "promise_not_broken"
        line.state, line.due = "open", add(self.today, days)
        newest = self.papers[code].newest
        if newest and newest.said.get(item) != "returned":
            line.state, line.version = "kept", newest
        return None

    def amend(self, answers: dict[str, bool]) -> str | None:
        """Both sides agree to other answers."""
        if not self.undecided():
            return "filing_over"
        if all(self.answers[key] == value for key, value in answers.items()):
            return "same_answers"
        former, self.answers = self.answers, {**self.answers, **answers}
        if not self.planned():
            self.answers = former
            return "nothing_applies"
        asked_before = {code for track in self.tracks.values() for code in track.demands}
        self._come()
        self._stay()
        if self.notice:
            self.untold |= {code for item in self.undecided() for code in self.tracks[item].demands} - asked_before
        self._go()
        return None

    def _come(self) -> None:
        fresh = [item for item in self.planned() if item not in self.tracks]
        spared = {(item, want.paper) for item in fresh for want in self.wants(item) if self.is_spared(item, want)}
        self._set_out(fresh, spared)
        self.untold |= set(fresh) if self.notice else set()
        for track in fresh:
            for other, row in self.tracks.items():
                if other not in fresh and row.state in UNDECIDED and other in self.planned():
                    row.waits |= {code: why for code, why in self.waits_of(other).items() if code == track}

    def _stay(self) -> None:
        for item in self.undecided():
            if item in self.planned():
                self._ask_anew(item)
        for code in sorted(self.wanted()):
            self.known.add(code)
            self._settle(code, can_follow=True)
            made = MADE_BY.get(code)
            if self.papers[code].supply == "upstream" and self.comes_by(code) == "upload":
                self.papers[code].supply = "missing" if self.papers[code].newest is None else "upstream"
            if made and self.tracks.get(made) and self.tracks[made].state == "granted":
                self._hand_on(code)
        owed = {code for (_, code), line in self.lines.items() if line.state in ("open", "broken")}
        for code, paper in self.papers.items():
            if paper.supply == "deferred" and code not in owed:
                paper.supply = "uploaded" if paper.newest else "missing"

    def _hand_on(self, code: str) -> None:
        paper = self.papers[code]
        if paper.supply != "uploaded" and paper.newest is None:
            paper.supply = "upstream"
            paper.versions.append(Version(None, self.today))

    def _ask_anew(self, item: str) -> None:
        track = self.tracks[item]
        wanted = {want.paper: want for want in self.wants(item)}
        for code in [code for code in track.demands if code not in wanted]:
            line = self.lines.get((item, code))
            if line is not None and line.state in ("open", "broken", "vouched"):
                line.state = "released"
            del track.demands[code]
        for code, want in wanted.items():
            track.demands[code] = Demand(want.required and not self.is_spared(item, want), want.upstream)

    def _go(self) -> None:
        going = [item for item in self.undecided() if item not in self.planned()]
        ends = {item: "not_required" if self.tracks[item].state == "filed" else "withdrawn" for item in going}
        if ends:
            self.end(ends)
        for track in self.tracks.values():
            track.waits = {code: why for code, why in track.waits.items() if code not in ends}

    def next_day(self, days: int) -> None:
        """Nights pass, and what is over is over: silence accepts, a notice lapses, a promise breaks."""
        for _ in range(days):
            self.today += DAY
            silent = [
                code for code, one in self.tracks.items() if one.state == "filed" and self.today > add(one.receipt, NOTICE_WD)
            ]  # fmt: skip
            self._admit(silent)
            if self.notice and self.notice.state == "open" and self.notice.respond_by < self.today:
                self.notice.state = "lapsed"
                self.end({code: "lapsed" for code, one in self.tracks.items() if one.state == "correction_open"})
            for (item, _), line in self.lines.items():
                late = line.state == "open" and line.due is not None and line.due < self.today
                if late and self.tracks[item].state in UNDECIDED:
                    line.state = "broken"
