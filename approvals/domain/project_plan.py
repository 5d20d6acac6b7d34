"""What a whole project needs, stage after stage: the same plan as a filing's, once per stage, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.domain.fan_out import plan
from approvals.domain.plan import Plan, PlannedItem, PlannedPaper, Supply
from departments.domain.catalogue import Catalogue, FormField
from departments.domain.catalogue_words import Source
from departments.domain.condition import Answers


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """The plan of each stage in order. A paper that several stages want counts once."""

    stages: tuple[Plan, ...]

    @property
    def items(self) -> tuple[PlannedItem, ...]:
        return tuple(item for stage in self.stages for item in stage.items)

    @property
    def departments(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(seat for stage in self.stages for seat in stage.departments))

    @property
    def demand_count(self) -> int:
        return sum(stage.demand_count for stage in self.stages)

    @property
    def required_papers(self) -> tuple[PlannedPaper, ...]:
        return tuple({paper.code: paper for stage in self.stages for paper in stage.required_papers}.values())

    @property
    def made_here(self) -> tuple[PlannedPaper, ...]:
        """Papers that items make: nobody but the system hands them on."""
        return tuple(paper for paper in self.required_papers if paper.material.source is Source.ITEM_OUTPUT)

    @property
    def upload_count(self) -> int:
        return sum(paper.supply is Supply.UPLOAD for paper in self.required_papers)


def project_plan(catalogue: Catalogue, theme: str, answers: Answers) -> ProjectPlan:
    """Every stage of the project; what an item of any of them makes is not asked of the applicant in the others."""
    stages = [stage.code for stage in catalogue.themes[theme].stages]
    apply = {item.code for stage in stages for item in plan(catalogue, theme, stage, answers).items}
    made = frozenset(code for code, one in catalogue.materials.items() if not apply.isdisjoint(one.producers))
    found = (plan(catalogue, theme, stage, answers, made, said_earlier=answers) for stage in stages)
    return ProjectPlan(tuple(found))


def project_fields(catalogue: Catalogue, theme: str) -> tuple[FormField, ...]:
    """The questions of all stages, each once, in catalogue order."""
    keys = {
        field.key for stage in catalogue.themes[theme].stages for field in catalogue.stage_fields(theme, stage.code)
    }
    return tuple(field for key, field in catalogue.fields.items() if key in keys)


def asked_of_project(catalogue: Catalogue, theme: str, answers: Answers) -> tuple[FormField, ...]:
    """Those that are still put, given the answers so far: in any stage."""
    keys = {field.key for one in catalogue.themes[theme].stages for field in catalogue.asked(theme, one.code, answers)}
    return tuple(field for key, field in catalogue.fields.items() if key in keys)
