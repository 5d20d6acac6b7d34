"""What a catalogue is made of: themes, stages, items, papers, departments and the fields of the one form.

Names keep the words of the catalogue file. Every period says its unit: ``_wd`` counts working days; a ``Limit``
counts in its ``unit``. Nothing here checks anything:
``catalogue.parse_catalogue`` builds only catalogues that passed every check.
"""

from __future__ import annotations

from dataclasses import dataclass

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
from departments.domain.condition import Condition, Scalar, is_whole, sort_of


@dataclass(frozen=True, slots=True)
class Stage:
    code: str
    order: int
    name_zh: str
    name_en: str
    lead_department: str
    committed_wd: int
    theme_code: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One "one-stop matter" with its joint limit (国办发〔2019〕11号: 45 working days, extended by 15)."""

    code: str
    name_zh: str
    name_en: str
    joint_statutory_wd: int
    joint_extension_wd: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """The organ that seals, and where its refusals can be contested."""

    level: Level
    reconsideration: tuple[str, ...]
    court: str
    certainty: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Department:
    """``authority`` is ``None`` for a utility: it replies, it does not decide."""

    code: str
    name_zh: str
    name_en: str
    role: str
    authority: Authority | None


@dataclass(frozen=True, slots=True)
class FormField:
    key: str
    name_zh: str
    name_en: str
    type: FieldType
    enum: tuple[str, ...]
    unit: str | None
    default: Scalar
    scope: str
    shown_when: Condition | None = None
    """The question is put only while this may be true; ``None``: always."""

    def refusal_of(self, answer: object) -> str | None:
        """Why a value is no answer: not_yes_or_no, not_a_number, not_whole, not_offered; ``None`` when it is one."""
        if self.type is FieldType.BOOL:
            return None if isinstance(answer, bool) else "not_yes_or_no"
        if self.type is FieldType.ENUM:
            return None if isinstance(answer, str) and answer in self.enum else "not_offered"
        if sort_of(answer) != "number":
            return "not_a_number"
        return None if self.type is FieldType.NUMBER or is_whole(answer) else "not_whole"


@dataclass(frozen=True, slots=True)
class Material:
    """``from_form``: the system writes this paper from the stage form, so nobody is asked to upload it."""

    code: str
    name_zh: str
    name_en: str
    source: Source
    produced_by: str | None
    also_produced_by: tuple[str, ...]
    shared: bool
    obtainable_as_e_licence: bool
    from_form: bool
    note: str | None
    is_commitment_letter: bool = False
    """The house writes this paper itself when the applicant signs a notification-commitment for the item."""

    @property
    def producers(self) -> tuple[str, ...]:
        """The items whose result this paper is: the main one and its alternatives."""
        return ((self.produced_by,) if self.produced_by else ()) + self.also_produced_by


@dataclass(frozen=True, slots=True)
class Limit:
    """``days`` in ``unit``; ``None``: no limit in law; 0: due on the acceptance day (if off, the next working day)."""

    days: int | None
    unit: Unit
    extension_days: int
    counts_from: CountsFrom
    certainty: str
    extension_certainty: str


@dataclass(frozen=True, slots=True)
class LimitVariant:
    """The first variant whose ``when`` is true replaces the item's statutory days, unit and committed working days."""

    when: Condition
    statutory_days: int | None
    unit: Unit
    committed_wd: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What one item asks for of one paper. ``max_deferral_wd`` counts from the acceptance day as day 0."""

    material: str
    required: bool
    deferrable: bool
    max_deferral_wd: int | None
    commitment_replaceable: bool
    condition: Condition | None
    upstream: bool


@dataclass(frozen=True, slots=True)
class SpecialProcedure:
    kind: ProcedureKind
    name_zh: str
    max_days: int | None
    unit: Unit
    condition: Condition | None
    stops_statutory: bool
    stops_committed: bool
    basis: str | None


@dataclass(frozen=True, slots=True)
class Output:
    name_zh: str
    name_en: str
    number_format: str
    type: OutputType
    validity: str | None


@dataclass(frozen=True, slots=True)
class Prerequisite:
    item: str
    needed_for: NeededFor


@dataclass(frozen=True, slots=True)
class CommitmentTerms:
    """What the organ tells before a notification-commitment (告知承诺); what is empty is written by the house's form.

    ``barred``: the matter is one that no commitment may settle, whatever the demands say.
    """

    content: tuple[str, ...] = ()
    verification: str = ""
    liability: tuple[str, ...] = ()
    disclosure: str = ""
    barred: BarredSubject | None = None


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    stage: str
    name_zh: str
    name_en: str
    kind: Kind
    kind_zh: str
    gbt39046_type_code: str
    department: str
    level: Level
    handling_type: HandlingType
    statutory: Limit
    committed_wd: int
    limit_variants: tuple[LimitVariant, ...]
    legal_basis: tuple[str, ...]
    legal_basis_verified: bool
    condition: Condition | None
    whole_item_commitment: bool
    demands: tuple[Demand, ...]
    special_procedures: tuple[SpecialProcedure, ...]
    output: Output
    prerequisites: tuple[Prerequisite, ...]
    note: str | None
    result_letter: ResultLetter
    warn_wd: int | None = None
    """Days left at which the warning begins, where the rule of the fact sheet (a fifth, one to three) does not fit."""
    fee: str | None = None
    """What it costs and by which rule, in words; ``None``: the catalogue names no fee (行政许可法 58: free unless law says)."""
    commitment: CommitmentTerms = CommitmentTerms()
    quota: str | None = None
    """How many are granted, where law limits their number (行政许可法 30, 57); ``None``: no limit is named."""

    def conditions(self) -> tuple[Condition | None, ...]:
        """Every condition that decides anything about this item."""
        return (
            self.condition,
            *(variant.when for variant in self.limit_variants),
            *(demand.condition for demand in self.demands),
            *(procedure.condition for procedure in self.special_procedures),
        )
