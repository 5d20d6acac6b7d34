"""Every version of every paper of a case: uploads with their files, and letters handed on as papers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, MaterialVersion, StoredFile
from approvals.queries.version_files import VersionFile, files_of_versions


@dataclass(frozen=True)
class VersionRow:
    """One version of a paper; `media_type` is empty while an issued document has no bytes yet. `size` in bytes.

    The first file gives its name and size; `files` are all that were uploaded. `is_ours`: a letter this house sealed.
    A barred version has an infected file and counts as if it had never come.
    """

    id: int
    number: int
    media_type: str
    size: int
    display_name: str
    document_number: str
    supplied_at: dt.datetime
    is_barred: bool = False
    is_ours: bool = False
    sha256: str = ""
    files: tuple[VersionFile, ...] = ()

    @property
    def has_bytes(self) -> bool:
        return bool(self.media_type)


def versions_of_cases(session: Session, case_ids: Collection[int]) -> Mapping[int, list[VersionRow]]:
    """By paper, newest first; two statements however many."""
    issued = select(StoredFile).subquery()
    rows = session.execute(
        select(
            MaterialVersion, Document.number, Document.is_elsewhere, issued.c.media_type, issued.c.size,
            issued.c.sha256,
        )
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .outerjoin(Document, Document.id == MaterialVersion.document_id)
        .outerjoin(issued, issued.c.id == Document.file_id)
        .where(CaseMaterial.case_id.in_(case_ids))
        .order_by(MaterialVersion.number.desc())
    ).all()  # fmt: skip
    files = files_of_versions(session, [version.id for version, *_ in rows if version.file_id is not None])
    found: dict[int, list[VersionRow]] = defaultdict(list)
    for version, *letter in rows:
        found[version.case_material_id].append(_version(version, files.get(version.id, ()), *letter))
    return found


def _version(
    version: MaterialVersion,
    files: tuple[VersionFile, ...],
    number: str | None,
    is_elsewhere: bool | None,
    media: str | None,
    size: int | None,
    sha256: str | None,
) -> VersionRow:
    first = files[0] if files else None
    return VersionRow(
        id=version.id, number=version.number,
        media_type=first.media_type if first else media or "",
        size=sum(file.size for file in files) or size or 0,
        display_name=first.display_name if first else number or "",
        document_number=number or "", supplied_at=version.supplied_at, is_barred=version.is_barred,
        is_ours=number is not None and not is_elsewhere, sha256=first.sha256 if first else sha256 or "", files=files,
    )  # fmt: skip
