"""What can be wrong with a catalogue file: a code, the place, the particulars. Doors turn the codes into sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ENGLISH: Mapping[str, str] = {
    "not_json": "is not the JSON of a catalogue: {message}",
    "wrong_type": "expected {expected}, found {found}",
    "missing": "is missing",
    "empty_text": "must not be empty",
    "unreadable_text": "contains characters that cannot be stored",
    "bad_code": "{value} is not a valid code",
    "unknown_word": "{value} is none of {allowed}",
    "out_of_range": "{value} is not between {low} and {high}",
    "duplicate": "{value} occurs more than once",
    "dangling": "there is no {what} {value}",
    "condition_shape": "a condition is {{all: […]}}, {{any: […]}}, {{not: …}} or {{field, op, value}}",
    "too_deep": "conditions are nested more than {limit} deep",
    "value_type": "{value} cannot be compared with the {type} field {field}",
    "not_offered": "{value} is not one of the values of the field {field}",
    "bad_default": "the default {value} is not a valid answer to the field",
    "enum_without_values": "an enum field needs its list of values",
    "enum_not_allowed": "only an enum field has a list of values",
    "unknown_placeholder": "the number format uses an unknown placeholder {value}",
    "broken_number_format": "the number format has a brace that does not belong to a placeholder",
    "deferral_without_days": "a deferrable paper needs max_deferral_wd",
    "days_without_deferral": "max_deferral_wd is given for a paper that is not deferrable",
    "deferral_over_committed": "{value} working days of deferral exceed the committed {limit}",
    "committed_over_statutory": "{value} committed working days exceed the statutory {limit}",
    "warning_over_limit": "a warning {value} days before the end does not fit into a limit of {limit}",
    "upstream_without_producer": "{value} is marked upstream, but no item produces it",
    "source_without_producer": "an item_output needs produced_by, and only an item_output has it",
    "self_output": "the item asks for its own result {value}",
    "cycle": "items wait for each other in a circle: {items}",
    "unsupported_version": "schema_version {value} is not supported; this reads version {supported}",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. ``path`` as in ``items[LX-05].materials[M018].code``; ``params`` fill the sentence."""

    code: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path or 'catalogue'}: {ENGLISH[self.code].format(**self.params)}"


class CatalogueRejected(Exception):
    """Nothing of the file is used; ``problems`` holds everything found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(value: object) -> str:
    """A value of the file, short enough for a sentence and safe to print whatever it is."""
    text = value if isinstance(value, str) else f"{type(value).__name__} {_repr(value)}"
    printable = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return printable if len(printable) <= 60 else printable[:57] + "…"


def _repr(value: object) -> str:
    """Only scalars are spelled out: a container may be huge or contain itself."""
    if value is None or isinstance(value, (bool, float)):
        return repr(value)
    if isinstance(value, int):
        return repr(value) if value.bit_length() < 128 else "too long to show"
    return "…"
