"""One frozen Settings, read once from the environment; what is unknown or missing refuses to start."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from app.foundation.promise_settings import DEFAULT_PROMISES, PROMISE_NAMES, PromiseSettings, read_promise_settings
from app.foundation.seal_settings import NO_REAL_SEAL, SEAL_NAMES, SealSettings, read_seal_settings
from app.foundation.upload_settings import DEMO_UPLOADS, UPLOAD_NAMES, UploadSettings, read_upload_settings
from departments.domain.actor import Role

MODES = ("demo", "city", "test")
TIMEZONE = ZoneInfo("Asia/Shanghai")
TOTP_ROLES_OF_A_CITY = (Role.HEAD, Role.WINDOW, Role.STEWARD, Role.SUPERVISOR, Role.ADMIN)
_KNOWN = {
    "BINGLIAN_HOME",
    "BINGLIAN_MODE",
    "BINGLIAN_BASE_URL",
    "BINGLIAN_CLOSE_OF_BUSINESS",
    "BINGLIAN_REMIND_ANY_TIME",
    "BINGLIAN_UPLOAD_LIMIT_MB",
    "BINGLIAN_MAIL",
    "BINGLIAN_SMTP_URL",
    "BINGLIAN_MAIL_FROM",
    "BINGLIAN_SECURE_COOKIES",
    "BINGLIAN_TRUSTED_PROXIES",
    "BINGLIAN_SEALS",
    "BINGLIAN_SEAL_KEY",
    "BINGLIAN_KEEP_DONE_DAYS",
    "BINGLIAN_TOTP_REQUIRED_ROLES",
    "BINGLIAN_METRICS_TOKEN",
    "BINGLIAN_RECONSIDER_ONLINE",
    "BINGLIAN_ANSWER_DAYS",
    "BINGLIAN_RATING_DAYS",
    "BINGLIAN_COUNTER_FOUR_EYES",
    *PROMISE_NAMES,
    *SEAL_NAMES,
    *UPLOAD_NAMES,
}

LEAST_ANSWER_DAYS = 5
RATING_DAYS = 15
_WORKING_DAYS = {
    # the lowest, and what it is when nothing is said
    "BINGLIAN_ANSWER_DAYS": (LEAST_ANSWER_DAYS, LEAST_ANSWER_DAYS),
    "BINGLIAN_RATING_DAYS": (1, RATING_DAYS),
}
RECONSIDER_ONLINE = "司法部“掌上复议”小程序"


class SettingsRefused(Exception):
    """The environment does not describe a system that may start; `problems` lists every reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """Everything the processes of one installation agree on.

    `close_of_business` is local time (law silent; fact sheet 2.2 rule 1). Sizes are bytes. `rating_days`: working days
    after which a bad rating nobody has answered is marked late; 国办发〔2019〕51号 wants it put right within a limit and
    leaves the limit to the place.
    """

    mode: str
    home: Path
    database_url: str
    redis_url: str
    secret_key: str
    base_url: str
    close_of_business: dt.time = dt.time(17, 0)
    remind_any_time: bool = False
    upload_limit: int = 20 * 1024 * 1024
    mail: str = "file"
    smtp_url: str = ""
    mail_from: str = "noreply@binglian.example"
    secure_cookies: bool = False
    trusted_proxies: int = 0
    totp_required_roles: frozenset[Role] = frozenset()
    metrics_token: str = ""

    # outside the database, best on another disk: who can rewrite every row must not reach them
    seal_folder: Path | None = None
    seal_key_file: Path | None = None
    keep_done_days: int = 90
    sealer: SealSettings = NO_REAL_SEAL
    uploads: UploadSettings = DEMO_UPLOADS
    promises: PromiseSettings = DEFAULT_PROMISES
    # decisions are served online, so they name where a reconsideration is asked for online (行政复议法 22)
    reconsider_online: str = RECONSIDER_ONLINE
    counter_four_eyes: bool = False
    # working days to answer before a licence is taken back or an item ended; never fewer than the law gives to ask for a hearing
    answer_days: int = LEAST_ANSWER_DAYS
    rating_days: int = RATING_DAYS

    @property
    def seals(self) -> Path:
        """The folder of the sealed chain heads."""
        return self.seal_folder or self.home / "seals"

    @property
    def seal_key(self) -> Path:
        """The Ed25519 key that seals them."""
        return self.seal_key_file or self.keys / "chain-heads.pem"

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def outgoing_mail(self) -> Path:
        return self.home / "mail"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings; raises SettingsRefused with every problem at once."""
        problems = [
            f"unknown setting {name}" for name in sorted(environ) if name.startswith("BINGLIAN_") and name not in _KNOWN
        ]
        mode, secret = _mode(environ, problems), environ.get("SECRET_KEY", "")
        home, mail = Path(environ.get("BINGLIAN_HOME", "var")).resolve(), _mail(environ, problems)
        closing, limit, days = _closing(environ, problems), _limit(environ, problems), _keep_days(environ, problems)
        totp_roles, sealer = _totp_roles(environ, mode, problems), read_seal_settings(environ, problems)
        uploads, promises = read_upload_settings(environ, mode, problems), read_promise_settings(environ, problems)
        answer_days, rating_days = (_working_days(environ, name, problems) for name in _WORKING_DAYS)
        if problems:
            raise SettingsRefused(problems)
        port = environ.get("PORT", "8000")
        return cls(
            mode=mode, home=home,
            database_url=environ.get("DATABASE_URL") or f"sqlite:///{home / 'binglian.db'}",
            redis_url=environ.get("REDIS_URL") or _embedded_redis(home),
            secret_key=secret or _kept_secret(home),
            base_url=environ.get("BINGLIAN_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            close_of_business=closing,
            remind_any_time=environ.get("BINGLIAN_REMIND_ANY_TIME", "0") == "1",
            upload_limit=limit,
            mail=mail,
            smtp_url=environ.get("BINGLIAN_SMTP_URL", ""),
            mail_from=environ.get("BINGLIAN_MAIL_FROM", "noreply@binglian.example"),
            secure_cookies=environ.get("BINGLIAN_SECURE_COOKIES", "0") == "1" or mode == "city",
            trusted_proxies=int(environ.get("BINGLIAN_TRUSTED_PROXIES", "0") or 0),
            totp_required_roles=totp_roles,
            metrics_token=environ.get("BINGLIAN_METRICS_TOKEN", ""),
            seal_folder=_place(environ, "BINGLIAN_SEALS"), seal_key_file=_place(environ, "BINGLIAN_SEAL_KEY"),
            keep_done_days=days, sealer=sealer, uploads=uploads, promises=promises, answer_days=answer_days,
            reconsider_online=environ.get("BINGLIAN_RECONSIDER_ONLINE", RECONSIDER_ONLINE).strip(),
            counter_four_eyes=environ.get("BINGLIAN_COUNTER_FOUR_EYES", "") == "1", rating_days=rating_days,
        )  # fmt: skip


def _mode(environ: Mapping[str, str], problems: list[str]) -> str:
    mode = environ.get("BINGLIAN_MODE", "demo")
    if mode not in MODES:
        problems.append(f"BINGLIAN_MODE must be one of {', '.join(MODES)}, not {mode!r}")
    if mode == "city":
        required = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "BINGLIAN_BASE_URL", "BINGLIAN_SEAL_KEY")
        problems += [f"{name} is required in city mode" for name in required if not environ.get(name)]
        if 0 < len(environ.get("SECRET_KEY", "")) < 32:
            problems.append("SECRET_KEY needs at least 32 characters")
    return mode


def _mail(environ: Mapping[str, str], problems: list[str]) -> str:
    mail = environ.get("BINGLIAN_MAIL", "file")
    if mail not in ("file", "console", "smtp"):
        problems.append("BINGLIAN_MAIL must be file, console or smtp")
    return mail


def _totp_roles(environ: Mapping[str, str], mode: str, problems: list[str]) -> frozenset[Role]:
    """Who signs in with a second factor: in a city whoever decides or sees much, in the demo nobody."""
    text = environ.get("BINGLIAN_TOTP_REQUIRED_ROLES", "").strip()
    if not text:
        return frozenset(TOTP_ROLES_OF_A_CITY if mode == "city" else ())
    names = {name.strip() for name in text.split(",")} - {"none"}
    known = {role.value for role in Role} - {Role.SYSTEM.value}
    if names - known:
        problems.append(f"BINGLIAN_TOTP_REQUIRED_ROLES must be none or of {', '.join(sorted(known))}, not {text!r}")
    return frozenset(Role(name) for name in names & known)


def _keep_days(environ: Mapping[str, str], problems: list[str]) -> int:
    text = environ.get("BINGLIAN_KEEP_DONE_DAYS", "90")
    if not text.isdigit() or not 1 <= int(text) <= 36500:
        problems.append("BINGLIAN_KEEP_DONE_DAYS must be a whole number of days from 1 on")
        return 90
    return int(text)


def _working_days(environ: Mapping[str, str], name: str, problems: list[str]) -> int:
    least, usual = _WORKING_DAYS[name]
    text = environ.get(name, str(usual))
    if not text.isdigit() or not least <= int(text) <= 60:
        problems.append(f"{name} must be a whole number of working days from {least} to 60")
        return usual
    return int(text)


def _place(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]).resolve() if environ.get(name) else None


def _closing(environ: Mapping[str, str], problems: list[str]) -> dt.time:
    text = environ.get("BINGLIAN_CLOSE_OF_BUSINESS", "17:00")
    try:
        return dt.time.fromisoformat(text)
    except ValueError:
        problems.append(f"BINGLIAN_CLOSE_OF_BUSINESS must be HH:MM, not {text!r}")
        return dt.time(17, 0)


def _limit(environ: Mapping[str, str], problems: list[str]) -> int:
    text = environ.get("BINGLIAN_UPLOAD_LIMIT_MB", "20")
    if not text.isdigit() or not 1 <= int(text) <= 200:
        problems.append("BINGLIAN_UPLOAD_LIMIT_MB must be a whole number from 1 to 200")
        return 20 * 1024 * 1024
    return int(text) * 1024 * 1024


def _kept_secret(home: Path) -> str:
    """An installation that was given no secret makes one and keeps it; there is no default secret."""
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _embedded_redis(home: Path) -> str:
    """The launcher of the embedded Valkey leaves its port in a file of the data folder."""
    path = home / "redis" / "port"
    port = path.read_text(encoding="ascii").strip() if path.exists() else "6379"
    return f"redis://127.0.0.1:{port}/0"
