"""An administrator publishes a catalogue: read whole, checked whole, or refused whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, CatalogueRejected, Problem, parse_catalogue
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Department, Division
from departments.queries.catalogue import current_catalogue


def read_catalogue(document: str) -> Catalogue:
    """The catalogue of a JSON text; raises CatalogueRejected with every problem, also for text that is not JSON."""
    try:
        decoded = json.loads(document)
    except json.JSONDecodeError as error:
        raise CatalogueRejected([Problem("not_json", f"line {error.lineno}", {"message": error.msg})]) from error
    except (ValueError, RecursionError) as error:
        message = "a number is too long or the brackets are too deep"
        raise CatalogueRejected([Problem("not_json", "", {"message": message})]) from error
    if not isinstance(decoded, dict):
        raise CatalogueRejected([Problem("not_json", "line 1", {"message": "an object is expected"})])
    return parse_catalogue(decoded)


def publish_catalogue(*, document: str, actor: Actor, now: dt.datetime) -> int:
    """Publish a new version and set up the departments it names; returns the version id.

    The bytes of the version in force change nothing; those of an earlier one put it in force again. Raises
    CatalogueRejected; nothing is written then.
    """
    catalogue = read_catalogue(document)
    digest = hashlib.sha256(document.encode()).hexdigest()
    with unit_of_work() as session:
        existing = session.scalar(select(CatalogueVersion).where(CatalogueVersion.sha256 == digest))
        if existing is not None:
            if current_catalogue(session).version_id != existing.id:
                existing.published_at = now
            return existing.id
        version = CatalogueVersion(sha256=digest, document=document, published_at=now, published_by=actor.account_id)
        session.add(version)
        division = _division(session, catalogue)
        _departments(session, catalogue, division)
        session.flush()
        return version.id


def _division(session: Session, catalogue: Catalogue) -> Division:
    found = session.scalar(select(Division).where(Division.code == catalogue.region_code))
    if found is None:
        found = Division(
            code=catalogue.region_code, name_zh=catalogue.name_zh, name_en=catalogue.name_en, level="district"
        )
        session.add(found)
        session.flush()
    return found


def _departments(session: Session, catalogue: Catalogue, division: Division) -> None:
    """Add departments that are new, refresh names and authorities of the others; none is ever removed."""
    rows = {one.code: one for one in session.scalars(select(Department).where(Department.division_id == division.id))}
    for one in catalogue.departments.values():
        row = rows.get(one.code)
        if row is None:
            row = Department(division_id=division.id, code=one.code)
            session.add(row)
        row.name_zh, row.name_en = one.name_zh, one.name_en
        row.organ_zh = one.name_zh if one.name_zh.startswith("省") else f"{division.name_zh}{one.name_zh}"
        row.organ_en = f"{one.name_en}, {division.name_en}"
        row.level = one.authority.level.value if one.authority else "utility"
        row.reconsideration = list(one.authority.reconsideration) if one.authority else []
        row.court = one.authority.court if one.authority else ""
