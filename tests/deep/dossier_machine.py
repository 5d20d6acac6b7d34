"""The reference model of a dossier against the house, step by step (a Hypothesis state machine).

Every rule says the same verb to both, compares the refusals, and afterwards the whole state. `DossierMachine.steps`
counts the rules that were used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from approvals.domain.refusals import Refusal
from tests.deep import dossier_look
from tests.deep.dossier_house import House
from tests.deep.dossier_law import AT_DESK, BY_CODE, MATTERS, PAPERS, QUESTIONS, UNDECIDED, WHOLE
from tests.deep.dossier_town import an_enterprise, officials
from tests.deep.dossier_verbs import Model

ANY = st.integers(0, 999)
NOT_ASKED = {"paper_not_wanted", "case_ended", "not_found", "already_answered", "nothing_to_judge"}
ITEMS = tuple(matter.code for matter in MATTERS)
VERDICTS = st.sampled_from(["accepted", "accepted", "accepted", "returned"])
in_draft = precondition(lambda self: not self.model.filed)
running = precondition(lambda self: self.model.filed and self.model.undecided())


def pick(among: Sequence[Any], others: Sequence[Any], number: int) -> Any:
    """One of those where the verb makes sense; every eighth time, or where there is none, any."""
    pool = others if number % 8 == 0 or not among else sorted(among)
    return pool[number // 8 % len(pool)]


def difference(model: Any, house: Any) -> str:
    """What differs, shortly."""
    if not isinstance(model, dict) or not isinstance(house, dict):
        return f"the model says {model}, the house {house}"
    wrong = sorted(key for key in {*model, *house} if model.get(key, "-") != house.get(key, "-"))
    return "; ".join(f"{key}: the model says {model.get(key, '-')}, the house {house.get(key, '-')}" for key in wrong)


class DossierMachine(RuleBasedStateMachine):
    """One enterprise with one filing, from the first answer to the last signature."""

    steps: Counter[str] = Counter()

    @initialize(
        shares=st.booleans(), consents=st.booleans(), yes=st.sets(st.sampled_from(QUESTIONS)),
        lacks=st.sets(st.sampled_from(PAPERS), max_size=4), follow=st.sets(st.sampled_from(PAPERS)),
        way=st.sampled_from(["draft", "filed", "accepted", "claimed", "judged"]),
    )  # fmt: skip
    def begin(self, shares: bool, consents: bool, yes: set[str], lacks: set[str], follow: set[str], way: str) -> None:
        self.model = Model(shares=shares, consents=consents)
        self.house = House(an_enterprise(), officials(), shares=shares, consents=consents)
        self.files = self.house.enterprise * 100_000
        self.last: tuple[str, str] = ("", "")
        self.view: dict[str, Any] = {}
        for key in sorted(yes):
            self.answer(key, True)
        for code in sorted(self.model.absent() - lacks):
            self._begin_with(code, code in follow)
        if way != "draft":
            self.say("file", self.model.hand_over(), self.house.hand_over)
        if way in ("accepted", "claimed", "judged"):
            for item in self.model.tracks:
                self.say("accept", self.model.accept([item]), lambda item=item: self.house.accept([item]))
        for item in [code for code, one in self.model.tracks.items() if way in ("claimed", "judged") and one.admitted]:
            self.say("claim", self.model.claim(item), lambda item=item: self.house.claim(item))
            if way == "judged":
                self._judge_all(item, "accepted")

    def _judge_all(self, item: str, verdict: str) -> None:
        for code in [code for code in self.model.tracks[item].demands if self.model.papers[code].newest]:
            self.say(
                f"judge_{verdict}", self.model.judge(item, code, verdict),
                lambda code=code: self.house.judge(item, code, verdict),
            )  # fmt: skip

    def _begin_with(self, code: str, later: bool) -> None:
        if later and self.model.deferrable(code):
            self.say("defer", self.model.defer(code, True), lambda: self.house.defer(code, True))
        else:
            file = self.a_file()
            self.say("hand_in", self.model.hand_in(code, file), lambda: self.house.hand_in(code, file))

    def teardown(self) -> None:
        if hasattr(self, "house"):
            dossier_look.put_away(self.house)

    def say(self, name: str, wanted: str | None, act: Callable[[], object]) -> None:
        """The house must refuse what the model refuses, with the same word, and nothing else."""
        type(self).steps[name] += 1
        try:
            act()
            found = None
        except Refusal as refused:
            found = refused.code
        same = found in NOT_ASKED if wanted == "not_asked" else found == wanted
        assert same, f"{name}: the house says {found}, the model {wanted}"
        self.last = (name, found or "")

    def a_file(self) -> int:
        self.files += 1
        return self.files

    # the draft

    @in_draft
    @rule(key=st.sampled_from(QUESTIONS), value=st.booleans())
    def answer(self, key: str, value: bool) -> None:
        self.model.answers[key] = value
        self.say("answer", None, lambda: self.house.answer({key: value}))

    @in_draft
    @rule(item=st.sampled_from(ITEMS), word=st.sampled_from(["now", "now", "later", "have"]))
    def choose(self, item: str, word: str) -> None:
        self.say(f"choose_{word}", self.model.choose(item, word), lambda: self.house.choose(item, word))

    @in_draft
    @rule(number=ANY)
    def take_out(self, number: int) -> None:
        there = [code for code, paper in self.model.papers.items() if paper.versions]
        code = pick(there, PAPERS, number)
        self.say("take_out", self.model.take_out(code), lambda: self.house.take_out(code))

    @in_draft
    @rule(number=ANY, later=st.sampled_from([True, True, False]))
    def defer(self, number: int, later: bool) -> None:
        code = pick([code for code in PAPERS if self.model.deferrable(code)], PAPERS, number)
        self.say("defer", self.model.defer(code, later), lambda: self.house.defer(code, later))

    @in_draft
    @rule(number=ANY, days=st.integers(1, 6))
    def choose_day(self, number: int, days: int) -> None:
        pairs = [(item, code) for code in PAPERS for item in self.model.deferrable(code)]
        item, code = pick(pairs, [("A", "P02"), ("C", "P03"), ("E", "P10")], number)
        self.say("choose_day", self.model.choose_day(item, code, days), lambda: self.house.choose_day(item, code, days))

    @in_draft
    @rule(
        place=st.sampled_from([("C", WHOLE), ("C", "P06"), ("D", "P06"), ("E", "P10"), ("A", "P02")]), on=st.booleans()
    )
    def vow(self, place: tuple[str, str], on: bool) -> None:
        self.say("vow", self.model.vow(*place, on), lambda: self.house.vow(*place, on))

    @in_draft
    @rule(now=st.sampled_from([False, False, True]))
    def hand_over(self, now: bool) -> None:
        """Whoever is ready files at once; others only now and then."""
        if now or not self.model.absent():
            self.say("file", self.model.hand_over(), self.house.hand_over)

    # papers, in a draft and later

    @rule(number=ANY)
    def hand_in(self, number: int) -> None:
        lacking = self.model.must_ask() if self.model.filed else self.model.absent()
        code, file = pick(sorted(lacking), PAPERS, number), self.a_file()
        self.say("hand_in", self.model.hand_in(code, file), lambda: self.house.hand_in(code, file))
        if self.model.filed and self.last == ("hand_in", ""):
            self.right_people_are_told(code)

    @rule(number=ANY)
    def hand_in_again(self, number: int) -> None:
        there = [code for code, paper in self.model.papers.items() if paper.versions]
        code, file = pick(there, PAPERS, number), self.a_file()
        self.say("hand_in_again", self.model.hand_in(code, file), lambda: self.house.hand_in(code, file))
        if self.model.filed and self.last == ("hand_in_again", ""):
            self.right_people_are_told(code)

    @rule(number=ANY)
    def from_register(self, number: int) -> None:
        if number % 4 != 3:
            return
        code, file = PAPERS[number // 4 % len(PAPERS)], self.a_file()
        self.say("from_register", self.model.hand_in(code, file), lambda: self.house.from_register(code, file))

    @rule(number=ANY)
    def reuse(self, number: int) -> None:
        """A paper that the enterprise keeps in its file: put there first if it is not."""
        code = pick(sorted(self.model.must_ask() or self.model.absent()), PAPERS, number)
        if code not in self.model.on_file:
            self.model.on_file[code] = self.a_file()
            self.house.keep(code, self.model.on_file[code])
        wanted = self.model.hand_in(code, self.model.on_file[code], reused=True)
        self.say("reuse", wanted, lambda: self.house.reuse(code))

    @rule(number=ANY)
    def virus(self, number: int) -> None:
        if number % 5:
            return
        code = pick([code for code, paper in self.model.papers.items() if paper.newest], PAPERS, number // 5)
        self.model.virus(code)
        self.say("virus", None, lambda: self.house.virus(code))

    def right_people_are_told(self, code: str) -> None:
        """Exactly the desks of the items that want the paper and are not over."""
        wanted = set()
        for item, desk in self.model.told(code):
            seat = BY_CODE[item].seat
            wanted |= {"clerk"} if desk == "window" else {f"chen-{seat}"}
            wanted |= {f"wu-{seat}"} if desk == "department" else set()
        assert dossier_look.told(self.house, code) == wanted, f"told of {code}"

    # after the filing

    @precondition(lambda self: self.model.notice is not None)
    @rule()
    def answer_notice(self) -> None:
        self.say("answer_notice", self.model.answer_notice(), self.house.answer_notice)

    @running
    @rule(number=ANY)
    def withdraw(self, number: int) -> None:
        if number % 6:
            return
        item = None if number % 60 == 0 else pick(self.model.undecided(), sorted(self.model.tracks), number // 6)
        self.say("withdraw", self.model.withdraw(item), lambda: self.house.withdraw(item))

    @running
    @rule(key=st.sampled_from(QUESTIONS), value=st.booleans(), more=st.sampled_from(QUESTIONS))
    def amend(self, key: str, value: bool, more: str) -> None:
        said = {key: value, more: not self.model.answers[more]} if more != key else {key: value}
        self.say("amend", self.model.amend(said), lambda: self.house.amend(said))

    @running
    @rule(number=ANY, verdict=VERDICTS)
    def check(self, number: int, verdict: str) -> None:
        waiting = [code for code in PAPERS if self.model.wanting(code, ["filed"]) and self.model.papers[code].newest]
        code = pick(waiting, PAPERS, number)
        self.say(f"check_{verdict}", self.model.check(code, verdict), lambda: self.house.check(code, verdict))

    @running
    @rule(number=ANY, whole=st.booleans())
    def accept(self, number: int, whole: bool) -> None:
        waiting = [code for code in self.model.tracks if self.model.tracks[code].state == "filed"]
        items = waiting if whole and waiting else [pick(waiting, sorted(self.model.tracks), number)]
        self.say("accept", self.model.accept(items), lambda: self.house.accept(items))

    @running
    @rule(numbers=st.lists(ANY, min_size=1, max_size=3))
    def send_notice(self, numbers: list[int]) -> None:
        waiting = [
            code for code in PAPERS
            if self.model.wanting(code, ["filed"]) and self.model.papers[code].supply in ("missing", "uploaded", "deferred")
        ]  # fmt: skip
        if waiting:
            codes = sorted({waiting[number % len(waiting)] for number in numbers})
            self.say("notice", self.model.send_notice(codes), lambda: self.house.send_notice(codes))

    @precondition(lambda self: any(one.state in AT_DESK and not one.claimed for one in self.model.tracks.values()))
    @rule(number=ANY)
    def claim(self, number: int) -> None:
        free = [code for code, one in self.model.tracks.items() if one.state in AT_DESK and not one.claimed]
        item = pick(free, sorted(self.model.tracks), number)
        self.say("claim", self.model.claim(item), lambda: self.house.claim(item))

    @precondition(lambda self: any(one.state in AT_DESK for one in self.model.tracks.values()))
    @rule(number=ANY, verdict=VERDICTS, all_of_them=st.booleans())
    def judge(self, number: int, verdict: str, all_of_them: bool) -> None:
        item = pick(
            [code for code, one in self.model.tracks.items() if one.state in AT_DESK], sorted(self.model.tracks), number
        )
        if all_of_them and verdict == "accepted":
            self._judge_all(item, verdict)
            return
        code = pick(
            [code for code in self.model.tracks[item].demands if self.model.papers[code].newest], PAPERS, number
        )
        self.say(
            f"judge_{verdict}", self.model.judge(item, code, verdict), lambda: self.house.judge(item, code, verdict)
        )

    @precondition(lambda self: any(one.claimed and one.state in AT_DESK for one in self.model.tracks.values()))
    @rule(number=ANY, outcome=st.sampled_from(["grant", "grant", "grant", "grant", "refuse"]))
    def propose(self, number: int, outcome: str) -> None:
        ready = [code for code, one in self.model.tracks.items() if one.state == "in_review"]
        item = pick(ready, sorted(self.model.tracks), number)
        self.say(f"propose_{outcome}", self.model.propose(item, outcome), lambda: self.house.propose(item, outcome))

    @precondition(lambda self: any(one.state == "proposed" for one in self.model.tracks.values()))
    @rule(number=ANY, gives_back=st.sampled_from([False, False, False, True]))
    def sign(self, number: int, gives_back: bool) -> None:
        ready = [code for code, one in self.model.tracks.items() if one.state == "proposed"]
        item = pick(ready, sorted(self.model.tracks), number)
        if gives_back:
            self.say("give_back", self.model.give_back(item), lambda: self.house.give_back(item))
        else:
            self.say("sign", self.model.sign(item), lambda: self.house.sign(item))

    @running
    @rule(number=ANY)
    def go_on(self, number: int) -> None:
        """What a busy desk does next with an item; without it few stories come to a signature."""
        item = pick(self.model.undecided(), sorted(self.model.tracks), number)
        track = self.model.tracks[item]
        if track.state == "filed":
            self.say("accept", self.model.accept([item]), lambda: self.house.accept([item]))
        elif track.state == "proposed":
            self.say("sign", self.model.sign(item), lambda: self.house.sign(item))
        elif track.state in AT_DESK and not track.claimed:
            self.say("claim", self.model.claim(item), lambda: self.house.claim(item))
        elif track.state in AT_DESK:
            self._judge_all(item, "accepted")
            self.say("propose_grant", self.model.propose(item, "grant"), lambda: self.house.propose(item, "grant"))

    @precondition(lambda self: any(line.state == "broken" for line in self.model.lines.values()))
    @rule(number=ANY, days=st.integers(1, 5))
    def excuse(self, number: int, days: int) -> None:
        broken = [key for key, line in self.model.lines.items() if line.state == "broken"]
        known = sorted(key for key in self.model.lines if key[1])
        if known:
            item, code = pick(broken, known, number)
            self.say("excuse", self.model.excuse(item, code, days), lambda: self.house.excuse(item, code, days))

    @rule(days=st.sampled_from([1, 1, 1, 2, 4, 7, 30]))
    def next_day(self, days: int) -> None:
        self.model.next_day(days)
        self.say("next_day", None, lambda: self.house.next_day(days))

    # what must hold after every step

    @invariant()
    def both_say_the_same(self) -> None:
        """After a step that changed anything, the pages are looked at as well."""
        wanted, found = dossier_look.in_the_model(self.model), dossier_look.in_the_house(self.house)
        for part, said in wanted.items():
            assert found[part] == said, f"{part} after {self.last}: {difference(said, found[part])}"
        if found != self.view or self.last[0] in ("next_day", "judge_accepted", "judge_returned", "check_returned"):
            self.view = found
            self.nothing_is_asked_twice()
            self.nothing_is_forgotten()
            self.nothing_is_granted_around()

    def nothing_is_asked_twice(self) -> None:
        if self.model.filed:
            assert all(count == 1 for count in dossier_look.rows_of_papers(self.house).values())

    def nothing_is_forgotten(self) -> None:
        """What is lacking is named; what is named is lacking, or was sent back."""
        if not self.model.filed:
            assert dossier_look.asked_in_draft(self.house) == self.model.absent()
            return
        asked = dossier_look.asked_after_filing(self.house)
        assert all(count == 1 for count in asked.values()), "asked twice"
        must, may = self.model.must_ask(), self.model.may_ask()
        assert must <= set(asked), f"forgotten after {self.last}: {self.facts_of(must - set(asked))}"
        assert set(asked) <= may, f"asked in vain after {self.last}: {self.facts_of(set(asked) - may)}"

    def facts_of(self, codes: set[str]) -> str:
        """What the model knows of these papers."""
        return "; ".join(f"{code}: {self._facts(code)}" for code in sorted(codes))

    def _facts(self, code: str) -> tuple[Any, ...]:
        tracks, lines = self.model.tracks.items(), self.model.lines.items()
        wanted = [(item, one.state, one.demands[code].required) for item, one in tracks if code in one.demands]
        return self.model.papers[code], wanted, [(item, one.state) for (item, of), one in lines if of == code]

    def nothing_is_granted_around(self) -> None:
        """The page says of every item whether it can be granted; what was vouched for is verified after the grant."""
        if not self.model.filed:
            return
        said = dossier_look.may_grant(self.house)
        looked_at = dossier_look.verified(self.house)
        for item, track in self.model.tracks.items():
            if track.state in UNDECIDED:
                assert said[item] == self.model.may_grant(item), f"grant of {item}"
            vows = [key for key, line in self.model.lines.items() if key[0] == item and line.state == "vouched"]
            assert looked_at.get(item, 0) == (len(vows) if track.state == "granted" else 0), f"verified {item}"
