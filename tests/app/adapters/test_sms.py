"""Text messages of the demonstration: files that a gateway would pick up."""

from __future__ import annotations

import json
from pathlib import Path

from app.adapters.sms import MOST_CHARACTERS, ConsoleTextSender, FileTextSender, TextMessage, text_sender


def test_a_message_is_one_file_however_often_it_is_sent(tmp_path: Path) -> None:
    for _ in range(2):
        FileTextSender(tmp_path).send(TextMessage("sms:1", "13800000001", "【并联】已备案"))
    (path,) = tmp_path.iterdir()
    said = json.loads(path.read_text(encoding="utf-8"))
    assert (said["to"], said["text"]) == ("13800000001", "【并联】已备案")
    assert path.stem == said["id"]


def test_a_long_text_is_cut_to_what_a_gateway_takes(tmp_path: Path) -> None:
    FileTextSender(tmp_path).send(TextMessage("sms:1", "1", "字" * 1000))
    (path,) = tmp_path.iterdir()
    assert len(json.loads(path.read_text(encoding="utf-8"))["text"]) == MOST_CHARACTERS


def test_beside_console_mail_it_is_the_console(tmp_path: Path) -> None:
    assert isinstance(text_sender("console", folder=tmp_path), ConsoleTextSender)
    assert isinstance(text_sender("smtp", folder=tmp_path), FileTextSender)
