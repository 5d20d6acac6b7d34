"""By which catalogue a draft is read: the one in force; a draft pins its version only when it is submitted."""

from __future__ import annotations

from sqlalchemy.orm import Session

from approvals.domain.states import CaseState
from approvals.models.cases import Case
from departments.domain.catalogue import UnknownCode
from departments.queries.catalogue import PublishedCatalogue, catalogue_version, current_catalogue


def catalogue_of(session: Session, case: Case) -> PublishedCatalogue:
    """The current version for a draft, its own for a filed case, and for a draft of a stage that exists no more.

    Such a draft can still be read; it cannot be filed.
    """
    own = PublishedCatalogue(case.catalogue_version_id, catalogue_version(session, case.catalogue_version_id))
    if case.state is not CaseState.DRAFT:
        return own
    published = current_catalogue(session)
    return own if stage_is_gone(published, case) else published


def stage_is_gone(published: PublishedCatalogue, case: Case) -> bool:
    """Whether the catalogue in force has this theme and stage no more."""
    try:
        published.catalogue.stage(case.theme_code, case.stage_code)
    except UnknownCode:
        return True
    return False
