"""Whatever is typed into a letter is printed as text or cleaned away: nothing fetched, nothing read, no markup in effect.

Normally a fixed sample; `make proof` goes through every text in every field of every letter, in both languages.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from app.adapters import pdf as printing
from app.adapters.pdf import Language, PdfPrinter, UnprintableText
from tests.letters.hostile import LONG, PAYLOADS, payloads, text_places, with_text
from tests.letters.samples import all_letters
from tests.support.places import FONTS

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "proof"
LETTERS = all_letters()
SECRET = "root:x:0:0:canary-of-this-test"
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass
class Watch:
    """What the printer tried: addresses asked of its fetcher, connections, and openings of the canary file."""

    web: str
    file: str
    asked: list[str] = field(default_factory=list)
    connected: list[object] = field(default_factory=list)
    opened: list[object] = field(default_factory=list)

    @property
    def attempts(self) -> list[object]:
        return [*self.asked, *self.connected, *self.opened]


_watches: list[Watch] = []


def _overheard(event: str, args: tuple[Any, ...]) -> None:
    for watch in _watches:
        if event == "open" and str(args[0]) == watch.file:
            watch.opened.append(args[0])
        elif event in ("socket.connect", "socket.getaddrinfo"):
            watch.connected.append(args[1:])


sys.addaudithook(_overheard)  # cannot be taken away again: it does nothing while nobody watches


@contextmanager
def watching(folder: Path) -> Iterator[Watch]:
    """A server that counts who calls, and a file that nobody may open."""
    canary = folder / "passwd"
    canary.write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as server:
        seen = Watch(f"http://127.0.0.1:{server.getsockname()[1]}", str(canary))
        threading.Thread(target=_answer, args=(server, seen), daemon=True).start()
        _watches.append(seen)
        yield seen
        _watches.remove(seen)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watch]:
    with watching(tmp_path_factory.mktemp("disk")) as seen:
        yield seen


def _answer(server: socket.socket, seen: Watch) -> None:
    try:
        while True:
            caller, address = server.accept()
            seen.connected.append(address)
            caller.close()
    except OSError:
        return


@pytest.fixture(scope="module")
def printer(watch: Watch) -> Iterator[PdfPrinter]:
    """A printer whose fetcher tells what it was asked for; data: is what the page itself carries."""
    made = PdfPrinter(FONTS)
    fetch = made._fetcher.fetch

    def asked(url: str, headers: Any = None) -> Any:
        if not url.startswith("data:"):
            watch.asked.append(url)
        return fetch(url, headers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made._fetcher, "fetch", asked)
        yield made


Counts = Callable[..., None]


@pytest.fixture
def counts(record_property: Callable[[str, object], None]) -> Counts:
    """What is added up over all tests and told at the end of the run."""

    def add(**numbers: int) -> None:
        record_property("hostile", numbers)

    return add


class Skeleton(HTMLParser):
    """Elements and the names of their attributes; what only breaks or groups words is left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[tuple[str, ...]] = []
        self.addresses: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        self.addresses |= {f"{value}"[:5] for name, value in attrs if name in ("src", "href", "data", "action")}
        if tag in ("wbr", "bdi") or (tag in ("span", "br", "small") and names <= {"class", "lang"}):
            return
        self.parts.append((tag, *sorted(names)))


def seed(*parts: object) -> int:
    return zlib.crc32("/".join(map(str, parts)).encode())


def chosen(names: list[str], *parts: object) -> list[str]:
    """All of them in the proof, otherwise one, always the same."""
    return names if THOROUGH else [names[seed(*parts) % len(names)]]


def test_there_are_forty_texts() -> None:
    assert len(PAYLOADS) == 40


@pytest.mark.parametrize("kind", LETTERS)
def test_text_in_any_field_changes_no_element_of_the_page(
    printer: PdfPrinter, watch: Watch, kind: str, monkeypatch: pytest.MonkeyPatch, counts: Counts
) -> None:
    monkeypatch.setattr(printing, "qr_data_uri", lambda _text: "data:image/svg+xml,")
    facts, texts, tried, refused = LETTERS[kind], payloads(watch.web, watch.file), 0, 0
    places = text_places(facts) if THOROUGH else text_places(facts)[seed(kind) % 4 :: 4]
    for place in places:
        for language in LANGUAGES if THOROUGH else (LANGUAGES[seed(kind, place) % 2],):
            tame: list[tuple[str, ...]] | None = None
            for name in chosen([*texts], kind, place):
                tried += 1
                try:
                    hostile = printer.letter_html(kind, with_text(facts, [place], texts[name]), language=language)
                except (ValueError, UnprintableText):
                    refused += 1
                    continue
                if tame is None:
                    tame = Skeleton(printer.letter_html(kind, with_text(facts, [place], "甲"), language=language)).parts
                page = Skeleton(hostile)
                assert page.parts == tame, f"{name} at {place}"
                assert page.addresses <= {"data:"}, f"{name} at {place}"
    counts(fields=len(places), texts=tried, refused=refused, papers=0, attempts=len(watch.attempts))
    assert watch.attempts == []


def samples() -> list[tuple[str, str]]:
    """Pairs of letter and text: every pair in the proof, otherwise six, each with another letter and another text."""
    pairs = [(kind, name) for kind in LETTERS for name in PAYLOADS]
    return pairs if THOROUGH else sorted(pairs, key=lambda pair: seed("paper", *pair))[:6]


@pytest.mark.parametrize(("kind", "name"), samples())
def test_the_printed_paper_has_nothing_but_text_of_it(
    printer: PdfPrinter, watch: Watch, kind: str, name: str, counts: Counts
) -> None:
    facts, text = LETTERS[kind], payloads(watch.web, watch.file)[name]
    allowed: list[tuple[str | int, ...]] = []
    for place in text_places(facts):
        # the address of the QR code is made by the house; all others, as far as the class takes them together
        if place != ("verify_url",) and accepts(facts, [*allowed, place], text):
            allowed.append(place)
    places = [allowed[seed(kind, name) % len(allowed)]] if name in LONG else allowed
    language = LANGUAGES[seed(kind, name) % 2]
    made = printer.print_letter(kind, with_text(facts, places, text), language=language)
    counts(fields=0, texts=0, refused=0, papers=1, attempts=len(watch.attempts))
    assert watch.attempts == []
    assert SECRET.encode() not in made
    with pymupdf.open(stream=made) as paper:
        assert paper.embfile_names() == ["facts.json"]
        assert SECRET not in "".join(sheet.get_text() for sheet in paper)
        assert all(not sheet.get_links() and not list(sheet.widgets()) for sheet in paper)
        objects = "".join(paper.xref_object(number) for number in range(1, paper.xref_length()))
        assert not re.search(r"/(JavaScript|JS|Launch|URI|GoToR|SubmitForm|OpenAction|AA)\b", objects)
        for sheet in paper:
            for x0, _, x1, *_ in sheet.get_text("words"):
                assert x0 > 0 and x1 < sheet.rect.width, f"{name} leaves the sheet"


WIDE_BY_CONTENT: tuple[tuple[str, Language, tuple[str, ...]], ...] = (
    ("acceptance_notice", "en", ("items", "item", "name_en")),
    ("acceptance_notice", "zh", ("organ",)),
    ("acceptance_notice", "zh", ("verify_code",)),
    ("correction_notice", "en", ("lines", "defect")),
    ("deferral_commitment", "en", ("promises", "reason")),
)
"""Places whose width follows what stands in them: the columns of the reading copies, the closing, the code."""


@pytest.mark.parametrize(("kind", "language", "names"), WIDE_BY_CONTENT if THOROUGH else WIDE_BY_CONTENT[:1])
def test_a_long_text_costs_seconds_wherever_it_stands(
    printer: PdfPrinter, kind: str, language: Language, names: tuple[str, ...]
) -> None:
    """Before long texts were set in pieces these took minutes; a worker ends a letter after one."""
    facts = LETTERS[kind]
    (place,) = [path for path in text_places(facts) if tuple(step for step in path if isinstance(step, str)) == names]
    hostile = with_text(facts, [place], "A1" * 1_500)
    began = time.process_time()
    printer.print_letter(kind, hostile, language=language)
    assert time.process_time() - began < 12


def accepts(facts: Any, places: list[tuple[str | int, ...]], text: str) -> bool:
    try:
        with_text(facts, places, text)
    except ValueError:
        return False
    return True


def test_the_watch_itself_sees_what_it_should(printer: PdfPrinter, watch: Watch, tmp_path: Path) -> None:
    _watches.remove(watch)
    with watching(tmp_path) as own:
        Path(own.file).read_text()
        socket.create_connection(("127.0.0.1", int(own.web.rpartition(":")[2]))).close()
    _watches.append(watch)
    assert own.opened and own.connected
    with pytest.raises(ValueError, match=r"(?i)protocol|scheme|URI"):
        printer._fetcher.fetch(f"file://{watch.file}")
    assert watch.asked == [f"file://{watch.file}"]
    watch.asked.clear()
