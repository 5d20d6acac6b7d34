"""Text that a page shows without asking for a translation: found in templates and in the web's Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment
from jinja2.lexer import Token

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# Letters are legal documents: they exist in Chinese only.
CHINESE_ONLY = ("app/templates/letters/",)
# What reads the same in both languages.
COMMON = {
    "PDF",
    "QR",
    "CSV",
    "JSON",
    "Excel",
    "MB",
    "ID",
    "USCC",
    "SHA",
    "English",
    "Binglian",
    "nbsp",
    "middot",
    "times",
}
WORD = re.compile(r"[A-Za-z]{2,}")
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SHOWN_ATTRIBUTE = re.compile(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"')
NOT_SHOWN = re.compile(r"<!--.*?-->|<!doctype[^>]*>|<(script|kbd|code)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
CLASS_BLOCK = re.compile(r"\{% block \w*class\w* %\}.*?\{% endblock")
# A Python statement whose first line says so, or a line that does, may hold Chinese that no English reader is shown
# as a sentence: weekday names, 年月日, tables of official names beside their English.
ZH_ONLY = "# zh only"
JINJA = re.compile(r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
ENVIRONMENT = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match replaced by blanks, so that line numbers stay."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def template_problems(name: str, source: str, messages: set[str]) -> Iterator[str]:
    """Chinese outside a message, and Latin words that a Chinese page would show."""
    for token in strings_in(source):
        if CHINESE.search(token.value) and token.value not in messages:
            yield f"{name}:{token.lineno}: Chinese text outside a message: {token.value}"
    markup = blanked(NOT_SHOWN, blanked(JINJA, blanked(CLASS_BLOCK, source)))
    for number, line in enumerate(markup.split("\n"), 1):
        if CHINESE.search(line) and 'lang="zh' not in line:
            yield f"{name}:{number}: Chinese text outside a message: {line.strip()}"
    for found in SHOWN_ATTRIBUTE.finditer(markup):
        if untranslated(found.group(1)):
            number = markup.count("\n", 0, found.start()) + 1
            yield f"{name}:{number}: untranslated attribute {found.group()}"
    for number, line in enumerate(blanked(TAG, markup).split("\n"), 1):
        yield from (f"{name}:{number}: untranslated word {word!r}" for word in untranslated(line))


def untranslated(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if word not in COMMON]


def strings_in(source: str) -> Iterator[Token]:
    """The string constants of the template's expressions; {% trans %} bodies are data, so they are blanked first."""
    bare = re.sub(
        r"(\{%-?\s*trans\b.*?%\}).*?(\{%-?\s*endtrans\s*-?%\})",
        lambda found: re.sub(r"[^\n]", " ", found.group()),
        source,
        flags=re.DOTALL,
    )
    for number, kind, value in ENVIRONMENT.lex(bare):
        if kind == "string":
            yield Token(number, kind, ast.literal_eval(value))


def python_problems(name: str, source: str, messages: set[str]) -> Iterator[str]:
    """Chinese string constants of the web's Python that no message call extracts."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    exempt = exempt_lines(tree, source.split("\n"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not CHINESE.search(node.value):
            continue
        on_lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if node.value not in messages and node.value not in docstrings and exempt.isdisjoint(on_lines):
            yield f"{name}:{node.lineno}: Chinese text outside a message: {node.value.strip()[:60]}"


def exempt_lines(tree: ast.Module, lines: list[str]) -> set[int]:
    """The numbers of the lines that are marked, or stand in a marked statement."""
    marked = {number for number, line in enumerate(lines, 1) if ZH_ONLY in line}
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno in marked)
    return marked.union(*(range(node.lineno, (node.end_lineno or node.lineno) + 1) for node in statements))


def text_problems(root: Path, messages: set[str]) -> list[str]:
    """All such texts of the house."""
    found: list[str] = []
    for path in sorted((root / "app" / "templates").rglob("*.html")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(CHINESE_ONLY):
            found += template_problems(name, path.read_text(encoding="utf-8"), messages)
    for path in sorted((root / "app" / "web").rglob("*.py")):
        found += python_problems(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"), messages)
    return found
