"""Mail out of the house: as files in the embedded way to run, to the console, or to a mail server.

At least once: whoever sends gives a stable message id, and a mail sent again carries the same one.
"""

from __future__ import annotations

import hashlib
import os
import smtplib
import ssl
import tempfile
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog

from app.foundation.crash_points import crash_point
from app.foundation.unit_of_work import leaves_the_house

PATIENCE = 10
"""Seconds for each step with the mail server; far below a worker's lease."""
log = structlog.get_logger()


@dataclass(frozen=True)
class Mail:
    """One mail. `key` is its meaning: the same key is the same message, however often it is sent."""

    key: str
    to: str
    to_name: str
    subject: str
    body: str
    language: str = "zh-CN"

    @property
    def digest(self) -> str:
        """The key as a name that a file or a header may carry."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:32]


class Mailer(Protocol):
    """Takes a mail or raises; returning means that the next station has it."""

    def send(self, mail: Mail) -> None: ...


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The mail as RFC 5322, plain text; its id is made from the key and the sender's domain.

    Line breaks in a name or subject are refused by the standard library, so nobody can smuggle a header in.
    """
    message = EmailMessage()
    message["Message-ID"] = f"<{mail.digest}@{sender.rpartition('@')[2] or 'localhost'}>"
    message["From"] = sender
    message["To"] = Address(mail.to_name, addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    message["Content-Language"] = mail.language
    return message


class FileMailer:
    """Each mail a file `<digest>.eml` in a folder; sending again replaces it by itself."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    @leaves_the_house
    def send(self, mail: Mail) -> None:
        write_whole(self._folder, f"{mail.digest}.eml", compose(mail, self._sender).as_bytes())


class ConsoleMailer:
    """Each mail a line of the log, for somebody who watches it."""

    @leaves_the_house
    def send(self, mail: Mail) -> None:
        log.info("mail", to=mail.to, subject=mail.subject, body=mail.body, message_id=mail.digest)


class SmtpMailer:
    """A mail server: smtp://[user:password@]host[:port] (STARTTLS where offered) or smtps://… (TLS from the start)."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("a mail server is smtp://[user:password@]host[:port] or smtps://…")
        self._secure = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = parts.port or (465 if self._secure else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender

    @leaves_the_house
    def send(self, mail: Mail) -> None:
        """Hand one mail over; raises OSError or smtplib.SMTPException when the server does not take it."""
        context = ssl.create_default_context()
        with self._connect(context) as server:
            if not self._secure and server.has_extn("starttls"):
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
            server.send_message(compose(mail, self._sender))

    def _connect(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self._secure:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=PATIENCE, context=context)
        server = smtplib.SMTP(self._host, self._port, timeout=PATIENCE)
        server.ehlo_or_helo_if_needed()
        return server


def mailer(kind: str, *, folder: Path, smtp_url: str, sender: str) -> Mailer:
    """The mailer of a setting: file, console or smtp."""
    if kind == "smtp":
        return SmtpMailer(smtp_url, sender)
    return ConsoleMailer() if kind == "console" else FileMailer(folder, sender)


def write_whole(folder: Path, name: str, content: bytes) -> None:
    """A file that is either whole or not there: written beside, flushed, renamed."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".part-", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            crash_point("mail.before_rename")
            Path(part.name).replace(folder / name)
            crash_point("mail.after_rename")
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
