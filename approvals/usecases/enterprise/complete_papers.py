"""Which required papers a draft would lack if it were filed now."""

from __future__ import annotations

from approvals.domain.filing_order import lacking
from approvals.domain.plan import Supply as PlannedSupply
from approvals.usecases.enterprise.taking_in import Ready, Sharing


def missing_papers(ready: Ready, sharing: Sharing) -> tuple[str, ...]:
    """Codes of papers that neither came, nor are promised, nor come by themselves; another organ is asked for its own."""
    shared = {
        paper.code
        for paper in ready.planned.required_papers
        if paper.supply is PlannedSupply.SHARING and sharing.fetch(paper.code, ready.file.enterprise.uscc)
    }
    return lacking(ready.planned, {code: row.supply for code, row in ready.supplied.items()}, shared)
