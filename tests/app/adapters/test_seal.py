"""A sealed file holds as a whole or not at all."""

from __future__ import annotations

import asyncio
import random
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms

from app.adapters import seal_keys
from app.adapters.pdf import PdfPrinter
from app.adapters.seal import FileKeySealer, SealRefused, SealUnavailable
from app.adapters.seal_check import check_seal
from app.adapters.seal_report import is_of
from tests.letters.samples import licence_decision
from tests.support.places import FONTS

ORGAN = "济南市章丘区自然资源局"
AT = datetime(2026, 5, 7, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def letter() -> bytes:
    return PdfPrinter(FONTS).print_letter("licence_decision", licence_decision())


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def sealed(letter: bytes, keys: Path) -> bytes:
    return FileKeySealer(keys).seal(letter, organ=ORGAN, seal="organ", reason="准予行政许可决定书", at=AT)


def test_a_sealed_letter_holds_and_names_its_organ_and_moment(sealed: bytes, keys: Path) -> None:
    report = FileKeySealer(keys).check(sealed)
    assert report.holds and report.intact and report.trusted and report.whole_file
    assert report.organ == ORGAN
    assert report.sealed_at == AT


def test_sealed_again_as_of_the_same_moment_it_is_the_same_file(letter: bytes, sealed: bytes, keys: Path) -> None:
    assert FileKeySealer(keys).seal(letter, organ=ORGAN, seal="organ", reason="准予行政许可决定书", at=AT) == sealed


def test_the_letter_itself_is_not_rewritten_by_the_seal(letter: bytes, sealed: bytes) -> None:
    assert sealed.startswith(letter)


def test_changed_bytes_are_called_altered(sealed: bytes, keys: Path) -> None:
    sealer = FileKeySealer(keys)
    chance = random.Random(20260507)
    gap = sealed.index(b"/Contents <") + 11
    # All over the file, and in the signature itself, which no digest covers.
    places = [chance.randrange(len(sealed)) for _ in range(12)] + [chance.randrange(gap, gap + 3200) for _ in range(12)]
    for place in places:
        changed = bytearray(sealed)
        changed[place] = changed[place] ^ 1 or 2
        assert not sealer.check(bytes(changed)).holds, place


def test_a_certificate_that_ran_out_leaves_its_seals_and_makes_no_new_ones(
    letter: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_keys, "_VALID_TO", datetime(2021, 1, 1, tzinfo=UTC))
    sealer = FileKeySealer(tmp_path)
    in_time, late = (
        sealer.seal(letter, organ=ORGAN, seal="organ", reason="", at=datetime(year, 5, 7, tzinfo=UTC))
        for year in (2020, 2022)
    )
    assert sealer.check(in_time).holds
    assert not check_seal(in_time, sealer.roots(), is_fresh=True).holds
    assert not sealer.check(late).trusted


def test_a_change_in_the_padding_of_the_signature_is_seen(sealed: bytes, keys: Path) -> None:
    end = sealed.index(b"00>", sealed.index(b"/Contents <"))
    changed = sealed[:end] + b"01" + sealed[end + 2 :]
    assert not FileKeySealer(keys).check(changed).holds


def test_bytes_added_after_the_seal_are_seen(sealed: bytes, keys: Path) -> None:
    report = FileKeySealer(keys).check(sealed + b"\n%more\n")
    assert not report.holds
    assert not report.intact


def test_a_second_seal_on_top_does_not_pass_for_the_first(sealed: bytes, keys: Path, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"."):
        FileKeySealer(tmp_path).seal(sealed, organ="某局", seal="organ", reason="", at=AT)


def test_the_seal_of_another_house_is_not_trusted(letter: bytes, keys: Path, tmp_path: Path) -> None:
    foreign = FileKeySealer(tmp_path).seal(letter, organ=ORGAN, seal="organ", reason="伪造", at=AT)
    report = FileKeySealer(keys).check(foreign)
    assert report.intact
    assert not report.trusted
    assert not report.holds


@pytest.mark.parametrize("rubbish", [b"", b"%PDF-1.7", b"\x00" * 100])
def test_any_bytes_get_an_answer(rubbish: bytes, keys: Path) -> None:
    assert not FileKeySealer(keys).check(rubbish).sealed


def test_an_unsealed_letter_says_so(letter: bytes, keys: Path) -> None:
    assert not FileKeySealer(keys).check(letter).sealed


def test_keys_are_readable_by_their_owner_only_and_made_once(sealed: bytes, keys: Path) -> None:
    files = sorted(keys.glob("*.p12"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    FileKeySealer(keys).seal(sealed[: sealed.rindex(b"%%EOF", 0, -20) + 6], organ=ORGAN, seal="organ", reason="", at=AT)
    assert sorted(keys.glob("*.p12")) == files


def test_without_its_key_an_organ_cannot_seal_and_the_letter_waits(letter: bytes, tmp_path: Path) -> None:
    (tmp_path / "authority.p12").write_bytes(b"broken")
    with pytest.raises(SealUnavailable):
        FileKeySealer(tmp_path).seal(letter, organ=ORGAN, seal="organ", reason="", at=AT)


def test_a_caller_with_an_event_loop_of_its_own_can_seal_and_check(tmp_path: Path, letter: bytes) -> None:
    async def seal_and_check() -> bool:
        sealer = FileKeySealer(tmp_path)
        return sealer.check(sealer.seal(letter, organ=ORGAN, seal="organ", reason="签发", at=AT)).holds

    with ThreadPoolExecutor(max_workers=1) as thread:  # this one may have a browser's loop already
        assert thread.submit(asyncio.run, seal_and_check()).result()


def test_whatever_else_is_put_into_the_signature_makes_it_fall(sealed: bytes, keys: Path) -> None:
    sealer = FileKeySealer(keys)
    start = sealed.index(b"/Contents <") + len(b"/Contents <")
    end = sealed.index(b">", start)
    info = cms.ContentInfo.load(bytes.fromhex(sealed[start:end].decode()))
    assert len(info["content"]["certificates"]) == 1
    signer = info["content"]["signer_infos"][0]
    for place, guest in (
        (signer, {"unsigned_attrs": cms.CMSAttributes([signer["signed_attrs"][0]])}),
        (info["content"], {"crls": cms.RevocationInfoChoices([])}),
    ):
        ((name, value),) = guest.items()
        place[name] = value
        stuffed = info.dump(force=True).hex().upper().encode().ljust(end - start, b"0")
        assert len(stuffed) == end - start
        assert not sealer.check(sealed[:start] + stuffed + sealed[end:]).holds, name
        del place[name]


def test_a_key_file_of_another_organ_seals_nothing(tmp_path: Path) -> None:
    ring = seal_keys.KeyRing(tmp_path)
    ring.organ_key("某局", "organ").replace(ring.organ_key(ORGAN, "organ"))
    with pytest.raises(SealRefused, match="is of 某局"):
        FileKeySealer(tmp_path).ready(organ=ORGAN, seal="organ")


def test_who_seals_and_who_verifies_compare_the_organisation_alike() -> None:
    long = "某" * 70
    assert is_of(ORGAN, ORGAN) and is_of(long[:64], long)
    assert not any(is_of(said, ORGAN) for said in (None, "", f"{ORGAN}（章）", [ORGAN, ORGAN]))
