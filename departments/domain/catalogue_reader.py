"""Reads untrusted rows without ever raising: a wrong shape becomes a ``Problem`` and a harmless stand-in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from departments.domain.catalogue_problems import Problem, shown

Word = TypeVar("Word", bound=StrEnum)
Row = TypeVar("Row")

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
MAX_DAYS = 1000
_NAMES = ("code", "key", "item", "kind")


class Reader:
    """One object of the file and the place it stands at; all readers of a file share one list of problems."""

    def __init__(self, raw: object, path: str, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems
        self._raw: Mapping[object, object] = raw if isinstance(raw, Mapping) else {}
        self._broken = not isinstance(raw, Mapping)
        if self._broken:
            self.report("wrong_type", "", expected="an object", found=shown(raw))

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def report(self, code: str, key: str, **params: str) -> None:
        self.problems.append(Problem(code, self.at(key), params))

    def value(self, key: str, *, required: bool = True) -> object:
        """The raw value; ``None`` also for a missing key, which is reported when ``required``."""
        if required and key not in self._raw and not self._broken:
            self.report("missing", key)
        return self._raw.get(key)

    def _has(self, key: str) -> bool:
        return key in self._raw

    def _wrong(self, key: str, expected: str, found: object) -> None:
        if self._has(key):
            self.report("wrong_type", key, expected=expected, found=shown(found))

    def text(self, key: str) -> str:
        raw = self.value(key)
        if not isinstance(raw, str):
            self._wrong(key, "text", raw)
            return ""
        return self._readable(key, raw)

    def optional_text(self, key: str) -> str | None:
        return None if self.value(key, required=False) is None else self.text(key)

    def _readable(self, key: str, raw: str) -> str:
        if not raw.strip():
            self.report("empty_text", key)
            return ""
        if any(letter < " " or "\ud800" <= letter <= "\udfff" for letter in raw):
            self.report("unreadable_text", key)
            return ""
        return raw

    def code(self, key: str) -> str:
        """A code that can stand in an address: ASCII letters, digits, dot, dash, underscore; at most 32."""
        raw = self.text(key)
        if raw and not CODE.fullmatch(raw):
            self.report("bad_code", key, value=shown(raw))
            return ""
        return raw

    def flag(self, key: str, *, absent: bool | None = None) -> bool:
        """Yes or no; a missing key is a problem unless ``absent`` says what it means."""
        if absent is not None and not self._has(key):
            return absent
        raw = self.value(key)
        if not isinstance(raw, bool):
            self._wrong(key, "true or false", raw)
            return False
        return raw

    def days(self, key: str, *, low: int = 0) -> int:
        raw = self.value(key)
        if not isinstance(raw, int) or isinstance(raw, bool):
            self._wrong(key, "a whole number", raw)
            return low
        if not low <= raw <= MAX_DAYS:
            self.report("out_of_range", key, value=shown(raw), low=str(low), high=str(MAX_DAYS))
            return low
        return raw

    def optional_days(self, key: str, *, low: int = 0) -> int | None:
        """A number of days or null; the key itself must be there, since null has a meaning of its own."""
        return None if self.value(key) is None else self.days(key, low=low)

    def word(self, key: str, vocabulary: type[Word]) -> Word:
        raw = self.text(key)
        words = list(vocabulary)
        if raw and raw not in set(words):
            self.report("unknown_word", key, value=shown(raw), allowed=", ".join(words))
        return vocabulary(raw) if raw in set(words) else words[0]

    def one_of(self, key: str, words: frozenset[str]) -> str:
        raw = self.text(key)
        if raw and raw not in words:
            self.report("unknown_word", key, value=shown(raw), allowed=", ".join(sorted(words)))
        return raw

    def _list(self, key: str, *, required: bool = True) -> list[object]:
        raw = self.value(key, required=required)
        if not isinstance(raw, (list, tuple)):
            self._wrong(key, "a list", raw)
            return []
        return list(raw)

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of texts, each once."""
        found: list[str] = []
        for index, raw in enumerate(self._list(key, required=required)):
            place = f"{key}[{index}]"
            if not isinstance(raw, str):
                self.report("wrong_type", place, expected="text", found=shown(raw))
            elif raw in found:
                self.report("duplicate", place, value=shown(raw))
            elif self._readable(place, raw):
                found.append(raw)
        return tuple(found)

    def row(self, key: str) -> Reader:
        raw = self.value(key)
        if self._has(key):
            return Reader(raw, self.at(key), self.problems)
        return Reader(raw, self.at(key), [])

    def rows(self, key: str, read: Callable[[Reader], Row]) -> tuple[Row, ...]:
        return tuple(
            read(Reader(raw, f"{self.at(key)}[{_label(raw, index)}]", self.problems))
            for index, raw in enumerate(self._list(key))
        )


def _label(raw: object, index: int) -> str:
    """A row is named by its own code where it has a good one, else by its position."""
    if isinstance(raw, Mapping):
        code = next((raw[name] for name in _NAMES if name in raw), None)
        if isinstance(code, str) and CODE.fullmatch(code):
            return code
    return str(index)
