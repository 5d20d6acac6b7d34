"""What is filed as a package has one form: an amendment of one of its cases leaves alone what is decided in another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from approvals.domain.amendment import Effect
from approvals.domain.choices import Choice, chosen
from approvals.domain.fan_out import plan
from approvals.domain.package import Scope, usual_scope
from approvals.domain.refusals import Refusal
from approvals.models.cases import Case
from approvals.queries.packages import is_whole
from departments.domain.catalogue import Catalogue
from departments.queries.catalogue import catalogue_version


def require_own_items(session: Session, case: Case, said: Mapping[str, Any], made: Effect) -> None:
    """Raises Refusal 'package_amend_apart' for the package's case when items of the members would come, go or change, and
    'package_amend_together' for a member's when those of the package would. Whoever has left the package is alone.
    """
    project = case.project
    if project.package_id is None or project.left_package_on is not None:
        return
    catalogue = catalogue_version(session, case.catalogue_version_id)
    elsewhere = chosen(case.item_choices, Choice.ELSEWHERE)
    before, after = (_items(catalogue, case, more) for more in ({}, said))
    moved = {code for code in elsewhere if before.get(code) != after.get(code)}
    if is_whole(project):
        moved |= {code for code in made.coming if usual_scope(catalogue.items[code]) is Scope.PER_MEMBER}
    if moved:
        items = [catalogue.items[code] for code in sorted(moved)]
        raise Refusal("package_amend_apart" if is_whole(project) else "package_amend_together", items=items)


def _items(catalogue: Catalogue, case: Case, said: Mapping[str, Any]) -> Mapping[str, object]:
    """By item that applies, its days and the papers it wants."""
    answers = {key: value for key, value in {**case.answers, **said}.items() if value is not None}
    planned = plan(catalogue, case.theme_code, case.stage_code, answers)
    return {one.code: (one.statutory, one.committed_wd, one.demands) for one in planned.items}
