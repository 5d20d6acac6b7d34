"""What `flask doctor` looks at: each look answers with a line of words and whether the house can work like this."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.bell import QUEUES, Bell
from app.adapters.looking import means
from app.adapters.scanner import ScannerAway, scanner
from app.adapters.seal_port import SealRefused, SealUnavailable
from app.foundation.reading import reading
from app.foundation.schema import is_behind, newest, stands_at
from app.foundation.settings import Settings
from app.foundation.wallclock import local_day, now
from approvals.domain.states import Scan
from approvals.queries.chains import last_seal
from approvals.queries.operations import oldest_due_seconds, queues_due
from approvals.queries.reconciliations import Look, looks
from departments.models.calendar import CalendarYear
from departments.queries.catalogue import NoCatalogue, current_catalogue

FANGSONG = ("FangSong", "仿宋", "STFangsong", "FandolFang")
OLDEST_SEAL_SECONDS = 2 * 60 * 60
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `well` None: worth knowing, but the house works without it."""

    thing: str
    well: bool | None
    words: str


def look_around(settings: Settings) -> list[Finding]:
    """Everything, the database first; what needs it is left out when it cannot answer."""
    database = _database(settings)
    found = [Finding("mode", True, f"{settings.mode}, pages at {settings.base_url}"), database]
    if database.well:
        found += [_catalogue(), _calendar(), *_outbox(), *_looks(), _last_seal()]
    return [
        *found,
        *_redis(current_app.extensions["binglian.bell"]),
        *_folders(settings),
        _seal_key(settings),
        _scanner(settings),
        _fonts(),
        _pango(),
        _mail(settings),
    ]


def _database(settings: Settings) -> Finding:
    url = make_url(settings.database_url)
    shown = url.database if url.host is None else f"{url.host}:{url.port or 5432}/{url.database}"
    where = f"{url.get_backend_name()} {shown}"
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return Finding("database", False, f"{where}: not there yet; flask prepare makes it")
    try:
        revision = stands_at()
        with reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return Finding("database", False, f"{where}: not reachable ({str(error.__cause__ or error).splitlines()[0]})")
    if is_behind(revision):
        words = f"migrated to {revision or 'nothing'}, not {newest()}; run flask prepare"
        return Finding("database", False, f"{where}: {words}")
    if revision != newest():
        words = f"{where}: migrated to {revision}, newer than this program, which knows {newest()}"
        return Finding("database", False, f"{words}; start the newer program; nothing in the database was looked at")
    return Finding("database", True, f"{where}: reachable, migrated to {revision}")


def _catalogue() -> Finding:
    with reading() as session:
        try:
            published = current_catalogue(session)
        except NoCatalogue:
            return Finding("catalogue", False, "none published; run flask prepare or flask catalogue import")
    return Finding("catalogue", True, f"version {published.version_id}, {len(published.catalogue.items)} items")


def _calendar() -> Finding:
    with reading() as session:
        years = session.scalars(select(CalendarYear.year).order_by(CalendarYear.year)).all()
    if not years:
        return Finding("calendar", False, "no year loaded; run flask prepare")
    first, last, this = years[0], years[-1], local_day(now()).year
    well = True if last > this else (None if last == this else False)
    hint = "" if last > this else f"; days of {last + 1} are provisional until its notice is published"
    return Finding("calendar", well, f"years {first} to {last}{hint}")


def _outbox() -> list[Finding]:
    with reading() as session:
        oldest, queues = oldest_due_seconds(session, now=now()), queues_due(session, now=now())
    dead = sum(queue.dead for queue in queues)
    later = sum(queue.later for queue in queues)
    return [
        Finding("outbox", oldest <= 60, f"oldest due row waits {oldest:.0f} s; {later} rows are due later"),
        Finding(
            "dead letters",
            None if dead else True,
            f"{dead}" + ("; the administrator's jobs page retries them" if dead else ""),
        ),
    ]


def _looks() -> list[Finding]:
    """The counts that must be 0: as they are now, or as the last walk through everything left them."""
    with reading() as session:
        found = looks(session, means(), now())
    return [
        Finding(
            one.name.replace("_", " "),
            None if one.looked_at is None or (one.found and not one.harms) else not one.found,
            _seen(one),
        )
        for one in found
    ]


def _seen(look: Look) -> str:
    """How many and when, and the reasons that the first of them give, each once."""
    if look.looked_at is None:
        return "not looked at yet"
    reasons = dict.fromkeys(why for one in look.first if (why := one.get("why")))
    return f"{look.found} found at {look.looked_at:%Y-%m-%d %H:%M} UTC" + "".join(f"; {why}" for why in reasons)


def _last_seal() -> Finding:
    with reading() as session:
        seal = last_seal(session)
    if seal is None:
        return Finding("last seal", None, "none yet; the report worker seals every hour")
    age = (now() - seal.sealed_at).total_seconds()
    said = f"number {seal.number}, {age / 60:.0f} minutes old"
    return Finding("last seal", True if age <= OLDEST_SEAL_SECONDS else None, said)


def _seal_key(settings: Settings) -> Finding:
    """The key of the sealed chain heads; any host but the report worker's needs its public half only."""
    if os.access(settings.seal_key, os.R_OK):
        return Finding("chain key", True, f"{settings.seal_key}, seals in {settings.seals}")
    if os.access(public := settings.seal_key.with_suffix(".pub"), os.R_OK):
        words = f"only the public half, {public}: enough to verify, but this host cannot seal the heads"
        return Finding("chain key", None, words)
    hint = "flask audit key makes it" if settings.mode == "city" else "made when first used"
    words = f"{settings.seal_key} is not there, or not for this user to read; {hint}"
    return Finding("chain key", False if settings.mode == "city" else None, words)


def _redis(bell: Bell) -> list[Finding]:
    states = bell.states()
    if states is None:
        return [Finding("redis", False, "not reachable: nothing is lost, but letters and notices wait")]
    alive = {state.name: state.workers for state in states}
    idle = [name for name in QUEUES if not alive.get(name)]
    words = ", ".join(f"{name} {alive.get(name, 0)}" for name in QUEUES)
    return [
        Finding("redis", True, "reachable"),
        Finding("workers", not idle, f"alive: {words}" + (f"; none on {', '.join(idle)}" if idle else "")),
    ]


def _folders(settings: Settings) -> list[Finding]:
    return [_writable("files", settings.files), _sealer(settings)]


def _sealer(settings: Settings) -> Finding:
    """Who holds the organs' keys, and whether they answer now."""
    kind, sealer = settings.sealer.kind, current_app.extensions["binglian.sealer"]
    try:
        words = f"{kind}: {sealer.look()}"
    except (SealUnavailable, SealRefused) as failure:
        return Finding("sealer", False, f"{kind}: {failure}; letters wait for their seal")
    finally:
        sealer.close()
    if settings.sealer.is_real:
        return Finding("sealer", True, words)
    well = None if settings.mode == "city" else True
    return Finding("sealer", well, f"{words}; drawn seals say 样章" + ("" if well else ", see BINGLIAN_SEALER"))


def _writable(thing: str, folder: Path) -> Finding:
    """Whether a file can be made there, or in the nearest folder above that exists."""
    place = next(one for one in (folder, *folder.parents) if one.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Finding(thing, False, f"{folder}: not writable ({error.strerror})")
    return Finding(thing, True, f"{folder}: writable, {shutil.disk_usage(place).free // 2**30} GiB free")


def _scanner(settings: Settings) -> Finding:
    """Files are kept and not handed out while it is away: the house works, and papers wait."""
    kind = settings.uploads.scanner
    with tempfile.NamedTemporaryFile() as clean:
        clean.write(b"nothing in it")
        clean.flush()
        try:
            found = scanner(kind).look(Path(clean.name))
        except ScannerAway as away:
            return Finding("scanner", False, f"{away}; files that come are kept unread until it answers")
    words = "only finds the EICAR test file: for a demonstration" if kind == "demo" else "answers"
    is_right = found.scan is Scan.CLEAN
    return Finding(
        "scanner", is_right, f"{kind} {words}" if is_right else f"{kind} calls an empty file {found.scan.value}"
    )


def _fonts() -> Finding:
    conf = os.environ.get("FONTCONFIG_FILE", "the system's own configuration")
    listing = shutil.which("fc-list")
    if listing is None:
        return Finding("fonts", None, "fc-list is not installed, so nobody can say which fonts letters find")
    names = subprocess.run(  # noqa: S603 - fixed arguments, no shell
        [listing, ":", "family"], capture_output=True, text=True, check=False, timeout=60
    ).stdout
    found = [name for name in FANGSONG if name in names]
    if found:
        return Finding("fonts", True, f"仿宋 is there ({found[0]}), by {conf}")
    return Finding("fonts", None, f"no 仿宋 by {conf}: letters fall back to another face")


def _pango() -> Finding:
    absent = [name for name in PANGO if ctypes.util.find_library(name) is None]
    if absent:
        return Finding("pango", False, f"missing: {', '.join(absent)}; letters cannot be printed")
    return Finding("pango", True, "found, letters can be printed")


def _mail(settings: Settings) -> Finding:
    where = {"file": f"written to {settings.outgoing_mail}", "console": "printed in the log"}
    if settings.mail == "smtp" and not settings.smtp_url:
        return Finding("mail", False, "smtp, but BINGLIAN_SMTP_URL is not set")
    return Finding("mail", True, where.get(settings.mail, f"sent by smtp from {settings.mail_from}"))
