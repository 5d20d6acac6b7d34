"""One form, many departments: which items, papers and waits follow from the answers.

``plan`` is asked by the page before filing, by the filing itself and by ``flask catalogue plan``; all three get the
same answer. Days are working days unless a ``Limit`` says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from approvals.domain.plan import (
    InvalidAnswer,
    ItemLeftOut,
    Plan,
    PlannedItem,
    PlannedPaper,
    Slowest,
    Supply,
    Wait,
)
from approvals.domain.prerequisites import Standings, unmet, with_brought
from departments.domain.catalogue import Catalogue, Demand, Item, Limit, Material, UnknownCode
from departments.domain.catalogue_words import NeededFor, Source
from departments.domain.condition import Answers, evaluate, reasons

__all__ = [
    "InvalidAnswer",
    "ItemLeftOut",
    "Plan",
    "PlannedItem",
    "PlannedPaper",
    "Slowest",
    "Supply",
    "UnknownCode",
    "Wait",
    "check_answers",
    "plan",
]


def plan(
    catalogue: Catalogue,
    theme: str,
    stage: str,
    answers: Answers,
    issued: Collection[str] = (),
    held: Collection[str] = (),
    standings: Standings | None = None,
    said_earlier: Answers | None = None,
    brought: Collection[str] = (),
    later: Collection[str] = (),
) -> Plan:
    """What one filing sets in motion; raises ``UnknownCode`` for a theme or stage that does not exist.

    ``issued``: papers the project holds as earlier results, never asked for again. ``held``: items granted or in handling,
    left out, so that a refused one can be applied for again alone. ``standings`` and ``said_earlier``: what the other
    filings came to and answered; what is not granted there is named in ``needs_first``. ``brought``: items whose result
    the applicant has from elsewhere: they count as granted, their paper as obtained. ``later``: items put off. An answer
    of the wrong type counts as unanswered and is listed in ``invalid``.
    """
    invalid, valid = _sifted(catalogue, answers)
    verdicts = {item.code: evaluate(item.condition, valid) for item in catalogue.items_of(stage)}
    out = {*held, *brought, *later}
    applies = frozenset(code for code, verdict in verdicts.items() if verdict and code not in out)
    outside = (with_brought(standings or {}, brought), {**(said_earlier or {}), **valid})
    chosen = (item for item in catalogue.items_of(stage) if item.code in applies)
    items = tuple(_planned(catalogue, item, applies, valid, *outside) for item in chosen)
    return Plan(
        theme=theme, stage=stage, items=items,
        left_out=tuple(_left_out(catalogue, verdicts, applies, valid, brought, later)),
        papers=tuple(_papers(catalogue, items, issued, held, brought)),
        departments=tuple(seat for seat in catalogue.departments if any(one.item.department == seat for one in items)),
        unanswered=tuple(field.key for field in catalogue.asked(theme, stage, valid) if field.key not in valid),
        invalid=invalid, slowest=_slowest(items),
    )  # fmt: skip


def _sifted(catalogue: Catalogue, answers: Answers) -> tuple[tuple[InvalidAnswer, ...], dict[str, object]]:
    """The answers that cannot stand, and those that count."""
    invalid = tuple(check_answers(catalogue, answers))
    refused = {each.field for each in invalid}
    return invalid, {key: answer for key, answer in answers.items() if answer is not None and key not in refused}


def _left_out(
    catalogue: Catalogue,
    verdicts: Mapping[str, bool | None],
    applies: Collection[str],
    answers: Answers,
    brought: Collection[str],
    later: Collection[str],
) -> Iterator[ItemLeftOut]:
    """An item that applies is left out because the project holds it or the applicant wants it so; no comparison then."""
    for code, verdict in verdicts.items():
        if code not in applies:
            item = catalogue.items[code]
            if verdict:
                there = code in brought
                put_off = code in later and not there
                yield ItemLeftOut(item, (), False, not there and not put_off, there, put_off)
            else:
                yield ItemLeftOut(item, reasons(item.condition, answers), verdict is None)


def check_answers(catalogue: Catalogue, answers: Answers) -> Iterator[InvalidAnswer]:
    """Every answer that cannot stand, in the order given; ``None`` is no answer yet and not an error."""
    for key, answer in answers.items():
        field = catalogue.fields.get(key)
        reason = "unknown_field" if field is None else None if answer is None else field.refusal_of(answer)
        if reason is not None:
            yield InvalidAnswer(key, reason)


def _planned(
    catalogue: Catalogue,
    item: Item,
    applies: frozenset[str],
    answers: Answers,
    standings: Standings,
    known: Answers,
) -> PlannedItem:
    """`known` are the answers with what earlier filings of the project said."""
    limit, committed_wd = limits_of(item, answers)
    demands = tuple(demand for demand in item.demands if evaluate(demand.condition, answers))
    return PlannedItem(
        item=item,
        statutory=limit,
        committed_wd=committed_wd,
        demands=demands,
        waits_for=_waits(catalogue, item, demands, applies),
        because=reasons(item.condition, answers),
        needs_first=tuple(code for code, _ in unmet(catalogue, item, applies, standings, known)),
    )


def limits_of(item: Item, answers: Answers) -> tuple[Limit, int]:
    """The first variant that is true replaces days, unit and committed days; extension and start of counting stay."""
    for variant in item.limit_variants:
        if evaluate(variant.when, answers):
            return replace(item.statutory, days=variant.statutory_days, unit=variant.unit), variant.committed_wd
    return item.statutory, item.committed_wd


def _waits(catalogue: Catalogue, item: Item, demands: tuple[Demand, ...], applies: frozenset[str]) -> tuple[Wait, ...]:
    needed = {each.item: each.needed_for for each in item.prerequisites if each.item in applies}
    for demand in demands:
        if demand.upstream and demand.required:
            for producer in catalogue.materials[demand.material].producers:
                if producer in applies:
                    needed.setdefault(producer, NeededFor.DECISION)
    return tuple(Wait(code, needed[code]) for code in catalogue.items if code in needed)


def _papers(
    catalogue: Catalogue,
    items: tuple[PlannedItem, ...],
    issued: Collection[str],
    held: Collection[str],
    brought: Collection[str],
) -> Iterator[PlannedPaper]:
    wanted: dict[str, list[tuple[PlannedItem, Demand]]] = {}
    for planned in items:
        for demand in planned.demands:
            wanted.setdefault(demand.material, []).append((planned, demand))
    coming = {planned.code for planned in items}.union(held)
    for code, material in catalogue.materials.items():
        if code not in wanted:
            continue
        upstream = any(demand.upstream for _, demand in wanted[code])
        handed_down = upstream and (code in issued or not coming.isdisjoint(material.producers))
        is_there = not handed_down and not frozenset(material.producers).isdisjoint(brought)
        days = {planned.code: _deferral(planned, demand) for planned, demand in wanted[code]}
        yield PlannedPaper(
            material=material,
            required=any(demand.required for _, demand in wanted[code]),
            upstream=upstream,
            supply=Supply.UPSTREAM if handed_down else Supply.HELD if is_there else _supply(material),
            wanted_by=tuple(days),
            deferrable_for={item: allowed for item, allowed in days.items() if allowed},
        )


def _deferral(planned: PlannedItem, demand: Demand) -> int:
    """Working days after acceptance; 0 = cannot follow later. A promise never outlives the committed limit."""
    return min(demand.max_deferral_wd or 0, planned.committed_wd) if demand.deferrable else 0


def _supply(material: Material) -> Supply:
    if material.from_form:
        return Supply.FORM
    return Supply.SHARING if material.source is Source.DATA_SHARING else Supply.UPLOAD


def _slowest(items: tuple[PlannedItem, ...]) -> Slowest | None:
    """The longest chain of waits; of equal chains the one whose last item is itself slower, then catalogue order."""
    by_code = {planned.code: planned for planned in items}
    chains: dict[str, tuple[int, tuple[str, ...]]] = {}

    def chain(code: str) -> tuple[int, tuple[str, ...]]:
        if code not in chains:
            before = [chain(wait.item) for wait in by_code[code].waits_for]
            days, path = max(before, key=lambda each: each[0], default=(0, ()))
            chains[code] = (days + by_code[code].committed_wd, (*path, code))
        return chains[code]

    if not items:
        return None
    last = max(items, key=lambda planned: (chain(planned.code)[0], planned.committed_wd))
    path_wd, path = chain(last.code)
    return Slowest(last.item, last.committed_wd, path, path_wd)
