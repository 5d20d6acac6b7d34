"""A file is read in one sitting, a function without scrolling, and a name says what is inside."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.building.tree import ROOT, code, files, name_of, nothing, parsed, python_files

LONGEST_FILE = 250
LONGEST_FUNCTION = 35
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "stuff"}


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_longer_than_a_sitting() -> None:
    lengths = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in code()}
    nothing({name: length for name, length in lengths.items() if length > LONGEST_FILE})


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name_of(path)}:{function.name}": length
        for path in code()
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    nothing(long)


def test_an_init_file_imports_nothing() -> None:
    guilty = [
        name_of(path)
        for path in python_files("app", "approvals", "departments", "workers")
        if path.name == "__init__.py" and any(not is_docstring(node) for node in parsed(path).body)
    ]
    nothing(guilty)


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{name_of(path)}:{node.lineno}"
        for path in code()
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    nothing(hidden)


def test_no_file_has_a_name_that_says_nothing() -> None:
    guilty = [
        name_of(path)
        for path in files()
        if path.suffix in {".py", ".html", ".js", ".css"}
        and EMPTY_WORDS & {path.stem, *path.relative_to(ROOT).parent.parts[1:]}
    ]
    nothing(guilty)


def test_every_test_stands_at_the_address_of_what_it_tests() -> None:
    rooms = ("app", "approvals", "departments", "workers")
    astray = [
        name_of(path)
        for path in python_files("tests")
        if path.name.startswith("test_")
        and (parts := path.relative_to(ROOT / "tests").parts)[0] in rooms
        and not (ROOT / Path(*parts[:-1])).is_dir()
    ]
    nothing(astray)
