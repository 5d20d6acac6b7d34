"""A throw-away PostgreSQL: its own cluster on a free loopback port, gone when the test run ends."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.support.shared import CLUSTER, in_memory, told_once
from tools.embedded_valkey import free_port

# Nothing here has to survive a power cut, be replicated or grow old, so nothing waits for the disk or is written for it.
OPTIONS = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
    "autovacuum=off", "dynamic_shared_memory_type=mmap", "max_connections=120", "shared_buffers=64MB",
)  # fmt: skip


def program(name: str) -> str:
    """A server program of the newest PostgreSQL here; Debian keeps them off the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = shutil.which(name, path=str(versions[-1])) if versions else shutil.which(name)
    if found is None:
        raise RuntimeError("PostgreSQL is missing. On Debian: apt-get install postgresql")
    return found


def as_owner(*command: str) -> list[str]:
    """The command as the user postgres when we are root, because the server refuses root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


class Cluster:
    """One server with as many databases as tests ask for."""

    def __init__(self, options: tuple[str, ...] = OPTIONS, *, within: str | None = None) -> None:
        self._at(Path(tempfile.mkdtemp(prefix="binglian-pg-", dir=within)), free_port())
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self.run("initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "app", "--no-sync")
        settings = [f"listen_addresses=127.0.0.1 port={self.port} unix_socket_directories={self.folder}"]
        given = " ".join(f"-c {option}" for option in [*settings[0].split(), *options])
        self.run("pg_ctl", "-D", data, "-l", str(self.folder / "log"), "-o", given, "-w", "start")

    def _at(self, folder: Path, port: int) -> None:
        self.folder, self.port, self.numbers = folder, port, itertools.count(1)

    @classmethod
    def running(cls, told: str) -> Cluster:
        """The server of another process, by what `told` of it says."""
        known = cls.__new__(cls)
        known._at(Path(json.loads(told)["folder"]), json.loads(told)["port"])
        return known

    @property
    def told(self) -> str:
        return json.dumps({"folder": str(self.folder), "port": self.port})

    def run(self, name: str, *arguments: str) -> None:
        # To a file, not a pipe: the server would keep a pipe open after pg_ctl has gone.
        with tempfile.TemporaryFile() as output:
            command = as_owner(program(name), *arguments)
            done = subprocess.run(command, cwd="/", stdout=output, stderr=subprocess.STDOUT, check=False)
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{name}: {output.read().decode(errors='replace')}")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://app@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="app", dbname="postgres", autocommit=True
        ) as direct:
            direct.execute(statement.encode())

    def create(self, name: str | None = None, *, template: str | None = None) -> str:
        """A new database, a copy of `template` when one is named; returns its name."""
        name = name or f"t{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""))
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def shared_cluster() -> Cluster:
    """One server for all test processes of a run: the first who needs it starts it."""
    with told_once(CLUSTER) as told:
        if not told.read_text():
            told.write_text(Cluster(within=in_memory()).told)
        return Cluster.running(told.read_text())


def stop_cluster_of(folder: Path) -> None:
    """The server that the run of this shared folder has started; one that is gone already leaves its files only."""
    known = Cluster.running((folder / CLUSTER).read_text())
    try:
        known.stop()
    except RuntimeError:
        shutil.rmtree(known.folder, ignore_errors=True)
