"""One filed case and everybody who works on it, step by step; days are chosen, versions are read as a page would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.date_reasons import ARTICLE_42_JOINT
from approvals.domain.outcome import Blocker
from approvals.domain.states import Outcome, Verdict
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial
from approvals.models.traces import CaseEvent
from approvals.queries.dossier import dossiers
from approvals.usecases.department.claim import claim
from approvals.usecases.department.extend_stage import Approval, extend_stage
from approvals.usecases.department.judge_papers import judge_papers
from approvals.usecases.department.pause import pause
from approvals.usecases.department.propose import propose
from approvals.usecases.department.resume import resume
from approvals.usecases.department.return_proposal import return_proposal
from approvals.usecases.department.sign import sign
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.window.accept import accept
from departments.domain.actor import Actor
from tests.factories.drafts import a_paper
from tests.factories.main_job import MONDAY, Cast, Filed, at, department_of

REFUSAL = {
    "findings": "不符合条件。",
    "reasons": "选址不符合规划。",
    "basis": "某法第一条。",
    "reapply": "调整后可再申请。",
}
PARTICIPANTS = "勘察、设计：某勘察设计院\n施工：某建工集团\n监理：某监理公司"
GRANT = {"findings": "材料齐全，符合条件。", "reasons": "", "basis": "", "reapply": "", "participants": PARTICIPANTS}


@dataclass(frozen=True)
class Work:
    """The cast at work on one case."""

    cast: Cast
    filed: Filed

    def track(self, item: str) -> Track:
        """The row as it is now, for looking only."""
        with reading() as session:
            return session.scalars(select(Track).where(Track.public_id == self.filed.tracks[item])).one()

    def states(self) -> dict[str, str]:
        with reading() as session:
            rows = session.execute(
                select(Track.item_code, Track.state).join(Case).where(Case.public_id == self.filed.case)
            )
            return {code: state.value for code, state in rows}

    def case(self) -> Case:
        with reading() as session:
            return session.scalars(select(Case).where(Case.public_id == self.filed.case)).one()

    def blockers(self, item: str) -> list[Blocker]:
        with reading() as session:
            track = session.scalars(select(Track.id).where(Track.public_id == self.filed.tracks[item])).one()
            return list(dossiers(session, [track])[track].blockers)

    def blocker_codes(self, item: str) -> list[str]:
        return [one.code for one in self.blockers(item)]

    def papers(self) -> dict[str, str]:
        """Public ids of the distinct papers, by code."""
        with reading() as session:
            rows = session.execute(
                select(CaseMaterial.material_code, CaseMaterial.public_id)
                .join(Case)
                .where(Case.public_id == self.filed.case)
            )
            return {row.material_code: row.public_id for row in rows}

    def documents(self, kind: str | None = None) -> list[Document]:
        with reading() as session:
            statement = select(Document).join(Case).where(Case.public_id == self.filed.case).order_by(Document.id)
            return list(session.scalars(statement.where(Document.kind == kind) if kind else statement))

    def tags(self) -> list[str]:
        with reading() as session:
            statement = (
                select(CaseEvent.tag).join(Case).where(Case.public_id == self.filed.case).order_by(CaseEvent.seq)
            )
            return list(session.scalars(statement))

    def examiner(self, item: str) -> Actor:
        return self.cast.examiners[department_of(self.filed, item)]

    def head(self, item: str) -> Actor:
        return self.cast.heads[department_of(self.filed, item)]

    def accept(self, *items: str, day: dt.date = MONDAY) -> None:
        """The window admits these items, or all."""
        tracks = [self.filed.tracks[item] for item in items or self.filed.tracks]
        accept(case=self.filed.case, tracks=tracks, actor=self.cast.clerk, now=at(day, 11))

    def supply(self, *codes: str, day: dt.date = MONDAY) -> None:
        for code in codes:
            supply_paper(
                case=self.filed.case,
                material_code=code,
                stored=a_paper(f"{code}.pdf"),
                actor=self.cast.lin,
                now=at(day, 12),
            )

    def claim(self, item: str, *, day: dt.date = MONDAY) -> None:
        claim(
            track=self.filed.tracks[item], version=self.track(item).version, actor=self.examiner(item), now=at(day, 13)
        )

    def judge(self, item: str, *, day: dt.date = MONDAY, returned: Mapping[str, str] | None = None) -> None:
        """Accept every paper that came, but return the named ones with words."""
        returned = returned or {}
        with reading() as session:
            track = self.track(item).id
            papers = [one for one in dossiers(session, [track])[track].papers if one.version_id is not None]
        verdicts = {
            one.paper_id: (Verdict.RETURNED, returned[one.code]) if one.code in returned else (Verdict.ACCEPTED, "")
            for one in papers
        }
        if verdicts:
            judge_papers(track=self.filed.tracks[item], verdicts=verdicts, actor=self.examiner(item), now=at(day, 13))

    def propose(self, item: str, outcome: Outcome = Outcome.GRANT, *, day: dt.date = MONDAY, **words: str) -> None:
        said = (GRANT if outcome is Outcome.GRANT else REFUSAL) | words
        propose(
            track=self.filed.tracks[item], version=self.track(item).version, outcome=outcome, conditions="",
            actor=self.examiner(item), now=at(day, 14), **said,
        )  # fmt: skip

    def give_back(self, item: str, because: str = "请补充依据。", *, day: dt.date = MONDAY) -> None:
        return_proposal(
            track=self.filed.tracks[item], version=self.track(item).version, because=because,
            actor=self.head(item), now=at(day, 15),
        )  # fmt: skip

    def sign(self, item: str, *, day: dt.date = MONDAY) -> None:
        sign(track=self.filed.tracks[item], version=self.track(item).version, actor=self.head(item), now=at(day, 15))

    def decide(self, item: str, outcome: Outcome = Outcome.GRANT, *, day: dt.date = MONDAY) -> None:
        """Everything from the queue to the signature."""
        if self.track(item).assignee_id is None:
            self.claim(item, day=day)
        self.judge(item, day=day)
        self.propose(item, outcome, day=day)
        self.sign(item, day=day)

    def pause(self, item: str, kind: str, days: int, *, unit: str = "WD", day: dt.date = MONDAY) -> None:
        pause(
            track=self.filed.tracks[item], version=self.track(item).version, kind=kind, length_days=days,
            length_unit=unit, reason="组织专家评审", actor=self.examiner(item), now=at(day, 14),
        )  # fmt: skip

    def resume(self, item: str, *, day: dt.date = MONDAY) -> None:
        resume(
            track=self.filed.tracks[item], version=self.track(item).version, conclusion="评审通过",
            actor=self.examiner(item), now=at(day, 9),
        )  # fmt: skip


def more_for_the_stage(work: Work, days: int = 15, *, day: dt.date = MONDAY, lead: str = "ZRZY") -> None:
    """The head of the government gave the stage more days; the bureau that leads it records that the same day."""
    extend_stage(
        case=work.filed.case, version=work.case().version,
        approval=Approval(days, day, "韩立群", "历政批〔2026〕12号"), reason_code="other_organs", reason="",
        basis=ARTICLE_42_JOINT, actor=work.cast.heads[lead], now=at(day, 15),
    )  # fmt: skip
