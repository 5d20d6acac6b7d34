"""What a department of the demo city does to one track, from claim to signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from app.cli.demo_filing import Filing
from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from approvals.domain.states import Outcome, Verdict
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVersion
from approvals.queries.dossier import dossiers
from approvals.usecases.department.claim import claim
from approvals.usecases.department.judge_papers import judge_papers
from approvals.usecases.department.pause import pause
from approvals.usecases.department.propose import propose
from approvals.usecases.department.record_site_visit import record_site_visit
from approvals.usecases.department.resume import resume
from approvals.usecases.department.sign import sign
from departments.domain.actor import Actor
from departments.domain.catalogue_words import ProcedureKind

FINDINGS = "申请材料齐全，符合法定形式；经审查，符合本事项的法定条件和标准。"
GRANT = {
    "findings": FINDINGS,
    "reasons": "",
    "basis": "",
    "reapply": "",
    "participants": "勘察、设计：济南某勘察设计研究院有限公司\n施工：山东某建工集团有限公司\n监理：济南某建设监理有限公司",
}
REFUSAL = {
    "findings": "经审查，申请内容与本事项的法定条件不符，已当面向申请人说明并听取意见。",
    "reasons": "所报方案不符合控制性详细规划确定的指标\n补充说明未能消除上述问题",
    "basis": "《中华人民共和国行政许可法》第三十八条第二款",
    "reapply": "按规划指标调整方案后，可以重新提出申请，已提交且仍有效的材料不必重复提交。",
}


class Desk:
    """The examiner and the head who have one item of one filing."""

    def __init__(self, filing: Filing, code: str) -> None:
        self.filing = filing
        self.code = code
        self.item = filing.catalogue.items[code]

    @property
    def examiner(self) -> Actor:
        return self.filing.people.examiners[self.item.department]

    @property
    def head(self) -> Actor:
        return self.filing.people.heads[self.item.department]

    def claim(self, now: dt.datetime) -> None:
        track = self.filing.track(self.code)
        if track.assignee_id is None:
            claim(track=track.public_id, version=track.version, actor=self.examiner, now=now)

    def judge(self, now: dt.datetime, returned: Mapping[str, str] | None = None) -> None:
        """Accept every paper that came, but return the named ones."""
        returned = returned or {}
        track = self.filing.track(self.code)
        with reading() as session:
            rows = session.execute(
                select(CaseMaterial.public_id, CaseMaterial.material_code)
                .join(MaterialDemand, MaterialDemand.case_material_id == CaseMaterial.id)
                .join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
                .where(MaterialDemand.track_id == track.id)
                .distinct()
            )
            codes = {row.public_id: row.material_code for row in rows}
        verdicts = {
            public_id: (Verdict.RETURNED, returned[code]) if code in returned else (Verdict.ACCEPTED, "")
            for public_id, code in codes.items()
        }
        if verdicts:
            judge_papers(track=track.public_id, verdicts=verdicts, actor=self.examiner, now=now)

    def visit(self, now: dt.datetime) -> None:
        second = self.filing.people.public_ids[self.head.account_id or 0]
        record_site_visit(
            track=self.filing.track(self.code).public_id, visited_on=local_day(now), second_officer=second,
            findings="现场与申报内容一致，未发现影响审批的问题。", actor=self.examiner, now=now,
        )  # fmt: skip

    def propose(self, now: dt.datetime, outcome: Outcome = Outcome.GRANT) -> None:
        """Claim, judge, visit where a visit is due, and put the proposal before the head."""
        self.claim(now)
        self.judge(now)
        if self._needs_visit():
            self.visit(now)
        track = self.filing.track(self.code)
        words = REFUSAL if outcome is Outcome.REFUSE else GRANT
        propose(
            track=track.public_id, version=track.version, outcome=outcome, conditions="",
            actor=self.examiner, now=now, **words,
        )  # fmt: skip

    def refuse(self, now: dt.datetime) -> None:
        self.propose(now, Outcome.REFUSE)

    def sign(self, now: dt.datetime) -> None:
        track = self.filing.track(self.code)
        sign(track=track.public_id, version=track.version, actor=self.head, now=now)

    def pause(self, now: dt.datetime, days: int) -> None:
        """Start the first special procedure of the item that stops a clock."""
        self.claim(now)
        track = self.filing.track(self.code)
        kind = next(one for one in self.item.special_procedures if one.stops_statutory or one.stops_committed)
        pause(
            track=track.public_id, version=track.version, kind=kind.kind.value, length_days=days,
            length_unit=kind.unit.value, reason=f"组织{kind.name_zh}，所需时间依法不计入期限。", actor=self.examiner, now=now,
        )  # fmt: skip

    def resume(self, now: dt.datetime) -> None:
        track = self.filing.track(self.code)
        conclusion = "已完成，意见为通过。"
        resume(track=track.public_id, version=track.version, conclusion=conclusion, actor=self.examiner, now=now)

    def _needs_visit(self) -> bool:
        """The catalogue foresees a site visit here and none is recorded yet."""
        if all(one.kind is not ProcedureKind.SITE_VISIT for one in self.item.special_procedures):
            return False
        track = self.filing.track(self.code).id
        with reading() as session:
            facts = dossiers(session, [track])[track].facts
        return facts.needs_site_visit and facts.visit_officers is None
