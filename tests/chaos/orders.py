"""Who dies where: a file names a point, and the process that passes it for the n-th time takes the file away and dies."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

ROOMS = ("approvals.usecases.", "departments.usecases.")
TAKEN = ".taken"


class Orders:
    """Reads the order at every point it passes; without one nothing happens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counted: tuple[int, int] = (0, 0)

    def passing(self, name: str) -> None:
        """Called at every crash point of this process."""
        try:
            order = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return
        if order["point"] not in (name, f"{whose(name)}: {name}", "*"):
            return
        number, passed = self._counted
        self._counted = order["number"], passed + 1 if number == order["number"] else 1
        if self._counted[1] < order["passage"]:
            return
        try:
            self._path.rename(f"{self._path}{TAKEN}")
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


def whose(name: str) -> str:
    """For a point of the unit of work the use-case that opened it; for any other the empty text."""
    frame: FrameType | None = sys._getframe(1) if name.startswith("unit.") else None
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith(ROOMS):
            return module.rsplit(".", 1)[1]
        frame = frame.f_back
    return ""


class Desk:
    """The other side: writes an order, and sees whether somebody has died of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = 0

    def order(self, point: str, passage: int = 1) -> None:
        self.number += 1
        self.withdraw()
        part = self.path.with_suffix(".part")
        text = json.dumps({"point": point, "passage": passage, "number": self.number})
        part.write_text(text, encoding="utf-8")
        part.rename(self.path)

    def is_carried_out(self) -> bool:
        return Path(f"{self.path}{TAKEN}").exists()

    def withdraw(self) -> None:
        """Take back what nobody has died of."""
        self.path.unlink(missing_ok=True)
        Path(f"{self.path}{TAKEN}").unlink(missing_ok=True)
