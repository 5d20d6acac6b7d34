"""What the bundle of a case would hold now, what was made of it, and its files; for the enterprise and the steward."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.bundle import Contents, Missing, Part
from approvals.domain.letters.answers import ENDINGS, TAKEN_BACK
from approvals.domain.letters.registry import LETTERS
from approvals.domain.permissions import Reach, owns, stewards
from approvals.domain.refusals import NotFound
from approvals.domain.states import UNDECIDED, DocumentState
from approvals.models.bundles import Bundle
from approvals.models.cases import Case, Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import StoredFile
from approvals.queries.access import find_case
from approvals.queries.outbox import gave_up
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, Item
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version

COVER = "whole_case_confirmation"
BUNDLED = (COVER, *ENDINGS, *TAKEN_BACK)
GONE = {DocumentState.REPLACED: "replaced", DocumentState.REVOKED: "revoked", DocumentState.QUEUED: "printing"}


class Shelf(Protocol):
    """Where the files of bundles lie."""

    def has(self, sha256: str) -> bool: ...


@dataclass(frozen=True)
class Made:
    """A bundle as it was ordered: `contents` says what is in it; not ready before `made_at`. `is_given_up`: no worker tries
    any more."""

    public_id: str
    contents: Contents
    ordered_at: dt.datetime
    made_at: dt.datetime | None
    pdf_size: int | None
    zip_size: int | None
    has_failed: bool
    is_current: bool
    is_given_up: bool = False


@dataclass(frozen=True)
class BundlePage:
    """The case, what a bundle would hold now, the newest one that is ready, and the one that is being made."""

    case: str
    project: str
    project_name: str
    stage_zh: str
    stage_en: str
    enterprise_id: int
    contents: Contents
    ready: Made | None
    waiting: Made | None


@dataclass(frozen=True)
class BundleFile:
    """One of the two files of a bundle, by its fingerprint."""

    sha256: str
    media_type: str
    name: str


def bundle_case(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Case:
    """The case, for its enterprise and the steward of its project; for anybody else it is not there."""
    case = find_case(session, public_id, actor, lock=lock)
    reach = Reach(case.project.enterprise_id, case.project.steward_id, project_id=case.project_id)
    if not (owns(actor, reach) or stewards(actor, reach)):
        raise NotFound
    return case


def lost_bundles(session: Session, public_id: str, shelf: Shelf) -> frozenset[str]:
    """Bundles of a case that were made and of which the shelf lacks a file: as if they had never been made."""
    mine = select(Bundle).join(Case, Case.id == Bundle.case_id).where(Case.public_id == public_id)
    made = session.scalars(mine.where(Bundle.made_at.is_not(None)))
    return frozenset(
        row.public_id for row in made if not all(shelf.has(one) for one in (row.pdf_sha256, row.zip_sha256) if one)
    )


def bundle_page(session: Session, public_id: str, shelf: Shelf, actor: Actor) -> BundlePage:
    """What the page of the bundle shows; one that is lost it does not offer."""
    case = bundle_case(session, public_id, actor)
    contents = contents_of(session, case)
    mine = select(Bundle, gave_up("bundle", Bundle.public_id)).where(Bundle.case_id == case.id)
    rows, lost = session.execute(mine.order_by(Bundle.id.desc())), lost_bundles(session, public_id, shelf)
    made = [_made(row, contents.key, is_over) for row, is_over in rows if row.public_id not in lost]
    stage = catalogue_version(session, case.catalogue_version_id).stage(case.theme_code, case.stage_code)
    return BundlePage(
        case=case.public_id, project=case.project.public_id, project_name=case.project.name, stage_zh=stage.name_zh,
        stage_en=stage.name_en, enterprise_id=case.project.enterprise_id, contents=contents,
        ready=next((one for one in made if one.made_at), None),
        waiting=next((one for one in made if one.is_current and not one.made_at), None),
    )  # fmt: skip


def bundle_file(session: Session, public_id: str, bundle: str, ending: str, actor: Actor) -> BundleFile:
    """The reading copy (pdf) or the archive (zip); NotFound until it is made."""
    case = bundle_case(session, public_id, actor)
    row = session.scalar(select(Bundle).where(Bundle.public_id == bundle, Bundle.case_id == case.id))
    sha256 = None if row is None else {"pdf": row.pdf_sha256, "zip": row.zip_sha256}.get(ending)
    if sha256 is None:
        raise NotFound
    words = {"pdf": "阅读副本", "zip": "原件"}[ending]
    return BundleFile(sha256, f"application/{ending}", f"统一确认_{case.case_no}_{words}.{ending}")


def contents_of(session: Session, case: Case) -> Contents:
    """The cover and every result in force as it was kept, and what is not there and why; three statements."""
    catalogue = catalogue_version(session, case.catalogue_version_id)
    rows = session.execute(
        select(Document, StoredFile, Department.organ_en)
        .outerjoin(StoredFile, StoredFile.id == Document.file_id)
        .outerjoin(Department, Department.id == Document.department_id)
        .where(Document.case_id == case.id, Document.kind.in_(BUNDLED))
        .order_by(Document.kind != COVER, Document.id)
    ).all()
    tracks = session.execute(
        select(Track.id, Track.item_code, Track.state).where(Track.case_id == case.id).order_by(Track.id)
    ).all()
    items = _items(session, case, {one.id: catalogue.items[one.item_code] for one in tracks})
    parts, missing = [], []
    for document, file, organ_en in rows:
        name_zh, name_en = _names(document, catalogue)
        if document.state is DocumentState.ISSUED and file is not None:
            part = _part(document, file, items.get(document.id, ()), catalogue)
            parts.append(replace(part, title=name_zh, title_en=name_en, organ_en=organ_en or ""))
        elif document.kind != COVER or document.state is DocumentState.QUEUED:
            why = GONE.get(document.state, "printing")
            missing.append(Missing(name=name_zh, name_en=name_en, why=why, number=_number(document)))
    running = [catalogue.items[one.item_code] for one in tracks if one.state in UNDECIDED]
    missing += [Missing(name=one.name_zh, name_en=one.name_en, why="running") for one in running]
    return Contents(
        case_no=case.case_no or "", project=case.project.name,
        stage=catalogue.stage(case.theme_code, case.stage_code).name_zh, parts=tuple(parts), missing=tuple(missing),
    )  # fmt: skip


def _items(session: Session, case: Case, items: Mapping[int, Item]) -> Mapping[int, tuple[Item, ...]]:
    """The matters that each letter answers: a joint letter several."""
    found: dict[int, tuple[Item, ...]] = defaultdict(tuple)
    for document, track in session.execute(
        select(DocumentTrack.document_id, DocumentTrack.track_id)
        .join(Document, Document.id == DocumentTrack.document_id)
        .where(Document.case_id == case.id, Document.kind.in_(BUNDLED[1:]))
        .order_by(DocumentTrack.document_id, DocumentTrack.track_id)
    ):
        found[document] += (items[track],)
    return found


def _part(document: Document, file: StoredFile, items: tuple[Item, ...], catalogue: Catalogue) -> Part:
    item = catalogue.items.get(document.item_code or "")
    return Part(
        document=document.public_id, kind=document.kind, title="", number=_number(document),
        dated_on=document.dated_on, organ=document.facts.get("organ") or "", items=tuple(one.name_zh for one in items),
        items_en=tuple(one.name_en for one in items),
        validity=(item.output.validity or "") if item is not None and (document.result_number or document.is_elsewhere) else "",
        sha256=file.sha256, size=file.size, media_type=file.media_type,
        verify_url=None if document.is_elsewhere else document.facts.get("verify_url"),
        is_elsewhere=document.is_elsewhere,
    )  # fmt: skip


def _number(document: Document) -> str:
    return document.result_number or document.number


def _names(document: Document, catalogue: Catalogue) -> tuple[str, str]:
    """Chinese and English: a permit by its own name, any other letter by its title."""
    item = catalogue.items.get(document.item_code or "")
    if item is not None and (document.result_number is not None or document.is_elsewhere):
        return item.output.name_zh, item.output.name_en
    return LETTERS[document.kind].title_zh, LETTERS[document.kind].title_en


def _made(row: Bundle, key: str, is_given_up: bool) -> Made:
    return Made(
        row.public_id, Contents.from_plain(row.contents), row.ordered_at, row.made_at, row.pdf_size, row.zip_size,
        bool(row.failure), row.key == key, is_given_up and row.made_at is None,
    )  # fmt: skip
