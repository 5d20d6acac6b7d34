"""Sealing with keys on a device: SoftHSM, which is one in every respect but its price."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate
from pyhanko.sign.pkcs11 import open_pkcs11_session

from app.adapters.seal import PadesSealer, SealRefused, SealUnavailable
from app.adapters.seal_keys import KeyRing
from app.adapters.seal_pkcs11 import DeviceKeys
from app.foundation.seal_settings import SealSettings
from tests.app.adapters.test_seal_remote import A_PAGE, AT

ORGAN, SECOND = "济南市章丘区自然资源局", "济南市章丘区行政审批服务局"
LABELS = {(ORGAN, "organ"): "natural-resources", (SECOND, "special"): "approval-special"}
TOKEN, PIN, MODULE = "organs of the district", "2468", "/usr/lib/softhsm/libsofthsm2.so"


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A token with two keys and their certificates; the folder holds the authority's certificate."""
    folder = tmp_path_factory.mktemp("device")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "1357"],
        check=True, capture_output=True,
    )  # fmt: skip
    ring = KeyRing(folder / "ring")
    (folder / "trust.pem").write_bytes(ring.root_certificate().public_bytes(Encoding.PEM))
    with pkcs11.lib(MODULE).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        for (organ, seal), label in LABELS.items():
            key, leaf, _ = pkcs12.load_key_and_certificates(ring.organ_key(organ, seal).read_bytes(), None)
            assert key is not None and leaf is not None
            secret = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
            stays = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: label}
            session.create_object(decode_rsa_private_key(secret) | stays | {pkcs11.Attribute.SIGN: True})
            session.create_object(decode_x509_certificate(leaf.public_bytes(Encoding.DER)) | stays)
    yield folder
    os.environ.pop("SOFTHSM2_CONF")


def keys(device: Path, notes: Path, labels: Mapping[tuple[str, str], str] = LABELS, **changes: str) -> DeviceKeys:
    said = {"module": MODULE, "token": TOKEN, "pin": PIN} | changes
    settings = SealSettings(kind="pkcs11", keys=labels, trust=device / "trust.pem", **said)
    return DeviceKeys(settings, notes, "a secret of the house")


def put_seal(house: PadesSealer, organ: str = ORGAN) -> bytes:
    return house.seal(A_PAGE, organ=organ, seal="organ", reason="准予行政许可决定书", at=AT)


def test_the_key_stays_on_the_device_and_the_seal_holds(device: Path, tmp_path: Path) -> None:
    held = keys(device, tmp_path)
    house = PadesSealer(held)
    sealed = put_seal(house)
    report = house.check(sealed)
    assert report.holds and report.organ == ORGAN and report.sealed_at == AT
    assert not house.check(sealed.replace(b"/Type/Page/", b"/Type/Pagf/")).holds
    assert house.look() == f"2 keys answer on token {TOKEN}"
    held.close()


def test_many_seals_take_one_login(device: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def open_and_count(*place: object, **which: object) -> pkcs11.Session:
        opened.append(place)
        return open_pkcs11_session(*place, **which)

    monkeypatch.setattr("app.adapters.seal_pkcs11.open_pkcs11_session", open_and_count)
    held = keys(device, tmp_path)
    house = PadesSealer(held)
    for _ in range(3):
        put_seal(house)
    house.seal(A_PAGE, organ=SECOND, seal="special", reason="受理通知书", at=AT)
    assert len(opened) == 1
    held.close()


def test_a_refused_pin_is_not_tried_again_until_it_is_changed(device: Path, tmp_path: Path) -> None:
    wrong = PadesSealer(keys(device, tmp_path, pin="0000"))
    with pytest.raises(SealUnavailable, match="refused the PIN"):
        put_seal(wrong)
    with pytest.raises(SealUnavailable, match="not tried again"):
        put_seal(PadesSealer(keys(device, tmp_path, pin="0000")))
    assert "0000" not in (tmp_path / "pin-refused").read_text()
    held = keys(device, tmp_path)
    put_seal(PadesSealer(held))
    assert not (tmp_path / "pin-refused").exists()
    held.close()


def test_a_device_that_is_not_there_makes_seals_wait(device: Path, tmp_path: Path) -> None:
    for changes in ({"token": "another"}, {"module": str(tmp_path / "no.so")}):
        with pytest.raises(SealUnavailable):
            put_seal(PadesSealer(keys(device, tmp_path, **changes)))


def test_an_organ_without_a_key_is_refused(device: Path, tmp_path: Path) -> None:
    with pytest.raises(SealRefused, match="no key is named"):
        put_seal(PadesSealer(keys(device, tmp_path)), organ="某局")


def test_a_label_with_the_certificate_of_another_organ_is_refused(device: Path, tmp_path: Path) -> None:
    held = keys(device, tmp_path, {(ORGAN, "organ"): LABELS[SECOND, "special"]})
    house = PadesSealer(held)
    for asked in (lambda: put_seal(house), house.look):
        with pytest.raises(SealRefused, match=f"is of {SECOND}, not of {ORGAN}"):
            asked()
    held.close()
