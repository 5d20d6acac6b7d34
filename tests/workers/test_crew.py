"""Several workers from one parent: a fallen one is started again, a stop reaches all, and none outlives the parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from workers.crew import Crew


def work(folder: Path, name: str) -> None:
    """Leave a note and wait to be told to stop."""
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    (folder / f"{name}.{os.getpid()}").touch()
    while not told:
        signal.pause()
    (folder / f"{name}.finished").touch()


def run_crew(folder: Path) -> None:
    os._exit(Crew(lambda name: work(folder, name), ["a", "b"]).run())


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[ForkProcess]:
    process = multiprocessing.get_context("fork").Process(target=run_crew, args=(tmp_path,))
    process.start()
    await_(lambda: len(pids(tmp_path, "a")) == len(pids(tmp_path, "b")) == 1)
    yield process
    if process.is_alive():
        process.kill()
    process.join()


def pids(folder: Path, name: str) -> list[int]:
    return sorted(int(path.suffix[1:]) for path in folder.glob(f"{name}.[0-9]*"))


def await_(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "never came true"
        threading.Event().wait(0.02)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_fallen_worker_is_started_again_and_the_other_is_left_alone(crew: ForkProcess, tmp_path: Path) -> None:
    os.kill(pids(tmp_path, "a")[0], signal.SIGKILL)
    await_(lambda: len(pids(tmp_path, "a")) == 2)
    assert len(pids(tmp_path, "b")) == 1


def test_a_stop_lets_everyone_finish(crew: ForkProcess, tmp_path: Path) -> None:
    crew.terminate()
    crew.join(20)
    assert crew.exitcode == 0
    assert (tmp_path / "a.finished").exists()
    assert (tmp_path / "b.finished").exists()


def test_nobody_outlives_a_killed_parent(crew: ForkProcess, tmp_path: Path) -> None:
    children = pids(tmp_path, "a") + pids(tmp_path, "b")
    crew.kill()
    crew.join(20)
    await_(lambda: not any(lives(pid) for pid in children))
