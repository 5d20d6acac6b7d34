"""The files of a version of a paper, in their order, and whether each may be handed out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from approvals.domain.bundle import extension_of
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import Scan
from approvals.models.letters import Document
from approvals.models.papers import MaterialFile, MaterialVersion, StoredFile

_REFUSED = {Scan.PENDING: "file_scanning", Scan.INFECTED: "file_quarantined"}


@dataclass(frozen=True)
class VersionFile:
    """One file of a version; `position` from 1, `size` in bytes, `file` its public id."""

    file: str
    position: int
    sha256: str
    media_type: str
    size: int
    display_name: str
    scan: Scan


@dataclass(frozen=True)
class FoundFile:
    """The bytes behind one place of a version; ours when the house made them itself."""

    sha256: str
    media_type: str
    name: str
    is_ours: bool


def files_of_versions(session: Session, versions: Collection[int]) -> Mapping[int, tuple[VersionFile, ...]]:
    """The uploaded files of each of these versions; one statement."""
    if not versions:
        return {}
    first = select(
        MaterialVersion.id.label("version"), literal(1).label("position"), MaterialVersion.file_id.label("file_id")
    ).where(MaterialVersion.id.in_(versions), MaterialVersion.file_id.is_not(None))
    more = select(MaterialFile.material_version_id, MaterialFile.position, MaterialFile.file_id).where(
        MaterialFile.material_version_id.in_(versions)
    )
    places = union_all(first, more).subquery()
    found: dict[int, list[VersionFile]] = defaultdict(list)
    for version, position, file in session.execute(
        select(places.c.version, places.c.position, StoredFile)
        .join(StoredFile, StoredFile.id == places.c.file_id)
        .order_by(places.c.version, places.c.position)
    ):
        found[version].append(
            VersionFile(file.public_id, position, file.sha256, file.media_type, file.size, file.display_name, file.scan)
        )
    return {version: tuple(files) for version, files in found.items()}


def file_at(session: Session, version: MaterialVersion, position: int) -> FoundFile:
    """The file at a place of a version, or the letter it is.

    Raises NotFound where there is none, Refusal 'file_scanning' or 'file_quarantined' when nobody may have it.
    """
    if version.document_id is not None:
        return _letter(session, version.document_id)
    file_id = version.file_id
    if position != 1:
        file_id = session.scalar(
            select(MaterialFile.file_id).where(
                MaterialFile.material_version_id == version.id, MaterialFile.position == position
            )
        )
    file = session.get(StoredFile, file_id) if file_id is not None else None
    if file is None:
        raise NotFound
    refuse_unclean(file)
    return FoundFile(file.sha256, file.media_type, file.display_name, is_ours=False)


def refuse_unclean(file: StoredFile) -> None:
    """Raises Refusal unless the scanner has said that the file is clean."""
    if file.scan is not Scan.CLEAN:
        raise Refusal(_REFUSED[file.scan], field="file")


def _letter(session: Session, document_id: int) -> FoundFile:
    document = session.get_one(Document, document_id)
    file = session.get(StoredFile, document.file_id) if document.file_id is not None else None
    if file is None:
        raise NotFound
    refuse_unclean(file)
    name = f"{document.number}{extension_of(file.media_type)}"
    return FoundFile(file.sha256, file.media_type, name, is_ours=not document.is_elsewhere)
