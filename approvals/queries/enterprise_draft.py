"""A draft: the answers so far, what follows from them, and the papers gathered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.answer_merge import version_of
from approvals.domain.catalogue_change import DraftChanges, draft_changes
from approvals.domain.gaps import Gap, gaps
from approvals.domain.plan import Plan, PlannedPaper
from approvals.domain.plan import Supply as PlannedSupply
from approvals.domain.prefill import Prefilled, prefilled
from approvals.domain.promise_choice import Choice, Offer, chosen, days_of, offers, with_choices
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState, Supply
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.queries.access import find_case
from approvals.queries.brought import BroughtRow, brought_of
from approvals.queries.credit import CreditEntry, bars_of
from approvals.queries.draft_catalogue import catalogue_of, stage_is_gone
from approvals.queries.paper_versions import VersionRow, versions_of_cases
from approvals.queries.prerequisites import draft_plan, project_files
from approvals.queries.promise_choices import choices_of
from approvals.queries.reuse import over_in
from approvals.queries.version_files import VersionFile
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, FormField, Stage, Theme
from departments.queries.catalogue import catalogue_version, current_catalogue


@dataclass(frozen=True)
class FileRow:
    """The newest version of a paper; public id and version number name it for download, `size` in bytes."""

    paper: str
    number: int
    display_name: str
    size: int
    supplied_at: dt.datetime


@dataclass(frozen=True)
class DraftPaper:
    """One distinct paper and how it stands: form, sharing, upstream, uploaded, deferred or missing."""

    paper: PlannedPaper
    status: str
    file: FileRow | None
    files: tuple[VersionFile, ...] = ()
    is_infected: bool = False
    """What came last carries a virus."""
    source_note: str = ""
    """Where it was taken over from."""
    over_on: dt.date | None = None
    """The last day of what was taken over, when that is past: it cannot be filed."""

    @property
    def is_absent(self) -> bool:
        """A required paper that neither came, is promised, nor comes by itself, or one that is over by now."""
        return self.over_on is not None or (self.paper.required and self.status == "missing")


@dataclass(frozen=True)
class Draft:
    """Everything the steps of one application show; `is_filed` sends the person on to the case page.

    A draft is read by the catalogue in force (`catalogue_version`); `changes` compares it with the one it was last saved
    under, and is None where that is the same. `is_gone`: the stage exists no more, the draft can only be read.
    """

    public_id: str
    version: int
    is_filed: bool
    project: str
    project_id: str
    place: str
    enterprise: str
    uscc: str
    credit_bars: tuple[CreditEntry, ...]
    theme: Theme
    stage: Stage
    catalogue: Catalogue
    fields: tuple[FormField, ...]
    answers: Mapping[str, object]
    versions: Mapping[str, int]
    prefilled: Mapping[str, Prefilled]
    plan: Plan
    brought: Mapping[str, BroughtRow]
    papers: tuple[DraftPaper, ...]
    catalogue_version: int
    changes: DraftChanges | None
    choices: tuple[Choice, ...]
    offers: tuple[Offer, ...]
    is_gone: bool

    @property
    def deferred(self) -> tuple[DraftPaper, ...]:
        return tuple(paper for paper in self.papers if paper.status == "deferred")

    @property
    def absent(self) -> tuple[DraftPaper, ...]:
        return tuple(paper for paper in self.papers if paper.is_absent)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that is still missing, answers first."""
        absent = (each.paper.code for each in self.absent)
        return gaps(self.plan.unanswered, absent, promises=bool(self.deferred or self.vouched))

    @property
    def promise_lines(self) -> tuple[tuple[PlannedPaper, str, int], ...]:
        """(paper, item, working days after acceptance): what would be signed."""
        return tuple(
            (each.paper, item, days_of(self.choices, item, each.paper.code, most))
            for each in self.deferred
            for item, most in each.paper.deferrable_for.items()
        )

    @property
    def vouched(self) -> tuple[Offer, ...]:
        """The notification-commitments that would be signed, one letter per item."""
        return chosen(self.offers, self.choices)


def draft(session: Session, public_id: str, actor: Actor, today: dt.date) -> Draft:
    """The actor's own draft, in a constant number of statements; raises NotFound for anybody else's."""
    case = find_case(session, public_id, actor)
    project, enterprise = session.execute(
        select(Project, Enterprise)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .where(Project.id == case.project_id)
    ).one()
    if project.enterprise_id not in actor.enterprise_ids:
        raise NotFound
    published = catalogue_of(session, case)
    catalogue = published.catalogue
    filed = project_files(session, [project.id])[project.id]
    whole, choices = draft_plan(catalogue, case, filed), choices_of(session, case.id)
    planned, older = with_choices(whole, catalogue, choices), catalogue_version(session, case.catalogue_version_id)
    is_draft = case.state is CaseState.DRAFT
    return Draft(
        public_id=case.public_id, version=case.version, is_filed=case.state is not CaseState.DRAFT,
        project=project.name, project_id=project.public_id, place=project.place,
        enterprise=enterprise.name, uscc=enterprise.uscc, credit_bars=bars_of(session, enterprise.id, today),
        theme=catalogue.themes[case.theme_code], stage=catalogue.stages[case.stage_code], catalogue=catalogue,
        fields=catalogue.stage_fields(case.theme_code, case.stage_code), answers=case.answers,
        versions={field: version_of(case.answer_versions, field) for field in case.answer_versions},
        prefilled=prefilled(catalogue, _known(project), filed.answers, enterprise.uscc),
        plan=planned, choices=choices, offers=offers(whole, catalogue), brought=brought_of(session, case),
        papers=_papers(session, case, planned, over_in(session, case.id, catalogue, today)),
        catalogue_version=published.version_id,
        changes=None if older is catalogue else draft_changes(older, draft_plan(older, case, filed), catalogue, whole),
        is_gone=is_draft and stage_is_gone(current_catalogue(session), case),
    )  # fmt: skip


def _known(project: Project) -> Mapping[str, object]:
    """What the applicant already said when setting up the project."""
    said = {"land_area_m2": project.land_area_m2, "total_investment_wan": project.investment_wan}
    return {key: value for key, value in said.items() if value is not None}


def own_case(session: Session, public_id: str, actor: Actor) -> None:
    """Raises NotFound unless the case, filed or not, is one of the actor's own enterprise."""
    case = find_case(session, public_id, actor)
    if session.get_one(Project, case.project_id).enterprise_id not in actor.enterprise_ids:
        raise NotFound


def _papers(session: Session, case: Case, planned: Plan, over: Mapping[str, dt.date]) -> tuple[DraftPaper, ...]:
    materials = session.scalars(select(CaseMaterial).where(CaseMaterial.case_id == case.id)).all()
    versions = versions_of_cases(session, [case.id])
    found = {row.material_code: (row, versions.get(row.id, [])) for row in materials}
    papers = (_paper(paper, *found.get(paper.code, (None, []))) for paper in planned.papers)
    return tuple(
        replace(each, over_on=over.get(each.paper.code)) if each.status == "uploaded" else each for each in papers
    )


def _paper(paper: PlannedPaper, row: CaseMaterial | None, versions: list[VersionRow]) -> DraftPaper:
    newest = next((one for one in versions if one.files and not one.is_barred), None)
    status = _status(paper, row.supply if row else None, is_there=newest is not None)
    if row is None or newest is None:
        return DraftPaper(paper, status, None, is_infected=bool(versions) and versions[0].is_barred)
    file = FileRow(row.public_id, newest.number, newest.display_name, newest.size, newest.supplied_at)
    infected = versions[0].is_barred
    return DraftPaper(paper, status, file, newest.files, is_infected=infected, source_note=row.source_note)


def _status(paper: PlannedPaper, supply: Supply | None, *, is_there: bool) -> str:
    """What comes by itself stays so; then what the applicant chose; where a promise is no longer possible the file that
    was put off with it counts (`is_there`), and without one the paper is missing."""
    put_off = supply is Supply.DEFERRED and not paper.deferrable_for
    if supply is Supply.UPLOADED or (put_off and is_there):
        return "uploaded"
    if (
        supply is Supply.DEFERRED
        and paper.deferrable_for
        and paper.supply in (PlannedSupply.UPLOAD, PlannedSupply.SHARING)
    ):
        return "deferred"
    return "missing" if paper.supply is PlannedSupply.UPLOAD else paper.supply.value
