"""Which required papers a draft would lack if it were filed now."""

from __future__ import annotations

from approvals.domain.filing_order import lacking
from approvals.domain.plan import Supply as PlannedSupply
from approvals.usecases.enterprise.shared_papers import Sharing
from approvals.usecases.enterprise.taking_in import Ready


def missing_papers(ready: Ready, sharing: Sharing) -> tuple[str, ...]:
    """Codes of papers that neither came, nor are promised, nor come by themselves; another organ is asked for its own."""
    supplies = {code: row.supply for code, row in ready.supplied.items()}
    shared = [one.code for one in ready.planned.required_papers if one.supply is PlannedSupply.SHARING]
    absent = lacking(ready.planned, supplies, set())
    found = sharing.fetch([code for code in shared if code in absent], ready.file.enterprise.uscc)
    return tuple(code for code in absent if code not in found)
