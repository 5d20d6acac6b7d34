"""Papers that another organ holds already (材料共享) are asked for between two transactions, never inside one.

A source may take seconds or be away: no lock waits for it, and no connection is held. Whoever plans a filing says which
papers it needs to know of; what was not asked yet ends the transaction, is asked, and the verb begins again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, cast

from approvals.domain.refusals import Refusal

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Sharing(Protocol):
    """A source of papers that another organ already holds."""

    def holds(self, material_code: str) -> bool:
        """Whether it is a source of this kind of paper at all; asks nobody."""

    def fetch(self, material_codes: Iterable[str], uscc: str) -> Mapping[str, str]:
        """Of these papers of an enterprise the ones found, with a note saying where. Raises Refusal when it is away."""


class NotAskedYet(Exception):
    """These papers of an enterprise have to be asked for first."""

    def __init__(self, codes: tuple[str, ...], uscc: str) -> None:
        super().__init__(codes)
        self.codes, self.uscc = codes, uscc


class Told:
    """What a source has said so far, in the place of the source."""

    def __init__(self, source: Sharing) -> None:
        self._source = source
        self._asked: set[tuple[str, str]] = set()
        self._notes: dict[tuple[str, str], str] = {}
        self._away: Refusal | None = None

    def holds(self, material_code: str) -> bool:
        """As the source says of itself."""
        return self._source.holds(material_code)

    def fetch(self, material_codes: Iterable[str], uscc: str) -> Mapping[str, str]:
        """What it said, or the Refusal with which it answered; NotAskedYet with all it may have and was not asked for."""
        codes = tuple(code for code in material_codes if self.holds(code))
        gap = tuple(code for code in codes if (code, uscc) not in self._asked)
        if gap:
            raise NotAskedYet(gap, uscc)
        if codes and self._away is not None:
            raise self._away
        return {code: self._notes[code, uscc] for code in codes if (code, uscc) in self._notes}

    def ask(self, gap: NotAskedYet) -> None:
        """Ask the source; a refusal is an answer, too."""
        self._asked |= {(code, gap.uscc) for code in gap.codes}
        try:
            found = self._source.fetch(gap.codes, gap.uscc)
        except Refusal as away:
            self._away = away
        else:
            self._notes |= {(code, gap.uscc): note for code, note in found.items()}


def asking_between(verb: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Run a verb whose source is the keyword `sharing`; each round asks for papers not asked for before, so it ends."""

    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        told = Told(cast(Sharing, kwargs["sharing"]))
        kwargs["sharing"] = told
        while True:
            try:
                return verb(*args, **kwargs)
            except NotAskedYet as gap:
                told.ask(gap)

    return run
