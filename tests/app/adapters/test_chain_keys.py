"""The key of the chain's heads is made once, whoever makes it and however they end."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.adapters.chain_keys import PublicHalfOnly, SealKey


def test_many_who_need_it_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: SealKey(tmp_path / "heads.pem", makes_itself=True).make(), range(8)))
    assert made.count(True) == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["heads.pem", "heads.pub"]


def test_what_a_killed_maker_left_keeps_nobody_from_making_it(tmp_path: Path) -> None:
    """In a container the next process often has the number of the last one."""
    (tmp_path / f"heads.pem.{os.getpid()}.part").write_bytes(b"half a key")
    assert SealKey(tmp_path / "heads.pem", makes_itself=True).make()


@pytest.mark.parametrize("makes_itself", [True, False])
def test_where_only_the_public_half_lies_no_other_key_is_made(tmp_path: Path, makes_itself: bool) -> None:
    """So it is after a restore; by another key every seal before it would look forged."""
    key = SealKey(tmp_path / "heads.pem", makes_itself=makes_itself)
    key.make()
    private, public = key.path.read_bytes(), (tmp_path / "heads.pub").read_bytes()
    key.path.unlink()
    for asked in (key.make, key.private):
        with pytest.raises(PublicHalfOnly, match="bring the private key back from where it is kept"):
            asked()
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("heads.pub", public)]
    key.path.write_bytes(private)
    assert not key.make() and key.private().public_key() == key.public()


def test_a_maker_that_was_killed_before_the_public_half_has_it_written_by_the_next(tmp_path: Path) -> None:
    key = SealKey(tmp_path / "heads.pem", makes_itself=False)
    key.make()
    private, public = key.path.read_bytes(), (tmp_path / "heads.pub").read_bytes()
    (tmp_path / "heads.pub").unlink()
    assert not key.make()
    assert key.path.read_bytes() == private and (tmp_path / "heads.pub").read_bytes() == public
    assert sorted(one.name for one in tmp_path.iterdir()) == ["heads.pem", "heads.pub"]
