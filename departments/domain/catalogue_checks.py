"""What no single row can know: references, circles, and periods that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from departments.domain.catalogue_parts import Item
from departments.domain.catalogue_problems import Problem
from departments.domain.catalogue_tree import Catalogue
from departments.domain.catalogue_words import Kind, Source

PLACEHOLDERS = frozenset(
    {
        "year",
        "n",
        *(f"n{width}" for width in range(2, 21)),
        "region6",
        "yyyymmdd",
        "kind2",
        "project_code",
        "uscc",
        "dept",
    }
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def duplicates(codes: Iterable[str], path: str) -> Iterator[Problem]:
    """A code that stands on more than one row; unreadable codes were reported where they stand."""
    seen: set[str] = set()
    told: set[str] = set()
    for code in codes:
        if code and code in seen and code not in told:
            told.add(code)
            yield Problem("duplicate", path, {"value": code})
        seen.add(code)


def check(catalogue: Catalogue) -> Iterator[Problem]:
    """Everything wrong between the rows of a catalogue whose rows were read."""
    yield from _stages(catalogue)
    yield from _materials(catalogue)
    for item in catalogue.items.values():
        yield from _references(catalogue, item)
        yield from _papers(catalogue, item)
        yield from _periods(item)
        yield from _number_format(item)
    yield from _cycles(catalogue)


def _dangling(what: str, code: str, known: Collection[str], path: str) -> Iterator[Problem]:
    if code and code not in known:
        yield Problem("dangling", path, {"what": what, "value": code})


def _stages(catalogue: Catalogue) -> Iterator[Problem]:
    for theme in catalogue.themes.values():
        yield from duplicates((str(stage.order) for stage in theme.stages), f"project_types[{theme.code}].stages.order")
        for stage in theme.stages:
            path = f"project_types[{theme.code}].stages[{stage.code}].lead_department"
            yield from _dangling("department", stage.lead_department, catalogue.departments, path)


def _materials(catalogue: Catalogue) -> Iterator[Problem]:
    for common in catalogue.common_materials:
        path = f"common_materials[{common.code}].code"
        yield from _dangling("material", common.code, catalogue.materials, path)
    for material in catalogue.materials.values():
        path = f"materials[{material.code}]"
        for producer in material.producers:
            yield from _dangling("item", producer, catalogue.items, f"{path}.produced_by")
        if (material.source is Source.ITEM_OUTPUT) != (material.produced_by is not None):
            yield Problem("source_without_producer", f"{path}.source")


def _references(catalogue: Catalogue, item: Item) -> Iterator[Problem]:
    path = f"items[{item.code}]"
    yield from _dangling("stage", item.stage, catalogue.stages, f"{path}.stage")
    yield from _dangling("department", item.department, catalogue.departments, f"{path}.department")
    yield from duplicates((each.item for each in item.prerequisites), f"{path}.prerequisites")
    for prerequisite in item.prerequisites:
        place = f"{path}.prerequisites[{prerequisite.item}].item"
        yield from _dangling("item", prerequisite.item, catalogue.items, place)


def _papers(catalogue: Catalogue, item: Item) -> Iterator[Problem]:
    yield from duplicates((demand.material for demand in item.demands), f"items[{item.code}].materials")
    for demand in item.demands:
        path = f"items[{item.code}].materials[{demand.material}]"
        material = catalogue.materials.get(demand.material)
        if material is None:
            yield from _dangling("material", demand.material, catalogue.materials, f"{path}.code")
            continue
        if item.code in material.producers:
            yield Problem("self_output", path, {"value": demand.material})
        if demand.upstream and not material.producers:
            yield Problem("upstream_without_producer", path, {"value": demand.material})


def _periods(item: Item) -> Iterator[Problem]:
    """Deferral ≤ committed ≤ statutory. A utility's reply has no statutory clock that could be overrun."""
    longest = max([item.committed_wd, *(variant.committed_wd for variant in item.limit_variants)])
    for demand in item.demands:
        if demand.max_deferral_wd is not None and demand.max_deferral_wd > longest:
            path = f"items[{item.code}].materials[{demand.material}].max_deferral_wd"
            params = {"value": str(demand.max_deferral_wd), "limit": str(longest)}
            yield Problem("deferral_over_committed", path, params)
    limits = [("committed_wd", item.committed_wd, item.statutory.days)] + [
        (f"limit_variants[{index}].committed_wd", variant.committed_wd, variant.statutory_days)
        for index, variant in enumerate(item.limit_variants)
    ]
    for key, committed, statutory in limits:
        if item.kind is not Kind.PUBLIC_SERVICE and statutory is not None and committed > statutory:
            params = {"value": str(committed), "limit": str(statutory)}
            yield Problem("committed_over_statutory", f"items[{item.code}].{key}", params)
    yield from _warning(item, longest)


def _warning(item: Item, longest: int) -> Iterator[Problem]:
    """A warning that begins before the limit does would be yellow from the first day on and say nothing."""
    statutory = [item.statutory.days, *(variant.statutory_days for variant in item.limit_variants)]
    limit = max([longest, *(days for days in statutory if days is not None)])
    if item.warn_wd is not None and item.warn_wd >= max(limit, 1):
        params = {"value": str(item.warn_wd), "limit": str(limit)}
        yield Problem("warning_over_limit", f"items[{item.code}].warn_wd", params)


def _number_format(item: Item) -> Iterator[Problem]:
    path, pattern = f"items[{item.code}].output.number_format", item.output.number_format
    for name in _PLACEHOLDER.findall(pattern):
        if name not in PLACEHOLDERS:
            yield Problem("unknown_placeholder", path, {"value": name or "{}"})
    if any(brace in _PLACEHOLDER.sub("", pattern) for brace in "{}"):
        yield Problem("broken_number_format", path)


def waiting_graph(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Item → the items whose result it may wait for: its prerequisites and the producers of its upstream papers."""
    return {
        item.code: tuple(
            dict.fromkeys(code for code in _awaited(catalogue, item) if code in catalogue.items and code != item.code)
        )
        for item in catalogue.items.values()
    }


def _awaited(catalogue: Catalogue, item: Item) -> Iterator[str]:
    yield from (prerequisite.item for prerequisite in item.prerequisites)
    for demand in item.demands:
        material = catalogue.materials.get(demand.material)
        if demand.upstream and material is not None:
            yield from material.producers


def _cycles(catalogue: Catalogue) -> Iterator[Problem]:
    """One problem per circle found. Walks with its own stack, so that a long chain cannot exhaust Python's."""
    for item in catalogue.items.values():
        if any(each.item == item.code for each in item.prerequisites):
            yield Problem("cycle", f"items[{item.code}].prerequisites", {"items": f"{item.code} → {item.code}"})
    graph = waiting_graph(catalogue)
    done: set[str] = set()
    for start in graph:
        trail, branches = [start], [iter(graph[start])]
        while trail and start not in done:
            following = next(branches[-1], None)
            if following is None:
                branches.pop()
                done.add(trail.pop())
            elif following in trail:
                circle = [*trail[trail.index(following) :], following]
                yield Problem("cycle", f"items[{following}].prerequisites", {"items": " → ".join(circle)})
            elif following not in done:
                trail.append(following)
                branches.append(iter(graph[following]))
