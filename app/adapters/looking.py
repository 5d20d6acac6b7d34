"""What a reconciliation looks at outside the database, from the application's own extensions."""

from __future__ import annotations

from flask import current_app

from app.foundation.installation import settings
from approvals.queries.reconciliations import Means


def means() -> Means:
    """The store of files, the book of seals, the closing hour of this installation."""
    named = current_app.extensions
    return Means(named["binglian.shelves"], named["binglian.seals"], settings().close_of_business)
