"""The house behind the same verbs as the model: real use-cases on a real database, and what the rows say afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from approvals.domain.choices import Brought, Choice
from approvals.domain.legal_days import notice_due_on
from approvals.domain.refusals import Refusal
from approvals.domain.states import Outcome, Scan, Verdict
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.queries import due_clocks
from approvals.queries.amending import amended
from approvals.queries.enterprise_draft import draft
from approvals.queries.reuse import reusable
from approvals.queries.version_files import files_of_versions
from approvals.usecases.amendments.agree_amendment import agree_amendment
from approvals.usecases.amendments.decline_amendment import decline_amendment
from approvals.usecases.amendments.propose_amendment import propose_amendment
from approvals.usecases.clock.deem_accepted import deem_accepted
from approvals.usecases.clock.lapse_correction import lapse_correction
from approvals.usecases.clock.promise_late import promise_late
from approvals.usecases.department.claim import claim
from approvals.usecases.department.judge_papers import judge_papers
from approvals.usecases.department.propose import propose
from approvals.usecases.department.return_proposal import return_proposal
from approvals.usecases.department.sign import sign
from approvals.usecases.enterprise.arrange_files import arrange_files
from approvals.usecases.enterprise.choose_commitment import choose_commitment
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from approvals.usecases.enterprise.choose_deferral_day import choose_deferral_day
from approvals.usecases.enterprise.choose_item import choose_item
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.keep_paper import keep_paper
from approvals.usecases.enterprise.reuse_paper import reuse_paper
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.submit import submit
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.enterprise.take_shared import take_shared
from approvals.usecases.enterprise.withdraw import withdraw
from approvals.usecases.papers.settle_scan import settle_scan
from approvals.usecases.promises.excuse_promise import excuse_promise
from approvals.usecases.window.accept import accept
from approvals.usecases.window.check_paper import check_paper
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import SYSTEM, Actor
from departments.queries.calendar import load_calendar
from tests.deep.dossier_law import BY_CODE, DAY, MONDAY, QUESTIONS
from tests.deep.dossier_town import STAGE, THEME, Officials, bytes_of
from tests.factories.arrived import issued
from tests.factories.main_job import at
from tests.factories.work import GRANT, REFUSAL

CLOSES = dt.time(17)


@dataclass
class Register:
    """Another organ's papers: there, or not."""

    has: bool

    def holds(self, material_code: str) -> bool:
        return True

    def fetch(self, material_codes: Iterable[str], uscc: str) -> dict[str, str]:
        return dict.fromkeys(material_codes, "登记信息") if self.has else {}


@dataclass
class House:
    """One enterprise, one project, one filing."""

    lin: Actor
    officials: Officials
    shares: bool = True
    consents: bool = True
    today: dt.date = MONDAY
    ticks: int = 0
    project: str = ""
    case: str = ""
    tracks: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.project = create_project(
            enterprise_id=self.enterprise, theme_code=THEME, name="试算项目", place="明水街道", code=None, longitude=None,
            latitude=None, investment_wan=None, land_area_m2=None, **self._lin,
        )  # fmt: skip
        self.case = draft_case(project=self.project, stage_code=STAGE, **self._lin)
        self.answer(dict.fromkeys(QUESTIONS, False))

    @property
    def enterprise(self) -> int:
        return next(iter(self.lin.enterprise_ids))

    @property
    def now(self) -> dt.datetime:
        """Some seconds later each time."""
        self.ticks += 1
        return at(self.today) + dt.timedelta(seconds=self.ticks)

    @property
    def _lin(self) -> dict[str, Any]:
        return {"actor": self.lin, "now": self.now}

    @property
    def _clerk(self) -> dict[str, Any]:
        return {"actor": self.officials.clerk, "now": self.now}

    def examiner(self, item: str) -> dict[str, Any]:
        return {"actor": self.officials.examiners[BY_CODE[item].seat], "now": self.now}

    def head(self, item: str) -> dict[str, Any]:
        return {"actor": self.officials.heads[BY_CODE[item].seat], "now": self.now}

    def row(self, session: Session) -> Case:
        return session.scalars(select(Case).where(Case.public_id == self.case)).one()

    def paper(self, code: str) -> tuple[str, int]:
        """Public id of the paper in this filing, and the number of its newest version that counts."""
        with reading() as session:
            statement = (
                select(CaseMaterial.public_id, MaterialVersion.number)
                .outerjoin(
                    MaterialVersion,
                    (MaterialVersion.case_material_id == CaseMaterial.id) & MaterialVersion.is_barred.is_(False),
                )
                .where(CaseMaterial.case_id == self.row(session).id, CaseMaterial.material_code == code)
                .order_by(MaterialVersion.number.desc())
            )
            found = session.execute(statement).first()
        return (found[0], found[1] or 0) if found else ("none", 0)

    def version(self, item: str) -> int:
        with reading() as session:
            return session.scalars(select(Track.version).where(Track.public_id == self.tracks[item])).one()

    def file_ids(self, code: str) -> list[int]:
        """Rows of the files of the newest version that counts."""
        with reading() as session:
            statement = select(MaterialVersion.file_id).join(CaseMaterial).where(
                CaseMaterial.case_id == self.row(session).id, CaseMaterial.material_code == code,
                MaterialVersion.is_barred.is_(False), MaterialVersion.file_id.is_not(None),
            )  # fmt: skip
            return list(session.scalars(statement.order_by(MaterialVersion.number.desc())))

    # the enterprise

    def answer(self, answers: dict[str, bool]) -> None:
        save_answers(case=self.case, answers=answers, **self._lin)

    def choose(self, item: str, word: str) -> None:
        brought = Brought("章审〔2025〕7号", MONDAY - 30 * DAY, "章丘区发改局") if word == "have" else None
        choose_item(case=self.case, item=item, choice=Choice(word), brought=brought, **self._lin)

    def hand_in(self, code: str, file: int) -> None:
        supply_paper(case=self.case, material_code=code, stored=bytes_of(file), **self._lin)
        self.look_for_tracks()

    def from_register(self, code: str, file: int) -> None:
        take_shared(
            case=self.case, material_code=code, stored=bytes_of(file), note="某登记库", as_of=self.today, **self._lin
        )

    def keep(self, code: str, file: int) -> None:
        keep_paper(
            enterprise_id=self.enterprise, material_code=code, files=[bytes_of(file)], valid_from=None, valid_until=None,
            **self._lin,
        )  # fmt: skip

    def reuse(self, code: str) -> None:
        with reading() as session:
            case = self.row(session)
            catalogue = draft(session, self.case, self.lin, self.today).catalogue
            there = reusable(session, self.enterprise, case.id, [code], catalogue, self.today).get(code, ())
        reuse_paper(
            case=self.case, material_code=code, key=next((one.key for one in there), "file.none.1"), **self._lin
        )

    def take_out(self, code: str) -> None:
        with reading() as session:
            case = self.row(session)
            newest = session.scalars(
                select(MaterialVersion.id).join(CaseMaterial)
                .where(CaseMaterial.case_id == case.id, CaseMaterial.material_code == code)
                .order_by(MaterialVersion.number.desc())
            ).first()  # fmt: skip
            files = files_of_versions(session, [newest]).get(newest, ()) if newest else ()
        file = files[0].file if files else "none"
        arrange_files(case=self.case, material_code=code, file=file, position=1, move="out", **self._lin)

    def defer(self, code: str, later: bool) -> None:
        choose_deferral(case=self.case, material_code=code, deferred=later, **self._lin)

    def choose_day(self, item: str, code: str, days: int) -> None:
        with reading() as session:
            calendar = load_calendar(session)
        received = calendar.next_working(self.today)
        day = calendar.add(notice_due_on(received, calendar), days)
        choose_deferral_day(
            case=self.case, item=item, material=code, day=day, close_of_business=CLOSES, **self._lin
        )  # fmt: skip

    def vow(self, item: str, code: str, wanted: bool) -> None:
        choose_commitment(case=self.case, item=item, material=code, is_chosen=wanted, **self._lin)

    def hand_over(self) -> None:
        with reading() as session:
            version = self.row(session).version
        submit(
            case=self.case, version=version, consents_upstream=self.consents, truth_declared=True, signs_commitment=True,
            close_of_business=CLOSES, sharing=Register(self.shares), **self._lin,
        )  # fmt: skip
        self.look_for_tracks()

    def look_for_tracks(self) -> None:
        with reading() as session:
            rows = session.execute(
                select(Track.item_code, Track.public_id).where(Track.case_id == self.row(session).id)
            )
            self.tracks = {code: public_id for code, public_id in rows}

    def answer_notice(self) -> None:
        supply_correction(case=self.case, close_of_business=CLOSES, **self._lin)

    def withdraw(self, item: str | None) -> None:
        withdraw(case=self.case, track=self.tracks[item] if item else None, **self._lin)

    def virus(self, code: str) -> None:
        files = self.file_ids(code)
        if files:
            settle_scan(file=files[0], scan=Scan.INFECTED, note="test", actor=SYSTEM, now=self.now)

    def amend(self, answers: dict[str, bool]) -> None:
        """Proposed by the enterprise, looked at and agreed to by the window."""
        found = propose_amendment(case=self.case, answers=answers, reason="填错了。", **self._lin)
        with reading() as session:
            case = self.row(session)
            seen = amended(session, case, {key: value for key, value in answers.items() if case.answers[key] != value})[
                1
            ]
        try:
            agree_amendment(
                case=self.case, amendment=found, seen=seen.fingerprint, word="", close_of_business=CLOSES,
                sharing=Register(self.shares), **self._clerk,
            )  # fmt: skip
        except Refusal:
            decline_amendment(case=self.case, amendment=found, word="不行", **self._clerk)
            raise
        self.look_for_tracks()

    # the officials

    def check(self, code: str, verdict: str) -> None:
        paper, number = self.paper(code)
        check_paper(case=self.case, paper=paper, number=number, verdict=Verdict(verdict), comment="看过", **self._clerk)

    def accept(self, items: Collection[str]) -> None:
        accept(case=self.case, tracks=[self.tracks[item] for item in items], **self._clerk)

    def send_notice(self, codes: Collection[str]) -> None:
        lines = [CorrectionAsked(self.paper(code)[0], "不清楚", "重新提交") for code in codes]
        request_correction(case=self.case, lines=lines, **self._clerk)
        issued("correction_notice", self.now)

    def claim(self, item: str) -> None:
        claim(track=self.tracks[item], version=self.version(item), **self.examiner(item))

    def judge(self, item: str, code: str, verdict: str) -> None:
        said = {self.paper(code)[0]: (Verdict(verdict), "看过")}
        judge_papers(track=self.tracks[item], verdicts=said, **self.examiner(item))

    def propose(self, item: str, outcome: str) -> None:
        words = GRANT if outcome == "grant" else REFUSAL
        propose(
            track=self.tracks[item], version=self.version(item), outcome=Outcome(outcome), conditions="",
            **words, **self.examiner(item),
        )  # fmt: skip

    def give_back(self, item: str) -> None:
        return_proposal(track=self.tracks[item], version=self.version(item), because="再看看。", **self.head(item))

    def sign(self, item: str) -> None:
        sign(track=self.tracks[item], version=self.version(item), **self.head(item))

    def excuse(self, item: str, code: str, days: int) -> None:
        with reading() as session:
            day = load_calendar(session).add(self.today, days)
        excuse_promise(track=self.tracks[item], material=code, new_on=day, reason="暴雨。", **self.head(item))

    def next_day(self, days: int) -> None:
        """What the sweep finds is carried out, each night."""
        for _ in range(days):
            self.today += DAY
            with reading() as session:
                silent = due_clocks.cases_with_alarm(session, self.now, 50)
                lapsed = due_clocks.cases_to_lapse(session, self.today, 50)
            self._carry_out(deem_accepted, silent)
            self._carry_out(lapse_correction, lapsed)
            with reading() as session:
                broken = due_clocks.promises_broken(session, self.today, 500)
            for line in broken:
                promise_late(line=line, close_of_business=CLOSES, actor=SYSTEM, now=self.now)

    def _carry_out(self, verb: Callable[..., None], cases: list[int]) -> None:
        for case in cases:
            verb(case=case, actor=SYSTEM, now=self.now)
