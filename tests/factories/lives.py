"""Items that are decided, so that their letters may be corrected, taken back or decided anew."""

from __future__ import annotations

import datetime as dt

from approvals.domain.states import Outcome
from tests.factories.main_job import MONDAY, accept_all, decide, file_case, settle

TUESDAY = MONDAY + dt.timedelta(days=1)
FRIDAY = MONDAY + dt.timedelta(days=4)
LICENCE, OPINION = "LX-10", "LX-13"


def decided() -> None:
    """Accepted on Monday; on Tuesday a licence is given and an opinion refused."""
    cast = settle()
    filed = file_case(cast)
    accept_all(cast, filed, day=MONDAY)
    decide(cast, filed, LICENCE, day=TUESDAY)
    decide(cast, filed, OPINION, day=TUESDAY, outcome=Outcome.REFUSE)
