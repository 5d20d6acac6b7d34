"""The operator's plans: one JSON line asked, one answered."""

from __future__ import annotations

from collections.abc import Mapping

from approvals.domain.fan_out import plan
from approvals.domain.plan import Plan
from departments.domain.catalogue import Catalogue, UnknownCode


def plan_line(catalogue: Catalogue, line: object) -> dict[str, object]:
    """The operator's answer to one JSON line: the plan, or ``{"id", "error"}`` with an English sentence."""
    if not isinstance(line, Mapping):
        return {"id": None, "error": "a line is an object with id, theme, stage and answers"}
    name, theme, stage, answers = (line.get(key) for key in ("id", "theme", "stage", "answers"))
    if not isinstance(theme, str) or not isinstance(stage, str) or not isinstance(answers, Mapping):
        return {"id": name, "error": "theme and stage are texts, answers is an object"}
    try:
        found = plan(catalogue, theme, stage, answers)
    except UnknownCode as unknown:
        return {"id": name, "error": str(unknown)}
    if found.invalid:
        return {"id": name, "error": "; ".join(f"{each.field}: {each.reason}" for each in found.invalid)}
    return {"id": name, **_as_data(found)}


def _as_data(found: Plan) -> dict[str, object]:
    return {
        "items": [
            {
                "code": planned.code,
                "department": planned.item.department,
                "statutory": planned.statutory.days,
                "unit": planned.statutory.unit.value,
                "committed_wd": planned.committed_wd,
            }
            for planned in found.items
        ],
        "papers": [
            {
                "code": paper.code,
                "required": paper.required,
                "upstream": paper.upstream,
                "deferrable_for": list(paper.deferrable_for),
            }
            for paper in found.papers
        ],
        "unanswered": list(found.unanswered),
    }
