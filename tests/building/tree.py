"""The project's own files, as git sees them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("app", "approvals", "departments", "workers", "tools", "deploy", "wsgi.py")


@cache
def files() -> tuple[Path, ...]:
    """Tracked files, and new ones that git does not ignore: a rule must hold before the commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := ROOT / name).is_file())


def nothing(findings: Collection[object]) -> None:
    """Fail with one line per finding; a house rule holds when there is none."""
    if isinstance(findings, Mapping):
        findings = [f"{place}: {finding}" for place, finding in findings.items()]
    if findings:
        pytest.fail("\n".join(sorted(str(finding) for finding in findings)), pytrace=False)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*tops: str) -> list[Path]:
    """Python files under the named tops."""
    return [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in tops]


def code() -> list[Path]:
    """Our Python that is neither a test nor a migration."""
    return python_files(*CODE)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def templates() -> list[Path]:
    return [path for path in files() if name_of(path).startswith("app/templates/") and path.suffix == ".html"]


def imported(path: Path) -> set[str]:
    """The full names of modules a file imports."""
    names = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names
