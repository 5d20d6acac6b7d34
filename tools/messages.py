"""One English catalogue from the rooms' fragments, and the proof that no page mixes languages.

Messages are written in Chinese; app/translations/en/<room>.po carries the English of one room.
    messages.py                 merge the fragments into LC_MESSAGES/messages.mo
    messages.py --check         also: every message has English, none is told twice differently, nothing is unused,
                                and templates show no text outside a message
    messages.py --report ROOM   print what ROOM (a part of the source path) lacks, as .po entries to fill in
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from page_text import CHINESE, text_problems

ROOT = Path(__file__).resolve().parent.parent
FRAGMENTS = ROOT / "app" / "translations" / "en"
MERGED = FRAGMENTS / "LC_MESSAGES" / "messages.mo"
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
BRAND = "并联"

Key = tuple[str | None, str | tuple[str, ...]]


@dataclass(frozen=True)
class Use:
    """One place that shows a message."""

    place: str
    key: Key


def sources() -> Iterator[Path]:
    for pattern in ("*.py", "*.html"):
        for path in sorted((ROOT / "app").rglob(pattern)):
            if not {"vendor", "node_modules"} & set(path.parts):
                yield path


def uses() -> list[Use]:
    """Every message of the house, with its place."""
    found = []
    for path in sources():
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {"encoding": "utf-8", "silent": "false", "trimmed": "true"}
        for line, message, _, context in extract_from_file(method, path, keywords=KEYWORDS, options=options):
            text = tuple(message) if isinstance(message, list | tuple) else message
            if text:
                found.append(Use(f"{path.relative_to(ROOT)}:{line}", (context, text)))
    return found


def fragments() -> tuple[dict[Key, str | tuple[str, ...]], list[str]]:
    """The English of all rooms together, and what is wrong with it."""
    english: dict[Key, str | tuple[str, ...]] = {}
    problems = []
    for path in sorted(FRAGMENTS.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="en")
        for message in catalogue:
            if not message.id:
                continue
            key = (message.context, tuple(message.id) if isinstance(message.id, list | tuple) else message.id)
            told = tuple(message.string) if isinstance(message.string, list | tuple) else message.string or ""
            if english.setdefault(key, told) != told:
                problems.append(f"{path.name}: {shown(key)} is {told!r} here and {english[key]!r} in another fragment")
            problems += [f"{path.name}: {shown(key)}: {fault}" for fault in faults(key, told, message.fuzzy)]
    return english, problems


def faults(key: Key, told: str | tuple[str, ...], fuzzy: bool) -> Iterator[str]:
    """What is wrong with one English text."""
    originals = key[1] if isinstance(key[1], tuple) else (key[1],)
    wanted = set(PLACEHOLDER.findall(" ".join(originals)))
    for text in told if isinstance(told, tuple) else (told,):
        if not text.strip():
            yield "has no English"
        elif CHINESE.search(text.replace(BRAND, "")):
            yield f"Chinese in the English text {text!r}"
        elif set(PLACEHOLDER.findall(text)) - wanted or (
            len(originals) == 1 and wanted - set(PLACEHOLDER.findall(text))
        ):
            yield f"placeholders differ: {text!r}"
    if fuzzy:
        yield "is marked fuzzy"


def shown(key: Key) -> str:
    text = key[1][0] if isinstance(key[1], tuple) else key[1]
    return f"{key[0]}: {text}" if key[0] else text


def merge(english: dict[Key, str | tuple[str, ...]]) -> None:
    catalogue = Catalog(locale="en")
    for (context, text), told in english.items():
        catalogue.add(text, told, context=context)
    MERGED.parent.mkdir(parents=True, exist_ok=True)
    partial = MERGED.with_suffix(".partial")
    with partial.open("wb") as file:
        write_mo(file, catalogue)
    partial.replace(MERGED)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def report(room: str, english: dict[Key, str | tuple[str, ...]]) -> None:
    """The room's messages that have no English yet, ready to be pasted into its fragment."""
    for use in dict.fromkeys(use.key for use in uses() if room in use.place and use.key not in english):
        context, text = use
        if context:
            print(f"msgctxt {quoted(context)}")
        if isinstance(text, tuple):
            print(f'msgid {quoted(text[0])}\nmsgid_plural {quoted(text[1])}\nmsgstr[0] ""\nmsgstr[1] ""\n')
        else:
            print(f'msgid {quoted(text)}\nmsgstr ""\n')


def check(english: dict[Key, str | tuple[str, ...]], problems: list[str]) -> list[str]:
    found = uses()
    lacking = [f"{use.place}: no English for {shown(use.key)}" for use in found if use.key not in english]
    unused = [f"no page shows {shown(key)}" for key in english.keys() - {use.key for use in found}]
    messages = {text for use in found for text in (use.key[1] if isinstance(use.key[1], tuple) else (use.key[1],))}
    return problems + lacking + sorted(unused) + text_problems(ROOT, messages)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--report", metavar="ROOM")
    chosen = parser.parse_args()
    english, problems = fragments()
    if chosen.report is not None:
        report(chosen.report, english)
        return 0
    merge(english)
    found = check(english, problems) if chosen.check else []
    for problem in found:
        print(problem)
    print(f"== Messages: {len(english)} in English" + (f", {len(found)} problems" if found else ""))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
