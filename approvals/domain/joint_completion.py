"""Joint completion acceptance (联合验收): what the one opinion of the lead organ rests on (国办发〔2019〕11号)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from approvals.domain.letters.frame import Row
from approvals.domain.letters.results import AcceptanceOutcome
from approvals.domain.refusals import Invalid
from approvals.domain.states import GRANTED, UNDECIDED, TrackState
from departments.domain.catalogue import Catalogue, Item
from departments.domain.catalogue_words import NeededFor, ResultLetter

_NEVER_EXAMINED = frozenset({TrackState.WITHDRAWN, TrackState.LAPSED, TrackState.INADMISSIBLE})
_PARTIES = {"勘察": "Survey", "设计": "Design", "施工": "Construction", "监理": "Supervision"}
LAND, GROSS, UNDERGROUND = "land_area_m2", "gross_floor_area_m2", "underground_area_m2"


def acceptances_of(item: Item) -> tuple[str, ...]:
    """The special acceptances, by item code, whose results the joint opinion waits for, in catalogue order."""
    return tuple(one.item for one in item.prerequisites if one.needed_for is NeededFor.DECISION)


def acceptance_outcome(state: TrackState | None) -> AcceptanceOutcome:
    """What an acceptance contributes; `state` is None when the project never needed it (its condition is false).

    One that the applicant took back, or that was never admitted, has not been examined: it is still outstanding.
    """
    if state is None or state is TrackState.NOT_REQUIRED:
        return "not_needed"
    if state in GRANTED:
        return "passed"
    return "outstanding" if state in UNDECIDED or state in _NEVER_EXAMINED else "not_passed"


def permits_behind(catalogue: Catalogue, items: Iterable[str]) -> tuple[str, ...]:
    """The licences, by item code, on which these acceptances rest: they came before, or their paper is compared."""
    accepted = set(items)
    before = {
        code
        for item in map(catalogue.items.__getitem__, accepted)
        for code in (
            *(one.item for one in item.prerequisites),
            *(made for demand in item.demands for made in catalogue.materials[demand.material].producers),
        )
    }
    return tuple(
        code
        for code, item in catalogue.items.items()
        if code in before - accepted and item.result_letter is ResultLetter.LICENCE_DECISION
    )


def participants_of(text: str) -> tuple[Row, ...]:
    """The parties beside the developer, one a line as 「勘察、设计：某院」 or "survey, design: …"; a firm may have several parts.

    Raises Invalid on 'participants' for a line without a part or a name, and while one of the four parts that the
    opinion names (勘察、设计、施工、监理) is missing.
    """
    rows = tuple(_party(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
    if any(not any(part in row.label for row in rows) for part in _PARTIES):
        raise Invalid({"participants": ("participants_missing", {})})
    return rows


def _party(number: int, line: str) -> Row:
    part, _, name = (words.strip() for words in line.replace(":", "：").partition("："))
    if not part or not name:
        raise Invalid({"participants": ("participant_line", {"number": number})})
    named = [zh for zh, en in _PARTIES.items() if zh in part or en.casefold() in part.casefold()]
    in_chinese = part if any(zh in part for zh in named) else "、".join(named) or part
    return Row(label=in_chinese, text=name, label_en=", ".join(_PARTIES[zh] for zh in named) or part)


def areas(catalogue: Catalogue, answers: Mapping[str, Any]) -> tuple[Row, ...]:
    """Land, floor area, and of it above and below ground, as far as the applicant has answered; in m²."""
    rows = [_area(catalogue, key, answers[key]) for key in (LAND, GROSS) if _is_known(catalogue, answers, (key,))]
    if _is_known(catalogue, answers, (GROSS, UNDERGROUND)):
        above = answers[GROSS] - answers[UNDERGROUND]
        rows.append(Row(label="地上建筑面积", text=_square_metres(above), label_en="Floor area above ground"))
    if _is_known(catalogue, answers, (UNDERGROUND,)):
        rows.append(_area(catalogue, UNDERGROUND, answers[UNDERGROUND]))
    return tuple(rows)


def _is_known(catalogue: Catalogue, answers: Mapping[str, Any], keys: Collection[str]) -> bool:
    return all(key in catalogue.fields and isinstance(answers.get(key), int | float) for key in keys)


def _area(catalogue: Catalogue, key: str, square_metres: float) -> Row:
    field = catalogue.fields[key]
    return Row(label=field.name_zh, text=_square_metres(square_metres), label_en=field.name_en)


def _square_metres(number: float) -> str:
    """Thousands apart by a gap (GB/T 15835), fractions as they were given."""
    return f"{number:,}".replace(",", " ") + " m²"
