"""Use-case tests begin with a town whose people, calendar and catalogue are there; some with a case that is filed."""

from __future__ import annotations

from functools import cache

import pytest

from tests.factories.main_job import Cast, the_case, the_cast
from tests.factories.work import Work


@cache
def _cast_of_every_town() -> Cast:
    """Ids are the same in every copy of every template: the town is always settled first, in the same order."""
    return the_cast()


@pytest.fixture
def cast(in_app: object) -> Cast:
    return _cast_of_every_town()


@pytest.fixture
def work(cast: Cast) -> Work:
    """The one case of the town, with everybody who works on it."""
    return Work(cast, the_case())
