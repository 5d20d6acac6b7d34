"""What still stands between a draft and its filing, all at once (行政许可法 32: filing incomplete stays possible)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """`kind`: answer, paper, declaration or signature; `code` the field or the paper.

    A paper that is missing only warns: the window tells once what has to follow. The others `block`: without an answer
    nobody knows which items apply, and an application without the declaration is none (Art. 31).
    """

    kind: str
    code: str = ""

    @property
    def blocks(self) -> bool:
        return self.kind != "paper"


def gaps(unanswered: Iterable[str], absent: Iterable[str], *, promises: bool) -> tuple[Gap, ...]:
    """In the order in which one goes through the steps; the signature and the declaration are always still to come."""
    return (
        *(Gap("answer", field) for field in unanswered),
        *(Gap("paper", code) for code in absent),
        *((Gap("signature"),) if promises else ()),
        Gap("declaration"),
    )
