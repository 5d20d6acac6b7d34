"""Sealing through a signing service: a real little one on the loopback, with real keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.seal import PadesSealer, SealKind, SealRefused, SealUnavailable
from app.adapters.seal_remote import ServiceKeys
from app.foundation.seal_settings import SealSettings
from tests.support.signing_service import ACCESS, PIN, SigningService

ORGAN = "济南市章丘区自然资源局"
A_PAGE = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n164\n%%EOF\n"
)
_houses: list[PadesSealer] = []
AT = dt.datetime(2026, 3, 9, 4, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def service(keys: Path) -> Iterator[SigningService]:
    made = SigningService(keys, {"organ-1": (ORGAN, "organ"), "special-1": (ORGAN, "special")})
    made.start()
    yield made
    for house in _houses:
        house.close()
    _houses.clear()
    made.stop()


def sealer(service: SigningService, **changes: str) -> PadesSealer:
    keys = {(ORGAN, "organ"): "organ-1", (ORGAN, "special"): "special-1"}
    said = {"url": service.url, "access": ACCESS, "pin": PIN} | changes
    _houses.append(PadesSealer(ServiceKeys(SealSettings(kind="remote", keys=keys, trust=service.trust, **said))))
    return _houses[-1]


def put_seal(house: PadesSealer, seal: SealKind = "organ", organ: str = ORGAN) -> bytes:
    return house.seal(A_PAGE, organ=organ, seal=seal, reason="准予行政许可决定书", at=AT)


def test_only_a_digest_leaves_the_house_and_the_seal_holds(service: SigningService) -> None:
    house = sealer(service)
    for seal in ("organ", "special"):
        sealed = put_seal(house, seal)
        assert sealed.startswith(A_PAGE)
        report = house.check(sealed)
        assert report.holds and report.organ == ORGAN and report.sealed_at == AT
        assert not house.check(sealed + b"\n%more").holds
    assert "2 credentials answer" in house.look()


def test_many_seals_take_one_line_one_introduction_and_one_leave(service: SigningService) -> None:
    house = sealer(service)
    for _ in range(4):
        put_seal(house)
    assert service.asked == {"credentials/info": 1, "credentials/authorize": 1, "signatures/signHash": 4}
    assert len(service.lines) == 1
    put_seal(house)
    assert service.asked["credentials/authorize"] == 2  # the credential gives leave for 4 at once


def test_a_service_that_is_away_makes_seals_wait_until_it_is_back(service: SigningService) -> None:
    house = sealer(service)
    put_seal(house)
    service.stop()
    for _ in range(2):
        with pytest.raises(SealUnavailable):
            put_seal(house)
    with pytest.raises(SealUnavailable):
        house.ready(organ=ORGAN, seal="organ")
    service.start()
    house.ready(organ=ORGAN, seal="organ")
    assert house.check(put_seal(house)).holds


@pytest.mark.parametrize("status, kind", [(500, SealUnavailable), (503, SealUnavailable), (429, SealUnavailable),
                                          (401, SealUnavailable), (400, SealRefused), (404, SealRefused)])  # fmt: skip
def test_a_busy_service_is_waited_for_and_a_wrong_question_is_not(
    service: SigningService, status: int, kind: type[Exception]
) -> None:
    house = sealer(service)
    service.answers_with = status
    with pytest.raises(kind):
        house.ready(organ=ORGAN, seal="organ")
    service.answers_with = None
    house.ready(organ=ORGAN, seal="organ")
    service.answers_with = status
    with pytest.raises(kind):
        put_seal(house)


def test_a_wrong_access_token_waits_and_a_wrong_pin_or_an_unknown_organ_is_refused(service: SigningService) -> None:
    with pytest.raises(SealUnavailable, match="401"):
        put_seal(sealer(service, access="another"))
    with pytest.raises(SealRefused, match="400"):
        put_seal(sealer(service, pin="000000"))
    with pytest.raises(SealRefused, match="no credential"):
        put_seal(sealer(service), organ="某局")


def test_a_seal_that_does_not_hold_never_goes_out(service: SigningService) -> None:
    house = sealer(service)
    service.spoils = True
    with pytest.raises(SealRefused, match="does not hold"):
        put_seal(house)


def test_the_certificate_of_another_organ_seals_nothing_and_is_named_to_the_operator(keys: Path) -> None:
    other = "济南市章丘区行政审批服务局"
    made = SigningService(keys, {"organ-1": (ORGAN, "organ"), "organ-2": (other, "organ")})
    made.start()
    swapped = {(ORGAN, "organ"): "organ-2", (other, "organ"): "organ-1"}
    settings = SealSettings(kind="remote", keys=swapped, trust=made.trust, url=made.url, access=ACCESS, pin=PIN)
    house = PadesSealer(ServiceKeys(settings))
    told = f"named for {ORGAN} \\(organ\\) is of {other}"
    for asked in (lambda: house.ready(organ=ORGAN, seal="organ"), lambda: put_seal(house), house.look):
        with pytest.raises(SealRefused, match=told):
            asked()
    assert made.asked["signatures/signHash"] == 0
    house.close()
    made.stop()
