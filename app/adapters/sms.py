"""Text messages: a city plugs its own gateway in here; the demonstration writes files or log lines."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from app.adapters.mail import write_whole
from app.foundation.unit_of_work import leaves_the_house

MOST_CHARACTERS = 240
log = structlog.get_logger()


@dataclass(frozen=True)
class TextMessage:
    """One text message; the same key is the same message, however often it is sent."""

    key: str
    to: str
    text: str


class TextSender(Protocol):
    """Takes a message or raises."""

    def send(self, message: TextMessage) -> None: ...


class FileTextSender:
    """Each message a JSON file named by its key: what a gateway program would pick up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @leaves_the_house
    def send(self, message: TextMessage) -> None:
        digest = hashlib.sha256(message.key.encode()).hexdigest()[:32]
        content = {"id": digest, "to": message.to, "text": message.text[:MOST_CHARACTERS]}
        write_whole(self._folder, f"{digest}.json", json.dumps(content, ensure_ascii=False).encode())


class ConsoleTextSender:
    """Each message a line of the log."""

    @leaves_the_house
    def send(self, message: TextMessage) -> None:
        log.info("text_message", to=message.to, text=message.text[:MOST_CHARACTERS])


def text_sender(kind: str, *, folder: Path) -> TextSender:
    """Beside console mail the console, else files."""
    return ConsoleTextSender() if kind == "console" else FileTextSender(folder)
