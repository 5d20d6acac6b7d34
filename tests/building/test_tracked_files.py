"""What the repository says must be true on any machine."""

from __future__ import annotations

import re
from pathlib import Path

from tests.building.tree import ROOT, files, name_of, nothing

LARGEST = 500_000
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org")
PLACES = re.compile(r"(?<![\w.])/(?:home|Users|root|work|farm)/\w")


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data[:4096] else data.decode("utf-8")


def test_no_file_names_a_place_of_one_machine() -> None:
    guilty = [
        f"{name_of(path)}: {found.group()}"
        for path in files()
        for found in PLACES.finditer(text_of(path))
        if path != Path(__file__)
    ]
    nothing(guilty)


def test_no_file_names_this_checkout() -> None:
    nothing([name_of(path) for path in files() if str(ROOT) in text_of(path)])


def test_no_file_names_a_registry() -> None:
    nothing([name_of(path) for path in files() if any(host in text_of(path) for host in HOSTS)])


def test_no_large_file_is_tracked() -> None:
    nothing({name_of(path): size for path in files() if (size := path.stat().st_size) > LARGEST})


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(?:TODO|FIXME|XXX)\b|NotImplementedError")
    guilty = [
        f"{name_of(path)}:{number}"
        for path in files()
        if path.suffix in {".py", ".html", ".js", ".css", ".sh"} and path != Path(__file__)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if marks.search(line)
    ]
    nothing(guilty)


def test_no_test_sleeps_or_skips() -> None:
    habits = re.compile(r"\btime\.sleep\(|pytest\.(?:mark\.)?(?:skip|xfail|importorskip)")
    guilty = [
        f"{name_of(path)}: {found.group()}"
        for path in files()
        if path.name.startswith("test_") and path != Path(__file__)
        for found in habits.finditer(text_of(path))
    ]
    nothing(guilty)
