"""Mail as a file, a log line, or handed to a server; the same key is always the same message."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.mail import ConsoleMailer, FileMailer, Mail, SmtpMailer, compose, mailer

MAIL = Mail("mail:tell:decided:track:1:2", "lin@example.com", "林晓", "有一个事项作出了决定", "林晓：\n\n已备案\n")


class Server(socketserver.ThreadingTCPServer):
    """A mail server of a few words; `refuses` answers every recipient with a no."""

    allow_reuse_address = True
    daemon_threads = True
    refuses = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[bytes] = []


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(b"".join(lines))
            if word == b"RCPT" and self.server.refuses:
                self.wfile.write(b"550 unknown\r\n")
                continue
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def url(server: Server) -> str:
    return f"smtp://127.0.0.1:{server.server_address[1]}"


def test_a_mail_becomes_one_whole_file(tmp_path: Path) -> None:
    FileMailer(tmp_path / "mail", "noreply@binglian.example").send(MAIL)
    (path,) = (tmp_path / "mail").iterdir()
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (str(read["Subject"]), str(read["To"])) == ("有一个事项作出了决定", "林晓 <lin@example.com>")
    assert read.get_content() == MAIL.body


def test_sent_again_it_replaces_itself(tmp_path: Path) -> None:
    for _ in range(3):
        FileMailer(tmp_path, "noreply@binglian.example").send(MAIL)
    assert [path.suffix for path in tmp_path.iterdir()] == [".eml"]


def test_the_message_id_is_the_key_s_and_the_sender_s() -> None:
    first, again = compose(MAIL, "a@city.example"), compose(MAIL, "a@city.example")
    assert first["Message-ID"] == again["Message-ID"]
    assert str(first["Message-ID"]).endswith("@city.example>")


def test_a_name_cannot_smuggle_a_header_in() -> None:
    wicked = Mail("k", "lin@example.com", "x\r\nBcc: all@example.com", "s", "b")
    with pytest.raises(ValueError, match=r"CR|LF|newline|linefeed"):
        compose(wicked, "a@city.example")


def test_a_server_takes_it(server: Server) -> None:
    SmtpMailer(url(server), "noreply@city.example").send(MAIL)
    (taken,) = server.taken
    assert (
        email.message_from_bytes(taken, policy=email.policy.default)["Message-ID"]
        == compose(MAIL, "noreply@city.example")["Message-ID"]
    )


def test_a_server_that_refuses_is_a_failure(server: Server) -> None:
    server.refuses = True
    with pytest.raises(OSError):
        SmtpMailer(url(server), "noreply@city.example").send(MAIL)
    assert server.taken == []


def test_a_server_that_is_not_there_is_a_failure() -> None:
    with pytest.raises(OSError):
        SmtpMailer("smtp://127.0.0.1:1", "noreply@city.example").send(MAIL)


def test_an_address_that_is_no_mail_server_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="smtp://"):
        SmtpMailer("http://example.com", "noreply@city.example")


def test_the_setting_chooses(tmp_path: Path) -> None:
    chosen = [
        mailer(kind, folder=tmp_path, smtp_url="smtps://u:p%40ss@mail.example", sender="a@b.example")
        for kind in ("file", "console", "smtp")
    ]
    assert [type(one) for one in chosen] == [FileMailer, ConsoleMailer, SmtpMailer]
