"""What the house refuses, as a code with facts; only the web turns a code into a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A verb was refused; nothing was written. `code` names the reason, `params` the facts."""

    status = 409

    def __init__(self, code: str, *, field: str | None = None, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.field = field
        self.params = params


class NotFound(Refusal):
    """The thing is not there, or not this person's: both answer alike."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not_found")


class NotAllowed(Refusal):
    """The person may see the thing but not do this to it."""

    status = 403


class Stale(Refusal):
    """Somebody moved first: `params` say what happened (`tag`), by whom (`who`) and when (`at`)."""

    def __init__(self, **params: Any) -> None:
        super().__init__("stale", **params)


class Invalid(Refusal):
    """Wrong input, field by field: `errors` maps a field to (code, params)."""

    status = 422

    def __init__(self, errors: Mapping[str, tuple[str, dict[str, Any]]]) -> None:
        super().__init__("invalid")
        self.errors = dict(errors)


class Blocked(Refusal):
    """A grant is blocked; `blockers` name every reason."""

    def __init__(self, blockers: tuple[Any, ...]) -> None:
        super().__init__("blocked", count=len(blockers))
        self.blockers = blockers
