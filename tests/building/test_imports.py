"""Who may know whom: the contract file, that it covers every module, and single doors to outside things."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.building.tree import ROOT, code, imported, name_of, nothing

# Package → where it may be imported.
SINGLE_DOORS = {
    "rq": ("app/adapters/bell.py", "workers/"),
    "weasyprint": ("app/adapters/pdf.py",),
    "pyhanko": ("app/adapters/",),
    "redis": ("app/adapters/", "workers/", "tools/"),
    "smtplib": ("app/adapters/",),
    "flask_sqlalchemy": ("app/foundation/database.py",),
}


def layers() -> list[str]:
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    return contract["importlinter:contract:house"]["layers"].replace("|", " ").split()


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_the_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_every_module_stands_on_a_layer() -> None:
    rooms = {"app", "approvals", "departments", "workers"}
    homeless = [
        name_of(path)
        for path in code()
        if (module := module_of(path)).split(".")[0] in rooms
        and module not in rooms
        and not any(module == layer or module.startswith(f"{layer}.") for layer in layers())
    ]
    nothing(homeless)


@pytest.mark.parametrize("package", SINGLE_DOORS)
def test_an_outside_thing_has_one_door(package: str) -> None:
    doors = SINGLE_DOORS[package]
    guilty = [
        name_of(path)
        for path in code()
        if not name_of(path).startswith(doors) and package in {name.split(".")[0] for name in imported(path)}
    ]
    nothing(guilty)


def test_no_use_case_calls_another() -> None:
    """Their effects could no longer be one transaction."""
    guilty = {}
    for path in code():
        if "usecases" in path.parts and (verbs := opened(path)):
            guilty |= {name_of(path): verbs}
    nothing(guilty)


def opened(path: Path) -> list[str]:
    """Verbs imported here that open a unit of work themselves, when this one does too."""
    if not opens_a_unit(path):
        return []
    verbs = [name for name in imported(path) if ".usecases." in name and name.split(".")[-1] == name.split(".")[-2]]
    return sorted(name for name in verbs if opens_a_unit((ROOT / Path(*name.split(".")[:-1])).with_suffix(".py")))


def opens_a_unit(path: Path) -> bool:
    return "unit_of_work(" in path.read_text(encoding="utf-8")


def test_queries_never_write() -> None:
    writers = ("session.add", "session.delete", "session.commit", "unit_of_work(")
    guilty = [
        name_of(path)
        for path in code()
        if "queries" in path.parts and any(word in path.read_text(encoding="utf-8") for word in writers)
    ]
    nothing(guilty)


def test_only_the_wall_clock_reads_the_clock() -> None:
    """Everyone else is told the time, so that a test can tell another one."""
    readers = {"datetime.now", "dt.datetime.now", "dt.date.today", "date.today", "time.time"}
    guilty = []
    for path in code():
        if path.relative_to(ROOT).parts[0] in {"approvals", "departments"}:
            source = path.read_text(encoding="utf-8")
            guilty += [f"{name_of(path)}: {reader}()" for reader in readers if f"{reader}(" in source]
    nothing(guilty)
