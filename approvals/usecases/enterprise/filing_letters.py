"""The letters of a filing: the receipt at once, and the applicant's signed promise."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day, local_time
from approvals.domain.letters.admission import Receipt, ReceivedPaper
from approvals.domain.plan import Plan
from approvals.domain.states import Supply
from approvals.models.papers import CaseMaterial
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import Numbered, issue
from departments.domain.actor import Actor

FORMS = {
    Supply.FORM: "申报表单生成",
    Supply.SHARED: "数据共享取得",
    Supply.UPLOADED: "电子件",
    Supply.UPSTREAM: "系统流转",
    Supply.HELD: "已有批文",
    Supply.DEFERRED: "承诺后补",
}


def issue_receipt(
    session: Session,
    file: CaseFile,
    planned: Plan,
    papers: dict[str, CaseMaterial],
    actor: Actor,
    now: dt.datetime,
    days: tuple[dt.date, dt.date] | None = None,
) -> None:
    """收件凭证: what came, what is missing, and the day by which the window answers.

    `days` are receipt and answer of what is added to a filing, where they are not those of the filing itself.
    """
    required = [paper for paper in planned.papers if paper.required]
    received_on, answer_by = days or (file.received_on, file.case.notice_due_on or file.received_on)
    came = tuple(
        ReceivedPaper(paper=file.paper_ref(paper.code), form=FORMS[papers[paper.code].supply])
        for paper in required
        if papers[paper.code].supply in FORMS
    )
    missing = tuple(file.paper_ref(paper.code) for paper in required if papers[paper.code].supply is Supply.MISSING)

    def build(numbered: Numbered) -> Receipt:
        return Receipt(
            **file.frame(file.window, local_day(now)), **numbered.stamp,
            received_at=local_time(now).replace(microsecond=0),
            received_on=received_on,
            items=tuple(file.item_ref(item.code) for item in planned.items),
            papers=came,
            receiver=file.window.name_zh,
            answer_by=answer_by,
            missing=missing,
        )  # fmt: skip

    issue(session, file, kind="receipt", organ=file.window, build=build, actor=actor, now=now)
