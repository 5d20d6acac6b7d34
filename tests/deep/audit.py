"""`python -m tests.deep.audit`: ten kinds of tampering with the record, a hundred places each, on both databases.

Each place is tampered with, the whole record is verified, and the tampering is taken back. Prints how many of how many
were found; whatever was not found, or was blamed on another case, is named and fails.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import time
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from app.factory import create_app
from app.foundation.database import db
from tests.factories.chains import empty_cases
from tests.support.chain_tampering import KINDS, is_found, three_sealed_hours
from tests.support.databases import Databases
from tests.support.installation import settings_for
from tests.support.shared import close_shared_folder, open_shared_folder


def tried(databases: Databases, kind: str, places: int, home: Path) -> tuple[int, list[str]]:
    """How many places were tried on one kind of database, and what was wrong."""
    app = create_app(settings_for(databases.fresh(kind, empty_cases), home=home))
    with app.app_context():
        book = app.extensions["binglian.seals"]
        three_sealed_hours(book)
        with Session(db.engine) as session:
            said = [is_found(session, book, *which, seed) for which in KINDS for seed in range(places)]
        db.engine.dispose()
    return len(said), [one for one in said if one]


def main() -> int:
    """0 when everything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=100)
    places = parser.parse_args().places
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    wrong: list[str] = []
    open_shared_folder()
    try:
        databases = Databases()
        for kind in ("sqlite", "postgresql"):
            started = time.monotonic()
            with tempfile.TemporaryDirectory() as home:
                count, missed = tried(databases, kind, places, Path(home))
            wrong += missed
            took = time.monotonic() - started
            print(f"{kind}: {count - len(missed)} of {count} found, {len(KINDS)} kinds x {places} places, {took:.0f} s")
        if "cluster" in vars(databases):
            databases.cluster.stop()
    finally:
        shutil.rmtree(close_shared_folder(), ignore_errors=True)
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
