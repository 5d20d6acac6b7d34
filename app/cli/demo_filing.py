"""What people do to one case of the demo city; every act is one use-case at a given moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.adapters.sharing import DEMO_REGISTER, DemoSharing
from app.cli.demo_papers import DemoPapers
from app.cli.demo_people import People
from app.foundation.reading import reading
from approvals.domain.fan_out import plan
from approvals.domain.plan import Plan
from approvals.domain.plan import Supply as Planned
from approvals.domain.ratings import Satisfaction
from approvals.domain.states import TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Question, Track
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial
from approvals.queries.arrivals import CORRECTION
from approvals.queries.prerequisites import project_files
from approvals.usecases.department.answer_question import answer_question
from approvals.usecases.enterprise.ask_question import ask_question
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.note_opening import note_opening
from approvals.usecases.enterprise.rate_item import rate_item
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.submit import submit
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.enterprise.withdraw import withdraw
from approvals.usecases.steward.confirm_case import confirm_case
from approvals.usecases.steward.remind import remind
from approvals.usecases.window.accept import accept
from approvals.usecases.window.declare_inadmissible import declare_inadmissible
from approvals.usecases.window.declare_not_required import declare_not_required
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue
from departments.domain.condition import Scalar

CLOSING = dt.time(17, 0)


@dataclass
class Filing:
    """One case from its draft on; `papers_short` are left out when filing, `deferred` promised."""

    people: People
    papers: DemoPapers
    catalogue: Catalogue
    applicant: Actor
    steward: Actor
    project: str
    theme: str
    stage: str
    answers: Mapping[str, Scalar]
    deferred: Collection[str] = ()
    papers_short: Collection[str] = ()
    consents: bool = True
    case: str = ""
    all_answers: dict[str, Scalar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.catalogue.stage_fields(self.theme, self.stage):
            self.all_answers[one.key] = self.answers.get(one.key, one.default)

    @property
    def plan(self) -> Plan:
        """What the answers lead to, before anything is filed."""
        return plan(self.catalogue, self.theme, self.stage, self.all_answers)

    @property
    def items(self) -> list[str]:
        return [one.code for one in self.plan.items]

    def draft(self, now: dt.datetime, answered: int | None = None) -> None:
        """Open the draft and answer the form, or only its first fields."""
        self.case = draft_case(project=self.project, stage_code=self.stage, actor=self.applicant, now=now)
        given = dict(list(self.all_answers.items())[:answered])
        save_answers(case=self.case, answers=given, version=self._version(), actor=self.applicant, now=now)

    def upload(self, now: dt.datetime, codes: Collection[str]) -> None:
        """Hand papers in, whatever the state of the case."""
        for code in codes:
            name = self.catalogue.materials[code].name_zh
            stored = self.papers.named(name, sum(code.encode()))
            supply_paper(case=self.case, material_code=code, stored=stored, actor=self.applicant, now=now)

    def file(self, now: dt.datetime) -> None:
        """Draft, papers and promises, and the filing itself."""
        self.draft(now)
        wanted = [code for code in self._to_upload() if code not in self.papers_short]
        self.upload(now, [code for code in wanted if code not in self.deferred])
        for code in self.deferred:
            choose_deferral(case=self.case, material_code=code, deferred=True, actor=self.applicant, now=now)
        submit(
            case=self.case, version=self._version(), consents_upstream=self.consents, truth_declared=True,
            signs_commitment=bool(self.deferred), close_of_business=CLOSING, sharing=DemoSharing(),
            actor=self.applicant, now=now,
        )  # fmt: skip

    def accept(self, now: dt.datetime, codes: Collection[str] | None = None) -> None:
        """The window admits these items, or all that are still filed."""
        tracks = [
            one.public_id
            for one in self.tracks().values()
            if one.state is TrackState.FILED and (codes is None or one.item_code in codes)
        ]
        accept(case=self.case, tracks=tracks, actor=self.people.window, now=now)

    def ask_for(self, now: dt.datetime, gaps: Mapping[str, tuple[str, str]]) -> None:
        """The one-time notice: paper code to (what is wrong, what is asked)."""
        with reading() as session:
            rows = session.execute(
                select(CaseMaterial.material_code, CaseMaterial.public_id).join(Case).where(Case.public_id == self.case)
            )
            ids = {row.material_code: row.public_id for row in rows}
        lines = [CorrectionAsked(ids[code], defect, asked) for code, (defect, asked) in gaps.items()]
        request_correction(case=self.case, lines=lines, actor=self.people.window, now=now)

    def read_notice(self, now: dt.datetime) -> None:
        """The applicant downloads the one-time notice; the days to answer it run from then at the latest."""
        with reading() as session:
            sent = select(Document.id).join(Case, Case.id == Document.case_id).where(Case.public_id == self.case)
            notices = session.scalars(sent.where(Document.kind == CORRECTION)).all()
        for notice in notices:
            note_opening(document=notice, actor=self.applicant, now=now)

    def hand_back(self, now: dt.datetime, codes: Collection[str]) -> None:
        """The corrected papers come, and with the last of them the filing."""
        self.upload(now, codes)
        supply_correction(case=self.case, close_of_business=CLOSING, actor=self.applicant, now=now)

    def turn_away(self, now: dt.datetime, code: str, reason: str, organ: str = "", address: str = "") -> None:
        """One item ends at the window: another organ is competent, or nothing is required."""
        track = self.track(code).public_id
        if organ:
            declare_inadmissible(
                track=track, reason=reason, competent_organ=organ, organ_address=address,
                actor=self.people.window, now=now,
            )  # fmt: skip
        else:
            declare_not_required(track=track, reason=reason, actor=self.people.window, now=now)

    def withdraw(self, now: dt.datetime, code: str | None = None) -> None:
        track = self.track(code).public_id if code else None
        withdraw(case=self.case, track=track, actor=self.applicant, now=now)

    def ask(self, now: dt.datetime, code: str | None, text: str) -> None:
        track = self.track(code).public_id if code else None
        ask_question(case=self.case, track=track, text=text, actor=self.applicant, now=now)

    def answer(self, now: dt.datetime, text: str, by: Actor | None = None) -> None:
        """The newest question of the case is answered, by the steward unless somebody else is named."""
        with reading() as session:
            question = session.scalars(
                select(Question.id).join(Case).where(Case.public_id == self.case).order_by(Question.id.desc())
            ).first()
        answer_question(question=question or 0, text=text, actor=by or self.steward, now=now)

    def remind(self, now: dt.datetime, code: str, text: str) -> None:
        remind(track=self.track(code).public_id, text=text, actor=self.steward, now=now)

    def rate(self, now: dt.datetime, code: str, level: Satisfaction, words: str = "") -> None:
        rate_item(track=self.track(code).public_id, level=level, words=words, actor=self.applicant, now=now)

    def confirm(self, now: dt.datetime) -> None:
        confirm_case(case=self.case, actor=self.steward, now=now)

    def tracks(self) -> dict[str, Track]:
        """The tracks as they are now, by item code."""
        with reading() as session:
            rows = session.scalars(select(Track).join(Case).where(Case.public_id == self.case).order_by(Track.id))
            return {row.item_code: row for row in rows}

    def track(self, code: str) -> Track:
        with reading() as session:
            return session.scalars(
                select(Track).join(Case).where(Case.public_id == self.case, Track.item_code == code)
            ).one()

    def _version(self) -> int:
        with reading() as session:
            return session.scalars(select(Case.version).where(Case.public_id == self.case)).one()

    def _to_upload(self) -> list[str]:
        """Required papers that neither the form, another organ nor an earlier result supplies."""
        with reading() as session:
            project = session.scalars(select(Project.id).where(Project.public_id == self.project)).one()
            issued = project_files(session, [project])[project].issued(self.catalogue)
        planned = plan(self.catalogue, self.theme, self.stage, self.all_answers, issued)
        absent = [
            one for one in planned.required_papers if one.supply is Planned.SHARING and one.code not in DEMO_REGISTER
        ]
        return [one.code for one in planned.required_papers if one.supply is Planned.UPLOAD] + [
            one.code for one in absent
        ]
