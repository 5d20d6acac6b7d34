"""A sealed letter that somebody changed is never believed: a sample; `make proof` tries every kind, two thousand times."""

from __future__ import annotations

import random

import pytest
from flask import Flask

from approvals.domain.verification import Verdict
from tests.deep.tampering import Tally, try_letter
from tests.factories.desk import on_the_desk
from tests.letters.samples import deferral_commitment, licence_decision
from tests.support.reading import DirectReader

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


@pytest.fixture(autouse=True)
def without_children(app: Flask) -> None:
    app.extensions["binglian.reader"] = DirectReader(app.extensions["binglian.sealer"].roots)


def test_no_changed_byte_and_no_forgery_of_a_decision_is_believed(app: Flask) -> None:
    tally = Tally()
    with app.app_context():
        try_letter(app, licence_decision(), 12, random.Random(20260507), tally)
    assert tally.wrong == []
    assert tally.verdicts[Verdict.ALTERED] > tally.verdicts[Verdict.UNKNOWN]
    assert tally.verdicts.total() >= 12 + 28


def test_the_applicant_s_own_letter_is_known_by_its_bytes_alone(app: Flask) -> None:
    tally = Tally()
    with app.app_context():
        try_letter(app, deferral_commitment(), 6, random.Random(20260508), tally)
    assert tally.wrong == [] and tally.verdicts.total() == 6
