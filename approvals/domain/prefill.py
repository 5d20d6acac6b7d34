"""What is known before a question is answered, and where from; shown in the form, and no answer until it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from departments.domain.catalogue import Catalogue

REGISTERED_AS: Mapping[str, str] = MappingProxyType({"91": "企业", "92": "个体工商户"})
"""The first two characters of a credit code (GB 32100-2015: registering organ, kind) → the answer in the form."""


class Origin(StrEnum):
    PROJECT = "project"
    FILING = "filing"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A value and where it was said."""

    value: object
    origin: Origin


def prefilled(
    catalogue: Catalogue, project: Mapping[str, object], filings: Mapping[str, object], uscc: str
) -> dict[str, Prefilled]:
    """Field → what is known of it; what was said in an earlier filing outweighs the project's data, and both the registration.

    Only values that the catalogue would accept as answers: what it asks differently now is not offered.
    """
    sources = (
        (Origin.ENTERPRISE, _of_registration(uscc)),
        (Origin.PROJECT, project),
        (Origin.FILING, filings),
    )
    return {
        key: Prefilled(value, origin)
        for origin, said in sources
        for key, value in said.items()
        if value is not None and key in catalogue.fields and catalogue.fields[key].refusal_of(value) is None
    }


def _of_registration(uscc: str) -> dict[str, object]:
    """Whoever registered here with a credit code has a licence already, and its kind stands in the code."""
    kind = REGISTERED_AS.get(uscc[:2])
    return {"entity_type": kind, "already_registered": True} if kind else {}
