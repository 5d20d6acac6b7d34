"""What is in force is not published anew; what was in force before comes back when it is published again."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from departments.domain.actor import SYSTEM
from departments.models.catalogue import CatalogueVersion
from departments.queries.catalogue import current_catalogue
from departments.usecases.publish_catalogue import publish_catalogue
from tests.factories.main_job import DATA, MONDAY, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled), pytest.mark.usefixtures("in_app")]
LATER = MONDAY + dt.timedelta(days=1)


def in_force() -> tuple[int, dt.datetime]:
    with reading() as session:
        version = current_catalogue(session).version_id
        when = session.scalars(select(CatalogueVersion.published_at).where(CatalogueVersion.id == version)).one()
    return version, when


def test_the_version_in_force_stays_as_it_is_and_an_earlier_one_comes_back() -> None:
    old = (DATA / "catalogue.json").read_text(encoding="utf-8")
    first, before = in_force()
    assert publish_catalogue(document=old, actor=SYSTEM, now=at(MONDAY)) == first
    assert in_force() == (first, before)
    new = json.dumps(json.loads(old) | {"meta_note": "new"})
    second = publish_catalogue(document=new, actor=SYSTEM, now=at(MONDAY, 15))
    assert publish_catalogue(document=new, actor=SYSTEM, now=at(MONDAY, 16)) == second != first
    assert in_force() == (second, at(MONDAY, 15))
    assert publish_catalogue(document=old, actor=SYSTEM, now=at(LATER)) == first
    assert in_force() == (first, at(LATER))
