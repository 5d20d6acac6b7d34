"""The catalogue (事项目录) as an administrator imports it: read whole, checked whole, or refused whole.

``parse_catalogue`` is pure: it takes the decoded JSON document and returns a ``Catalogue``, or raises
``CatalogueRejected`` with every problem at once.
The parts it builds are in ``catalogue_parts``; the closed vocabularies in ``catalogue_words``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from departments.domain import catalogue_parsing as parsing
from departments.domain.catalogue_checks import check, duplicates
from departments.domain.catalogue_conditions import ConditionReader
from departments.domain.catalogue_parts import (
    Authority,
    Demand,
    Department,
    FormField,
    Item,
    Limit,
    LimitVariant,
    Material,
    Output,
    Prerequisite,
    SpecialProcedure,
    Stage,
    Theme,
)
from departments.domain.catalogue_problems import CatalogueRejected, Problem, shown
from departments.domain.catalogue_reader import Reader
from departments.domain.catalogue_tree import Catalogue, CommonMaterial, UnknownCode

__all__ = [
    "Authority",
    "Catalogue",
    "CatalogueRejected",
    "CommonMaterial",
    "Demand",
    "Department",
    "FormField",
    "Item",
    "Limit",
    "LimitVariant",
    "Material",
    "Output",
    "Prerequisite",
    "Problem",
    "SpecialProcedure",
    "Stage",
    "Theme",
    "UnknownCode",
    "parse_catalogue",
]

SCHEMA_VERSION = 1
_REGION = re.compile(r"[0-9]{6}")


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


Row = TypeVar("Row", bound=_Coded)


def parse_catalogue(document: Mapping[str, object]) -> Catalogue:
    """The checked catalogue of a decoded JSON document; raises only ``CatalogueRejected``, with all problems."""
    problems: list[Problem] = []
    catalogue = _read(Reader(document, "", problems))
    problems.extend(check(catalogue))
    if problems:
        raise CatalogueRejected(problems)
    return catalogue


def _read(file: Reader) -> Catalogue:
    version = file.value("schema_version")
    if version is not None and (version != SCHEMA_VERSION or isinstance(version, bool)):
        file.report("unsupported_version", "schema_version", value=shown(version), supported=str(SCHEMA_VERSION))
    place = file.row("jurisdiction")
    region = place.text("region_code")
    if region and not _REGION.fullmatch(region):
        place.report("bad_code", "region_code", value=shown(region))
    themes = file.rows("project_types", parsing.theme)
    fields = _fields(file)
    by_key = {field.key: field for field in fields if field.key}
    file.problems.extend(duplicates((field.key for field in fields), "form_fields"))
    stages = [stage for theme in themes for stage in theme.stages]
    return Catalogue(
        region_code=region,
        name_zh=place.text("name_zh"),
        name_en=place.text("name_en"),
        disclaimer=file.optional_text("disclaimer") or "",
        themes=_by_code(themes, "project_types", file.problems),
        stages=_by_code(stages, "project_types.stages", file.problems),
        departments=_by_code(file.rows("departments", parsing.department), "departments", file.problems),
        fields=by_key,
        materials=_by_code(file.rows("materials", parsing.material), "materials", file.problems),
        items=_by_code(
            file.rows("items", parsing.item(ConditionReader(by_key, file.problems))), "items", file.problems
        ),
        common_materials=file.rows("common_materials", parsing.common_material),
    )


def _fields(file: Reader) -> tuple[FormField, ...]:
    """The questions, and when each is put, which is said in terms of the others and so read after them all."""
    rows = file.rows("form_fields", lambda row: (parsing.form_field(row), *_raw_condition(row)))
    conditions = ConditionReader({field.key: field for field, _, _ in rows if field.key}, file.problems)
    return tuple(replace(field, shown_when=conditions.optional(raw, path)) for field, raw, path in rows)


def _raw_condition(row: Reader) -> tuple[object, str]:
    return row.value("shown_when", required=False), row.at("shown_when")


def _by_code(rows: Iterable[Row], path: str, problems: list[Problem]) -> Mapping[str, Row]:
    listed = [row for row in rows if row.code]
    problems.extend(duplicates((row.code for row in listed), path))
    return {row.code: row for row in listed}
