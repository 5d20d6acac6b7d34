"""One function per kind of row of the catalogue file; ``catalogue.parse_catalogue`` puts them together."""

from __future__ import annotations

import re
from collections.abc import Callable

from departments.domain.catalogue_conditions import ConditionReader
from departments.domain.catalogue_parts import (
    Authority,
    CommitmentTerms,
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
from departments.domain.catalogue_problems import shown
from departments.domain.catalogue_reader import Reader
from departments.domain.catalogue_tree import CommonMaterial
from departments.domain.catalogue_words import (
    BarredSubject,
    CountsFrom,
    FieldType,
    HandlingType,
    Kind,
    Level,
    NeededFor,
    OutputType,
    ProcedureKind,
    ResultLetter,
    Source,
    Unit,
)

CERTAINTY = frozenset({"verified", "sure", "uncertain", "no_limit", "not_applicable"})
GBT39046_TYPE_CODES = frozenset({*(f"{number:02}" for number in range(1, 11)), "20"})
FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")


def common_material(row: Reader) -> CommonMaterial:
    return CommonMaterial(row.code("code"), row.text("when"))


def theme(row: Reader) -> Theme:
    code = row.code("code")
    return Theme(
        code=code,
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        joint_statutory_wd=row.days("joint_statutory_wd"),
        joint_extension_wd=row.days("joint_extension_wd"),
        stages=row.rows("stages", lambda each: stage(each, code)),
    )


def stage(row: Reader, theme_code: str) -> Stage:
    return Stage(
        code=row.code("code"),
        order=row.days("order", low=1),
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        lead_department=row.code("lead_department"),
        committed_wd=row.days("committed_wd"),
        theme_code=theme_code,
    )


def department(row: Reader) -> Department:
    return Department(
        code=row.code("code"),
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        role=row.text("role"),
        authority=None if row.value("authority") is None else authority(row.row("authority")),
    )


def authority(row: Reader) -> Authority:
    return Authority(
        level=row.word("level", Level),
        reconsideration=row.texts("reconsideration"),
        court=row.text("court"),
        certainty=row.one_of("certainty", CERTAINTY),
        note=row.optional_text("note"),
    )


def form_field(row: Reader) -> FormField:
    kind = row.word("type", FieldType)
    values = () if row.value("enum") is None else row.texts("enum")
    if bool(values) != (kind is FieldType.ENUM):
        row.report("enum_without_values" if kind is FieldType.ENUM else "enum_not_allowed", "enum")
    default = row.value("default")
    found = FormField(
        key=row.code("key"),
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        type=kind,
        enum=values,
        unit=row.optional_text("unit"),
        default=default if isinstance(default, (bool, int, float, str)) else False,
        scope=row.code("scope"),
    )
    if found.key and not FIELD_KEY.fullmatch(found.key):
        row.report("bad_code", "key", value=found.key)
    if found.refusal_of(default) is not None:
        row.report("bad_default", "default", value=shown(default))
    return found


def material(row: Reader) -> Material:
    return Material(
        code=row.code("code"),
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        source=row.word("source", Source),
        produced_by=None if row.value("produced_by") is None else row.code("produced_by"),
        also_produced_by=row.texts("also_produced_by", required=False),
        shared=row.flag("shared"),
        obtainable_as_e_licence=row.flag("obtainable_as_e_licence"),
        from_form=row.flag("from_form", absent=False),
        note=row.optional_text("note"),
        is_commitment_letter=row.flag("is_commitment_letter", absent=False),
    )


def item(conditions: ConditionReader) -> Callable[[Reader], Item]:
    """The reader of items needs the fields of the form, because conditions are typed by them."""

    def read(row: Reader) -> Item:
        return Item(
            code=row.code("code"),
            stage=row.code("stage"),
            name_zh=row.text("name_zh"),
            name_en=row.text("name_en"),
            kind=row.word("kind", Kind),
            kind_zh=row.text("kind_zh"),
            gbt39046_type_code=row.one_of("gbt39046_type_code", GBT39046_TYPE_CODES),
            department=row.code("department"),
            level=row.word("level", Level),
            handling_type=row.word("handling_type", HandlingType),
            statutory=limit(row.row("statutory")),
            committed_wd=row.days("committed_wd"),
            limit_variants=row.rows("limit_variants", lambda each: variant(each, conditions)),
            legal_basis=row.texts("legal_basis"),
            legal_basis_verified=row.flag("legal_basis_verified"),
            condition=conditions.optional(row.value("condition"), row.at("condition")),
            whole_item_commitment=row.flag("whole_item_commitment"),
            demands=row.rows("materials", lambda each: demand(each, conditions)),
            special_procedures=row.rows("special_procedures", lambda each: procedure(each, conditions)),
            output=output(row.row("output")),
            prerequisites=row.rows("prerequisites", prerequisite),
            note=row.optional_text("note"),
            result_letter=row.word("result_letter", ResultLetter),
            warn_wd=None if row.value("warn_wd", required=False) is None else row.days("warn_wd"),
            fee=row.optional_text("fee"),
            quota=row.optional_text("quota"),
            commitment=commitment_terms(row),
        )

    return read


def commitment_terms(row: Reader) -> CommitmentTerms:
    """Optional, each part by itself: a catalogue that names none gets the usual text."""
    if row.value("commitment_terms", required=False) is None:
        return CommitmentTerms()
    terms = row.row("commitment_terms")
    return CommitmentTerms(
        content=terms.texts("content", required=False),
        verification=terms.optional_text("verification") or "",
        liability=terms.texts("liability", required=False),
        disclosure=terms.optional_text("disclosure") or "",
        barred=None if terms.value("barred", required=False) is None else terms.word("barred", BarredSubject),
    )


def limit(row: Reader) -> Limit:
    return Limit(
        days=row.optional_days("days"),
        unit=row.word("unit", Unit),
        extension_days=row.days("extension_days"),
        counts_from=row.word("counts_from", CountsFrom),
        certainty=row.one_of("certainty", CERTAINTY),
        extension_certainty=row.one_of("extension_certainty", CERTAINTY),
    )


def variant(row: Reader, conditions: ConditionReader) -> LimitVariant:
    return LimitVariant(
        when=conditions.condition(row.value("when"), row.at("when")),
        statutory_days=row.optional_days("statutory_days"),
        unit=row.word("unit", Unit),
        committed_wd=row.days("committed_wd"),
    )


def demand(row: Reader, conditions: ConditionReader) -> Demand:
    found = Demand(
        material=row.code("code"),
        required=row.flag("required"),
        deferrable=row.flag("deferrable"),
        max_deferral_wd=row.optional_days("max_deferral_wd", low=1),
        commitment_replaceable=row.flag("commitment_replaceable"),
        condition=conditions.optional(row.value("condition"), row.at("condition")),
        upstream=row.flag("upstream"),
    )
    if found.deferrable and found.max_deferral_wd is None:
        row.report("deferral_without_days", "max_deferral_wd")
    if not found.deferrable and found.max_deferral_wd is not None:
        row.report("days_without_deferral", "max_deferral_wd")
    return found


def procedure(row: Reader, conditions: ConditionReader) -> SpecialProcedure:
    return SpecialProcedure(
        kind=row.word("kind", ProcedureKind),
        name_zh=row.text("name_zh"),
        max_days=row.optional_days("max_days", low=1),
        unit=row.word("unit", Unit),
        condition=conditions.optional(row.value("condition"), row.at("condition")),
        stops_statutory=row.flag("stops_statutory"),
        stops_committed=row.flag("stops_committed"),
        basis=row.optional_text("basis"),
    )


def output(row: Reader) -> Output:
    return Output(
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        number_format=row.text("number_format"),
        type=row.word("type", OutputType),
        validity=row.optional_text("validity"),
    )


def prerequisite(row: Reader) -> Prerequisite:
    return Prerequisite(row.code("item"), row.word("needed_for", NeededFor))
