"""The questions of a draft, for whoever fills them in: as little as one field needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState
from approvals.queries.access import find_case
from approvals.queries.draft_catalogue import catalogue_of
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, FormField
from departments.domain.condition import Answers
from departments.models.people import Account


@dataclass(frozen=True)
class DraftForm:
    """One form as it is asked; `is_filed`: nothing can be filled in any more."""

    catalogue: Catalogue
    theme: str
    stage: str
    is_filed: bool

    @property
    def fields(self) -> Mapping[str, FormField]:
        return {field.key: field for field in self.catalogue.stage_fields(self.theme, self.stage)}

    def asked(self, answers: Answers) -> tuple[FormField, ...]:
        """The questions still put once these answers are known."""
        return self.catalogue.asked(self.theme, self.stage, answers)


def draft_form(session: Session, public_id: str, actor: Actor) -> DraftForm:
    """The form of the actor's own draft; raises NotFound for anybody else's."""
    case = find_case(session, public_id, actor)
    if case.project.enterprise_id not in actor.enterprise_ids:
        raise NotFound
    catalogue = catalogue_of(session, case).catalogue
    return DraftForm(catalogue, case.theme_code, case.stage_code, case.state is not CaseState.DRAFT)


def who_typed(session: Session, account_ids: set[int]) -> dict[int, str]:
    """The names of those whose answers clash; no statement where nobody's do."""
    if not account_ids:
        return {}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return {row.id: row.name for row in rows}
