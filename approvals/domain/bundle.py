"""统一确认 as files: which documents are in it, under which names, and the lists that go with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 2
"""Raised when bundles are laid out anew: what was made before is then made again when it is asked for."""
NAME_CHARACTERS = 80
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_EXTENSION = {"application/pdf": ".pdf", "application/ofd": ".ofd", "application/vnd.ofd": ".ofd"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One document of a bundle as it was kept: `title` says what it is, `items` which matters it answers.

    `is_elsewhere`: made and sealed in another system. `verify_url` is None for such a document. English names are for
    the page alone: the files are Chinese, like the letters.
    """

    document: str
    kind: str
    title: str
    number: str
    dated_on: dt.date
    organ: str
    items: tuple[str, ...]
    validity: str
    sha256: str
    size: int
    media_type: str
    verify_url: str | None
    is_elsewhere: bool = False
    title_en: str = ""
    organ_en: str = ""
    items_en: tuple[str, ...] = ()

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A matter without a document in the bundle, and why: running, printing, or no longer in force (with its number)."""

    name: str
    why: str
    number: str = ""
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a bundle of a case holds, the cover first, and what it cannot hold."""

    case_no: str
    project: str
    stage: str
    parts: tuple[Part, ...]
    missing: tuple[Missing, ...]

    @property
    def key(self) -> str:
        """Names this set of documents: another result, another state or another layout gives another key."""
        said = [FORMAT, [[one.document, one.sha256] for one in self.parts]]
        said.append([[one.name, one.why, one.number] for one in self.missing])
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def to_plain(self) -> dict[str, Any]:
        """As JSON values, for the row."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=dt.date.isoformat))
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Contents:
        """Back from `to_plain`, also of a bundle that was made before a later word was added."""
        parts = tuple(
            Part(
                **one
                | {"dated_on": dt.date.fromisoformat(one["dated_on"])}
                | {name: tuple(one.get(name, ())) for name in ("items", "items_en")}
            )
            for one in plain["parts"]
        )
        missing = tuple(Missing(**one) for one in plain["missing"])
        return cls(**dict(plain) | {"parts": parts, "missing": missing})


def safe_name(text: str) -> str:
    """A file name without a path that Windows, a Mac and a phone keep as it is; at most 80 characters, never empty."""
    shown = "".join(
        one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one)[0] not in "CZ" or one == " "
    )
    name = " ".join(_FORBIDDEN.sub("_", shown).split())[:NAME_CHARACTERS].strip(" .")
    return name or "_"


def extension_of(media_type: str) -> str:
    """How the name of a letter's file ends: what another system made may be an OFD."""
    return _EXTENSION.get(media_type, ".bin")


def file_names(contents: Contents) -> tuple[str, ...]:
    """The name of each part in the archive: its place first, so that no two are the same and the order is kept."""
    width = max(2, len(str(len(contents.parts))))
    return tuple(
        f"{place:0{width}d} {safe_name(f'{part.title} {part.number}')}{extension_of(part.media_type)}"
        for place, part in enumerate(contents.parts, start=1)
    )


def sums(contents: Contents) -> str:
    """What `sha256sum -c` reads."""
    lines = [f"{part.sha256}  {name}\n" for part, name in zip(contents.parts, file_names(contents), strict=True)]
    return "".join(lines)


def manifest(contents: Contents, made: str) -> str:
    """The list in words, for a person with any editor; `made` is the local moment."""
    lines = [
        f"{contents.project} {contents.stage} 统一确认",
        f"办件编号 {contents.case_no}",
        f"制作时间 {made}，共 {len(contents.parts)} 份文件。各文件原样收入，印章未动；以逐件查验的结果为准。",
        "",
    ]
    for part, name in zip(contents.parts, file_names(contents), strict=True):
        lines += [name, f"  {part.organ}，{part.dated_on.isoformat()}"]
        lines += [f"  事项：{'、'.join(part.items)}"] if part.items else []
        lines += [f"  有效期：{part.validity}"] if part.validity else []
        lines += [f"  SHA-256 {part.sha256}"]
        lines += (
            [f"  查验 {part.verify_url}"] if part.verify_url else ["  由签发机关的业务系统制作，按收到时的样子收入"]
        )
    if contents.missing:
        lines += ["", "没有收入："]
        lines += [f"  {one.name} {one.number} {MISSING[one.why]}".replace("  ", " ") for one in contents.missing]
    return "\r\n".join(lines) + "\r\n"


MISSING: Mapping[str, str] = {
    "running": "还在办理",
    "printing": "已经签发，文件还在制作",
    "replaced": "已被新的文件替换",
    "revoked": "已被撤销，不再有效",
}
"""Why a document is not in a bundle."""
