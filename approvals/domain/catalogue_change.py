"""What a new version of the catalogue means for a draft that was begun under an older one."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.domain.plan import Plan
from departments.domain.catalogue import Catalogue, FormField, Item, Material


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """Named by what the applicant sees: questions, items and papers, in the order of the catalogue.

    `answer_again` are questions whose answer the new version does not know; nothing that was answered is thrown away.
    """

    asked_new: tuple[FormField, ...]
    asked_no_more: tuple[FormField, ...]
    answer_again: tuple[FormField, ...]
    items_new: tuple[Item, ...]
    items_gone: tuple[Item, ...]
    papers_new: tuple[Material, ...]
    papers_gone: tuple[Material, ...]

    @property
    def is_visible(self) -> bool:
        """Whether anything differs that the applicant would see."""
        return any(getattr(self, name) for name in self.__slots__)


def draft_changes(old: Catalogue, before: Plan, new: Catalogue, after: Plan) -> DraftChanges:
    """Both plans are of the same answers."""
    was = {field.key: field for field in old.stage_fields(before.theme, before.stage)}
    is_now = {field.key: field for field in new.stage_fields(after.theme, after.stage)}
    invalid = {each.field for each in after.invalid}
    items_before = {one.code: one.item for one in before.items}
    items_after = {one.code: one.item for one in after.items}
    papers_before = {one.code: one.material for one in before.papers}
    papers_after = {one.code: one.material for one in after.papers}
    return DraftChanges(
        asked_new=tuple(field for key, field in is_now.items() if key not in was),
        asked_no_more=tuple(field for key, field in was.items() if key not in is_now),
        answer_again=tuple(field for key, field in is_now.items() if key in was and key in invalid),
        items_new=tuple(item for code, item in items_after.items() if code not in items_before),
        items_gone=tuple(item for code, item in items_before.items() if code not in items_after),
        papers_new=tuple(paper for code, paper in papers_after.items() if code not in papers_before),
        papers_gone=tuple(paper for code, paper in papers_before.items() if code not in papers_after),
    )
