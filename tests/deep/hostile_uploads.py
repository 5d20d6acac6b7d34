"""`python -m tests.deep.hostile_uploads`: 5,000 hostile names and every hostile file, all the way in and out again.

A name comes in a form, is stored in the database and goes out in a header; a file goes through the store with the real
parsers in their own processes and the scanner. Printed: what became of them; ended with 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from flask import Flask
from werkzeug.test import EnvironBuilder

from app.adapters.storage import FileStore, StoredBytes
from app.adapters.uploads import NAME_BYTES, UploadRefused, extension_of, kind_by_name, shown_name
from app.factory import create_app
from app.web.presenters.refusal_words import refusal_sentence
from app.web.stored_files import send_stored
from tests.support.hostile_files import TAKEN, Hostile, hostile_files
from tests.support.hostile_names import hostile_names
from tests.support.installation import settings_for

LIMIT = 64 * 1024 * 1024
LONGEST = 60.0
"""Seconds for one file, parser and all, on a machine that does other things as well."""
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
TOKENS = re.compile(
    r"attachment"
    r"(?:; filename=(?P<plain>[!#$%&'*+.^_`|~0-9A-Za-z-]+|\"(?:[^\"\\]|\\.)*\"))?"
    r"(?:; filename\*=UTF-8''(?P<coded>[!#$&+.^_`|~0-9A-Za-z%-]+))?"
)


def through_a_form(raw: str) -> str | None:
    """The name as the house reads it from a multipart body; None where no browser and no client can send it."""
    try:
        body = EnvironBuilder(method="POST", data={"file": (io.BytesIO(b"x"), raw)})
        with body.get_request() as request:
            return request.files["file"].filename
    except (UnicodeEncodeError, KeyError):
        return None


def wrong_name(shown: str) -> Iterator[str]:
    """What may never be in a name that is stored and shown."""
    if not shown or len(shown.encode()) > NAME_BYTES or shown != unicodedata.normalize("NFC", shown):
        yield "empty, too long or not composed"
    if any(unicodedata.category(char) in HIDDEN for char in shown):
        yield "something hidden"
    if "/" in shown or "\\" in shown or shown.startswith("."):
        yield "a path"


def named_in(header: str) -> str | None:
    """The file name that a browser reads from the header (RFC 6266, 5987); None for a header that is not to the letter."""
    found = TOKENS.fullmatch(header)
    if found is None or not header.isascii() or not header.isprintable():
        return None
    if found["coded"] is not None:
        return unquote(found["coded"], errors="strict")
    plain = found["plain"] or ""
    if re.search("%[0-9a-fA-F]{2}", plain):  # some browsers would take it for a code
        return None
    return re.sub(r"\\(.)", r"\1", plain[1:-1]) if plain.startswith('"') else plain


def wrong_out(app: Flask, stored: StoredBytes) -> Iterator[str]:
    """What is wrong with the answer that carries the file to a browser."""
    with app.test_request_context(), send_stored(stored.sha256, stored.media_type, stored.display_name) as answer:
        found = answer.headers.getlist("Content-Disposition")
        if [named_in(header) for header in found] != [stored.display_name]:
            yield f"named {found}"
        if (
            answer.headers["X-Content-Type-Options"] != "nosniff"
            or "sandbox" not in answer.headers["Content-Security-Policy"]
        ):
            yield "may run"


def try_names(app: Flask, names: Iterable[str]) -> tuple[int, list[str]]:
    """How many were tried, and what was wrong."""
    store: FileStore = app.extensions["binglian.files"]
    kept, wrong, tried = store.keep(b"%PDF-1.4 a paper", "application/pdf", "a.pdf"), [], 0
    for raw in names:
        for sent in {raw, through_a_form(raw) or raw}:
            tried += 1
            shown = shown_name(sent)
            faults = list(wrong_name(shown))
            if shown_name(shown) != shown:
                faults.append("another name the second time")
            try:
                kind_by_name(shown)
            except UploadRefused as refused:
                faults += wrong_words(app, refused)
            faults += wrong_out(app, StoredBytes(kept.sha256, kept.size, kept.media_type, shown))
            wrong += [f"{raw!a}: {fault}" for fault in faults]
    return tried, wrong


def wrong_words(app: Flask, refused: UploadRefused) -> Iterator[str]:
    """A refusal is a whole sentence in both languages, and names the file."""
    for locale in ("zh_Hans_CN", "en"):
        with app.test_request_context(f"/?lang={locale}"):
            said = refusal_sentence(refused)
        if len(said) < 8 or refused.code in said or "%(" in said:
            yield f"{refused.code} is told as {said!r}"


def try_file(app: Flask, one: Hostile) -> tuple[str, list[str]]:
    """What the house said of the file, and what was wrong with that."""
    store, began, faults = app.extensions["binglian.files"], time.monotonic(), list[str]()
    try:
        stored = store.receive(io.BytesIO(one.make()), one.name, LIMIT)
        said = TAKEN
        faults += wrong_out(app, stored)
    except UploadRefused as refused:
        said = refused.code
        faults += wrong_words(app, refused)
    if said not in one.says:
        faults.append(f"said {said or 'taken'}, right would be {' or '.join(one.says) or 'taken'}")
    if time.monotonic() - began > LONGEST:
        faults.append(f"took {time.monotonic() - began:.0f} s")
    if extension_of(one.name) and left_over(app):
        faults.append("left something behind")
    return said, [f"{one.name}: {fault}" for fault in faults]


def left_over(app: Flask) -> list[Path]:
    """Pieces of files that were not taken."""
    return list((app.extensions["binglian.settings"].files / "incoming").glob("*"))


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.deep.hostile_uploads")
    asked.add_argument("--names", type=int, default=5_000)
    asked.add_argument("--seed", type=int, default=20260309)
    said = asked.parse_args()
    answers, wrong = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as home:
        app = create_app(settings_for(f"sqlite:///{home}/hostile.db", home=Path(home)))
        began = time.monotonic()
        tried, faults = try_names(app, hostile_names(said.names, said.seed))
        print(f"{said.names} names, {tried} ways in, {len(faults)} wrong, {time.monotonic() - began:.0f} s", flush=True)
        wrong += faults
        began, files = time.monotonic(), hostile_files()
        for one in files:
            answer, faults = try_file(app, one)
            answers[answer or "taken, as a download that runs nothing"] += 1
            wrong += faults
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{len(files)} files in {time.monotonic() - began:.0f} s, no parser took more than {most} MB")
    print(", ".join(f"{name} {count}" for name, count in sorted(answers.items())))
    print(f"{len(wrong)} wrong", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
