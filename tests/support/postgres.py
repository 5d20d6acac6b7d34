"""A throw-away PostgreSQL: its own cluster on a free loopback port, gone when the test process ends."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tools.embedded_valkey import free_port

# Nothing here has to survive a power cut, so nothing waits for the disk.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=64MB")


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

    def __init__(self, options: tuple[str, ...] = OPTIONS) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="binglian-pg-"))
        self.port = free_port()
        self.numbers = itertools.count(1)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self.run("initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "app", "--no-sync")
        settings = [f"listen_addresses=127.0.0.1 port={self.port} unix_socket_directories={self.folder}"]
        given = " ".join(f"-c {option}" for option in [*settings[0].split(), *options])
        self.run("pg_ctl", "-D", data, "-l", str(self.folder / "log"), "-o", given, "-w", "start")

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

    def create(self, *, template: str | None = None) -> str:
        """A new database, a copy of `template` when one is named; returns its name."""
        name = f"t{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""))
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
