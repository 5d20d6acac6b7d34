"""送达回证: what was served on whom, how, when and before whom (by analogy 民事诉讼法 87–95). A form, without a seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, Literal

from approvals.domain.letters.frame import LetterFacts, MissingElement

Method = Literal["direct", "left", "post", "electronic", "notice"]

_OF_METHOD = MappingProxyType(
    {
        "direct": ("receiver",),
        "left": ("refusal_reason",),
        "post": ("tracking_no",),
        "electronic": ("channel",),
        "notice": ("channel",),
    }
)
"""What a finished proof must say beyond place and moment, by method."""
TWO_SERVERS = frozenset({"direct", "left"})
"""Ways of service in which two persons go."""


@dataclass(frozen=True, kw_only=True)
class ServedPaper:
    """A paper by its title and number."""

    title: str
    number: str
    title_en: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceProof(LetterFacts):
    """The proof. Without `served_at` it is the blank form that goes with the paper and is filled in by hand.

    `channel` is the platform account or address of an electronic service, or where a notice was published.
    """

    kind: ClassVar[str] = "service_proof"
    title_zh: ClassVar[str] = "送达回证"
    title_en: ClassVar[str] = "Proof of service"
    required: ClassVar[tuple[str, ...]] = ("papers",)

    papers: tuple[ServedPaper, ...]
    method: Method
    served_at: datetime | None = None
    place: str = ""
    receiver: str = ""
    relation: str = ""
    refusal_reason: str = ""
    witnesses: tuple[str, ...] = ()
    is_recorded: bool = False
    """A service left behind was photographed or filmed instead of witnessed (89)."""
    servers: tuple[str, ...] = ()
    tracking_no: str = ""
    channel: str = ""
    remark: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        for paper in self.papers:
            self.demand("title and number of a paper", (paper.title, paper.number))
        if self.served_at is None:
            return
        for element in ("place", *_OF_METHOD[self.method]):
            if not (element == "place" and self.method in ("electronic", "notice")):
                self.demand(element, getattr(self, element))
        if len({name.strip() for name in self.servers if name.strip()}) < (2 if self.method in TWO_SERVERS else 1):
            raise MissingElement(self.kind, "servers")
        if self.method == "left" and not (any(self.witnesses) or self.is_recorded):
            raise MissingElement(self.kind, "witnesses")
