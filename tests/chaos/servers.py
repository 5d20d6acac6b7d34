"""What the house stands on while it is under fire, all of this run's own: a database, a Valkey, a small disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from tests.chaos.spent import spent_below, spent_by
from tests.support.postgres import Cluster
from tools import embedded_valkey

DURABLE = ("max_connections=80", "shared_buffers=48MB", "dynamic_shared_memory_type=mmap")
"""As it comes: what is committed is in the log before anybody hears of it."""


class Postgres(Cluster):
    """A server that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.used = 0.0
        super().__init__(DURABLE, within=str(folder))

    @property
    def postmaster(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def kill(self) -> None:
        """The postmaster alone; its backends see that it is gone and end by themselves."""
        self.used = self.spent()
        os.kill(self.postmaster, signal.SIGKILL)

    def spent(self) -> float:
        """Seconds of the processor until now."""
        with contextlib.suppress(OSError, ValueError):
            return self.used + spent_below(self.postmaster)
        return self.used

    def kill_backend(self) -> bool:
        """One backend: the server then throws all others out and recovers."""
        with contextlib.suppress(psycopg.Error):
            with psycopg.connect(host="127.0.0.1", port=self.port, user="app", dbname="postgres") as direct:
                row = direct.execute(
                    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                    " ORDER BY random() LIMIT 1"
                ).fetchone()
            if row is not None:
                os.kill(row[0], signal.SIGKILL)
                return True
        return False

    def start_again(self) -> None:
        given = " ".join(
            f"-c {one}"
            for one in (
                "listen_addresses=127.0.0.1",
                f"port={self.port}",
                f"unix_socket_directories={self.folder}",
                *DURABLE,
            )
        )
        until = time.monotonic() + 30
        while True:
            try:
                self.run(
                    "pg_ctl",
                    "-D",
                    str(self.folder / "data"),
                    "-l",
                    str(self.folder / "log"),
                    "-o",
                    given,
                    "-w",
                    "start",
                )
                return
            except RuntimeError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)


class Valkey:
    """A server that can be killed, stopped for a while and emptied."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, embedded_valkey.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = embedded_valkey.start(folder, self.port)
        self.used = 0.0

    def spent(self) -> float:
        """Seconds of the processor until now."""
        return self.used + spent_by(self.process.pid)

    def kill(self) -> None:
        self.used = self.spent()
        self.process.kill()
        self.process.wait()

    def start_again(self, *, empty: bool = False) -> None:
        if empty:
            shutil.rmtree(self.folder / "appendonlydir", ignore_errors=True)
        self.process = embedded_valkey.start(self.folder, self.port)

    def freeze(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


class SmallDisk:
    """The files' volume: a file system of its own with little room where we may mount one."""

    def __init__(self, folder: Path, megabytes: int = 192) -> None:
        self.folder, self.megabytes = folder, megabytes
        folder.mkdir(parents=True, exist_ok=True)
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={self.megabytes}m", "binglian-chaos", str(folder)],
            capture_output=True, check=False,
        )  # fmt: skip
        self.is_mounted = made.returncode == 0

    def fill(self) -> None:
        """Not a byte is left: the volume is made as small as what it holds, which costs no memory however large it was."""
        if not self.is_mounted:
            return
        used = shutil.disk_usage(self.folder).used
        for more in range(1, 50):
            if self._resize(f"{used + more * 4096}"):
                break
        with contextlib.suppress(OSError), (self.folder / "ballast").open("wb", buffering=0) as ballast:
            while True:  # a letter is small: the last page is taken too
                ballast.write(bytes(4096))

    def make_room(self) -> None:
        if self.is_mounted:
            self._resize(f"{self.megabytes}m")
            (self.folder / "ballast").unlink(missing_ok=True)

    def _resize(self, size: str) -> bool:
        command = ["mount", "-o", f"remount,size={size}", str(self.folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def stop(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)
