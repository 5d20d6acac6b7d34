"""What a reconciliation looks at outside the database, from the application's own extensions."""

from __future__ import annotations

from flask import current_app

from app.foundation.installation import settings
from approvals.queries.reconciliations import Means


def means() -> Means:
    """The store of files, the book of seals, the closing hour and the reminders of this installation."""
    named, told = current_app.extensions, settings()
    shelves, book = named["binglian.shelves"], named["binglian.seals"]
    return Means(shelves, book, closes=told.close_of_business, warn_wd=told.promises.warn_wd)
