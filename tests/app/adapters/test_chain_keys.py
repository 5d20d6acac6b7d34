"""The key of the chain's heads is made once, whoever makes it and however they end."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.adapters.chain_keys import SealKey


def test_many_who_need_it_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: SealKey(tmp_path / "heads.pem", makes_itself=True).make(), range(8)))
    assert made.count(True) == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["heads.pem", "heads.pub"]


def test_what_a_killed_maker_left_keeps_nobody_from_making_it(tmp_path: Path) -> None:
    """In a container the next process often has the number of the last one."""
    (tmp_path / f"heads.pem.{os.getpid()}.part").write_bytes(b"half a key")
    assert SealKey(tmp_path / "heads.pem", makes_itself=True).make()
