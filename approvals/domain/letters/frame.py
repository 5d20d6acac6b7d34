"""What every letter carries (fact sheet 4.1), and the small things letters are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Self

from approvals.domain.letters.codec import build, canonical, to_plain

Unit = Literal["WD", "ND"]


class MissingElement(ValueError):
    """A letter without something the law demands of it; `element` names what is missing."""

    def __init__(self, kind: str, element: str) -> None:
        super().__init__(f"{kind}: {element} is required")
        self.kind = kind
        self.element = element


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The window that answers questions about the letter."""

    phone: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemRef:
    """An item of the catalogue by code and name."""

    code: str
    name_zh: str
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperRef:
    """A material of the catalogue by code and name; a paper outside the catalogue has no code."""

    name_zh: str
    code: str = ""
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit of `days` (WD working, ND natural) and the legal day it ends; no day yet while it waits for another item."""

    days: int
    unit: Unit = "WD"
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One labelled line of a table, already in words."""

    label: str
    text: str
    label_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Remedies:
    """Where and when a decision may be disputed (行政复议法 20, 22, 24; 行政诉讼法 46)."""

    reconsideration: tuple[str, ...]
    court: str
    online_channel: str | None = None

    def __post_init__(self) -> None:
        if not any(self.reconsideration):
            raise MissingElement("remedies", "reconsideration")
        if not self.court:
            raise MissingElement("remedies", "court")


@dataclass(frozen=True, kw_only=True)
class Slip:
    """The letter that this one replaces because of a slip of the pen: the wrong words, the right ones, and why."""

    number: str
    dated_on: date
    wrong: str
    right: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MemberRef:
    """A project of a package that the letter answers with the others, by its place in the list."""

    no: int
    name: str
    place: str = ""
    code: str | None = None
    case_no: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """The common part. `organ` is the full name of the organ that seals; `number` is None while the letter is a draft."""

    kind: ClassVar[str]
    title_zh: ClassVar[str]
    title_en: ClassVar[str]
    always: ClassVar[tuple[str, ...]] = ("organ", "addressee", "dated_on", "case_no", "project_name", "contact")
    required: ClassVar[tuple[str, ...]] = ()

    organ: str
    addressee: str
    dated_on: date
    case_no: str
    project_name: str
    contact: Contact
    organ_en: str = ""
    uscc: str | None = None
    project_code: str | None = None
    number: str | None = None
    verify_code: str | None = None
    verify_url: str | None = None
    copies_to: tuple[str, ...] = ()
    calendar_until: int | None = None
    """The newest year whose holidays were published when the letter was made: a day after it is printed as 暂定."""
    slip: Slip | None = None
    members: tuple[MemberRef, ...] = ()
    """The projects of a package; they are listed in an annex."""

    def __post_init__(self) -> None:
        for name in (*self.always, *self.required):
            self.demand(name, getattr(self, name))

    def demand(self, element: str, value: object) -> None:
        """Refuse an empty legal element."""
        parts = value if isinstance(value, tuple) else (value,)
        if not parts or any(
            part is None or part == "" or (isinstance(part, str) and not part.strip()) for part in parts
        ):
            raise MissingElement(self.kind, element)

    @property
    def title(self) -> str:
        """The Chinese title; some letters change it with their content."""
        return self.title_zh

    @property
    def subtitle(self) -> str:
        """A second, smaller line under the title, or nothing."""
        return ""

    @property
    def english_title(self) -> str:
        """The title of the English reading copy."""
        return self.title_en

    def to_plain(self) -> dict[str, Any]:
        """The facts as plain JSON values, with the kind; who answers no package says nothing of one."""
        plain = to_plain(self)
        if not self.members:
            del plain["members"]
        return {"kind": self.kind, **plain}

    def to_json(self) -> str:
        """The facts as canonical JSON (sorted keys): the same facts give the same text."""
        return canonical(self.to_plain())

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The facts back from `to_plain`; ValueError when they belong to another kind."""
        if plain.get("kind") != cls.kind:
            raise ValueError(f"facts of {plain.get('kind')!r} given for {cls.kind!r}")
        facts: Self = build(cls, {name: value for name, value in plain.items() if name != "kind"})
        return facts

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The facts back from `to_json`."""
        return cls.from_plain(json.loads(text))


@dataclass(frozen=True, kw_only=True)
class TrackFacts(LetterFacts):
    """A letter about one item in the hands of one department."""

    item: ItemRef
    accepted_on: date
    accepting_organ: str
    accepted_deferred: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self.demand("item", self.item)
        self.demand("accepted_on", self.accepted_on)
        self.demand("accepting_organ", self.accepting_organ)
