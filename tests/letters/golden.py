"""What each letter says, as a file to compare with: `python -m tests.letters.golden` writes them anew after a wanted change."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf

from app.adapters.pdf import Language, PdfPrinter
from tests.letters.samples import all_letters
from tests.support.places import FONTS

FOLDER = Path(__file__).parent / "golden"
LANGUAGES: tuple[Language, Language] = ("zh", "en")
_RUNNING = re.compile(r"样张　不具法律效力|— \d+ —|^\d+ / \d+$", re.MULTILINE)
_HAN = r"[　-〿一-鿿＀-￯“”]"


def told(pdf: bytes) -> str:
    """The number of pages, then the text as a machine reads it: a line for each sentence, without what runs on each page."""
    with pymupdf.open(stream=pdf) as paper:
        text = "\n".join(_RUNNING.sub("", sheet.get_text(sort=False)) for sheet in paper)
        pages = len(paper)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(rf"(?<={_HAN}) | (?={_HAN})", "", text)
    sentences = re.sub(r"(?<=[。；：])|(?<=[.;:]) ", "\n", text)
    lines = [line.strip() for line in sentences.splitlines() if line.strip()]
    return "\n".join([f"pages: {pages}", *lines]) + "\n"


def place(kind: str, language: Language) -> Path:
    return FOLDER / f"{kind}-{language}.txt"


def main() -> None:
    printer = PdfPrinter(FONTS)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for kind, facts in all_letters().items():
        for language in LANGUAGES:
            text = told(printer.print_letter(kind, facts, language=language))
            place(kind, language).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
